"""Choosing a picture or video: by pages and words, for the newsroom, and never what was killed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from playwright.sync_api import Browser, expect

from newswire.accounts.models import Role
from newswire.editing.models import Story
from newswire.media.models import Picture, Video
from tests.desk.conftest import Enter, client_of
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_story, make_user
from tests.editing.test_media_kill import add_picture

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

RESULTS = "/desk/videos/chooser/results/"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, dsn: str) -> Iterator[None]:  # noqa: ARG001 - the database must be there
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


def add_videos(count: int, **fields: Any) -> list[Video]:
    return [Video.objects.create(title=f"Tram {n:02}", file=f"videos/{n}.mp4", **fields) for n in range(count)]


def test_videos_are_offered_by_pages_newest_first_and_found_by_words(enter: Enter) -> None:
    add_videos(30)
    client = enter(Role.REPORTER)
    first = client.get(RESULTS).content.decode()
    assert first.count("data-chooser-modal-choice") == 12
    assert first.index("Tram 29") < first.index("Tram 28")
    assert "Tram 17" not in first
    assert "Tram 17" in client.get(RESULTS, {"p": "2"}).content.decode()
    found = client.get(RESULTS, {"q": "07 tram"}).content.decode()
    assert found.count("data-chooser-modal-choice") == 1
    assert "Tram 07" in found
    assert "no matches" in client.get(RESULTS, {"q": "ferry"}).content.decode()


def test_the_editor_lists_no_videos_of_its_own(enter: Enter, now: datetime) -> None:
    client = enter(Role.REPORTER)
    story = make_story(make_user(Role.EDITOR), now)
    Video.objects.create(title="A film that nobody asked for", file="videos/a.mp4")
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "A film that nobody asked for" not in page
    assert "/desk/videos/chooser/" in page


def test_a_killed_video_is_not_offered(enter: Enter, now: datetime) -> None:
    add_videos(1)
    Video.objects.create(title="Killed film", file="videos/a.mp4", killed_at=now)
    assert "Killed film" not in enter(Role.EDITOR).get(RESULTS).content.decode()


def test_a_killed_picture_and_the_same_file_again_are_not_offered(enter: Enter, now: datetime) -> None:
    killed, again, other = add_picture(), add_picture(), add_picture(500)
    for picture, title in ((killed, "Killed one"), (again, "Same file"), (other, "Another")):
        Picture.objects.filter(pk=picture.pk).update(title=title)
    client = enter(Role.EDITOR)
    assert "Killed one" in client.get("/desk/images/chooser/results/").content.decode()
    Picture.objects.filter(pk=killed.pk).update(killed_at=now)
    page = client.get("/desk/images/chooser/results/").content.decode()
    assert "Another" in page
    assert "Killed one" not in page
    assert "Same file" not in page


def test_a_killed_picture_is_no_poster(enter: Enter, now: datetime) -> None:
    poster = add_picture()
    Picture.objects.filter(pk=poster.pk).update(killed_at=now)
    film = Video.objects.create(title="Film", file=ContentFile(b"a film", "a.mp4"))
    posted = {"title": "Film", "caption": "", "credit": "", "poster": str(poster.pk)}
    answer = enter(Role.EDITOR).post(f"/desk/videos/{film.pk}/", posted)
    assert answer.status_code == 422
    assert "This picture was killed and may not be used again." in answer.content.decode()


def test_only_the_newsroom_chooses(enter: Enter) -> None:
    [film] = add_videos(1)
    for role in (Role.SALES, Role.SUBSCRIBER):
        client = enter(role)
        for path in ("/desk/videos/chooser/", RESULTS, f"/desk/videos/chooser/chosen/{film.pk}/"):
            answer = client.get(path)
            assert answer.status_code in (302, 403), path
            assert b"Tram" not in answer.content, path
    chosen = enter(Role.REPORTER).get(f"/desk/videos/chooser/chosen/{film.pk}/")
    assert chosen.json()["result"]["title"] == "Tram 00"


def test_a_video_is_chosen_for_a_story(browser: Browser, desk_address: str, now: datetime) -> None:
    [first, *_others] = add_videos(14)
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now)
    page, wrong = sign_in(browser, desk_address, editor)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    expect(page.locator("body.ready")).to_be_attached()
    page.get_by_role("tab", name="Media").click()
    page.get_by_role("button", name="Add picture or video").click()
    page.get_by_role("button", name="Choose a video").click()
    dialogue = page.get_by_role("dialog")
    expect(dialogue.get_by_role("link", name="Tram 13")).to_be_visible()
    dialogue.get_by_label("Words in the title").fill("tram 00")
    expect(dialogue.get_by_role("link", name="Tram 13")).to_have_count(0)
    page.evaluate(SETTLED)
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    saving = page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url)
    with saving:
        dialogue.get_by_role("link", name="Tram 00").click()
    expect(page.get_by_text("Tram 00")).to_be_visible()
    latest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert [one.video_id for one in latest.further_media.all()] == [first.pk]
    assert wrong == []


def test_the_page_of_a_killed_video_says_so(now: datetime) -> None:
    client = client_of(make_user(Role.PICTURE_EDITOR))
    film = Video.objects.create(title="Film", file="videos/a.mp4")
    assert f"/desk/videos/{film.pk}/kill/" in client.get(f"/desk/videos/{film.pk}/").content.decode()
    Video.objects.filter(pk=film.pk).update(killed_at=now)
    page = client.get(f"/desk/videos/{film.pk}/").content.decode()
    assert "This video was killed and may not be used again." in page
    assert f"/desk/videos/{film.pk}/kill/" not in page

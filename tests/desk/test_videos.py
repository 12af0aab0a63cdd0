"""Videos at the desk: uploaded, prepared, put beside a story, on the wire with poster and length."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from playwright.sync_api import expect
from psycopg import Connection

from newswire.accounts.models import Role
from newswire.editing import service
from newswire.editing.models import StoryMedia
from newswire.media.embedded import read_embedded
from newswire.media.film import FilmError
from newswire.media.models import Picture, Video
from newswire.media.preparation import do_prepare_next
from newswire.media.store import read_file
from newswire.wire.follow import read_after, read_items
from tests.desk.conftest import Enter
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode
from tests.media.test_film import make_film, needs_ffmpeg

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield tmp_path
    gc.collect()  # here, where the mark above covers it, and not in another file's test


def upload(client: Client, content: bytes, name: str = "tram.mp4", **fields: str) -> Any:
    file = SimpleUploadedFile(name, content, "video/mp4")
    posted = {"title": "The first tram", "caption": "", "credit": "AA", "poster": ""} | fields
    return client.post("/desk/videos/add/", posted | {"file": file})


@needs_ffmpeg
def test_a_film_goes_from_the_upload_to_the_wire_with_poster_and_length(
    enter: Enter, connection: Connection[Any], now: datetime, own_home: Path
) -> None:
    client = enter(Role.REPORTER)
    content = make_film(own_home).read_bytes()
    answer = upload(client, content, caption="The tram crosses the bridge")
    video = Video.objects.get()
    assert answer["Location"] == f"/desk/videos/{video.pk}/"
    assert video.uploaded_by == "a-reporter"
    assert "being prepared" in client.get("/desk/videos/").content.decode()
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now)
    story.further_media.set([StoryMedia(video=video, alt="A tram on a bridge")])
    service.do_save(story, actor=editor, now=now)
    service.do_release(story.pk, actor=editor, now=now)
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    [media] = item.media
    assert (media.type, media.caption, media.credit) == ("video", "The tram crosses the bridge", "AA")
    assert (media.seconds, media.alt) == (2.0, {"en": "A tram on a bridge"})
    assert [one.name for one in media.renditions] == ["poster", "full"]
    poster, full = media.renditions
    assert (full.mime, full.width, full.height, full.size) == ("video/mp4", 160, 120, len(content))
    assert read_file(own_home, full.sha256) == content
    assert read_embedded(read_file(own_home, poster.sha256)).best.guid == story.guid
    page = client.get(f"/desk/videos/{video.pk}/").content.decode()
    assert "2.0 seconds" in page
    assert "160 × 120" in page


@needs_ffmpeg
def test_a_file_that_is_no_film_is_kept_said_and_never_released(enter: Enter, now: datetime, own_home: Path) -> None:
    client = enter(Role.REPORTER)
    upload(client, b"no film")
    do_prepare_next(own_home, now)
    video = Video.objects.get()
    assert "There is no moving picture in this file." in client.get(f"/desk/videos/{video.pk}/").content.decode()
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now)
    story.further_media.set([StoryMedia(video=video)])
    service.do_save(story, actor=editor, now=now)
    with pytest.raises(FilmError, match="The first tram"):
        service.do_release(story.pk, actor=editor, now=now)
    story.refresh_from_db()
    assert story.version == 0


def test_without_ffmpeg_the_page_says_what_is_missing_and_nothing_is_lost(
    enter: Enter, now: datetime, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(Role.REPORTER)
    monkeypatch.setenv("PATH", "")
    assert "ffmpeg is not installed on this machine" in client.get("/desk/videos/").content.decode()
    upload(client, b"a film, we believe")
    do_prepare_next(own_home, now)
    video = Video.objects.get()
    page = client.get(f"/desk/videos/{video.pk}/").content.decode()
    assert "Install ffmpeg and save the video again." in page
    assert Path(video.file.path).read_bytes() == b"a film, we believe"
    posted = {"title": "Renamed", "caption": "", "credit": "", "poster": ""}
    assert client.post(f"/desk/videos/{video.pk}/", posted).status_code == 302
    video.refresh_from_db()
    assert (video.title, video.problem, video.prepared_at) == ("Renamed", "", None)


def test_a_poster_of_ones_own_is_kept(enter: Enter, now: datetime, own_home: Path) -> None:
    poster = Picture.objects.create(title="P", file=ContentFile(encode(draw(60, 40)), "p.jpg"))
    upload(enter(Role.REPORTER), b"a film", poster=str(poster.pk))
    do_prepare_next(own_home, now)
    do_prepare_next(own_home, now)
    assert Video.objects.get().poster == poster
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(("name", "words"), [("a.exe", "Videos end in"), ("list.m3u8", "Videos end in")])
def test_what_is_no_film_by_its_name_is_refused_with_the_names_that_are(enter: Enter, name: str, words: str) -> None:
    answer = upload(enter(Role.REPORTER), b"x", name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Video.objects.exists()


def test_the_list_is_searched_and_paged(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    for number in range(32):
        Video.objects.create(title=f"Film number {number:02}", file=f"videos/{number}.mp4")
    first = client.get("/desk/videos/").content.decode()
    assert "Film number 31" in first
    assert "Film number 01" not in first
    assert "Film number 01" in client.get("/desk/videos/?p=2").content.decode()
    found = client.get("/desk/videos/?q=number 07").content.decode()
    assert "Film number 07" in found
    assert "Film number 08" not in found
    assert "No video matches." in client.get("/desk/videos/?q=nothing").content.decode()


def test_only_people_of_the_newsroom_see_videos(stranger: Client, enter: Enter) -> None:
    video = Video.objects.create(title="Film", file="videos/a.mp4")
    seller, subscriber = enter(Role.SALES), enter(Role.SUBSCRIBER)
    for path in ("/desk/videos/", "/desk/videos/add/", f"/desk/videos/{video.pk}/"):
        assert stranger.get(path).status_code == 302, path
        assert seller.get(path).status_code == 302, path
        assert subscriber.get(path).status_code == 403, path
        assert seller.post(path, {"title": "X"}).status_code in (302, 405), path
    video.refresh_from_db()
    assert video.title == "Film"


@pytest.mark.parametrize(("width", "language"), [(390, "ar"), (1440, "en")])
def test_the_pages_are_accessible_and_fit(browser: Any, desk_address: str, width: int, language: str) -> None:
    video = Video.objects.create(title="A film with a rather long title", file="videos/a.mp4", problem="no-tool")
    user = make_user(Role.PICTURE_EDITOR)
    page, wrong = sign_in(browser, desk_address, user, viewport={"width": width, "height": 800}, locale=language)
    for path in ("/desk/videos/", "/desk/videos/add/", f"/desk/videos/{video.pk}/"):
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []

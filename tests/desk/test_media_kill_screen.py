"""The pages on which a picture or video is killed: who may, what they say, what they do."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

from newswire.accounts.models import Role, User
from newswire.desk.story_views import StoryViewSet
from newswire.editing.models import Story
from newswire.media.models import Picture
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user
from tests.editing.test_film_kill import add_film, carry_film
from tests.editing.test_media_kill import add_picture, carry


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def test_a_picture_editor_kills_a_picture_with_a_reason(chief: User, now: datetime, enter: Enter) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    client, address = enter(Role.PICTURE_EDITOR), f"/desk/pictures/{picture.pk}/kill/"
    assert story.headline in client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, b"This field is required" in refused.content) == (200, True)
    page = client.post(address, {"reason": "No rights"}, follow=True).content.decode()
    assert "The picture is killed; it left 1 story." in page
    assert "It may not be used again." in page
    story.refresh_from_db()
    assert (story.version, story.picture) == (2, None)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REPORTER, Role.SALES, Role.SUBSCRIBER])
def test_others_are_refused(chief: User, now: datetime, enter: Enter, role: Role) -> None:
    picture = add_picture()
    carry(picture, chief, now)
    client, address = enter(role), f"/desk/pictures/{picture.pk}/kill/"
    assert b"Kill the picture for everyone" not in client.get(address).content
    assert client.post(address, {"reason": "r"}).status_code == 403
    picture.refresh_from_db()
    assert picture.killed_at is None


def test_a_stranger_is_sent_to_sign_in(stranger: Client, chief: User) -> None:  # noqa: ARG001 - a desk with people
    assert stranger.post("/desk/pictures/1/kill/", {"reason": "r"}).status_code == 302


def test_a_picture_that_is_not_there_is_not_found(chief: User) -> None:
    assert client_of(chief).get("/desk/pictures/77/kill/").status_code == 404


def test_a_picture_editor_kills_a_video_with_a_reason(chief: User, now: datetime, enter: Enter) -> None:
    film = add_film(now)
    story = carry_film(film, chief, now)
    client, address = enter(Role.PICTURE_EDITOR), f"/desk/videos/{film.pk}/kill/"
    page = client.get(address).content.decode()
    assert story.headline in page
    assert "on the wire with it" in page
    assert "Kill the video for everyone who had it, for good" in page
    page = client.post(address, {"reason": "No rights"}, follow=True).content.decode()
    assert "The video is killed; it left 1 story." in page
    assert "It may not be used again." in page
    story.refresh_from_db()
    assert (story.version, story.further_media.count()) == (2, 0)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SALES, Role.SUBSCRIBER])
def test_others_are_refused_the_kill_of_a_video(now: datetime, enter: Enter, role: Role) -> None:
    film = add_film(now)
    client, address = enter(role), f"/desk/videos/{film.pk}/kill/"
    assert b"Kill the video for everyone" not in client.get(address).content
    assert client.post(address, {"reason": "r"}).status_code in (302, 403)
    film.refresh_from_db()
    assert film.killed_at is None


def test_a_picture_whose_file_is_lost_is_killed_all_the_same(chief: User, now: datetime) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    picture.file.storage.delete(picture.file.name)
    answer = client_of(chief).post(f"/desk/pictures/{picture.pk}/kill/", {"reason": "r"})
    assert answer.status_code == 302
    assert Picture.objects.filter(pk=picture.pk, killed_at__isnull=False).exists()
    assert Story.objects.filter(pk=story.pk, version=2, picture=None).exists()


def test_the_editor_refuses_a_killed_picture(chief: User, now: datetime) -> None:
    picture = add_picture()
    client = client_of(chief)
    client.post(f"/desk/pictures/{picture.pk}/kill/", {"reason": "r"})
    story = make_story(chief, now)
    bound = StoryViewSet().edit_handler.bind_to_model(Story)
    form = bound.get_form_class()({"headline": "x", "picture": str(picture.pk)}, instance=story, for_user=chief)
    assert form.errors["picture"] == ["This picture was killed and may not be used again."]
    fresh = bound.get_form_class()({"picture": str(add_picture(500).pk)}, instance=story, for_user=chief)
    assert "picture" not in fresh.errors

"""The kill of a film, and of a poster: the one leaves every story, the other every film."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, timing
from newswire.editing.killed_media import has_killed
from newswire.editing.media_carriers import read_carriers
from newswire.editing.media_kill import do_kill_media
from newswire.editing.models import Story, StoryMedia
from newswire.editing.pictures import make_media
from newswire.item.item import Item, Rendition
from newswire.kit.errors import RuleError
from newswire.media.models import Picture, Video
from newswire.media.preparation import do_prepare_next
from newswire.media.store import do_store, is_ended
from newswire.wire.follow import read_after
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_media_kill import add_picture, carry, chief, newest, own_home
from tests.media.test_film import make_film, needs_ffmpeg

__all__ = ["chief", "own_home"]
pytestmark = pytest.mark.usefixtures("dsn", "own_home")


def add_film(now: datetime, poster: Picture | None = None, content: bytes = b"a film", **fields: Any) -> Video:
    """A film as the background leaves it where ffmpeg is there, so that these tests need none."""
    full = Rendition("full", do_store(settings.NEWSWIRE_HOME, content), "video/mp4", 160, 120, len(content))
    return Video.objects.create(
        title="The tram", file=ContentFile(content, "tram.mp4"), poster=poster, caption="The tram", credit="AA",
        seconds=2.0, files=[msgspec.to_builtins(full)], prepared_at=now, **fields,
    )  # fmt: skip


def carry_film(film: Video, chief: User, now: datetime, **changes: Any) -> Story:
    story = make_story(chief, now, **changes)
    story.further_media.set([StoryMedia(video=film, alt="A tram")])
    service.do_save(story, actor=chief, now=now)
    service.do_release(story.pk, actor=chief, now=now)
    story.refresh_from_db()
    return story


def kill(media: Picture | Video, chief: User, now: datetime) -> list[tuple[str, str]]:
    return [(one.guid, one.kind) for one in do_kill_media(media, actor=chief, now=now, reason="No rights")]


def poster_of(item: Item) -> Rendition | None:
    [media] = item.media
    return media.rendition("poster")


def test_a_film_leaves_every_released_story_and_its_files_end(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    film, other = add_film(now, add_picture()), add_film(now, content=b"another film")
    story, stranger = carry_film(film, chief, now), carry_film(other, chief, now)
    files = [one.sha256 for one in newest(connection, story).media[0].renditions]
    assert [one.story.pk for one in read_carriers(film)] == [story.pk]
    assert kill(film, chief, now) == [(story.guid, "refile")]
    assert newest(connection, story).media == ()
    assert all(is_ended(settings.NEWSWIRE_HOME, one) for one in files)
    assert [one.id for one in newest(connection, stranger).media] == [f"video-{other.pk}"]
    story.refresh_from_db()
    assert not story.is_updated_since_release
    assert list(story.get_latest_revision_as_object().further_media.all()) == []
    film.refresh_from_db()
    assert film.killed_at == now
    act = Act.objects.get(about="video")
    assert (act.action, act.name, act.reason) == ("kill", str(film.pk), "No rights")


def test_the_same_film_under_another_name_goes_too_and_is_not_used_again(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    film, copy = add_film(now), add_film(now)
    story = carry_film(copy, chief, now)
    assert kill(film, chief, now) == [(story.guid, "refile")]
    again = make_story(chief, now)
    again.further_media.set([StoryMedia(video=add_film(now))])
    assert has_killed(again)
    assert make_media(again) == ()
    service.do_save(again, actor=chief, now=now)
    with pytest.raises(RuleError, match="was killed and may not be used"):
        service.do_release(again.pk, actor=chief, now=now)
    assert len(read_after(connection, 0)) == 2


def test_a_video_story_with_nothing_else_is_killed(chief: User, now: datetime) -> None:
    film = add_film(now)
    story = carry_film(film, chief, now, type="video")
    assert kill(film, chief, now) == [(story.guid, "kill")]


def test_a_held_and_a_planned_story_come_back_without_the_film(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    film = add_film(now)
    held = carry_film(film, chief, now)
    service.do_hold(held.pk, actor=chief, now=now, reason="r")
    planned = make_story(chief, now)
    planned.further_media.set([StoryMedia(video=film, alt="A tram")])
    service.do_save(planned, actor=chief, now=now)
    timing.do_schedule(planned.pk, actor=chief, now=now, at=now + timedelta(hours=1))
    assert kill(film, chief, now) == []
    service.do_lift(held.pk, actor=chief, now=now)
    timing.do_release_scheduled(planned.pk, now=now + timedelta(hours=1))
    assert newest(connection, held).media == newest(connection, planned).media == ()


def test_a_killed_poster_leaves_its_film_which_stays(connection: Connection[Any], chief: User, now: datetime) -> None:
    poster = add_picture()
    film = add_film(now, poster)
    story, shown = carry_film(film, chief, now), carry(poster, chief, now)
    released = poster_of(newest(connection, story))
    assert released is not None
    assert [one.story.pk for one in read_carriers(poster)] == [story.pk, shown.pk]
    assert kill(poster, chief, now) == [(story.guid, "refile"), (shown.guid, "refile")]
    [media] = newest(connection, story).media
    assert [one.name for one in media.renditions] == ["full"]
    assert is_ended(settings.NEWSWIRE_HOME, released.sha256)
    assert not is_ended(settings.NEWSWIRE_HOME, media.renditions[0].sha256)
    assert newest(connection, shown).media == ()
    film.refresh_from_db()
    assert (film.poster, film.killed_at) == (None, None)


def test_a_poster_is_found_on_the_wire_after_the_film_got_another(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    poster, other = add_picture(), add_picture(500)
    film = add_film(now, poster)
    story = carry_film(film, chief, now)
    Video.objects.filter(pk=film.pk).update(poster=other)
    assert kill(poster, chief, now) == [(story.guid, "refile")]
    assert poster_of(newest(connection, story)) is None
    film.refresh_from_db()
    assert film.poster == other


def test_a_held_film_comes_back_without_its_killed_poster(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    poster = add_picture()
    story = carry_film(add_film(now, poster), chief, now)
    service.do_hold(story.pk, actor=chief, now=now, reason="r")
    kill(poster, chief, now)
    service.do_lift(story.pk, actor=chief, now=now)
    assert poster_of(newest(connection, story)) is None


def test_files_of_versions_that_others_have_followed_end_too(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    first = [one.sha256 for one in newest(connection, story).media[0].renditions]
    edit(story, chief, now, picture_caption="Other words")
    service.do_release(story.pk, actor=chief, now=now)
    second = [one.sha256 for one in newest(connection, story).media[0].renditions]
    assert set(first).isdisjoint(second)
    kill(picture, chief, now)
    assert all(is_ended(settings.NEWSWIRE_HOME, one) for one in (*first, *second))


@needs_ffmpeg
def test_the_frame_taken_from_a_film_goes_with_it(
    connection: Connection[Any], chief: User, now: datetime, tmp_path: Path
) -> None:
    content = make_film(tmp_path).read_bytes()
    film = Video.objects.create(title="The tram", file=ContentFile(content, "tram.mp4"))
    while do_prepare_next(settings.NEWSWIRE_HOME, now):
        pass
    film.refresh_from_db()
    frame = film.poster
    assert frame is not None
    as_film, as_picture = carry_film(film, chief, now), carry(frame, chief, now)
    assert kill(film, chief, now) == [(as_film.guid, "refile"), (as_picture.guid, "refile")]
    assert newest(connection, as_picture).media == ()
    frame.refresh_from_db()
    assert frame.killed_at == now
    assert is_ended(settings.NEWSWIRE_HOME, hashlib.sha256(content).hexdigest())


def test_a_film_whose_file_is_lost_is_killed_all_the_same(chief: User, now: datetime) -> None:
    film = add_film(now)
    story = carry_film(film, chief, now)
    Video.objects.filter(pk=film.pk).update(files=[])
    Path(film.file.path).unlink()
    assert kill(film, chief, now) == [(story.guid, "refile")]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REPORTER, Role.SALES])
def test_others_may_not_kill_a_film(now: datetime, role: Role) -> None:
    film = add_film(now)
    with pytest.raises(RuleError, match="role"):
        kill(film, make_user(role), now)
    film.refresh_from_db()
    assert film.killed_at is None


def test_a_killed_film_is_refused_beside_a_story(now: datetime) -> None:
    with pytest.raises(ValidationError, match="was killed and may not be used again"):
        StoryMedia(video=add_film(now, killed_at=now)).clean()
    StoryMedia(video=add_film(now, content=b"another")).clean()

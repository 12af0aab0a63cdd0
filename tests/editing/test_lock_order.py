"""Acts that meet: rows are locked before the wire's head, and a picture's kill misses no story."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connections, transaction
from django.db import connection as ours
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import service, timing, translations
from newswire.editing.media_kill import do_kill_media
from newswire.editing.models import Story
from newswire.kit.errors import RuleError
from newswire.media.models import Picture
from newswire.wire.follow import read_after
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode

pytestmark = pytest.mark.usefixtures("dsn", "own_home")
HOUR = timedelta(hours=1)
T = TypeVar("T")


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


@pytest.fixture
def picture() -> Picture:
    return Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(400, 300)), "bridge.jpg"))


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Somebody else at work, with a connection of their own."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def alone(do: Callable[[], T]) -> T:
    try:
        return do()
    finally:
        connections.close_all()


def wait_until_somebody_waits(watcher: Connection[tuple[object, ...]]) -> None:
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while watcher.execute(waits).fetchone() is None:
        pass


def illustrate(picture: Picture, chief: User, now: datetime) -> Story:
    story = make_story(
        chief, now, picture=picture, picture_caption="The bridge", picture_credit="M. Holt", picture_alt="A bridge"
    )
    service.do_release(story.pk, actor=chief, now=now)
    return story


def kinds(connection: Connection[tuple[object, ...]]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def test_an_embargo_that_moves_translations_locks_them_before_the_wires_head(
    connection: Connection[tuple[object, ...]], chief: User, now: datetime
) -> None:
    story = make_story(chief, now, embargo_until=now + HOUR)
    service.do_release(story.pk, actor=chief, now=now)
    turkish = translations.do_begin_translation(story.pk, "tr", actor=chief, now=now)
    service.do_release(turkish.pk, actor=chief, now=now)
    with connection.transaction(), CaptureQueriesContext(ours) as queries:
        connection.execute("SELECT 1 FROM editing_story WHERE id = %s FOR UPDATE", (turkish.pk,))
        with ours.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 3 * HOUR, reason="they asked")
    assert not any("wire_head" in query["sql"] for query in queries.captured_queries)
    assert kinds(connection) == ["new", "new"]


def test_whoever_saves_what_refers_to_a_story_does_not_wait_for_its_release(
    connection: Connection[tuple[object, ...]], chief: User, picture: Picture, now: datetime
) -> None:
    story = make_story(chief, now)
    with transaction.atomic():
        service.do_release(story.pk, actor=chief, now=now)
        list(Picture.objects.select_for_update(no_key=True))
        connection.execute("SET lock_timeout = '20ms'")
        connection.execute("SELECT 1 FROM editing_story WHERE id = %s FOR KEY SHARE", (story.pk,))
        connection.execute("SELECT 1 FROM media_picture WHERE id = %s FOR KEY SHARE", (picture.pk,))


def test_what_was_released_while_a_picture_was_killed_loses_it_too(
    connection: Connection[tuple[object, ...]],
    beside: ThreadPoolExecutor,
    chief: User,
    picture: Picture,
    now: datetime,
) -> None:
    illustrate(picture, chief, now)
    is_out, may_end = Event(), Event()

    def release_slowly() -> None:
        with transaction.atomic():
            illustrate(picture, chief, now)
            is_out.set()
            assert may_end.wait(20)

    with ThreadPoolExecutor(1) as killer:
        released = beside.submit(alone, release_slowly)
        assert is_out.wait(20)
        killed = killer.submit(alone, lambda: do_kill_media(picture, actor=chief, now=now, reason="No rights"))
        wait_until_somebody_waits(connection)
        may_end.set()
        released.result(20)
        assert [one.kind for one in killed.result(20)] == ["refile", "refile"]
    assert kinds(connection) == ["new", "new", "refile", "refile"]


def test_a_release_that_was_prepared_before_a_picture_was_killed_does_not_leave(
    connection: Connection[tuple[object, ...]],
    beside: ThreadPoolExecutor,
    chief: User,
    picture: Picture,
    now: datetime,
) -> None:
    with transaction.atomic():
        do_kill_media(picture, actor=chief, now=now, reason="No rights")
        released = beside.submit(alone, lambda: illustrate(picture, chief, now))
        wait_until_somebody_waits(connection)
    with pytest.raises(RuleError, match="killed meanwhile"):
        released.result(20)
    assert kinds(connection) == []

"""Embargoes and schedules: exactly once, also with two clocks, also after a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import service, timing
from newswire.editing.clock import do_due, read_next_due
from newswire.editing.models import Scheduled, Story
from newswire.item.item import Item
from newswire.kit.errors import RuleError
from newswire.wire.follow import read_after, read_items
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")
HOUR = timedelta(hours=1)


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def item_of(connection: Connection[Any], seq: int) -> Item:
    return read_items(connection, [seq])[seq]


def embargoed(chief: User, now: datetime, hours: int = 2) -> Story:
    story = make_story(chief, now, embargo_until=now + hours * HOUR)
    service.do_release(story.pk, actor=chief, now=now)
    return story


def test_an_embargo_is_released_at_once_and_lifted_at_its_time(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = embargoed(chief, now)
    assert item_of(connection, 1).embargo_until == now + 2 * HOUR
    assert do_due(now + 2 * HOUR - timedelta(seconds=1)) == []
    [lift] = do_due(now + 2 * HOUR)
    assert (lift.kind, lift.guid, lift.version, lift.actor) == ("lift", story.guid, 2, "clock")
    assert item_of(connection, 2).embargo_until is None
    assert item_of(connection, 2).headline == item_of(connection, 1).headline
    assert do_due(now + 3 * HOUR) == []
    story.refresh_from_db()
    assert (story.stage, story.lift_at, story.version) == ("released", None, 2)


def test_the_lift_carries_what_was_released_and_not_what_is_being_written(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = embargoed(chief, now)
    edit(story, chief, now, headline="Not yet approved")
    do_due(now + 2 * HOUR)
    assert item_of(connection, 2).headline == story.headline
    story.refresh_from_db()
    assert story.is_updated_since_release


def test_four_clocks_at_once_lift_once(connection: Connection[Any], chief: User, now: datetime) -> None:
    for _number in range(3):
        embargoed(chief, now)

    def tick(_number: int) -> int:
        try:
            return len(do_due(now + 2 * HOUR))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tick, range(8))) == 3
    assert kinds(connection) == ["new"] * 3 + ["lift"] * 3


def test_a_clock_that_dies_before_its_commit_has_done_nothing(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    embargoed(chief, now)

    def tick_and_die() -> None:
        with transaction.atomic():
            assert len(do_due(now + 2 * HOUR)) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tick_and_die()
    assert kinds(connection) == ["new"]
    assert len(do_due(now + 2 * HOUR)) == 1


def test_a_held_story_is_not_lifted_by_the_clock_and_its_lift_by_hand_ends_the_embargo(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = embargoed(chief, now)
    service.do_hold(story.pk, actor=chief, now=now, reason="checking")
    assert do_due(now + 5 * HOUR) == []
    service.do_lift(story.pk, actor=chief, now=now + 5 * HOUR)
    assert item_of(connection, 3).embargo_until is None
    assert do_due(now + 6 * HOUR) == []


def test_a_hold_lifted_before_the_embargo_ends_keeps_the_embargo(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = embargoed(chief, now)
    service.do_hold(story.pk, actor=chief, now=now, reason="checking")
    service.do_lift(story.pk, actor=chief, now=now + HOUR)
    assert item_of(connection, 3).embargo_until == now + 2 * HOUR
    assert [one.kind for one in do_due(now + 2 * HOUR)] == ["lift"]


def test_a_killed_story_is_never_lifted(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = embargoed(chief, now)
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    assert do_due(now + 9 * HOUR) == []
    assert kinds(connection) == ["new", "kill"]


def test_an_update_under_embargo_keeps_it_and_one_after_it_has_none(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = embargoed(chief, now)
    service.do_release(story.pk, actor=chief, now=now + HOUR, update_line="adds")
    assert item_of(connection, 2).embargo_until == now + 2 * HOUR
    do_due(now + 2 * HOUR)
    service.do_release(story.pk, actor=chief, now=now + 3 * HOUR, update_line="adds more")
    assert item_of(connection, 4).embargo_until is None
    assert kinds(connection) == ["new", "update", "lift", "update"]


def test_the_duty_chief_may_move_an_embargo_and_an_editor_may_not(chief: User, now: datetime) -> None:
    editor = make_user(Role.EDITOR)
    story = embargoed(chief, now)
    edit(story, editor, now, embargo_until=now + HOUR)
    with pytest.raises(RuleError, match="duty chief"):
        service.do_release(story.pk, actor=editor, now=now)
    service.do_release(story.pk, actor=chief, now=now)
    assert [one.kind for one in do_due(now + HOUR)] == ["lift"]


def test_a_scheduled_story_leaves_once_with_the_content_that_was_approved(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = make_story(chief, now)
    timing.do_schedule(story.pk, actor=chief, now=now, at=now + HOUR)
    edit(story, chief, now, headline="Typed after approval")
    assert do_due(now) == []
    [release] = do_due(now + HOUR)
    assert (release.kind, release.actor, release.released_at) == ("new", "a-duty-chief", now + HOUR)
    item = item_of(connection, release.seq)
    assert (item.headline, item.first_created) == ("Bridge over the Orla opens after two years of repairs", now + HOUR)
    assert do_due(now + HOUR) == []
    assert not Scheduled.objects.exists()
    story = Story.objects.get(pk=story.pk)
    assert (story.stage, story.first_released_at) == ("released", now + HOUR)
    assert story.is_updated_since_release


def test_a_scheduled_story_with_an_embargo_leaves_under_it_and_is_lifted_later(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = make_story(chief, now, embargo_until=now + 3 * HOUR)
    timing.do_schedule(story.pk, actor=chief, now=now, at=now + HOUR)
    do_due(now + HOUR)
    assert item_of(connection, 1).embargo_until == now + 3 * HOUR
    do_due(now + 3 * HOUR)
    assert kinds(connection) == ["new", "lift"]


def test_what_is_due_leaves_in_the_order_of_its_time_also_after_a_long_sleep(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    second = embargoed(chief, now, hours=5)
    first = make_story(chief, now)
    timing.do_schedule(first.pk, actor=chief, now=now, at=now + HOUR)
    releases = do_due(now + 9 * HOUR)
    assert [(one.guid, one.kind) for one in releases] == [(first.guid, "new"), (second.guid, "lift")]
    assert kinds(connection) == ["new", "new", "lift"]


def test_a_story_that_cannot_leave_does_not_stop_the_others(
    connection: Connection[Any], chief: User, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = embargoed(chief, now, hours=1), embargoed(chief, now, hours=2)
    connection.execute("DELETE FROM wire_payload WHERE seq = 1")
    assert [one.guid for one in do_due(now + 2 * HOUR)] == [sound.guid]
    assert f"story {broken.pk} is due but could not leave" in caplog.text


def test_the_loop_knows_when_to_wake(chief: User, now: datetime) -> None:
    assert read_next_due() is None
    story = make_story(chief, now)
    timing.do_schedule(story.pk, actor=chief, now=now, at=now + 4 * HOUR)
    assert read_next_due() == now + 4 * HOUR
    embargoed(chief, now)
    assert read_next_due() == now + 2 * HOUR

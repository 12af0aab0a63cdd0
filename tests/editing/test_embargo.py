"""Moving an embargo: who may, until when, how often, and what the clock makes of it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, timing
from newswire.editing.clock import do_due, read_next_due
from newswire.editing.models import Story
from newswire.kit.errors import RuleError
from newswire.wire.follow import read_after, read_items
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")
HOUR = timedelta(hours=1)


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


@pytest.fixture
def story(chief: User, now: datetime) -> Story:
    """Released under an embargo of two hours."""
    made = make_story(chief, now, embargo_until=now + 2 * HOUR)
    service.do_release(made.pk, actor=chief, now=now)
    return made


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def test_an_embargo_moved_later_is_a_refile_and_lifted_at_its_new_end(
    connection: Connection[Any], chief: User, story: Story, now: datetime
) -> None:
    release = timing.do_move_embargo(story.pk, actor=chief, now=now + HOUR, until=now + 5 * HOUR, reason="they asked")
    assert (release.kind, release.version) == ("refile", 2)
    assert read_items(connection, [2])[2].embargo_until == now + 5 * HOUR
    assert read_next_due() == now + 5 * HOUR
    assert do_due(now + 2 * HOUR) == []
    assert [one.kind for one in do_due(now + 5 * HOUR)] == ["lift"]
    assert do_due(now + 9 * HOUR) == []


def test_an_embargo_moved_earlier_ends_earlier(chief: User, story: Story, now: datetime) -> None:
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + HOUR, reason="brought forward")
    assert [one.kind for one in do_due(now + HOUR)] == ["lift"]
    assert do_due(now + 2 * HOUR) == []


def test_an_embargo_lifted_early_is_over_and_the_clock_has_nothing_left(
    connection: Connection[Any], chief: User, story: Story, now: datetime
) -> None:
    release = timing.do_move_embargo(story.pk, actor=chief, now=now, until=None, reason="broken elsewhere")
    assert (release.kind, release.actor) == ("lift", "a-duty-chief")
    assert read_items(connection, [2])[2].embargo_until is None
    assert read_next_due() is None
    assert do_due(now + 9 * HOUR) == []
    with pytest.raises(RuleError, match="under no embargo"):
        timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + HOUR, reason="again")


def test_a_second_move_replaces_the_first(
    connection: Connection[Any], chief: User, story: Story, now: datetime
) -> None:
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 9 * HOUR, reason="later")
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 3 * HOUR, reason="not so late")
    assert do_due(now + 3 * HOUR - timedelta(seconds=1)) == []
    assert len(do_due(now + 3 * HOUR)) == 1
    assert do_due(now + 9 * HOUR) == []
    assert kinds(connection) == ["new", "refile", "refile", "lift"]


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PICTURE_EDITOR, Role.TRANSLATOR, Role.SALES])
def test_only_seniors_move_an_embargo(connection: Connection[Any], story: Story, now: datetime, role: Role) -> None:
    with pytest.raises(RuleError, match="role"):
        timing.do_move_embargo(story.pk, actor=make_user(role), now=now, until=now + 5 * HOUR, reason="r")
    assert kinds(connection) == ["new"]
    assert Story.objects.get().lift_at == now + 2 * HOUR


@pytest.mark.parametrize("ahead", [timedelta(0), -HOUR])
def test_an_embargo_cannot_end_in_the_past(
    connection: Connection[Any], chief: User, story: Story, now: datetime, ahead: timedelta
) -> None:
    with pytest.raises(RuleError, match="cannot end in the past"):
        timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + ahead, reason="r")
    assert kinds(connection) == ["new"]


def test_a_move_needs_a_reason_and_it_is_logged(chief: User, story: Story, now: datetime) -> None:
    with pytest.raises(RuleError, match="needs a reason"):
        timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 5 * HOUR, reason=" ")
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 5 * HOUR, reason="they asked")
    act = Act.objects.filter(about="story", action="embargo").get()
    assert (act.reason, act.actor, act.seq, act.version) == ("they asked", "a-duty-chief", 2, 2)


def test_a_story_without_embargo_or_after_it_cannot_be_moved(chief: User, story: Story, now: datetime) -> None:
    free = make_story(chief, now)
    service.do_release(free.pk, actor=chief, now=now)
    draft = make_story(chief, now, embargo_until=now + HOUR)
    with pytest.raises(RuleError, match="under no embargo"):
        timing.do_move_embargo(free.pk, actor=chief, now=now, until=now + HOUR, reason="r")
    with pytest.raises(RuleError, match="stage"):
        timing.do_move_embargo(draft.pk, actor=chief, now=now, until=now + HOUR, reason="r")
    with pytest.raises(RuleError, match="under no embargo"):
        timing.do_move_embargo(story.pk, actor=chief, now=now + 2 * HOUR, until=now + 9 * HOUR, reason="too late")


@pytest.mark.parametrize("grave", ["hold", "kill"])
def test_a_held_or_killed_story_is_not_moved(chief: User, story: Story, now: datetime, grave: str) -> None:
    if grave == "hold":
        service.do_hold(story.pk, actor=chief, now=now, reason="r")
    else:
        service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    with pytest.raises(RuleError, match="stage"):
        timing.do_move_embargo(story.pk, actor=chief, now=now, until=None, reason="r")


def test_a_move_carries_what_was_released_and_not_what_is_being_written(
    connection: Connection[Any], chief: User, story: Story, now: datetime
) -> None:
    edit(story, chief, now, headline="Not yet approved")
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 5 * HOUR, reason="r")
    assert read_items(connection, [2])[2].headline == story.headline
    assert Story.objects.get().is_updated_since_release


def test_the_zone_of_the_new_end_does_not_matter(chief: User, story: Story, now: datetime) -> None:
    until = (now + 5 * HOUR).astimezone(ZoneInfo("Asia/Tehran"))
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=until, reason="r")
    assert Story.objects.get().lift_at == now + 5 * HOUR

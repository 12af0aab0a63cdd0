"""What becomes an alert, which ones are one, when a person is told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from newswire.delivery.alerts.rules import (
    STORM_SPAN,
    STORM_STORIES,
    Clock,
    Standing,
    decide_step,
    find_next_digest,
    find_quiet_end,
    find_urgency,
    is_quiet,
    place,
)
from newswire.item.kinds import KINDS, Kind
from newswire.item.release import Entry
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ZONES = sorted(one for one in available_timezones() if "/" in one)[::20]


class Story(msgspec.Struct, frozen=True):
    """A story that comes: when, and how urgent it is."""

    at: datetime
    urgency: int


class Kept(msgspec.Struct):
    """An alert as a table would keep it."""

    id: int
    stories: list[Story]
    is_storm: bool = False

    def standing(self) -> Standing:
        return Standing(
            self.id,
            max(one.at for one in self.stories),
            len(self.stories),
            any(one.urgency == 1 for one in self.stories),
            self.is_storm,
        )


def tell(stories: Sequence[Story]) -> list[Kept]:
    """The alerts that come of these stories, told in order."""
    kept: dict[int, Kept] = {}
    for number, story in enumerate(stories):
        placement = place(story.at, [one.standing() for one in kept.values()], urgency=story.urgency)
        if placement.into is None:
            kept[number] = Kept(number, [story])
            continue
        alert = kept[placement.into]
        for other in placement.others:
            alert.stories += kept.pop(other).stories
        alert.stories.append(story)
        alert.is_storm = True
    return list(kept.values())


coming = some.lists(
    some.builds(
        Story,
        some.integers(0, 240).map(lambda minutes: NOW + minutes * MINUTE),
        some.integers(1, 9),
    ),
    max_size=40,
).map(lambda many: sorted(many, key=lambda one: one.at))


def stories(*minutes: int, urgency: int = 5) -> list[Story]:
    return [Story(NOW + minute * MINUTE, urgency) for minute in minutes]


def test_a_few_stories_are_alerts_of_their_own() -> None:
    assert [len(one.stories) for one in tell(stories(0, 1, 2))] == [1, 1, 1]


def test_twelve_in_a_short_time_are_one_alert() -> None:
    (alert,) = tell(stories(*range(12)))
    assert (len(alert.stories), alert.is_storm) == (12, True)


def test_a_storm_that_has_passed_takes_nothing_more_in() -> None:
    alerts = tell(stories(0, 1, 2, 3, 4, 14, 15))
    assert [len(one.stories) for one in alerts] == [5, 1, 1]


def test_a_slow_trickle_never_becomes_a_storm() -> None:
    assert len(tell(stories(*range(0, 200, 5)))) == 40


def test_a_flash_stands_alone_in_the_middle_of_a_storm_and_takes_no_part_in_it() -> None:
    flood = stories(0, 1, 2, 3, 4)
    alerts = tell([*flood[:4], Story(NOW + 3 * MINUTE, 1), *flood[4:]])
    assert sorted(len(one.stories) for one in alerts) == [1, 5]
    assert [len(one.stories) for one in tell(stories(0, 1, 2, 3, 4, urgency=1))] == [1] * 5


@given(coming)
def test_every_story_is_in_one_alert_and_none_is_lost(many: list[Story]) -> None:
    found = [story for alert in tell(many) for story in alert.stories]
    assert sorted(found, key=repr) == sorted(many, key=repr)


@given(coming)
def test_a_flash_always_comes_alone(many: list[Story]) -> None:
    for alert in tell(many):
        if any(story.urgency == 1 for story in alert.stories):
            assert len(alert.stories) == 1


@given(coming)
def test_never_more_alerts_than_a_storm_has_stories_open_within_its_span(many: list[Story]) -> None:
    opened = sorted(min(one.at for one in alert.stories) for alert in tell(many) if alert.stories[0].urgency > 1)
    for first, later in zip(opened, opened[STORM_STORIES:], strict=False):
        assert later - first >= STORM_SPAN


@given(coming)
def test_what_is_one_alert_came_close_together_and_was_more_than_a_few(many: list[Story]) -> None:
    for alert in tell(many):
        if len(alert.stories) > 1:
            assert len(alert.stories) > STORM_STORIES
            times = sorted(one.at for one in alert.stories)
            assert all(later - before < STORM_SPAN for before, later in pairwise(times))


def entry(kind: Kind, *, has_text: bool = True) -> Entry:
    item = make_item("a", NOW) if has_text and kind not in ("hold", "kill") else None
    return Entry(n=1, kind=kind, use="publish", until=None, guid="g", version=1, released_at=NOW, item=item)


def test_what_a_release_means_to_who_was_told_and_to_who_was_not() -> None:
    assert {kind: decide_step(entry(kind), was_told=True) for kind in KINDS} == {
        "new": "nothing",
        "update": "nothing",
        "correction": "renew",
        "refile": "nothing",
        "hold": "withdraw",
        "lift": "renew",
        "kill": "withdraw",
        "advisory": "nothing",
    }
    fresh = {kind: decide_step(entry(kind), was_told=False) for kind in KINDS}
    assert {kind for kind, step in fresh.items() if step == "nothing"} == {"hold", "kill"}
    assert {step for kind, step in fresh.items() if kind not in ("hold", "kill")} == {"tell"}


@pytest.mark.parametrize("was_told", [True, False])
def test_a_release_without_content_is_news_to_nobody(was_told: bool) -> None:
    assert decide_step(entry("correction", has_text=False), was_told=was_told) == "nothing"


def test_an_alert_by_type_is_a_flash_whatever_its_urgency() -> None:
    assert find_urgency(make_item("a", NOW, type="alert", urgency=4)) == 1
    assert find_urgency(make_item("a", NOW, urgency=4)) == 4


def test_quiet_hours_go_over_midnight() -> None:
    clock = Clock("Europe/Istanbul", quiet_from=22, quiet_until=7)  # UTC+3
    quiet = [hour for hour in range(24) if is_quiet(clock, datetime(2026, 11, 24, hour, 30, tzinfo=UTC))]
    assert quiet == [0, 1, 2, 3, 19, 20, 21, 22, 23]
    late = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    assert find_quiet_end(clock, late) == datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
    assert find_quiet_end(clock, NOW) == NOW


def test_without_quiet_hours_nobody_is_ever_left_in_peace() -> None:
    assert not any(is_quiet(Clock(quiet_from=5, quiet_until=5), NOW + hour * 60 * MINUTE) for hour in range(24))


def test_digests_leave_at_the_persons_own_hours() -> None:
    clock = Clock("America/New_York", digest_hours=(7, 18))  # UTC-5
    assert find_next_digest(clock, NOW) == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert find_next_digest(clock, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)) == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert find_next_digest(Clock(), NOW) == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_a_digest_keeps_to_the_clock_on_the_wall_when_that_is_changed() -> None:
    clock = Clock("Europe/Berlin", digest_hours=(8,))
    before, after = datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert find_next_digest(clock, before) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
    assert find_next_digest(clock, after) == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)


def test_a_zone_that_nobody_knows_any_more_is_utc() -> None:
    assert find_next_digest(Clock("Atlantis/Capital", (12,)), NOW) == datetime(2026, 11, 24, 12, tzinfo=UTC)


clocks = some.builds(
    Clock,
    some.sampled_from(ZONES),
    some.lists(some.integers(0, 23), max_size=6).map(tuple),
    some.integers(0, 23),
    some.integers(0, 23),
)
moments = some.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001


@given(clocks, moments)
def test_the_next_digest_is_ahead_and_within_a_day_and_a_changed_clock(clock: Clock, at: datetime) -> None:
    due = find_next_digest(clock, at)
    assert timedelta(0) < due - at <= timedelta(hours=26)


@given(clocks, moments)
def test_quiet_ends_at_the_hour_that_was_said_and_is_over_then(clock: Clock, at: datetime) -> None:
    end = find_quiet_end(clock, at)
    assert timedelta(0) <= end - at <= timedelta(hours=26)
    if end != at:
        local = end.astimezone(ZoneInfo(clock.zone))
        assert local.hour >= clock.quiet_until or local.hour == 0
        assert is_quiet(clock, at)

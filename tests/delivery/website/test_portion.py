"""The portion as pure decisions: when an entry is due, what overtakes it, which cap it counts for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newswire.delivery.website.portion import (
    Decision,
    State,
    capped_section,
    find_due,
    is_shown,
    is_superseded,
    touches_nothing,
)
from newswire.item.item import Subject
from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry
from newswire.subscribers.website import Limits
from tests.stories import make_guid, make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FIVE = Limits(head_start=5)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def entry(
    n: int, kind: Kind = "new", minutes: int = 0, *, use: Use = "publish", until: datetime | None = None, **changes: Any
) -> Entry:
    item = None if kind in ("hold", "kill") else make_item("a", NOW, **changes)
    return Entry(
        n=n, kind=kind, use=use, until=until, guid=make_guid("a"), version=n, released_at=at(minutes), item=item
    )


def decided(n: int, state: State, minutes: int = 0, due: int = 5) -> Decision:
    return Decision(n, at(minutes), at(due), state)


@pytest.mark.parametrize("kind", ["new", "update"])
def test_what_is_new_is_due_when_the_head_start_is_over(kind: Kind) -> None:
    before = [decided(1, "public")]
    assert find_due(entry(2, kind, 10), before, FIVE) == at(15)
    assert find_due(entry(2, kind, 10), before, Limits()) == at(10)


@pytest.mark.parametrize("kind", ["correction", "refile", "lift"])
def test_what_puts_right_a_public_story_is_due_at_once(kind: Kind) -> None:
    assert find_due(entry(2, kind, 10), [decided(1, "public")], FIVE) == at(10)


@pytest.mark.parametrize("kind", ["correction", "refile", "lift"])
@pytest.mark.parametrize("state", ["waiting", "dropped", "over"])
def test_what_puts_right_a_story_nobody_has_seen_is_due_when_that_was(kind: Kind, state: State) -> None:
    assert find_due(entry(2, kind, 3), [decided(1, state)], FIVE) == at(5)


def test_a_correction_overtakes_a_waiting_update_and_a_lift_does_not() -> None:
    before = [decided(1, "public"), decided(2, "dropped", 10, due=15)]
    assert find_due(entry(3, "correction", 12), before, FIVE) == at(12)
    assert find_due(entry(3, "lift", 12), before, FIVE) == at(15)


def test_a_lift_after_the_head_start_is_due_at_once() -> None:
    before = [decided(1, "public"), decided(2, "dropped", 10, due=15)]
    assert find_due(entry(3, "lift", 60), before, FIVE) == at(60)


def test_an_entry_is_overtaken_by_what_counts_already_and_not_by_what_waits() -> None:
    first = [decided(1, "public")]
    assert not is_superseded([], first, FIVE, at(6))
    assert not is_superseded([entry(2, "update", 4)], first, FIVE, at(6))
    assert is_superseded([entry(2, "update", 4)], first, FIVE, at(9))
    assert is_superseded([entry(2, "correction", 4)], first, FIVE, at(4))
    assert is_superseded([entry(2, "update", 4, public="no")], first, FIVE, at(4))
    assert is_superseded([entry(2, "update", 4)], [*first, decided(2, "public")], FIVE, at(4))


def test_an_entry_is_not_overtaken_by_notices_embargoes_and_what_is_never_shown() -> None:
    later = [
        entry(2, "hold", 4),
        entry(3, "update", 4, use="hold", until=at(90)),
        entry(4, "update", 4),
        entry(5, "update", 4),
        entry(6, "advisory", 4),
    ]
    assert not is_superseded(later, [decided(4, "over"), decided(5, "dropped")], FIVE, at(60))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"public": "yes"}, True),
        ({"public": "no"}, False),
        ({"is_test": True, "public": "yes"}, False),
        ({"language": "de"}, False),
        ({"type": "advisory"}, False),
    ],
)
def test_only_what_may_stand_on_the_site_is_shown(changes: dict[str, Any], expected: bool) -> None:
    assert is_shown(entry(1, **changes)) is expected


def test_held_and_recalled_entries_are_not_shown_and_an_embargo_touches_nothing() -> None:
    assert not is_shown(entry(1, use="hold"))
    assert not is_shown(entry(1, use="recall"))
    assert not is_shown(entry(1, "hold"))
    assert touches_nothing(entry(1, use="hold", until=at(90)))
    assert touches_nothing(entry(1, "advisory"))
    assert not touches_nothing(entry(1, "hold", use="hold"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "economy"),
        ({"sections": (), "subjects": ()}, "news"),
        ({"sections": (), "subjects": (Subject("medtop:15000000"),)}, "sports"),
        ({"type": "alert"}, ""),
    ],
)
def test_a_story_counts_for_its_first_section_and_an_alert_for_none(changes: dict[str, Any], expected: str) -> None:
    assert capped_section(make_item("a", NOW, **changes)) == expected

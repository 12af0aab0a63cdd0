"""Who gets a release, how much of it, and as what: the rules against the same rules said for one subscription."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.item.kinds import FOLLOW_UPS, KINDS, NOTICES, Kind
from newswire.routing.audience import (
    Audience,
    Event,
    Holders,
    current_use,
    decide_audience,
    delivered_kind,
    find_holders,
    had_by,
    partition,
)
from newswire.routing.book import Grant

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MANY = 12
members = st.sets(st.integers(0, MANY - 1)).map(BitMap)
kinds: SearchStrategy[Kind] = st.sampled_from(KINDS)
embargoes = st.sampled_from([None, None, None, timedelta(hours=1)])


@st.composite
def by_form(draw: st.DrawFn) -> tuple[BitMap, BitMap, BitMap]:
    """Three sets of subscriptions that do not overlap."""
    forms = [draw(st.sampled_from([None, *FORMS])) for _ in range(MANY)]
    full, summary, headlines = (BitMap(at for at, one in enumerate(forms) if one == form) for form in FORMS)
    return full, summary, headlines


def make_event(seq: int, kind: Kind, audience: Audience, embargo: timedelta | None = None) -> Event:
    return Event(
        seq=seq,
        kind=kind,
        version=seq,
        released_at=NOW,
        embargo_until=None if embargo is None else NOW + embargo,
        audience=audience,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """One story: its numbers rise with gaps, since other stories lie between."""
    events: list[Event] = []
    for seq in sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=8))):
        kind = draw(kinds) if events else "new"
        embargo = None if kind in NOTICES else draw(embargoes)
        decided = decide_audience(
            kind,
            Grant(*draw(by_form())),
            find_holders(events),
            running=draw(members),
            may_read=None if embargo is None else draw(members),
            refused=draw(members),
        )
        event = make_event(seq, kind, decided, embargo)
        events.append(msgspec.structs.replace(event, taken=draw(st.one_of(st.just(BitMap()), members))))
    return events


def holding(events: list[Event], number: int) -> Form | None:
    """In which form one subscription had the story last; None where it never had it."""
    form: Form | None = None
    for event in events:
        if number in event.audience.members and event.kind not in NOTICES and number not in event.audience.notices:
            form = "full"
            form = "summary" if number in event.audience.summary else form
            form = "headlines" if number in event.audience.headlines else form
        if number in event.taken and form is None:
            form = "full"
    return form


def waits(events: list[Event], number: int) -> bool:
    """Whether one subscription was told to hold, or given an embargoed version, and has not been told of the lift."""
    waiting = False
    for event in events:
        if event.kind == "hold" or event.embargo_until is not None:
            waiting = waiting or number in event.audience.members or number in event.taken
        elif event.kind == "lift" and number in event.audience.members:
            waiting = False
    return waiting


@given(histories())
def test_holders_are_told_apart_by_what_they_had_last(events: list[Event]) -> None:
    found = find_holders(events)
    for number in range(MANY):
        forms = [form for form in FORMS if number in getattr(found, form)]
        assert forms == [one for one in [holding(events, number)] if one is not None]
        assert (number in found.waiting) == waits(events, number)


@given(kinds, by_form(), by_form(), members, members, st.none() | members, members)
def test_the_audience_is_what_the_kind_promises_to_each(
    kind: Kind,
    bought: tuple[BitMap, BitMap, BitMap],
    held: tuple[BitMap, BitMap, BitMap],
    waiting: BitMap,
    running: BitMap,
    may_read: BitMap | None,
    refused: BitMap,
) -> None:
    holders = Holders(full=held[0], summary=held[1], headlines=held[2], waiting=waiting)
    audience = decide_audience(kind, Grant(*bought), holders, running=running, may_read=may_read, refused=refused)
    for number in range(MANY):
        rank = min((at for at, form in enumerate(bought) if number in form), default=None)
        had = min((at for at, form in enumerate(held) if number in form), default=None)
        knows = had is not None and (may_read is None or number in may_read)
        if kind in NOTICES:
            expected = None if had is None else "told"
        elif kind not in FOLLOW_UPS:
            expected = None if rank is None else FORMS[rank]
        elif knows and number in running and number not in refused:
            expected = FORMS[min(one for one in (rank, had) if one is not None)]
        elif rank is not None:
            expected = FORMS[rank]
        elif knows and (
            kind == "correction"
            or (kind == "lift" and number in waiting)
            or (kind not in ("lift", "correction") and number in running)
        ):
            expected = "told"
        else:
            expected = None
        assert tell(audience, kind, number) == expected


def tell(audience: Audience, kind: Kind, number: int) -> str | None:
    if number not in audience.members:
        return None
    if kind in NOTICES or number in audience.notices:
        return "told"
    if number in audience.summary:
        return "summary"
    return "headlines" if number in audience.headlines else "full"


@given(members, st.lists(members, max_size=5))
def test_a_partition_keeps_together_whom_no_cut_tells_apart(everyone: BitMap, cuts: list[BitMap]) -> None:
    classes = partition(everyone, cuts) if everyone else []
    assert sorted(number for one in classes for number in one) == list(everyone)
    signatures = [{tuple(number in cut for cut in cuts) for number in one} for one in classes]
    assert all(len(one) == 1 for one in signatures)
    assert len({next(iter(one)) for one in signatures}) == len(classes)


@given(histories(), st.integers(0, MANY - 1))
def test_a_subscription_knows_what_it_had_and_every_hold_and_kill_since(events: list[Event], number: int) -> None:
    mine = [event for event in events if number in event.had_by]
    first = mine[0].seq if mine else 61
    assert had_by(events, number) == [
        event for event in events if event in mine or (event.kind in NOTICES and event.seq > first)
    ]


@given(histories(), st.integers(0, MANY - 1))
def test_what_follows_a_story_is_new_only_to_those_who_never_had_it(events: list[Event], number: int) -> None:
    for at, event in enumerate(events):
        if number not in event.audience.members:
            continue
        before = had_by(events[:at], number)
        kind = delivered_kind(had_by(events, number), event.seq, number)
        if event.kind in FOLLOW_UPS and not before:
            assert kind == "new"
        elif event.kind == "lift" and not waits(before, number):
            assert kind == "update"
        else:
            assert kind == event.kind


def read_use(*story: tuple[Kind, int | None], of: int) -> tuple[str, int | None]:
    """Use of release `of` (from 1) and, where it is held, the hours until when."""
    who = Audience(members=BitMap([0]))
    events = [
        make_event(seq, kind, who, None if hours is None else timedelta(hours=hours))
        for seq, (kind, hours) in enumerate(story, 1)
    ]
    use, until = current_use(events, of)
    return use, None if until is None else round((until - NOW).total_seconds() / 3600)


@pytest.mark.parametrize("between", ["update", "correction", "refile", "advisory"])
def test_a_hold_lasts_until_a_lift_whatever_comes_between(between: Kind) -> None:
    story: list[tuple[Kind, int | None]] = [("new", None), ("hold", None), (between, None)]
    assert [read_use(*story, of=seq) for seq in (1, 2, 3)] == [("hold", None)] * 3
    assert [read_use(*story, ("lift", None), of=seq) for seq in (1, 2, 3, 4)] == [("publish", None)] * 4


def test_ending_a_hold_does_not_end_an_embargo() -> None:
    story: list[tuple[Kind, int | None]] = [("new", 3), ("hold", None), ("lift", 3)]
    assert read_use(*story[:1], of=1) == ("hold", 3)
    assert read_use(*story[:2], of=1) == ("hold", None)
    assert [read_use(*story, of=seq) for seq in (1, 3)] == [("hold", 3), ("hold", 3)]
    assert [read_use(*story, ("lift", None), of=seq) for seq in (1, 3, 4)] == [("publish", None)] * 3


@given(histories(), histories())
def test_after_a_kill_nothing_may_be_used_whatever_else_happened(before: list[Event], after: list[Event]) -> None:
    kill = make_event(100, "kill", Audience(members=BitMap([0])))
    later = [msgspec.structs.replace(event, seq=event.seq + 100) for event in after]
    story = [*before, kill, *later]
    assert {current_use(story, event.seq) for event in story} == {("recall", None)}

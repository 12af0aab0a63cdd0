"""The arithmetic of numbers and audiences, against versions so simple that they cannot be wrong."""

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pyroaring import BitMap

from newswire.item.item import Correction
from newswire.item.kinds import FOLLOW_UPS, KINDS, NOTICES, Kind
from newswire.query.ast import Everything
from newswire.routing.audience import (
    Book,
    Event,
    adapt,
    current_use,
    decide_audience,
    delivered_kind,
    delivered_version,
    split_by_version,
)
from newswire.routing.numbering import (
    SIZE,
    WIDTH,
    add_members,
    block_of,
    count_bits,
    decode_counters,
    encode_counters,
    grow,
    read_bits,
    transpose,
)
from newswire.subscribers.terms import Claim, Terms, TermsChange
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MANY = 70
members = st.sets(st.integers(0, MANY - 1), max_size=20).map(BitMap)
some_members = st.sets(st.integers(0, MANY - 1), min_size=1, max_size=20).map(BitMap)
audiences = st.dictionaries(st.integers(1, SIZE), some_members, max_size=12)
counters = st.lists(st.integers(0, 2**31), max_size=30).map(lambda many: np.array(many, dtype=np.uint32))
kinds: SearchStrategy[Kind] = st.sampled_from(KINDS)


def make_event(seq: int, kind: Kind, who: BitMap, embargo: timedelta | None = None) -> Event:
    return Event(
        seq=seq,
        kind=kind,
        version=seq,
        released_at=NOW,
        reason="",
        embargo_until=None if embargo is None else NOW + embargo,
        members=who,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """One story: its numbers rise with gaps, since other stories lie between."""
    seqs = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=8)))
    return [make_event(seq, draw(kinds), draw(members)) for seq in seqs]


@given(st.integers(1, 10**12))
def test_each_release_lies_in_exactly_one_block(seq: int) -> None:
    block = block_of(seq)
    assert block * SIZE + 1 <= seq <= (block + 1) * SIZE


@given(block=st.integers(0, 10_000), inside=audiences, spare=st.integers(0, 3))
def test_a_transposed_block_gives_each_subscription_its_own_releases(
    block: int, inside: dict[int, BitMap], spare: int
) -> None:
    given_out = [(block * SIZE + place, who) for place, who in inside.items()]
    width = MANY + spare
    bits = transpose(block, given_out, width)
    assert len(bits) == width * WIDTH
    counted = count_bits(bits)
    for number in range(width):
        expected = sorted(seq for seq, who in given_out if number in who)
        assert read_bits(block, bits[number * WIDTH : (number + 1) * WIDTH]) == expected
        assert counted[number] == len(expected)


@pytest.mark.parametrize("place", [1, 8, 9, SIZE - 1, SIZE])
def test_the_edges_of_a_block_and_of_its_bytes_are_kept(place: int) -> None:
    bits = transpose(3, [(3 * SIZE + place, BitMap([1]))], 2)
    assert bits[:WIDTH] == bytes(WIDTH)
    assert bits[WIDTH + (place - 1) // 8] == 128 >> (place - 1) % 8
    assert read_bits(3, bits[WIDTH:]) == [3 * SIZE + place]


@given(counters)
def test_counters_come_back_from_storage_four_bytes_each_highest_byte_first(many: np.ndarray) -> None:
    stored = encode_counters(many)
    assert stored == b"".join(int(one).to_bytes(4, "big") for one in many)
    assert decode_counters(stored).tolist() == many.tolist()


@given(counters, st.integers(0, 60))
def test_growing_adds_zeros_and_never_shrinks(many: np.ndarray, width: int) -> None:
    before = many.tolist()
    assert grow(many, width).tolist() == before + [0] * (width - len(before))


@given(st.lists(some_members, max_size=12))
def test_counting_release_by_release_is_counting_names(releases: list[BitMap]) -> None:
    counted = np.zeros(0, dtype=np.uint32)
    for who in releases:
        counted = add_members(counted, who)
    width = max((who.max() + 1 for who in releases), default=0)
    assert counted.tolist() == [sum(number in who for who in releases) for number in range(width)]


@given(inside=audiences, before=counters)
def test_counting_a_finished_block_equals_counting_its_releases(inside: dict[int, BitMap], before: np.ndarray) -> None:
    at_once = grow(before.copy(), MANY)
    at_once = at_once + count_bits(transpose(0, inside.items(), MANY))
    one_by_one = grow(before.copy(), MANY)
    for who in inside.values():
        one_by_one = add_members(one_by_one, who)
    assert at_once.tolist() == one_by_one.tolist()


@given(kinds, members, members)
def test_the_audience_is_what_the_kind_promises(kind: Kind, matched: BitMap, holders: BitMap) -> None:
    audience = set(decide_audience(kind, matched, holders))
    expected = {
        number
        for number in range(MANY)
        if (number in holders and kind in FOLLOW_UPS) or (number in matched and kind not in NOTICES)
    }
    assert audience == expected


@given(histories())
def test_classes_by_version_are_the_versions_of_each_member(events: list[Event]) -> None:
    for event in events:
        classes = split_by_version(events, event.seq)
        assert [version for version, _ in classes] == sorted({version for version, _ in classes})
        assert all(who for _, who in classes)
        told = {number: version for version, who in classes for number in who}
        assert sum(len(who) for _, who in classes) == len(told) == len(event.members)
        assert told == {number: delivered_version(events, event.seq, number) for number in event.members}


@given(histories(), st.integers(0, MANY - 1))
def test_versions_of_one_subscription_count_from_one_without_a_gap(events: list[Event], number: int) -> None:
    mine = [event for event in events if number in event.members]
    assert [delivered_version(events, event.seq, number) for event in mine] == list(range(1, len(mine) + 1))


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_first_version_is_called_new_and_an_advisory_stays_one(kind: Kind) -> None:
    assert delivered_kind(kind, 2) == kind
    assert delivered_kind(kind, 1) == ("advisory" if kind == "advisory" else "new")


def read_use(*story: tuple[Kind, int | None], of: int) -> tuple[str, int | None]:
    """Use of release `of` (from 1) and, where it is held, the hours until when."""
    who = BitMap([0])
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
    kill = make_event(100, "kill", BitMap([0]))
    later = [msgspec.structs.replace(event, seq=event.seq + 100) for event in after]
    story = [*before, kill, *later]
    assert {current_use(story, event.seq) for event in story} == {("recall", None)}


@given(st.integers(1, 5), st.integers(1, 5))
def test_only_a_first_version_that_was_not_the_first_loses_its_past(wire_version: int, version: int) -> None:
    item = make_item(
        "a",
        NOW - timedelta(days=1),
        correction=Correction(wrong="three", right="four"),
        update_line="adds a quote",
    )
    event = msgspec.structs.replace(make_event(9, "correction", BitMap([0])), version=wire_version)
    seen = adapt(item, event, version)
    if version > 1 or wire_version == 1:
        assert seen == item
    else:
        assert (seen.correction, seen.update_line, seen.first_created) == (None, "", NOW)
        kept = {"correction": item.correction, "update_line": item.update_line, "first_created": item.first_created}
        assert msgspec.structs.replace(seen, **kept) == item


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 99)), max_size=12), st.integers(1, 12))
def test_the_book_holds_the_last_terms_written_before_the_release(
    written: list[tuple[int, int, int]], seq: int
) -> None:
    changes = [
        TermsChange(at, number, after, Terms((Claim("all", Everything()),), NOW, archive_days=days))
        for at, (number, after, days) in enumerate(sorted(written, key=lambda one: one[1]), 1)
    ]
    book = Book()
    book.add(changes)
    for step in range(1, seq + 1):
        book.advance(step)
    assert book.terms == {change.number: change.terms for change in changes if change.after_seq < seq}
    assert book.last_id == len(changes)


@given(st.booleans(), st.integers(-2, 2), st.integers(-2, 2))
def test_an_embargo_is_judged_at_the_moment_of_release(right: bool, embargo: int, contract: int) -> None:
    book = Book()
    starts = NOW + timedelta(microseconds=contract)
    terms = Terms((Claim("all", Everything()),), starts, embargo_right=right)
    book.add([TermsChange(1, 7, 0, terms)])
    book.advance(1)
    item = make_item("a", NOW, embargo_until=NOW + timedelta(microseconds=embargo))
    assert list(book.match(item, NOW)) == ([7] if contract <= 0 and (right or embargo <= 0) else [])

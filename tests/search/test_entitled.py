"""What a document says of its readers and what a reader asks come to the same as what routing decided."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import tantivy
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.query.ast import Everything
from newswire.query.moment import to_microseconds
from newswire.routing.audience import Audience, Event
from newswire.routing.book import Share
from newswire.routing.entitlement import Reader
from newswire.search.documents import Version, make_index_document
from newswire.search.entitled import Lot, Sold, ask_entitled, make_lot
from newswire.search.schema import SEQ, build_schema
from newswire.search.sights import VIEWS, Sight, find_sights
from newswire.subscribers.terms import Claim, Terms, TermsChange
from tests.stories import make_item

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
CODES = ("a", "b", "c", "d")


def sell(number: int, after: int, *claims: Claim, at: int = 1, ends_at: datetime | None = None) -> TermsChange:
    return TermsChange(at, number, after, Terms(claims, START, ends_at, archive_days=36_500))


def claim(code: str, form: Form = "full", *formats: str) -> Claim:
    return Claim(code, Everything(), form, formats)


def see(
    seq: int, seen: Mapping[str, BitMap], products: frozenset[str], form: Form = "full", at: datetime | None = None
) -> Sight:
    event = Event(seq=seq, kind="new", version=1, released_at=at or START + seq * HOUR)
    return Sight(event, make_item(f"s{seq}", event.released_at), form, seen, products)


def test_a_document_names_its_products_where_they_say_everything() -> None:
    sold = Sold()
    sold.add([sell(1, 0, claim("a")), sell(2, 0, claim("b"))])
    both = {view: BitMap([1, 2]) for view in VIEWS}
    assert make_lot(sold, see(1, both, frozenset({"a", "b"}))) == Lot(("full:a", "full:b"), (), ())


def test_who_differs_is_named_and_a_few_readers_alone_are_named_without_products() -> None:
    sold = Sold()
    sold.add([sell(number, 0, claim("a"), at=number) for number in range(1, 9)])
    most = {view: BitMap(range(1, 8)) | BitMap([20]) for view in VIEWS}
    assert make_lot(sold, see(1, most, frozenset({"a"}))) == Lot(("full:a",), (":20", "ninjs:20"), (":8", "ninjs:8"))
    one = {view: BitMap([3]) for view in VIEWS}
    assert make_lot(sold, see(1, one, frozenset({"a"}))) == Lot((), (":3", "ninjs:3"), ())


@pytest.mark.parametrize(
    ("seq", "at", "who"),
    [(5, START, []), (6, START, [1]), (6, START - HOUR, []), (8, START + 9 * HOUR, []), (9, START, [])],
)
def test_what_was_sold_is_asked_for_any_release_and_moment(seq: int, at: datetime, who: list[int]) -> None:
    """Sold after release 5, until release 8, under a contract of nine hours."""
    sold = Sold()
    sold.add([sell(1, 5, claim("a"), ends_at=START + 9 * HOUR), sell(1, 8, at=2)])
    for _ in range(2):  # the second time from memory
        assert list(sold.predict(("a",), "", seq, to_microseconds(at)).full) == who


def test_the_better_form_counts_and_a_format_only_where_the_product_has_it() -> None:
    sold = Sold()
    sold.add([sell(1, 0, claim("a", "headlines"), claim("b", "full", "newsml-g2"))])
    moment = to_microseconds(START + HOUR)
    assert sold.predict(("a", "b"), "", 1, moment) == Share(full=BitMap([1]))
    assert sold.predict(("a", "b"), "ninjs", 1, moment) == Share(headlines=BitMap([1]))


def test_whatever_was_decided_the_query_finds_that_and_nothing_else() -> None:
    """Random terms and random audiences, which no rule would give: every reader finds exactly its own."""
    random = Random(20261128)
    changes = _draw_changes(random)
    sold = Sold()
    sold.add(changes)
    index = tantivy.Index(build_schema())
    writer = index.writer(15_000_000, 1)
    sights = []
    for seq in range(1, 80):
        left = {view: BitMap(range(8)) for view in VIEWS}
        for form in FORMS:
            seen = {
                view: BitMap(random.sample(sorted(left[view]), random.randrange(len(left[view]) + 1))) for view in VIEWS
            }
            left = {view: left[view] - seen[view] for view in VIEWS}
            sight = see(seq, seen, frozenset(random.sample(CODES, random.randrange(4))), form)
            sights.append(sight)
            event = sight.event
            lot = make_lot(sold, sight)
            writer.add_document(make_index_document(Version(seq, "new", event.released_at, sight.item, form, lot=lot)))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    for number in range(8):
        for view in VIEWS:
            reader = Reader(number, START + 1000 * HOUR, format=view)
            own = [one for one in changes if one.number == number]
            found = searcher.search(ask_entitled(index.schema, own, reader), 1000).hits
            seqs = sorted(searcher.fast_field_values(SEQ, [address for _, address in found]))  # type: ignore[type-var]
            assert seqs == sorted(one.event.seq for one in sights if number in one.seen[view])


def _draw_some(random: Random, numbers: BitMap) -> BitMap:
    return BitMap(random.sample(sorted(numbers), random.randrange(len(numbers) + 1)))


def _draw_changes(random: Random) -> list[TermsChange]:
    changes, seq = [], 0
    for at in range(60):
        seq += random.randrange(3)
        claims = [
            claim(code, random.choice(FORMS), *random.choice(((), ("ninjs",), ("newsml-g2",))))
            for code in random.sample(CODES, random.randrange(4))
        ]
        ends = START + random.randrange(90) * HOUR if random.random() < 0.4 else None
        terms = Terms(tuple(claims), START + random.randrange(40) * HOUR, ends, suspended=random.random() < 0.2)
        changes.append(TermsChange(at + 1, random.randrange(8), seq, terms))
    return changes


def test_stories_are_searched_in_no_other_format() -> None:
    with pytest.raises(ValueError, match="newsml-g2"):
        ask_entitled(build_schema(), [], Reader(1, START, format="newsml-g2"))


def event(seq: int, kind: str, members: list[int], notices: list[int] = []) -> Event:  # noqa: B006 - never changed
    audience = Audience(members=BitMap(members), notices=BitMap(notices))
    return Event(seq=seq, kind=kind, version=seq, released_at=START, audience=audience)  # type: ignore[arg-type]


def sights_of(*events: Event) -> dict[int, list[int]]:
    return {one.seq: list(seen[""]) for one, _, seen in find_sights(events)}


def test_everybody_sees_the_newest_version_they_were_sent() -> None:
    assert sights_of(event(1, "new", [1, 2, 3]), event(2, "update", [1, 2])) == {1: [3], 2: [1, 2]}
    assert sights_of(event(1, "new", [1, 2]), event(2, "update", [1, 2])) == {2: [1, 2]}


def test_a_release_told_without_its_text_hides_those_before_it() -> None:
    assert sights_of(event(1, "new", [1, 2]), event(2, "correction", [1, 2], [2])) == {2: [1]}


def test_an_advisory_replaces_no_story_but_stands_where_there_is_none() -> None:
    assert sights_of(event(1, "new", [1]), event(2, "advisory", [1, 2])) == {1: [1], 2: [2]}


def test_of_a_killed_or_held_story_nothing_is_seen_and_a_lift_brings_it_back() -> None:
    story = (event(1, "new", [1, 2]), event(2, "hold", [1, 2]))
    assert sights_of(*story) == {}
    assert sights_of(*story, event(3, "lift", [1, 2])) == {3: [1, 2]}
    assert sights_of(*story, event(3, "lift", [1, 2]), event(4, "kill", [1, 2])) == {}

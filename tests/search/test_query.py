"""The archive answers every query exactly as the plain evaluator does, newest first, with an exact count."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from newswire.item.item import Item
from newswire.kit.errors import UnavailableError
from newswire.query.ast import (
    NUMBER_FIELDS,
    STEM_FIELDS,
    VALUE_FIELDS,
    WORD_FIELDS,
    After,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Prefix,
    Range,
    Since,
    Word,
    Words,
)
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.moment import Moment, to_microseconds
from newswire.search.query import search
from newswire.search.schema import rank_of
from newswire.wire.append import do_append_many
from newswire.wire.release import Draft
from tests.newsroom import Newsroom
from tests.search.conftest import Library
from tests.search.corpus import LONG, make_queries, make_stories
from tests.stories import make_item


def put(library: Library, items: list[Item]) -> None:
    """Files items as archive, each at its own date, and indexes them."""
    drafts = [
        Draft(
            kind="new", guid=one.guid, version=1, item=one, released_at=one.first_created, actor="import", archive=True
        )
        for one in items
    ]
    with library.connection.transaction(), library.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    assert library.catch_up(limit=137) == len(items)


def test_the_archive_and_the_evaluator_give_identical_answers(library: Library, now: datetime) -> None:
    random = Random(20261124)
    items = make_stories(500, random, now)
    documents = {item.guid: make_document(item) for item in items}
    put(library, items)
    asked = to_microseconds(now)
    telling = 0
    for node in make_queries(300, random, list(documents.values())):
        expected = {guid for guid, document in documents.items() if matches(node, document, asked)}
        hits = search(library.connection, library.archive, node, now=now, limit=1000)
        assert {hit.guid for hit in hits.hits} == expected, node
        assert hits.total == len(hits.hits) == len(expected), node
        telling += 0 < len(expected) < len(items)
    assert telling > 150


@pytest.mark.parametrize(
    "node",
    [
        Everything(),
        AllOf(()),
        AnyOf(()),
        Not(Everything()),
        Not(Not(Words("text", ("ferry",)))),
        AllOf((Not(Words("text", ("ferry",))), Not(Exact("lang", "tr")))),
        AnyOf((Not(Words("text", ("ferry",))), Exact("lang", "tr"))),
        Range("urgency", 7, 3),
        Exact("headline", "ferry"),
        Exact("no-such-field", "ferry"),
        Words("lang", ("en",)),
        Prefix("section", "w"),
        Prefix("text", LONG[:100]),
        Prefix("text", LONG[:101]),
        Prefix("text", LONG + "x"),
        Prefix("text", "("),
        Prefix("text", "."),
        Words("text", ("ferry", "ends", "quay")),
        Words("text", ("quay", "ferry")),
        Words("text", ()),
        Word("text", "ferries"),
        Word("person", "ferries"),
        Range("words", 0, 0),
        Range("no-such-field", 0, 9),
        Since(Moment(None, -3600)),
        Since(Moment(None, 0, "d")),
        Not(After(Moment(None, 0, "w"))),
        After(Moment(None, 999_999 * 604_800)),
        Since(Moment(None, -999_999 * 604_800)),
    ],
    ids=str,
)
def test_the_edges_of_the_language_agree_too(library: Library, now: datetime, node: Node) -> None:
    items = [
        make_item("a", now, headline="Ferry ends", standfirst="quay", body=()),
        make_item("b", now, headline="Ferry ends quay", body=(), language="tr"),
        make_item("c", now, headline=f"⑴ {LONG}", standfirst="", body=(), urgency=1),
    ]
    put(library, items)
    expected = {item.guid for item in items if matches(node, make_document(item), to_microseconds(now))}
    assert {hit.guid for hit in search(library.connection, library.archive, node, now=now).hits} == expected


def test_the_index_has_every_field_the_language_has(now: datetime) -> None:
    document = make_document(make_item("a", now))
    assert set(document.values) == VALUE_FIELDS | {"public"}  # the website's own, which no query of a person asks for
    assert set(document.tokens) == WORD_FIELDS
    assert set(document.forms) == STEM_FIELDS
    assert set(document.numbers) == set(NUMBER_FIELDS)


def test_results_come_newest_first_and_of_the_same_second_the_later_on_the_wire(
    library: Library, now: datetime
) -> None:
    dates = [now, now - timedelta(days=14000), now + timedelta(seconds=1), now, datetime(1969, 7, 20, tzinfo=UTC)]
    put(library, [make_item(f"s{number}", date) for number, date in enumerate(dates)])
    assert library.find() == ["s2", "s3", "s0", "s1", "s4"]


def test_a_hit_says_what_a_list_shows(library: Library, now: datetime) -> None:
    item = make_item("a", now, language="tr", headline="Liman açıldı", provider="Northern Press", type="alert")
    put(library, [item])
    hit = library.search("liman").hits[0]
    assert (hit.guid, hit.seq, hit.type, hit.headline, hit.language) == (item.guid, 1, "alert", "Liman açıldı", "tr")
    assert (hit.source, hit.released_at, hit.archive) == ("Northern Press", now, True)


def test_pages_follow_each_other_without_a_gap_or_a_repeat_and_know_the_whole_count(
    library: Library, now: datetime
) -> None:
    put(library, [make_item(f"s{number}", now - timedelta(seconds=number // 7)) for number in range(25)])
    seen: list[int] = []
    before: int | None = None
    for _page in range(3):
        hits = library.search("harbour", limit=10, before=before)
        assert hits.total == 25
        seen += [hit.seq for hit in hits.hits]
        before = hits.before
    assert before is None
    assert len(seen) == len(set(seen)) == 25
    assert seen == [hit.seq for hit in library.search("harbour").hits]
    assert library.search("harbour", limit=25).before is None


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (datetime(1698, 1, 1, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2241, 12, 31, tzinfo=UTC)),
    ],
)
def test_the_order_holds_for_the_dates_of_any_archive(earlier: datetime, later: datetime) -> None:
    assert rank_of(earlier, 2**29 - 1) < rank_of(later, 0) < rank_of(later, 1)


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_dates_no_archive_has_still_fit(moment: datetime) -> None:
    assert -(2**63) <= rank_of(moment, 2**40) < 2**63


def test_without_an_index_the_search_says_that_it_is_not_ready(newsroom: Newsroom, home: Path) -> None:
    library = Library(newsroom.connection, home, newsroom.now)
    with pytest.raises(UnavailableError, match="is being made"):
        library.search("*")


def test_releases_that_wait_for_the_index_are_counted(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a")
    library.catch_up()
    assert library.search("*").waiting == 0
    newsroom.append("b")
    newsroom.append("b", "update")
    assert library.search("*").waiting == 2

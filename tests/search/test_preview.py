"""A query before it is saved: what it would have found lately is what the archive finds, day by day."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from newswire.kit.errors import UnavailableError
from newswire.query.parse import parse_query
from newswire.search.index import Archive
from newswire.search.preview import DAYS, EXAMPLES, MOST_CLAUSES, Preview, count_lately, list_days, preview
from tests.newsroom import Newsroom
from tests.search.conftest import Library

ISTANBUL = timezone(timedelta(hours=3))
STORIES = (
    ("today", timedelta(hours=1), "en", 3),
    ("night", timedelta(hours=11), "en", 5),  # 22:30 UTC the day before: 01:30 today in Istanbul
    ("yesterday", timedelta(days=1), "tr", 3),
    ("weeks", timedelta(days=20), "en", 3),
    ("first", timedelta(days=29), "tr", 1),
    ("older", timedelta(days=31), "en", 3),
)


@pytest.fixture
def filled(library: Library, newsroom: Newsroom, now: datetime) -> Library:
    for name, ago, language, urgency in STORIES:
        newsroom.now = now - ago
        newsroom.release(name, language=language, urgency=urgency)
    newsroom.now = now
    library.catch_up()
    return library


def ask(library: Library, query: str, zone: timezone = UTC) -> Preview:
    return preview(library.connection, library.archive, parse_query(query), now=library.now, zone=zone)


def names(found: Preview) -> list[str]:
    return [hit.guid.rpartition(":")[2] for hit in found.hits]


@pytest.mark.parametrize("query", ["*", "lang:en", "lang:tr OR urgency:3", "tram", "harbour AND NOT lang:tr"])
@pytest.mark.parametrize("zone", [UTC, ISTANBUL])
def test_the_days_add_up_to_what_the_archive_finds(filled: Library, query: str, zone: timezone) -> None:
    found = ask(filled, query, zone)
    begin = list_days(filled.now, zone)[0][1]
    hits = [hit for hit in filled.search(query).hits if hit.released_at >= begin]
    assert found.total == len(hits) == sum(one.count for one in found.days)
    assert found.hits == tuple(hits[:EXAMPLES])
    for one in found.days:
        assert one.count == sum(hit.released_at.astimezone(zone).date() == one.day for hit in hits)
    assert count_lately(filled.connection, filled.archive, [parse_query(query)], now=filled.now, zone=zone) == [
        found.total
    ]


def test_there_are_thirty_days_and_the_last_is_today_where_one_sits(filled: Library) -> None:
    here, there = ask(filled, "*"), ask(filled, "*", ISTANBUL)
    assert len(here.days) == DAYS
    assert here.days[-1].day == filled.now.date()
    assert (here.days[-1].count, there.days[-1].count) == (1, 2)
    assert {(one.count, one.level) for one in here.days} == {(0, 0), (1, 10), (2, 20)}
    assert names(here) == ["today", "night", "yesterday", "weeks", "first"]


def test_each_clause_says_what_it_keeps_out(filled: Library) -> None:
    found = ask(filled, "lang:en AND urgency:3 AND NOT tram")
    assert names(found) == ["today", "weeks"]
    assert [(one.clause, one.total, [hit.guid.rpartition(":")[2] for hit in one.hits]) for one in found.misses] == [
        ("lang:en", 1, ["yesterday"]),
        ("urgency:3", 1, ["night"]),
    ]


def test_a_query_of_one_clause_has_no_near_misses(filled: Library) -> None:
    assert ask(filled, "lang:en").misses == ()


def test_what_was_killed_is_not_counted(filled: Library, newsroom: Newsroom) -> None:
    newsroom.release("today", "kill")
    found = ask(filled, "*")
    assert names(found) == ["night", "yesterday", "weeks", "first"]
    assert found.waiting == 1
    assert found.total == sum(one.count for one in found.days) == 4


def test_the_search_for_near_misses_is_bounded(filled: Library) -> None:
    found = ask(filled, " AND ".join(f"NOT lang:x{at}" for at in range(MOST_CLAUSES + 3)))
    assert found.unasked == 3
    assert found.misses == ()
    assert found.total == 5


def test_without_an_index_it_says_so(newsroom: Newsroom, home: Path, now: datetime) -> None:
    with pytest.raises(UnavailableError):
        preview(newsroom.connection, Archive(home), parse_query("*"), now=now, zone=UTC)


def test_a_preview_can_be_kept(filled: Library) -> None:
    found = ask(filled, "lang:en AND urgency:3")
    assert msgspec.json.decode(msgspec.json.encode(found), type=Preview) == found

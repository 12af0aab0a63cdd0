"""What a query would have found lately: a count for each day, the newest examples, and what one clause keeps out.

For whoever changes a product or a filter, before it is saved. It asks the archive's index, so a story counts once, as
it stands now, on the day of its newest release.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any

import msgspec
from psycopg import Connection
from tantivy import FieldType, Occur, Query

from newswire.query.ast import Node
from newswire.query.explain import all_but, split_clauses
from newswire.query.moment import to_microseconds
from newswire.query.write import write_query
from newswire.search.index import Archive, Snapshot
from newswire.search.query import Current, ask_desk, find, read_current
from newswire.search.schema import RANK, Hit, rank_of

DAYS = 30
EXAMPLES = 5
"""Newest stories that are shown of what matches."""
LEVELS = 20
"""Heights of a day's bar."""
MOST_CLAUSES = 12
"""Clauses whose near misses are looked for: each costs a search, about 5 ms at 100,000 stories."""


class Day(msgspec.Struct, frozen=True):
    """How many stories of one day match; `level` is that in twentieths of the fullest day, at least 1 for any."""

    day: date
    count: int
    level: int


class NearMiss(msgspec.Struct, frozen=True):
    """What one clause keeps out: how many stories match everything else, and the newest of them."""

    clause: str
    total: int
    hits: tuple[Hit, ...]


class Preview(msgspec.Struct, frozen=True):
    """What a query finds in the last `DAYS` days, oldest day first. `waiting` releases are not in the index yet;
    `unasked` clauses were too many to look for their near misses."""

    total: int
    days: tuple[Day, ...]
    hits: tuple[Hit, ...]
    misses: tuple[NearMiss, ...]
    waiting: int
    unasked: int


def preview(connection: Connection[Any], archive: Archive, node: Node, *, now: datetime, zone: tzinfo) -> Preview:
    """The last `DAYS` days by the calendar of `zone`, today included. UnavailableError where there is no index yet."""
    current = read_current(connection, archive)
    days = list_days(now, zone)
    query = _ask(current, node, now, days[0][1])
    found = find(current.snapshot, query, EXAMPLES, None)
    clauses = split_clauses(node)
    return Preview(
        total=found.total,
        days=_count_days(current.snapshot, query, days),
        hits=found.hits,
        misses=_find_misses(current, clauses, now, days[0][1]),
        waiting=current.waiting,
        unasked=max(0, len(clauses) - MOST_CLAUSES),
    )


def count_lately(
    connection: Connection[Any], archive: Archive, nodes: Sequence[Node], *, now: datetime, zone: tzinfo
) -> list[int]:
    """How many stories of the last `DAYS` days each query finds. UnavailableError where there is no index yet."""
    current = read_current(connection, archive)
    start = list_days(now, zone)[0][1]
    return [find(current.snapshot, _ask(current, node, now, start), 1, None).total for node in nodes]


def list_days(now: datetime, zone: tzinfo) -> list[tuple[date, datetime]]:
    """The last `DAYS` days of that zone's calendar, each with the moment at which it begins."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    return [(day, datetime.combine(day, time(), zone)) for day in days]


def _ask(current: Current, node: Node, now: datetime, start: datetime) -> Query:
    """The query over what may be found and was released from `start` on."""
    snapshot = current.snapshot
    asked = ask_desk(current, node, to_microseconds(now))
    recent = Query.range_query(snapshot.schema, RANK, FieldType.Integer, rank_of(start, 0), None)
    return Query.boolean_query([(Occur.Must, asked), (Occur.Must, recent)])


def _count_days(snapshot: Snapshot, query: Query, days: Sequence[tuple[date, datetime]]) -> tuple[Day, ...]:
    """One walk over what matches. Days begin at whole seconds, whose ranks a float holds exactly."""
    begins = [float(rank_of(begin, 0)) for _, begin in days]
    ranges = [{"from": low, "to": high} for low, high in pairwise(begins)]
    asked = {"days": {"range": {"field": RANK, "ranges": [*ranges, {"from": begins[-1]}]}}}
    counted: Any = snapshot.searcher.aggregate(query, asked)
    counts = {one["from"]: int(one["doc_count"]) for one in counted["days"]["buckets"] if "from" in one}
    most = max(counts.values(), default=0) or 1
    return tuple(
        Day(day, count, -(-LEVELS * count // most))
        for (day, _), count in zip(days, (counts.get(begin, 0) for begin in begins), strict=True)
    )


def _find_misses(current: Current, clauses: Sequence[Node], now: datetime, start: datetime) -> tuple[NearMiss, ...]:
    """What each of several clauses keeps out; those that keep nothing out are left out."""
    if len(clauses) < 2:
        return ()
    found = []
    for index, clause in enumerate(clauses[:MOST_CLAUSES]):
        hits = find(current.snapshot, _ask(current, all_but(clauses, index), now, start), EXAMPLES, None)
        if hits.total:
            found.append(NearMiss(write_query(clause), hits.total, hits.hits))
    return tuple(found)

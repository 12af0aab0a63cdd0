"""What a view finds: the newest stories of its subscriptions that match, and what a query would have found lately.

Candidates come from the archive's index. What is shown is what the subscription got, as `make_entry` gives it, and only
where that matches: the index knows whole stories, and a client may have bought headlines.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from psycopg import Connection

from newswire.item.release import Entry
from newswire.kit.errors import UnavailableError
from newswire.query.ast import AllOf, Node, Since
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.explain import all_but, split_clauses
from newswire.query.moment import Moment, to_microseconds
from newswire.query.write import write_query
from newswire.routing.entitlement import Reader, make_reader
from newswire.routing.feed import MOST, read_entries, read_newest_number
from newswire.routing.sight import read_known
from newswire.search.index import Archive
from newswire.search.query import search
from newswire.search.schema import Hit
from newswire.subscribers.keys import read_access

PAGE = 50
DAYS = 7
EXAMPLES = 10
LEVELS = 20
"""Heights of a day's bar."""
_CANDIDATES = 200
"""Stories that the index is asked for at once."""
_MOST_CANDIDATES = 1000
"""Stories that one page looks at: 50 ms and as many queries as for one, a subscription."""
_MISSES = 3
_MOST_CLAUSES = 6


class Matched(msgspec.Struct, frozen=True):
    """A story that a view finds, by the subscription it came by."""

    number: int
    entry: Entry


class Finding(msgspec.Struct, frozen=True):
    """Stories newest first. `older` is where the next page begins, None on the last; `cursor` how far each subscription
    had come; `is_recent` says that the archive could not be asked, so that these are of the newest hundred alone."""

    found: Sequence[Matched]
    older: int | None
    cursor: Mapping[int, int]
    is_recent: bool


class Day(msgspec.Struct, frozen=True):
    """How many stories of one day match; `level` is that in twentieths of the fullest day, at least 1 for any."""

    day: date
    count: int
    level: int


class Miss(msgspec.Struct, frozen=True):
    """Stories that match everything but one clause."""

    clause: str
    found: Sequence[Matched]


class Preview(msgspec.Struct, frozen=True):
    """What a query finds in the last `DAYS` days, oldest day first; `is_more` where it was too much to count."""

    total: int
    days: Sequence[Day]
    found: Sequence[Matched]
    misses: Sequence[Miss]
    is_more: bool


def find_newest(plain: Connection[Any], numbers: Sequence[int], node: Node, *, now: datetime) -> Finding:
    """The newest page: the newest hundred of each subscription by number, what is under embargo included, then the
    archive's."""
    readers = _make_readers(plain, numbers, now)
    recent, cursor = _read_recent(plain, readers)
    found = {one.entry.guid: one for one in recent if _is_match(node, one.entry, now)}
    seen = {one.entry.guid for one in recent}
    try:
        rows, older, until = _read_archive(plain, readers, node, now, before=None, but=seen)
    except UnavailableError:
        return Finding(_sort(found.values())[:PAGE], None, cursor, is_recent=True)
    # what is older than the last of the archive's comes again on the next page
    shown = [one for one in found.values() if older is None or until is None or one.entry.released_at >= until]
    return Finding(_sort([*shown, *rows]), older, cursor, is_recent=False)


def find_older(plain: Connection[Any], numbers: Sequence[int], node: Node, before: int, *, now: datetime) -> Finding:
    """The page of the archive's stories ranked below `before`. `UnavailableError` where there is no index yet."""
    readers = _make_readers(plain, numbers, now)
    rows, older, _ = _read_archive(plain, readers, node, now, before=before, but=frozenset())
    return Finding(_sort(rows), older, {}, is_recent=False)


def find_newer(
    plain: Connection[Any], cursor: Mapping[int, int], node: Node, *, now: datetime
) -> tuple[Sequence[Matched], Mapping[int, int]]:
    """What came after these numbers, oldest first, and how far that goes: stories that match, and whatever came without
    content (a kill, a hold), which may concern one that is shown."""
    found: list[Matched] = []
    reached = dict(cursor)
    for reader in _make_readers(plain, list(cursor), now):
        for entry in read_entries(plain, reader, cursor[reader.number]):
            reached[reader.number] = entry.n
            if entry.item is None or _is_match(node, entry, now):
                found.append(Matched(reader.number, entry))
    return sorted(found, key=lambda one: (one.entry.released_at, one.entry.n)), reached


def make_preview(plain: Connection[Any], numbers: Sequence[int], node: Node, *, now: datetime, zone: tzinfo) -> Preview:
    """The last `DAYS` days by the calendar of `zone`, today included. `UnavailableError` where there is no index."""
    readers = _make_readers(plain, numbers, now)
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    lately = Since(Moment(datetime.combine(days[0], time(), zone).astimezone(UTC)))
    found: list[Matched] = []
    looked_at, before = 0, None
    while True:
        hits = search(
            plain,
            open_archive(settings.NEWSWIRE_HOME),
            AllOf((node, lately)),
            now=now,
            limit=_CANDIDATES,
            before=before,
        )
        found += _read_hits(plain, readers, hits.hits, node, now)
        looked_at, before = looked_at + len(hits.hits), hits.before
        if before is None or looked_at >= _MOST_CANDIDATES:
            break
    counts = Counter(one.entry.released_at.astimezone(zone).date() for one in found)
    most = max(counts.values(), default=0) or 1
    return Preview(
        total=len(found),
        days=[Day(day, counts[day], -(-LEVELS * counts[day] // most)) for day in days],
        found=_sort(found)[:EXAMPLES],
        misses=list(_find_misses(plain, readers, node, lately, now)),
        is_more=before is not None,
    )


@cache
def open_archive(home: Path) -> Archive:
    """The archive's index, opened once a process."""
    return Archive(home)


def _find_misses(
    plain: Connection[Any], readers: Sequence[Reader], node: Node, lately: Node, now: datetime
) -> Iterator[Miss]:
    clauses = split_clauses(node)
    if not 2 <= len(clauses) <= _MOST_CLAUSES:
        return
    for index, clause in enumerate(clauses):
        others = all_but(clauses, index)
        hits = search(plain, open_archive(settings.NEWSWIRE_HOME), AllOf((others, lately)), now=now, limit=20)
        found = _read_hits(plain, readers, hits.hits, others, now)[:_MISSES]
        if found:
            yield Miss(write_query(clause), found)


def _read_archive(
    plain: Connection[Any],
    readers: Sequence[Reader],
    node: Node,
    now: datetime,
    *,
    before: int | None,
    but: frozenset[str] | set[str],
) -> tuple[list[Matched], int | None, datetime | None]:
    """A page of what the index finds and a subscription got: the rows, where the next page begins, and the moment of
    the last story that was looked at."""
    rows: list[Matched] = []
    looked_at, until = 0, None
    while True:
        archive = open_archive(settings.NEWSWIRE_HOME)
        hits = search(plain, archive, node, now=now, limit=_CANDIDATES, before=before)
        mine = {one.entry.guid: one for one in _read_hits(plain, readers, hits.hits, node, now)}
        for hit in hits.hits:
            if len(rows) == PAGE:
                return rows, before, until
            before, until, looked_at = hit.rank, hit.released_at, looked_at + 1
            if hit.guid in mine and hit.guid not in but:
                rows.append(mine[hit.guid])
        if hits.before is None or looked_at >= _MOST_CANDIDATES:
            return rows, hits.before, until


def _read_hits(
    plain: Connection[Any], readers: Sequence[Reader], hits: Sequence[Hit], node: Node, now: datetime
) -> list[Matched]:
    """Those of the hits that a subscription got, in their order, as it may read them."""
    found: dict[str, Matched] = {}
    for reader in readers:
        known = read_known(plain, reader, [hit.guid for hit in hits if hit.guid not in found])
        for hit in hits:
            one = known.get(hit.guid)
            if one is None or one.entry.item is None:
                continue
            is_whole = one.seq == hit.seq and one.entry.form == "full"
            if is_whole or _is_match(node, one.entry, now):
                found[hit.guid] = Matched(reader.number, one.entry)
    return [found[hit.guid] for hit in hits if hit.guid in found]


def _read_recent(plain: Connection[Any], readers: Sequence[Reader]) -> tuple[list[Matched], dict[int, int]]:
    """The newest entry of each story among the newest of each subscription, and how far each has come."""
    stories: dict[str, Matched] = {}
    cursor: dict[int, int] = {}
    for reader in readers:
        newest = read_newest_number(plain, reader.number)
        entries = read_entries(plain, reader, max(0, newest - MOST))
        cursor[reader.number] = entries[-1].n if entries else newest
        mine = {entry.guid: entry for entry in entries}
        for guid, entry in mine.items():
            stories.setdefault(guid, Matched(reader.number, entry))
    return list(stories.values()), cursor


def _make_readers(plain: Connection[Any], numbers: Sequence[int], now: datetime) -> list[Reader]:
    return [make_reader(number, read_access(plain, number).terms, now) for number in sorted(numbers)]


def _is_match(node: Node, entry: Entry, now: datetime) -> bool:
    if entry.item is None:
        return False
    return matches(node, make_document(entry.item, entry.kind, entry.released_at), to_microseconds(now))


def _sort(found: Any) -> list[Matched]:
    return sorted(found, key=lambda one: (one.entry.released_at, one.entry.n), reverse=True)

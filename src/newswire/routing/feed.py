"""What one subscription got: its own numbers, in order, each with the kind, version and use as it stands now."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import Connection
from pyroaring import BitMap

from newswire.item.item import Item
from newswire.item.kinds import NOTICES
from newswire.item.release import Entry
from newswire.routing.audience import Event, adapt, current_use, delivered_kind, delivered_version
from newswire.routing.numbering import COUNTER, SIZE, WIDTH, block_of, read_bits
from newswire.routing.router import read_cursor
from newswire.wire.follow import read_items

MOST = 100
"""Entries of one page at the most."""


@contextmanager
def snapshot(connection: Connection[Any]) -> Iterator[None]:
    """One moment for several queries: a block that is finished between two of them would hide its releases."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def read_newest_number(connection: Connection[Any], number: int) -> int:
    """The subscription's newest `n`, 0 where it has had nothing."""
    with snapshot(connection):
        start, count = _read_block_end(connection, number)
        return count + len(_read_tail(connection, number, start))


def read_entries(connection: Connection[Any], number: int, after: int, limit: int = MOST) -> list[Entry]:
    """The subscription's entries `after + 1` and on, at most `limit`, oldest first."""
    with snapshot(connection):
        seqs = _find_releases(connection, number, after, min(limit, MOST))
        numbered = list(zip(range(after + 1, after + 1 + len(seqs)), seqs, strict=True))
        return build_entries(connection, number, numbered)


def read_entry_by_guid(connection: Connection[Any], number: int, guid: str) -> Entry | None:
    """The newest entry of a story for this subscription; None alike where it got none and where there is no story."""
    with snapshot(connection):
        events = read_events(connection, [guid]).get(guid, [])
        mine = [event.seq for event in events if number in event.members]
        if not mine:
            return None
        return build_entries(connection, number, [(rank_of(connection, number, mine[-1]), mine[-1])])[0]


def rank_of(connection: Connection[Any], number: int, seq: int) -> int:
    """The subscription's `n` for a release it got."""
    row = connection.execute(
        "SELECT block, substring(counters FROM %s FOR %s), substring(bits FROM %s FOR %s) FROM routing_block"
        " WHERE block = %s",
        (number * COUNTER + 1, COUNTER, number * WIDTH + 1, WIDTH, block_of(seq)),
    ).fetchone()
    if row is not None:
        return int.from_bytes(bytes(row[1]), "big") + read_bits(row[0], bytes(row[2])).index(seq) + 1
    start, count = _read_block_end(connection, number)
    return count + _read_tail(connection, number, start).index(seq) + 1


def build_entries(connection: Connection[Any], number: int, numbered: Sequence[tuple[int, int]]) -> list[Entry]:
    """Entries for pairs `(n, seq)`: two queries for all of them, and no content where a kill or hold forbids it."""
    if not numbered:
        return []
    seqs = [seq for _, seq in numbered]
    rows = connection.execute("SELECT seq, guid FROM wire_release WHERE seq = ANY(%s)", (seqs,)).fetchall()
    guids: dict[int, str] = dict(rows)
    stories = read_events(connection, sorted(set(guids.values())))
    items = read_items(connection, seqs)
    return [build_entry(stories[guids[seq]], seq, number, n, guids[seq], items.get(seq)) for n, seq in numbered]


def build_entry(events: Sequence[Event], seq: int, number: int, n: int, guid: str, item: Item | None) -> Entry:
    """One release as one subscription sees it now, from the whole story so far."""
    event = next(one for one in events if one.seq == seq)
    version = delivered_version(events, seq, number)
    use, until = current_use(events, seq)
    readable = item is not None and (use == "publish" or until is not None)
    return Entry(
        n=n,
        kind=delivered_kind(event.kind, version),
        use=use,
        until=until,
        guid=guid,
        version=version,
        released_at=event.released_at,
        item=adapt(item, event, version) if item is not None and readable else None,
        note=event.reason if event.kind in NOTICES else "",
    )


def read_events(connection: Connection[Any], guids: Sequence[str]) -> dict[str, list[Event]]:
    """The releases of each story so far, oldest first. Read from the wire itself: a kill counts before it is routed.

    A lift counts only once it is routed: before that nobody knows whether an embargo still stands on it.
    """
    rows = connection.execute(
        "SELECT r.guid, r.seq, r.kind, r.version, r.released_at, r.reason, a.embargo_until, a.members"
        " FROM wire_release r LEFT JOIN routing_audience a USING (seq)"
        " WHERE r.guid = ANY(%s) AND (r.kind <> 'lift' OR r.seq <= (SELECT seq FROM routing_cursor WHERE id = 1))"
        " ORDER BY r.seq",
        (list(guids),),
    ).fetchall()
    stories: dict[str, list[Event]] = {}
    for guid, seq, kind, version, released_at, reason, embargo_until, members in rows:
        stories.setdefault(guid, []).append(
            Event(
                seq=seq,
                kind=kind,
                version=version,
                released_at=released_at,
                reason=reason,
                embargo_until=embargo_until,
                members=BitMap() if members is None else BitMap.deserialize(bytes(members)),
            )
        )
    return stories


def _find_releases(connection: Connection[Any], number: int, after: int, limit: int) -> list[int]:
    """The releases that are the subscription's numbers `after + 1` to `after + limit`."""
    found: list[int] = []
    block = _find_block(connection, number, after)
    while block is not None and len(found) < limit:
        row = connection.execute(
            "SELECT block, substring(counters FROM %s FOR %s), substring(bits FROM %s FOR %s) FROM routing_block"
            " WHERE block >= %s ORDER BY block LIMIT 1",
            (number * COUNTER + 1, COUNTER, number * WIDTH + 1, WIDTH, block),
        ).fetchone()
        if row is None:
            break
        before = int.from_bytes(bytes(row[1]), "big")
        found += read_bits(row[0], bytes(row[2]))[max(0, after - before) :]
        block = row[0] + 1
    if len(found) < limit:
        start, count = _read_block_end(connection, number)
        found += _read_tail(connection, number, start)[max(0, after - count) :]
    return found[:limit]


def _find_block(connection: Connection[Any], number: int, after: int) -> int | None:
    """The last block whose counter is not above `after`: 0.1 ms a step, 14 steps in 10 M releases."""
    newest = connection.execute("SELECT max(block) FROM routing_block").fetchone()
    if newest is None or newest[0] is None:
        return None
    low, high = 0, int(newest[0])
    while low < high:
        middle = (low + high + 1) // 2
        row = connection.execute(
            "SELECT substring(counters FROM %s FOR %s) FROM routing_block WHERE block >= %s ORDER BY block LIMIT 1",
            (number * COUNTER + 1, COUNTER, middle),
        ).fetchone()
        assert row is not None
        low, high = (middle, high) if int.from_bytes(bytes(row[0]), "big") <= after else (low, middle - 1)
    return low


def _read_block_end(connection: Connection[Any], number: int) -> tuple[int, int]:
    """The last release of the newest finished block, and the subscription's number there."""
    row = connection.execute(
        "SELECT block, substring(counters FROM %s FOR %s), substring(bits FROM %s FOR %s) FROM routing_block"
        " ORDER BY block DESC LIMIT 1",
        (number * COUNTER + 1, COUNTER, number * WIDTH + 1, WIDTH),
    ).fetchone()
    if row is None:
        return 0, 0
    return (row[0] + 1) * SIZE, int.from_bytes(bytes(row[1]), "big") + len(read_bits(row[0], bytes(row[2])))


def _read_tail(connection: Connection[Any], number: int, start: int) -> list[int]:
    """The releases after `start` that the subscription got: fewer than a block's worth of bitmaps, each looked into."""
    rows = connection.execute(
        "SELECT seq, members FROM routing_audience WHERE seq > %s AND seq <= %s ORDER BY seq",
        (start, read_cursor(connection)),
    )
    return [seq for seq, members in rows if number in BitMap.deserialize(bytes(members))]

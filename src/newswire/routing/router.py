"""The router: follows the wire, decides each release's audience, and keeps the numbers that follow from it.

One transaction a batch: audiences, finished blocks and the cursor move together, so a router that dies at any point
goes on where it stood, and two routers at once cannot both move.
"""

from collections.abc import Iterator
from datetime import datetime
from threading import Event as Stop
from typing import Any

import msgspec
import numpy as np
from psycopg import Connection
from pyroaring import BitMap

from newswire.item.item import Item
from newswire.item.kinds import FOLLOW_UPS, NOTICES, Kind
from newswire.query.document import make_document
from newswire.routing.audience import Audience, Holders, decide_audience, find_holders
from newswire.routing.audience_rows import do_write_audience, do_write_links, read_audiences, read_events
from newswire.routing.book import Book, Grant
from newswire.routing.numbering import (
    SIZE,
    Counters,
    add_members,
    block_of,
    count_bits,
    decode_counters,
    encode_counters,
    grow,
    transpose,
)
from newswire.subscribers.terms import read_changes
from newswire.wire.follow import follow, read_after, read_items
from newswire.wire.release import Release

HINT = "routed"
"""The NOTIFY channel that says: there are routed releases after N."""


class Router:
    """Routes releases in order. It holds the book of terms in memory; everything it decides is in the tables."""

    def __init__(self) -> None:
        self._book = Book()

    def do_route(self, connection: Connection[Any], limit: int = 500) -> int:
        """Routes up to `limit` releases after the cursor in one transaction; returns how many (0: nothing waits)."""
        with connection.transaction():
            cursor = _lock_cursor(connection)
            releases = read_after(connection, cursor, limit)
            if not releases:
                return 0
            self._book.add(read_changes(connection, self._book.last_id))
            items = read_items(connection, [one.seq for one in releases if not one.archive])
            for release in releases:
                self._route(connection, release, items.get(release.seq))
                if release.seq % SIZE == 0:
                    _finish_block(connection, block_of(release.seq))
            connection.execute("UPDATE routing_cursor SET seq = %s", (releases[-1].seq,))
            connection.execute("SELECT pg_notify(%s, %s)", (HINT, str(releases[-1].seq)))
        return len(releases)

    def _route(self, connection: Connection[Any], release: Release, item: Item | None) -> None:
        if release.archive:
            return
        self._book.advance(release.seq)
        holders = Holders()
        if release.version > 1 and release.kind in FOLLOW_UPS:
            holders = find_holders(read_events(connection, [release.guid], release.seq).get(release.guid, []))
        audience = find_audience(self._book, release.kind, item, release.released_at, holders)
        do_write_audience(connection, release.seq, release.guid, item.embargo_until if item else None, audience)
        if item is not None and item.links:
            do_write_links(connection, release.seq, release.guid, sorted({link.guid for link in item.links}))


def find_audience(book: Book, kind: Kind, item: Item | None, moment: datetime, holders: Holders) -> Audience:
    """Who gets a release of that kind at that moment, by the book as it stands."""
    if item is None or kind in NOTICES:
        return decide_audience(
            kind, Grant(BitMap(), BitMap(), BitMap()), holders, running=BitMap(), may_read=None, refused=BitMap()
        )
    embargoed = item.embargo_until is not None and item.embargo_until > moment
    may_read = book.with_embargo_right() if embargoed else None
    refused = book.refused(item.rights)
    bought = book.match(make_document(item, released_at=moment))  # of the kind nobody is told: decision 23
    allowed = book.running(bought.everyone(), moment) - refused
    if may_read is not None:
        allowed &= may_read
    audience = decide_audience(
        kind,
        bought.among(allowed),
        holders,
        running=book.running(holders.everyone(), moment),
        may_read=may_read,
        refused=refused,
    )
    without = {one.id: book.refused(one.rights) & audience.members for one in item.media if one.rights is not None}
    return msgspec.structs.replace(audience, refused={media: members for media, members in without.items() if members})


def run_router(dsn: str, stop: Stop) -> None:
    """Routes what comes on the wire until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    router = Router()
    with Connection.connect(dsn, autocommit=True) as connection:
        while router.do_route(connection):
            pass
        for batch in follow(dsn, read_cursor(connection), stop):
            while router.do_route(connection) == 0 and read_cursor(connection) < batch[-1].seq:
                stop.wait(0.05)  # another router holds the cursor


def rebuild(connection: Connection[Any]) -> Iterator[int]:
    """Throws every audience and number away and makes them again from the wire; yields the releases done so far."""
    with connection.transaction():
        _lock_cursor(connection)
        connection.execute("DELETE FROM routing_audience")
        connection.execute("DELETE FROM routing_block")
        connection.execute("DELETE FROM routing_link")
        connection.execute("UPDATE routing_cursor SET seq = 0")
        router, done = Router(), 0
        while routed := router.do_route(connection):
            done += routed
            yield done


def read_cursor(connection: Connection[Any]) -> int:
    """The newest routed release."""
    row = connection.execute("SELECT seq FROM routing_cursor WHERE id = 1").fetchone()
    assert row is not None, "routing's first migration writes the cursor"
    return int(row[0])


def read_counters(connection: Connection[Any]) -> tuple[int, Counters]:
    """The newest routed release, and every subscription's newest number there."""
    with connection.transaction():
        # one moment for three queries: a block finished between them would be counted twice
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor = read_cursor(connection)
        start, counters = _read_block_counters(connection)
        for _, members in read_audiences(connection, start + 1, cursor):
            counters = add_members(counters, members)
    return cursor, counters


def _lock_cursor(connection: Connection[Any]) -> int:
    row = connection.execute("SELECT seq FROM routing_cursor WHERE id = 1 FOR UPDATE").fetchone()
    assert row is not None
    return int(row[0])


def _read_block_counters(connection: Connection[Any]) -> tuple[int, Counters]:
    """The last release of the newest finished block that anybody got something in, and the counters after it."""
    row = connection.execute("SELECT block, counters, bits FROM routing_block ORDER BY block DESC LIMIT 1").fetchone()
    if row is None:
        return 0, np.zeros(0, dtype=np.uint32)
    inside = count_bits(bytes(row[2]))
    return (row[0] + 1) * SIZE, grow(decode_counters(bytes(row[1])), len(inside)) + inside


def _finish_block(connection: Connection[Any], block: int) -> None:
    """Writes the transposed block that has just become complete; a block that nobody got anything in has no row."""
    audiences = list(read_audiences(connection, block * SIZE + 1, (block + 1) * SIZE))
    if not audiences:
        return
    _, counters = _read_block_counters(connection)
    width = max(len(counters), *(members.max() + 1 for _, members in audiences))
    connection.execute(
        "INSERT INTO routing_block (block, counters, bits) VALUES (%s, %s, %s)",
        (block, encode_counters(grow(counters, width)), transpose(block, audiences, width)),
    )

"""How much a subscription was sent, by day and product: counted from what was routed, not from what was fetched."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from psycopg import Connection

from newswire.routing.audience_rows import read_audiences, read_products
from newswire.routing.numbering import SIZE, WIDTH, block_of, read_bits
from newswire.routing.router import read_cursor
from newswire.subscribers.terms import read_changes_of

Products = tuple[str, ...]
"""Codes of products, in order; none where a release came because the story had been had before."""


def count_deliveries(
    connection: Connection[Any], number: int, since: date, until: date
) -> dict[tuple[date, Products], int]:
    """Releases that were the subscription's own, by day (UTC; `until` excluded) and by the products that held them:
    each release counts once, and what is not there is none.

    125 bytes a thousand releases are read of the finished blocks, and the bitmaps of the unfinished one.
    """
    begins, ends = (datetime.combine(day, time.min, UTC) for day in (since, until))
    row = connection.execute(
        "SELECT min(seq), max(seq) FROM wire_release WHERE released_at >= %s AND released_at < %s", (begins, ends)
    ).fetchone()
    if row is None or row[0] is None:
        return {}
    rows = connection.execute(
        "SELECT seq, (released_at AT TIME ZONE 'UTC')::date FROM wire_release"
        " WHERE seq = ANY(%s) AND released_at >= %s AND released_at < %s ORDER BY seq",
        (find_received(connection, number, row[0], row[1]), begins, ends),
    ).fetchall()
    products = find_products(connection, number, [seq for seq, _ in rows])
    return dict(Counter((day, products[seq]) for seq, day in rows))


def find_products(connection: Connection[Any], number: int, seqs: Sequence[int]) -> dict[int, Products]:
    """Which of the products that the subscription had then held each release. Two queries."""
    changes = read_changes_of(connection, number)
    written = [one.after_seq for one in changes]
    held = read_products(connection, seqs)
    found: dict[int, Products] = {}
    for seq in seqs:
        at = bisect_left(written, seq) - 1
        own = {one.product for one in changes[at].terms.claims} if at >= 0 else set()
        found[seq] = tuple(sorted(own & held.get(seq, frozenset())))
    return found


def find_products_of_stories(connection: Connection[Any], number: int, guids: Sequence[str]) -> dict[str, Products]:
    """Which of the subscription's products, as it had them then, held any version of each story."""
    rows = connection.execute(
        "SELECT guid, seq FROM routing_audience WHERE guid = ANY(%s) ORDER BY seq", (list(guids),)
    ).fetchall()
    products = find_products(connection, number, [seq for _, seq in rows])
    found: dict[str, set[str]] = {}
    for guid, seq in rows:
        found.setdefault(guid, set()).update(products[seq])
    return {guid: tuple(sorted(codes)) for guid, codes in found.items()}


def find_received(connection: Connection[Any], number: int, first: int, last: int) -> list[int]:
    """The releases from `first` to `last` that were the subscription's own, in order.

    The unfinished block is read first: one that is finished meanwhile is then seen twice, and never missed.
    """
    cursor = read_cursor(connection)
    tail = max(first, block_of(cursor + 1) * SIZE + 1)
    found = {seq for seq, members in read_audiences(connection, tail, min(last, cursor)) if number in members}
    blocks = connection.execute(
        "SELECT block, substring(bits FROM %s FOR %s) FROM routing_block WHERE block BETWEEN %s AND %s",
        (number * WIDTH + 1, WIDTH, block_of(first), block_of(last)),
    )
    for block, bits in blocks:
        found.update(read_bits(block, bytes(bits)))
    return sorted(seq for seq in found if first <= seq <= last)

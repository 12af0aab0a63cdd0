"""How much a subscription was sent, by day: counted from what was routed, not from what was fetched."""

from datetime import UTC, date, datetime, time
from typing import Any

from psycopg import Connection

from newswire.routing.audience_rows import read_audiences
from newswire.routing.numbering import SIZE, WIDTH, block_of, read_bits
from newswire.routing.router import read_cursor


def count_deliveries(connection: Connection[Any], number: int, since: date, until: date) -> dict[date, int]:
    """Releases that were the subscription's own, by day (UTC), `until` excluded; days without any are left out.

    125 bytes a thousand releases are read of the finished blocks, and the bitmaps of the unfinished one.
    """
    begins, ends = (datetime.combine(day, time.min, UTC) for day in (since, until))
    row = connection.execute(
        "SELECT min(seq), max(seq) FROM wire_release WHERE released_at >= %s AND released_at < %s", (begins, ends)
    ).fetchone()
    if row is None or row[0] is None:
        return {}
    rows = connection.execute(
        "SELECT (released_at AT TIME ZONE 'UTC')::date, count(*) FROM wire_release"
        " WHERE seq = ANY(%s) AND released_at >= %s AND released_at < %s GROUP BY 1 ORDER BY 1",
        (find_received(connection, number, row[0], row[1]), begins, ends),
    )
    return {day: int(count) for day, count in rows}


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

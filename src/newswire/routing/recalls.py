"""Which releases take back or change what a subscription had: kills, holds and corrections that were its own."""

from datetime import datetime
from typing import Any

from psycopg import Connection
from pyroaring import BitMap

KINDS = ("kill", "hold", "correction")


def find_recalls(connection: Connection[Any], number: int, since: datetime, most: int) -> list[int]:
    """Their numbers on the wire, newest first, `most` at the most. One query, and a bitmap each: of a thousand releases
    about twenty are of these kinds."""
    rows = connection.execute(
        "SELECT seq, members FROM wire_release JOIN routing_audience USING (seq)"
        " WHERE kind = ANY(%s) AND released_at >= %s ORDER BY seq DESC",
        (list(KINDS), since),
    )
    found: list[int] = []
    for seq, members in rows:
        if number in BitMap.deserialize(bytes(members)):
            found.append(seq)
            if len(found) == most:
                break
    return found

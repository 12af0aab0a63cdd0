"""Which releases mention a word: for the rare acts that must find everything, by reading it."""

from typing import Any

from psycopg import Connection


def find_mentions(connection: Connection[Any], words: list[str], after: int = 0) -> list[int]:
    """The numbers above `after` of the releases whose content has one of `words` (ASCII) in it, in order. Reads all
    that content."""
    rows = connection.execute(
        "SELECT seq FROM wire_payload WHERE seq > %s AND EXISTS"
        " (SELECT 1 FROM unnest(%s::bytea[]) AS word WHERE position(word IN content) > 0) ORDER BY seq",
        (after, [word.encode() for word in words]),
    ).fetchall()
    return [int(row[0]) for row in rows]

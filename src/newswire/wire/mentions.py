"""Which releases mention a word: for the rare acts that must find everything, by reading it."""

from typing import Any

from psycopg import Connection


def find_mentions(connection: Connection[Any], words: list[str]) -> list[int]:
    """The numbers of the releases whose content has one of `words` (ASCII) in it, in order. Reads all content."""
    rows = connection.execute(
        "SELECT seq FROM wire_payload WHERE EXISTS"
        " (SELECT 1 FROM unnest(%s::bytea[]) AS word WHERE position(word IN content) > 0) ORDER BY seq",
        ([word.encode() for word in words],),
    ).fetchall()
    return [int(row[0]) for row in rows]

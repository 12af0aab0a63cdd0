"""Noting who had a story by another door than its own numbers, so that what follows it reaches them too (rule 5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection

from newswire.routing.audience_rows import read_members_by_story
from newswire.wire.follow import lock_head


def do_note_holding(connection: Connection[Any], number: int, guid: str, door: str, *, now: datetime) -> None:
    """The subscription has had the story's newest version through `door`; who holds it already is not noted again."""
    do_note_holdings(connection, number, [guid], door, now=now)


def do_note_holdings(
    connection: Connection[Any], number: int, guids: Sequence[str], door: str, *, now: datetime
) -> None:
    """The same for many stories in one transaction.

    Once a story and subscription the wire's head is held still, so that the notes lie between two releases.
    """
    had = read_members_by_story(connection, guids)
    new = [guid for guid in guids if not any(number in members for _, members in had.get(guid, ()))]
    if not new:
        return
    with connection.transaction(), connection.cursor() as cursor:
        after = lock_head(cursor)
        cursor.execute(
            "INSERT INTO routing_holding (guid, number, after_seq, door, at)"
            " SELECT guid, %s, %s, %s, %s FROM unnest(%s::text[]) AS new(guid) ON CONFLICT (guid, number) DO NOTHING",
            (number, after, door, now, new),
        )

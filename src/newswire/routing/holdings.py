"""Noting who had a story by another door than its own numbers, so that what follows it reaches them too (rule 5)."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from newswire.routing.audience_rows import read_members_by_story
from newswire.wire.follow import lock_head


def do_note_holding(connection: Connection[Any], number: int, guid: str, door: str, *, now: datetime) -> None:
    """The subscription has had the story's newest version through `door`; nothing is written for who holds it already.

    Once a story and subscription the wire's head is held still, so that the note lies between two releases.
    """
    if any(number in members for _, members in read_members_by_story(connection, [guid]).get(guid, ())):
        return
    with connection.transaction(), connection.cursor() as cursor:
        after = lock_head(cursor)
        cursor.execute(
            "INSERT INTO routing_holding (guid, number, after_seq, door, at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (guid, number) DO NOTHING",
            (guid, number, after, door, now),
        )

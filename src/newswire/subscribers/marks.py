"""What people did with stories: opened them (which their colleagues see) and kept them for later.

Plain SQL on the caller's connection. That the person's organisation got the story is checked by the caller.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import Connection

MOST_SAVED = 200
"""Stories of the list of those that are kept; the oldest fall off its end."""


class Marks(msgspec.Struct, frozen=True):
    """What is marked on a story: the newest number the person opened (0: none), whether they keep it, and the names of
    the others of the organisation who opened any version, first come first."""

    read: int = 0
    is_saved: bool = False
    seen_by: tuple[str, ...] = ()


NONE = Marks()


class Saved(msgspec.Struct, frozen=True):
    """A story that somebody keeps, by the subscription it came through."""

    number: int
    guid: str
    saved_at: datetime


def do_mark_read(connection: Connection[Any], seat: int, number: int, guid: str, n: int, *, now: datetime) -> None:
    """The person has opened the story as it stood under number `n`; an older one takes nothing back."""
    connection.execute(
        "INSERT INTO subscribers_mark (seat_id, number, guid, n, read_at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (seat_id, number, guid) DO UPDATE SET n = greatest(subscribers_mark.n, excluded.n),"
        " read_at = coalesce(subscribers_mark.read_at, excluded.read_at)",
        (seat, number, guid, n, now),
    )


def do_save(connection: Connection[Any], seat: int, number: int, guid: str, *, now: datetime) -> None:
    """Keeps the story for later; one that is kept stays where it is in the list."""
    connection.execute(
        "INSERT INTO subscribers_mark (seat_id, number, guid, n, saved_at) VALUES (%s, %s, %s, 0, %s)"
        " ON CONFLICT (seat_id, number, guid)"
        " DO UPDATE SET saved_at = coalesce(subscribers_mark.saved_at, excluded.saved_at)",
        (seat, number, guid, now),
    )


def do_drop_saved(connection: Connection[Any], seat: int, number: int, guid: str) -> None:
    """Keeps the story no longer."""
    connection.execute(
        "UPDATE subscribers_mark SET saved_at = NULL WHERE seat_id = %s AND number = %s AND guid = %s",
        (seat, number, guid),
    )


def read_marks(connection: Connection[Any], seat: int, number: int, guids: Sequence[str]) -> dict[str, Marks]:
    """The marks on these stories as the person sees them; a story without any is not there. One query."""
    rows = connection.execute(
        "SELECT m.guid, m.seat_id = %(seat)s, m.n, m.saved_at IS NOT NULL,"
        " coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username)"
        " FROM subscribers_mark m JOIN subscribers_seat t ON t.id = m.seat_id JOIN accounts_user u ON u.id = t.user_id"
        " WHERE m.number = %(number)s AND m.guid = ANY(%(guids)s)"
        " AND t.subscriber_id = (SELECT subscriber_id FROM subscribers_seat WHERE id = %(seat)s)"
        " ORDER BY m.read_at, m.id",
        {"seat": seat, "number": number, "guids": list(guids)},
    ).fetchall()
    found: dict[str, Marks] = {}
    for guid, is_own, n, is_saved, name in rows:
        marks = found.get(guid, NONE)
        if is_own:
            found[guid] = msgspec.structs.replace(marks, read=n, is_saved=is_saved)
        elif n:
            found[guid] = msgspec.structs.replace(marks, seen_by=(*marks.seen_by, name))
    return found


def read_saved(connection: Connection[Any], seat: int) -> list[Saved]:
    """What the person keeps, the newest first, at most `MOST_SAVED`."""
    rows = connection.execute(
        "SELECT number, guid, saved_at FROM subscribers_mark WHERE seat_id = %s AND saved_at IS NOT NULL"
        " ORDER BY saved_at DESC, id DESC LIMIT %s",
        (seat, MOST_SAVED),
    ).fetchall()
    return [Saved(*row) for row in rows]

"""The website's decisions as they are stored: plain SQL, the only place that knows the columns."""

from datetime import date, datetime
from typing import Any

from psycopg import Connection

from newswire.delivery.website.portion import Decision, State
from newswire.item.release import Entry


def read_decisions(connection: Connection[Any], guid: str) -> list[Decision]:
    """What was decided about the story's entries, in order."""
    rows = connection.execute(
        "SELECT n, released_at, due_at, state FROM delivery_website_decision WHERE guid = %s ORDER BY n", (guid,)
    )
    return [Decision(*row) for row in rows]


def do_keep(connection: Connection[Any], entry: Entry, due_at: datetime, state: State) -> Decision:
    """Keeps a first decision about the entry."""
    connection.execute(
        "INSERT INTO delivery_website_decision (n, guid, released_at, due_at, state) VALUES (%s, %s, %s, %s, %s)",
        (entry.n, entry.guid, entry.released_at, due_at, state),
    )
    return Decision(entry.n, entry.released_at, due_at, state)


def do_decide(connection: Connection[Any], n: int, state: State, section: str = "", day: date | None = None) -> None:
    """What waited is decided; `section` and `day` where it counts for a daily cap."""
    connection.execute(
        "UPDATE delivery_website_decision SET state = %s, section = %s, day = %s WHERE n = %s", (state, section, day, n)
    )


def do_drop_waiting(connection: Connection[Any], guid: str, until: int) -> None:
    """What of the story waits up to entry `until` is never shown."""
    connection.execute(
        "UPDATE delivery_website_decision SET state = 'dropped' WHERE guid = %s AND n <= %s AND state = 'waiting'",
        (guid, until),
    )


def count_published(connection: Connection[Any], day: date) -> dict[str, int]:
    """Stories first published on that day (UTC) that count for a cap, by section."""
    rows = connection.execute(
        "SELECT section, count(*) FROM delivery_website_decision WHERE day = %s AND section <> '' GROUP BY section",
        (day,),
    )
    return {section: int(count) for section, count in rows}


def read_next_due(connection: Connection[Any]) -> tuple[int, datetime] | None:
    """The entry that waits for the earliest moment, and that moment; None where nothing waits."""
    row = connection.execute(
        "SELECT n, due_at FROM delivery_website_decision WHERE state = 'waiting' ORDER BY due_at, n LIMIT 1"
    ).fetchone()
    return (int(row[0]), row[1]) if row else None


def do_drop_entry(connection: Connection[Any], n: int) -> None:
    """An entry that still waits after it was looked at has nothing to show any more."""
    connection.execute(
        "UPDATE delivery_website_decision SET state = 'dropped' WHERE n = %s AND state = 'waiting'", (n,)
    )

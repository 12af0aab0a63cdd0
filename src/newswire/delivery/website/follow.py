"""The website as a subscriber: follows its own numbers and keeps the edition in step with them."""

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from psycopg import Connection

from newswire.delivery.website.project import do_project
from newswire.kit.clock import utc_now
from newswire.routing.entitlement import Reader
from newswire.routing.feed import read_entries
from newswire.routing.router import HINT
from newswire.subscribers.terms import read_website_number
from newswire.wire.follow import listen, wait_for_hint

CHANNEL = "website"


def run_website(dsn: str, home: Path, stop: Event) -> None:
    """Projects what comes until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    with listen(dsn, HINT) as connection:
        while not stop.is_set():
            if not do_advance(connection, home, now=utc_now()):
                wait_for_hint(connection, 1.0)


def do_advance(connection: Connection[Any], home: Path, *, now: datetime) -> int:
    """Applies the website's next entries, each in one transaction with the cursor; returns how many."""
    number = read_website_number(connection)
    if number is None:
        return 0
    applied = 0
    for entry in read_entries(connection, Reader(number, now), read_cursor(connection)):
        with connection.transaction():
            row = connection.execute(
                "UPDATE delivery_cursor SET n = %s WHERE channel = %s AND n = %s RETURNING n",
                (entry.n, CHANNEL, entry.n - 1),
            ).fetchone()
            if row is None:  # another worker was first
                return applied
            do_project(connection, entry, home)
            applied += 1
    return applied


def do_rewind(connection: Connection[Any]) -> None:
    """Sends the website back to its first number: the edition is made again from what the wire says now."""
    connection.execute("UPDATE delivery_cursor SET n = 0 WHERE channel = %s", (CHANNEL,))


def read_cursor(connection: Connection[Any]) -> int:
    """The newest number the website has dealt with."""
    row = connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s", (CHANNEL,)).fetchone()
    assert row is not None, "delivery's first migration writes the cursor"
    return int(row[0])

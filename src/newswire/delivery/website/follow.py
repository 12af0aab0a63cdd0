"""The website as a subscriber: follows its own numbers and keeps the edition in step with them."""

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from psycopg import Connection

from newswire.delivery.website.admit import Website, do_take_in
from newswire.delivery.website.decisions import do_drop_entry, read_next_due
from newswire.delivery.website.takedown import do_take_down
from newswire.item.release import Entry
from newswire.kit.clock import utc_now
from newswire.routing.entitlement import Reader
from newswire.routing.feed import read_entries, read_later_entries
from newswire.routing.router import HINT
from newswire.subscribers.terms import read_website_number
from newswire.subscribers.website import read_limits
from newswire.wire.follow import listen, wait_for_hint

CHANNEL = "website"
REBUILD = "website-rebuild"
"""The cursor of a rebuild, there while one runs: it goes from the first number to where the other one stands, and never
before anything new."""
_PATIENCE = 1.0
"""Seconds after which it looks again without a hint."""


def run_website(dsn: str, home: Path, stop: Event) -> None:
    """Projects what comes until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    with listen(dsn, HINT) as connection:
        while not stop.is_set():
            if not do_advance(connection, home, now=utc_now()):
                wait_for_hint(connection, _find_patience(connection, utc_now()))


def do_advance(connection: Connection[Any], home: Path, *, now: datetime) -> int:
    """Takes down what must go, shows what is due, then takes in the website's next entries, or where there is nothing
    new the next of a rebuild: each in one transaction with its cursor. Returns how many entries were taken in."""
    number = read_website_number(connection)
    if number is None:
        return 0
    reader = Reader(number, now)
    website = Website(home, read_limits(connection), now)
    do_take_down(connection, home)
    while _do_show_due(connection, reader, website):
        pass
    applied = _do_follow(connection, CHANNEL, reader, website)
    if applied:
        return applied
    newest, at = read_cursor(connection), _read_cursor(connection, REBUILD)
    if at is not None and at < newest:
        return _do_follow(connection, REBUILD, reader, website, until=newest)
    connection.execute("DELETE FROM delivery_cursor WHERE channel = %s AND n >= %s", (REBUILD, newest))
    return 0


def do_rewind(connection: Connection[Any]) -> None:
    """Starts a rebuild: the edition is made again from what the wire says now. What was decided stays decided."""
    connection.execute(
        "INSERT INTO delivery_cursor (channel, n) SELECT %s, 0 FROM delivery_cursor WHERE channel = %s AND n > 0"
        " ON CONFLICT (channel) DO UPDATE SET n = 0",
        (REBUILD, CHANNEL),
    )


def read_cursor(connection: Connection[Any]) -> int:
    """The newest number the website has dealt with."""
    found = _read_cursor(connection, CHANNEL)
    assert found is not None, "delivery's first migration writes the cursor"
    return found


def _do_follow(
    connection: Connection[Any], channel: str, reader: Reader, website: Website, until: int | None = None
) -> int:
    """Takes in the channel's next entries, one page; returns how many."""
    applied = 0
    entries = _read_page(connection, channel, reader)
    while entries and (until is None or entries[0].n <= until):
        if do_take_down(connection, website.home):  # what was read may be out of date
            entries = _read_page(connection, channel, reader)
            continue
        entry = entries.pop(0)
        later = read_later_entries(connection, reader, entry)
        with connection.transaction():
            row = connection.execute(
                "UPDATE delivery_cursor SET n = %s WHERE channel = %s AND n = %s RETURNING n",
                (entry.n, channel, entry.n - 1),
            ).fetchone()
            if row is None:  # another worker was first
                return applied
            do_take_in(connection, entry, later, website)
            applied += 1
    return applied


def _read_page(connection: Connection[Any], channel: str, reader: Reader) -> list[Entry]:
    return read_entries(connection, reader, _read_cursor(connection, channel) or 0)


def _do_show_due(connection: Connection[Any], reader: Reader, website: Website) -> bool:
    """Decides about the entry whose head start was over first; False where none is due."""
    waiting = read_next_due(connection)
    if waiting is None or waiting[1] > website.now:
        return False
    for entry in read_entries(connection, reader, waiting[0] - 1, 1):
        later = read_later_entries(connection, reader, entry)
        with connection.transaction():
            # one decision at a time, also among workers: caps are counted
            connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s FOR UPDATE", (CHANNEL,))
            do_take_in(connection, entry, later, website)
    do_drop_entry(connection, waiting[0])
    return True


def _find_patience(connection: Connection[Any], now: datetime) -> float:
    """Seconds until something is due, `_PATIENCE` at the most."""
    waiting = read_next_due(connection)
    if waiting is None:
        return _PATIENCE
    return min(_PATIENCE, max(0.0, (waiting[1] - now).total_seconds()))


def _read_cursor(connection: Connection[Any], channel: str) -> int | None:
    row = connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s", (channel,)).fetchone()
    return int(row[0]) if row else None

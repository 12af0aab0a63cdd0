"""Tells the cache in front of the public site which addresses have changed: kills first, again until it is told.

It follows what the projector notes (`changes.py`) and never holds it up: nothing is locked while the cache is asked.
"""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import msgspec
from psycopg import Connection

from newswire.kit.clock import utc_now
from newswire.kit.outbound import Limits, OutboundError, post_json

BATCH = 30
"""Addresses of one call: no more than any of the large networks takes at once."""
SETTLE = timedelta(milliseconds=500)
"""The site may answer from memory for 250 ms after a change: a cache told earlier would fetch the old page again."""
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
_LOOK_SECONDS = 0.25
_PATIENCE = Limits(seconds=5.0, bytes=64 * 1024)
_AGAIN_SECONDS = 1.0
"""What takes a story down knows no pause but this."""
_log = logging.getLogger(__name__)


class Hook(msgspec.Struct, frozen=True):
    """Whom to tell: `POST {url}` with `{"urls": […]}`, absolute from `base_url`; `token`, if any, as bearer."""

    url: str
    token: str
    base_url: str


def run_purge(dsn: str, hook: Hook | None, stop: Event) -> None:
    """Tells until `stop` is set; without a hook forgets what was noted. Raises `psycopg.OperationalError`."""
    with Connection.connect(dsn, autocommit=True) as connection:
        if hook is None:
            do_end(connection)
            stop.wait()
            return
        do_begin(connection)
        while not stop.wait(_LOOK_SECONDS):
            try:
                while do_purge(connection, hook, now=utc_now()):
                    pass
            except OutboundError as error:
                _log.warning("the cache was not told: %s", error.detail)
                stop.wait(_AGAIN_SECONDS)


def do_begin(connection: Connection[Any]) -> None:
    """From now on changes are noted. Somebody who waited longer is not forgotten: nothing is reset."""
    connection.execute(
        "INSERT INTO delivery_website_purger (id, failures, next_at) VALUES (1, 0, '-infinity') ON CONFLICT DO NOTHING"
    )


def do_end(connection: Connection[Any]) -> None:
    """There is nobody to tell any more."""
    with connection.transaction():
        connection.execute("DELETE FROM delivery_website_purger")
        connection.execute("DELETE FROM delivery_website_purge")


def do_purge(connection: Connection[Any], hook: Hook, *, now: datetime) -> int:
    """Tells of one batch; how many addresses it had. Raises `OutboundError`; they are told of again later then."""
    rows = connection.execute(
        "SELECT path, change FROM delivery_website_purge WHERE changed_at <= %(settled)s"
        " AND (takes_down OR EXISTS (SELECT FROM delivery_website_purger WHERE next_at <= %(now)s))"
        " ORDER BY takes_down DESC, change LIMIT %(limit)s",
        {"settled": now - SETTLE, "now": now, "limit": BATCH},
    ).fetchall()
    if not rows:
        return 0
    headers = {"Authorization": f"Bearer {hook.token}"} if hook.token else {}
    try:
        post_json(hook.url, {"urls": [hook.base_url + path for path, _ in rows]}, headers, _PATIENCE)
    except OutboundError:
        _note_failure(connection, now)
        raise
    with connection.transaction():
        connection.execute(
            "DELETE FROM delivery_website_purge USING unnest(%s::text[], %s::bigint[]) AS told(path, change)"
            " WHERE delivery_website_purge.path = told.path AND delivery_website_purge.change = told.change",
            ([path for path, _ in rows], [change for _, change in rows]),
        )
        connection.execute("UPDATE delivery_website_purger SET failures = 0, next_at = %s", (now,))
    return len(rows)


def pause_after(failures: int) -> timedelta:
    """How long what can wait waits after that many failures in a row: 2 seconds, doubled each time, 5 minutes at the
    most."""
    return min(FIRST_PAUSE * (1 << min(failures - 1, 12)), LONGEST_PAUSE)


def _note_failure(connection: Connection[Any], now: datetime) -> None:
    row = connection.execute(
        "UPDATE delivery_website_purger SET failures = failures + 1 WHERE id = 1 RETURNING failures"
    ).fetchone()
    if row:
        connection.execute("UPDATE delivery_website_purger SET next_at = %s", (now + pause_after(row[0]),))

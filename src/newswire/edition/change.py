"""The edition's change counter: it moves with every change, in the same transaction, and says so after the commit."""

from typing import Any

import psycopg

CHANNEL = "edition"
"""The NOTIFY channel: a hint that the change counter moved."""
_CHANGE = """
INSERT INTO edition.change AS old (id, counter) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET counter = old.counter + 1
RETURNING pg_notify(%(channel)s, counter::text)
"""


def do_count_change(cursor: psycopg.Cursor[Any]) -> None:
    """Moves the counter on, inside the caller's transaction."""
    cursor.execute(_CHANGE, {"channel": CHANNEL})

"""The indexer: follows the wire and keeps the archive's index in step with it."""

from pathlib import Path
from threading import Event
from time import monotonic

from newswire.routing.router import HINT as ROUTED
from newswire.search.index import BATCH, claim, do_catch_up, open_index
from newswire.wire.append import HINT
from newswire.wire.follow import listen, listen_too, wait_for_hint

_PAUSE = 0.25
"""Seconds between two commits while releases pour in: a lone story is indexed at once, a flood in whole batches."""


def run_indexer(dsn: str, home: Path, stop: Event) -> None:
    """Indexes what comes until `stop` is set; of several processes one does. Raises `psycopg.OperationalError`."""
    with claim(home, stop):
        if stop.is_set():
            return
        with open_index(home) as index, listen(dsn, HINT) as connection:
            listen_too(connection, ROUTED)
            while not stop.is_set():
                started = monotonic()
                taken = do_catch_up(connection, index)
                if not taken:
                    wait_for_hint(connection, 1.0)
                elif taken < BATCH:
                    stop.wait(max(0.0, _PAUSE - (monotonic() - started)))

"""Holds and kills overtake: they take a story off the website the moment they stand on the wire, whatever is queued."""

from pathlib import Path
from typing import Any

from psycopg import Connection

from newswire.delivery.website.decisions import do_drop_waiting, read_decisions
from newswire.delivery.website.project import do_end, do_hide
from newswire.wire.follow import read_head, read_history, read_notices
from newswire.wire.release import Release

CHANNEL = "website-takedown"
"""Its cursor is the number of a release: it looks at the wire itself, before routing, which decides nothing here."""
_FAR = 1000
"""Releases without a notice after which the cursor moves all the same: each look reads what lies behind it."""


def do_take_down(connection: Connection[Any], home: Path) -> int:
    """Takes down what was held or killed since the last look, each in one transaction; returns how many there were."""
    row = connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s", (CHANNEL,)).fetchone()
    assert row is not None, "delivery's first migration writes the cursor"
    head = read_head(connection).seq
    notices = read_notices(connection, row[0], head)
    for notice in notices:
        with connection.transaction():
            _move(connection, notice.seq)
            _take_down(connection, notice, home)
    if not notices and head - row[0] >= _FAR:
        _move(connection, head)
    return len(notices)


def _move(connection: Connection[Any], seq: int) -> None:
    connection.execute("UPDATE delivery_cursor SET n = greatest(n, %s) WHERE channel = %s", (seq, CHANNEL))


def _take_down(connection: Connection[Any], notice: Release, home: Path) -> None:
    decisions = read_decisions(connection, notice.guid)
    if not decisions or not _stands(connection, notice):
        return
    do_drop_waiting(connection, notice.guid, decisions[-1].n)
    if all(one.state != "public" for one in decisions):
        return  # what nobody saw leaves no mark
    if notice.kind == "kill":
        do_end(connection, notice.guid, notice.released_at, notice.reason, home)
    else:
        do_hide(connection, notice.guid, home)


def _stands(connection: Connection[Any], notice: Release) -> bool:
    """Whether a hold has not been lifted since; a kill always stands."""
    if notice.kind == "kill":
        return True
    kinds = [one.kind for one in read_history(connection, notice.guid)]
    return "kill" not in kinds and [kind for kind in kinds if kind in ("hold", "lift")][-1:] == ["hold"]

"""Reading the wire: by number, in order, from any point, then as it grows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

import msgspec
from psycopg import Connection, sql

from newswire.item.item import Item
from newswire.wire.append import HINT
from newswire.wire.release import Head, Release

_COLUMNS = "seq, kind, guid, version, released_at, actor, reason, archive, payload_digest, chain"
_decode_item = msgspec.json.Decoder(Item).decode


def to_release(row: Sequence[Any]) -> Release:
    """A release from a row of `wire_release` in the order of its columns."""
    return Release(
        seq=row[0],
        kind=row[1],
        guid=row[2],
        version=row[3],
        released_at=row[4],
        actor=row[5],
        reason=row[6],
        archive=row[7],
        payload_digest=bytes(row[8]),
        chain=bytes(row[9]),
    )


def decode_item(content: bytes) -> Item:
    """The item in a payload."""
    return _decode_item(content)


def read_head(connection: Connection[Any]) -> Head:
    """Where the wire ends now."""
    row = connection.execute("SELECT epoch, seq, chain, genesis FROM wire_head WHERE id = 1").fetchone()
    assert row is not None, "the wire's first migration writes the head"
    return Head(row[0], row[1], bytes(row[2]), bytes(row[3]))


def lock_head(cursor: Any) -> int:
    """The newest number, held still until the caller's transaction ends.

    Whoever changes what routing depends on (contracts, products) takes this lock, so that every change lies between
    two releases and a rebuild sees it at the same place. The lock also puts such changes in order among themselves.
    """
    cursor.execute("SELECT seq FROM wire_head WHERE id = 1 FOR UPDATE")
    return int(cursor.fetchone()[0])


def read_after(connection: Connection[Any], after: int, limit: int = 500) -> list[Release]:
    """Up to `limit` releases with numbers above `after`, in order."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM wire_release WHERE seq > %s ORDER BY seq LIMIT %s",
        (after, limit),
    ).fetchall()
    return [to_release(row) for row in rows]


def read_notices(connection: Connection[Any], after: int, until: int) -> list[Release]:
    """The holds and kills with numbers above `after`, up to `until`, in order."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM wire_release WHERE seq > %s AND seq <= %s AND kind IN ('hold', 'kill') ORDER BY seq",
        (after, until),
    ).fetchall()
    return [to_release(row) for row in rows]


def read_newest(connection: Connection[Any], limit: int = 50, before: int | None = None) -> list[Release]:
    """The newest `limit` releases below `before` (all where None), newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM wire_release WHERE %(b)s::bigint IS NULL OR seq < %(b)s ORDER BY seq DESC LIMIT %(l)s",
        {"b": before, "l": limit},
    ).fetchall()
    return [to_release(row) for row in rows]


def read_history(connection: Connection[Any], guid: str) -> list[Release]:
    """All releases of one story, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM wire_release WHERE guid = %s ORDER BY version",
        (guid,),
    ).fetchall()
    return [to_release(row) for row in rows]


def read_content_seqs(connection: Connection[Any], guids: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the releases that carry content, by story, oldest first; one query for all of them."""
    rows = connection.execute(
        "SELECT guid, array_agg(seq ORDER BY seq) FROM wire_release JOIN wire_payload USING (seq)"
        " WHERE guid = ANY(%s) GROUP BY guid",
        (list(guids),),
    ).fetchall()
    return dict(rows)


def read_items(connection: Connection[Any], seqs: Sequence[int]) -> dict[int, Item]:
    """The items of those releases that carry one, by number."""
    rows = connection.execute("SELECT seq, content FROM wire_payload WHERE seq = ANY(%s)", (list(seqs),)).fetchall()
    return {row[0]: _decode_item(row[1]) for row in rows}


def follow(dsn: str, after: int, stop: Event, *, patience: float = 1.0) -> Iterator[list[Release]]:
    """Batches of releases with numbers above `after`, in order, until `stop` is set.

    A NOTIFY wakes it, but the table is the truth: it looks again after `patience` seconds in any case, so a lost hint
    costs a delay and never a release. Raises `psycopg.OperationalError` when the connection is lost; the caller starts
    again from its own cursor.
    """
    with listen(dsn, HINT) as connection:
        while not stop.is_set():
            batch = read_after(connection, after)
            if batch:
                after = batch[-1].seq
                yield batch
            else:
                wait_for_hint(connection, patience)


@contextmanager
def listen(dsn: str, channel: str) -> Iterator[Connection[Any]]:
    """An autocommitting connection that listens on a NOTIFY channel: listen first, then look."""
    with Connection.connect(dsn, autocommit=True) as connection:
        listen_too(connection, channel)
        yield connection


def listen_too(connection: Connection[Any], channel: str) -> None:
    """Lets an autocommitting connection listen on one more NOTIFY channel."""
    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))


def wait_for_hint(connection: Connection[Any], patience: float) -> None:
    """Returns at the next notification, or after `patience` seconds."""
    for _ in connection.notifies(timeout=patience, stop_after=1):
        pass

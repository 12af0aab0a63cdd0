"""Acknowledging: a subscription says that it has seen its number `n`; and which withdrawals nobody has said it of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import Connection

from newswire.item.release import Entry
from newswire.kit.errors import NotFoundError
from newswire.routing.entitlement import Reader
from newswire.routing.feed import build_entries, read_newest_number, read_numbers, snapshot
from newswire.routing.recalls import find_recalls

OPEN_FOR = timedelta(days=30)
"""How far back withdrawals are asked to be acknowledged."""
MOST = 200


class Acknowledged(msgspec.Struct, frozen=True):
    """Who acknowledged number `n` first, and when."""

    n: int
    seat: int
    key: int
    at: datetime


def do_acknowledge(
    connection: Connection[Any], number: int, n: int, *, seat: int = 0, key: int = 0, now: datetime
) -> Acknowledged:
    """Subscription `number` has seen its number `n`; gives whoever said so first. `connection` commits by itself.

    Raises `NotFoundError` for a number that it has not had.
    """
    if not 1 <= n <= read_newest_number(connection, number):
        raise NotFoundError("There is no such number yet.")
    connection.execute(
        "INSERT INTO delivery_acknowledgement (number, n, seat, key, at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (number, n) DO NOTHING",
        (number, n, seat, key, now),
    )
    return read_acknowledged(connection, number, [n])[n]


def read_acknowledged(connection: Connection[Any], number: int, ns: Sequence[int]) -> dict[int, Acknowledged]:
    """Which of the numbers the subscription has acknowledged. One query."""
    rows = connection.execute(
        "SELECT n, seat, key, at FROM delivery_acknowledgement WHERE number = %s AND n = ANY(%s)", (number, list(ns))
    )
    return {row[0]: Acknowledged(*row) for row in rows}


def read_open_recalls(connection: Connection[Any], reader: Reader) -> list[Entry]:
    """The subscription's kills, holds and corrections that it has not acknowledged, newest first, as far as `OPEN_FOR`.

    A hold that was lifted asks for nothing any more, nor does a correction of what was killed afterwards; a correction
    of what it never had is none. As many queries for many as for one.
    """
    with snapshot(connection):
        seqs = find_recalls(connection, reader.number, reader.now - OPEN_FOR, MOST)
        ranks = read_numbers(connection, reader.number, seqs)
        known = read_acknowledged(connection, reader.number, list(ranks.values()))
        waiting = [(ranks[seq], seq) for seq in seqs if seq in ranks and ranks[seq] not in known]
        return [one for one in build_entries(connection, reader, waiting) if _is_open(one)]


def _is_open(entry: Entry) -> bool:
    if entry.kind == "kill":
        return True
    if entry.kind == "hold":
        return entry.use == "hold"
    return entry.kind == "correction" and entry.use != "recall"

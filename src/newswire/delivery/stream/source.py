"""Where a hub's releases come from: what was routed, read from the database as it stands when it leaves."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from threading import Event as Stop
from typing import Any, Protocol

import msgspec
import psycopg
from psycopg import Connection
from pyroaring import BitMap

from newswire.delivery.entry import FORMAT, encode_tail
from newswire.routing.numbering import Counters
from newswire.routing.router import HINT, read_counters
from newswire.routing.sight import Sight, read_sights
from newswire.subscribers.terms import find_ended
from newswire.wire.follow import listen, read_head, wait_for_hint

logger = logging.getLogger(__name__)


class Broadcast(msgspec.Struct, frozen=True):
    """A routed release, ready to send: the JSON for each class of subscriptions that see the same version."""

    seq: int
    members: BitMap
    tails: list[tuple[BitMap, bytes]]


class State(msgspec.Struct, frozen=True):
    """Where the subscriptions stand: the newest release they were counted to, their numbers, and the wire's epoch."""

    seq: int
    counters: Counters
    epoch: str


class Source(Protocol):
    """What a hub follows. All of it is called from threads, and may wait."""

    def read_state(self) -> State:
        """Where to begin."""
        ...

    def run(self, after: int, stop: Stop, deliver: Callable[[Broadcast], object]) -> None:
        """Hands over every release after `after`, in order, each once, until `stop` is set; a lost connection costs a
        delay and nothing else."""
        ...

    def find_ended(self, numbers: BitMap, now: datetime) -> Sequence[int]:
        """Which of these subscriptions have a contract that is over. Raises `SourceError` where it cannot be asked."""
        ...


class SourceError(Exception):
    """The source cannot be reached just now."""


class DatabaseSource:
    """Follows routing's tables."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    def read_state(self) -> State:
        """The newest numbers that routing gave."""
        with Connection.connect(self._dsn, autocommit=True) as connection:
            seq, counters = read_counters(connection)
            return State(seq, counters, read_head(connection).epoch.hex)

    def run(self, after: int, stop: Stop, deliver: Callable[[Broadcast], object]) -> None:
        """Reads what was routed, woken by the router's hint."""
        while not stop.is_set():
            try:
                with listen(self._dsn, HINT) as connection:
                    while not stop.is_set():
                        batch = read_broadcasts(connection, after)
                        for broadcast in batch:
                            after = broadcast.seq
                            deliver(broadcast)
                        if not batch:
                            wait_for_hint(connection, 1.0)
            except psycopg.OperationalError as error:
                logger.warning("the hub lost the database and tries again: %s", error)
                stop.wait(1.0)

    def find_ended(self, numbers: BitMap, now: datetime) -> Sequence[int]:
        """One query for all that are connected."""
        if not numbers:
            return ()
        try:
            with Connection.connect(self._dsn, autocommit=True) as connection:
                return find_ended(connection, numbers, now=now)
        except psycopg.OperationalError as error:
            raise SourceError(str(error)) from error


def read_broadcasts(connection: Connection[Any], after: int, limit: int = 100) -> Sequence[Broadcast]:
    """Routed releases after `after` that somebody got, in order, each as it stands when it leaves: made once for all
    who see the same."""
    sights = read_sights(connection, after, limit, name=FORMAT)
    return [_make_broadcast(seq, group) for seq, group in groupby(sights, key=lambda one: one.seq)]


def _make_broadcast(seq: int, sights: Iterable[Sight]) -> Broadcast:
    tails: dict[bytes, BitMap] = {}
    for sight in sights:
        tail = encode_tail(sight.entry)
        tails[tail] = tails.get(tail, BitMap()) | sight.members
    return Broadcast(seq, BitMap.union(*tails.values()), [(members, tail) for tail, members in tails.items()])

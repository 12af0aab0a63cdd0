"""The stream hub: follows what was routed and hands each release to those connected who are in its audience.

One thread reads the database, the event loop writes to the clients. Per release and version the JSON is made once;
per client only its own number differs. A client is registered without an await between the last replayed number and
the registration, so replay runs into live without a seam.
"""

import asyncio
import logging
from collections.abc import Sequence
from threading import Event as Stop
from typing import Any, Protocol

import msgspec
import psycopg
from psycopg import Connection
from pyroaring import BitMap

from newswire.delivery.entry import FORMAT, encode_tail
from newswire.delivery.stream.frames import ENDED_FRAME, HEARTBEAT_SECONDS, heartbeat_frame, release_frame
from newswire.delivery.stream.sinks import QueueSink
from newswire.item.item import Item
from newswire.kit.clock import Clock, utc_now
from newswire.routing.entitlement import Reader, Story, make_entry, split_by_sight
from newswire.routing.feed import read_stories
from newswire.routing.numbering import Counters, add_members
from newswire.routing.router import HINT, read_counters
from newswire.subscribers.terms import find_ended
from newswire.wire.follow import listen, read_head, wait_for_hint

END_SECONDS = 2.0
"""How often it is asked whose contract has ended: an open stream ends within that, and the query's own time."""

logger = logging.getLogger(__name__)


class Sink(Protocol):
    """Where a client's frames go. `write` must not block; it returns False once the client is gone or too slow."""

    def write(self, frame: bytes) -> bool: ...

    def end(self, frame: bytes) -> None: ...

    def close(self) -> None: ...


class Client(msgspec.Struct, eq=False):
    """One open stream of a subscription; frames with numbers up to `after` were already sent.

    `until_end`: the contract ran when it was opened, so that its end ends the stream. One that is opened later carries
    the holds, corrections and kills that still follow.
    """

    number: int
    after: int
    sink: Sink
    until_end: bool = True


class Broadcast(msgspec.Struct, frozen=True):
    """A routed release, ready to send: the JSON for each class of subscriptions that see the same version."""

    seq: int
    members: BitMap
    tails: list[tuple[BitMap, bytes]]


class Hub:
    """All open streams of this process. Everything but `run_follower` belongs to the event loop's thread."""

    def __init__(self, dsn: str, clock: Clock = utc_now) -> None:
        self._dsn = dsn
        self._clock = clock
        self._clients: dict[int, set[Client]] = {}
        self._connected = BitMap()
        self._counters: Counters | None = None
        self._seq = 0
        self._stop = Stop()
        self._tasks: list[asyncio.Future[None]] = []
        self.epoch = ""
        self.sent = 0

    async def start(self) -> None:
        """Reads where the subscriptions stand and begins to follow; returns when streams may be opened."""
        self._seq, self._counters, self.epoch = await asyncio.to_thread(self._read_state)
        loop = asyncio.get_running_loop()
        self._tasks = [
            asyncio.ensure_future(asyncio.to_thread(self.run_follower, loop)),
            asyncio.ensure_future(self._run_heartbeat()),
            asyncio.ensure_future(self._run_endings()),
        ]

    async def stop(self) -> None:
        """Ends following and closes every stream."""
        self._stop.set()
        for task in self._tasks[1:]:
            task.cancel()
        for client in [one for many in self._clients.values() for one in many]:
            self.unregister(client)
            client.sink.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def head(self, number: int) -> int:
        """The subscription's newest number as far as the hub knows."""
        if self._counters is None or number >= len(self._counters):
            return 0
        return int(self._counters[number])

    def register(self, client: Client) -> None:
        """From now on the client gets what its subscription gets."""
        self._clients.setdefault(client.number, set()).add(client)
        self._connected.add(client.number)

    def unregister(self, client: Client) -> None:
        """The client is gone."""
        many = self._clients.get(client.number, set())
        many.discard(client)
        if not many:
            self._clients.pop(client.number, None)
            self._connected.discard(client.number)

    async def wait_for(self, number: int, after: int, seconds: float) -> None:
        """Returns when the subscription has had more than `after`, or after `seconds`."""
        if self.head(number) > after:
            return
        sink = QueueSink()
        client = Client(number, after, sink)
        self.register(client)
        try:
            await asyncio.wait_for(self._wait_past(sink, number, after), seconds)
        except TimeoutError:
            pass
        finally:
            self.unregister(client)

    async def _wait_past(self, sink: QueueSink, number: int, after: int) -> None:
        while self.head(number) <= after and await sink.read() is not None:
            pass  # a heartbeat

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return sum(len(many) for many in self._clients.values())

    def run_follower(self, loop: asyncio.AbstractEventLoop) -> None:
        """Reads routed releases until stopped, in a thread; a lost database costs a delay and nothing else."""
        seq = self._seq
        while not self._stop.is_set():
            try:
                with listen(self._dsn, HINT) as connection:
                    while not self._stop.is_set():
                        batch = read_broadcasts(connection, seq)
                        for broadcast in batch:
                            seq = broadcast.seq
                            loop.call_soon_threadsafe(self._send, broadcast)
                        if not batch:
                            wait_for_hint(connection, 1.0)
            except psycopg.OperationalError as error:
                logger.warning("the hub lost the database and tries again: %s", error)
                self._stop.wait(1.0)
            except RuntimeError:
                return  # the event loop has ended

    def _read_state(self) -> tuple[int, Counters, str]:
        with Connection.connect(self._dsn, autocommit=True) as connection:
            seq, counters = read_counters(connection)
            return seq, counters, read_head(connection).epoch.hex

    def _send(self, broadcast: Broadcast) -> None:
        assert self._counters is not None
        self._counters = add_members(self._counters, broadcast.members)
        self._seq = broadcast.seq
        for members, tail in broadcast.tails:
            for number in members & self._connected:
                n = int(self._counters[number])
                frame = release_frame(self.epoch, n, tail)
                for client in list(self._clients[number]):
                    if n > client.after:
                        self._write(client, frame)

    def _write(self, client: Client, frame: bytes) -> None:
        self.sent += 1
        if not client.sink.write(frame):
            self.unregister(client)
            client.sink.close()

    async def _run_heartbeat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for number, many in list(self._clients.items()):
                frame = heartbeat_frame(self.epoch, self.head(number))
                for client in list(many):
                    self._write(client, frame)

    async def _run_endings(self) -> None:
        while True:
            await asyncio.sleep(END_SECONDS)
            try:
                ended = await asyncio.to_thread(self._read_ended, BitMap(self._connected))
            except psycopg.OperationalError as error:
                logger.warning("whose contract has ended could not be asked, it is asked again: %s", error)
                continue
            for number in ended:
                self.end(number)

    def _read_ended(self, numbers: BitMap) -> Sequence[int]:
        if not numbers:
            return ()
        with Connection.connect(self._dsn, autocommit=True) as connection:
            return find_ended(connection, numbers, now=self._clock())

    def end(self, number: int) -> None:
        """Ends the streams of a subscription whose contract is over, those that were opened before it was."""
        for client in [one for one in self._clients.get(number, ()) if one.until_end]:
            self.unregister(client)
            client.sink.end(ENDED_FRAME)


def read_broadcasts(connection: Connection[Any], after: int, limit: int = 100) -> Sequence[Broadcast]:
    """Routed releases after `after` that somebody got, in order, each as it stands now."""
    rows = connection.execute(
        "SELECT seq FROM routing_audience WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit)
    ).fetchall()
    if not rows:
        return []
    stories, items = read_stories(connection, [seq for (seq,) in rows])
    return [_make_broadcast(stories[seq], seq, items.get(seq)) for (seq,) in rows]


def _make_broadcast(story: Story, seq: int, item: Item | None) -> Broadcast:
    """The release as it stands when it leaves: made once for all who see the same."""
    event = story.find(seq)
    tails: dict[bytes, BitMap] = {}
    for part in split_by_sight(story, seq, FORMAT):
        reader = Reader(part.min(), event.released_at, format=FORMAT)
        tail = encode_tail(make_entry(story, seq, reader, 0, item))
        tails[tail] = tails.get(tail, BitMap()) | part
    return Broadcast(seq, event.audience.members, [(members, tail) for tail, members in tails.items()])

"""The stream hub: follows what was routed and hands each release to those connected who are in its audience.

One thread reads the database, the event loop writes to the clients. Per release and version the JSON is made once;
per client only its own number differs. A client is registered without an await between the last replayed number and
the registration, so replay runs into live without a seam.
"""

import asyncio
import contextlib
import logging
from threading import Event as Stop
from typing import Protocol

import msgspec
from pyroaring import BitMap

from newswire.delivery.stream.frames import ENDED_FRAME, HEARTBEAT_SECONDS, heartbeat_frame, release_frame
from newswire.delivery.stream.sinks import QueueSink
from newswire.delivery.stream.source import Broadcast, Source, SourceError
from newswire.kit.clock import Clock, utc_now
from newswire.routing.numbering import Counters, add_members

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


class Hub:
    """All open streams of this process. Everything but `_follow` belongs to the event loop's thread."""

    def __init__(self, source: Source, clock: Clock = utc_now) -> None:
        self._source = source
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
        state = await asyncio.to_thread(self._source.read_state)
        self._seq, self._counters, self.epoch = state.seq, state.counters, state.epoch
        loop = asyncio.get_running_loop()
        self._tasks = [
            asyncio.ensure_future(asyncio.to_thread(self._follow, loop)),
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

    def _follow(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.suppress(RuntimeError):  # the event loop has ended
            self._source.run(self._seq, self._stop, lambda one: loop.call_soon_threadsafe(self._send, one))

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
                ended = await asyncio.to_thread(self._source.find_ended, BitMap(self._connected), self._clock())
            except SourceError as error:
                logger.warning("whose contract has ended could not be asked, it is asked again: %s", error)
                continue
            for number in ended:
                self.end(number)

    def end(self, number: int) -> None:
        """Ends the streams of a subscription whose contract is over, those that were opened before it was."""
        for client in [one for one in self._clients.get(number, ()) if one.until_end]:
            self.unregister(client)
            client.sink.end(ENDED_FRAME)

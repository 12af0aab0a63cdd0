"""Many clients of `/v1/stream` in one process: each a connection of its own, checked to get every number once."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import cast

OPENED = b"event: heartbeat\n"
RELEASE = b"event: release\n"


class StreamClient(asyncio.Protocol):
    """One open stream. Counts whole releases by number; says when it is open and when a release has come in full."""

    def __init__(self, request: bytes, opened: Callable[[], None], arrived: Callable[[int], None]) -> None:
        self._request = request
        self._opened = opened
        self._arrived = arrived
        self._waiting = b""
        self._open = False
        self.newest = 0
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the stream."""
        cast(asyncio.Transport, transport).write(self._request)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        """Takes every whole event out of what has come; the chunks' own lines lie between the events."""
        self.bytes += len(data)
        *events, self._waiting = (self._waiting + data).split(b"\n\n")
        for event in events:
            if RELEASE in event:
                self._take(event)
            elif OPENED in event and not self._open:
                assert b" 200 OK" in event or b"HTTP/1.1" not in event, event
                self._open = True
                self._opened()

    def _take(self, event: bytes) -> None:
        number = int(event.partition(b'"n":')[2].partition(b",")[0])
        assert number == self.newest + 1, f"after number {self.newest} came {number}"
        self.newest = number
        self._arrived(number)


class Crowd:
    """The clients together: when the first and the last of them had a release."""

    def __init__(self) -> None:
        self.clients: list[StreamClient] = []
        self._open = 0
        self._all_open = asyncio.Event()
        self._all_arrived = asyncio.Event()
        self._arrived = 0
        self.first = 0.0
        self.last = 0.0

    async def open(self, port: int, keys: Sequence[str], each: int, together: int = 100) -> None:
        """Opens `each` streams with every key, `together` at a time; returns when all have said that they are open."""
        loop = asyncio.get_running_loop()
        waiting = [key for _ in range(each) for key in keys]
        for start in range(0, len(waiting), together):
            for key in waiting[start : start + together]:
                request = f"GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
                client = StreamClient(request, self._count_open, self._count_arrival)
                self.clients.append(client)
                self._all_open.clear()
                await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
            await asyncio.wait_for(self._wait_until_open(), 60)

    async def wait_for_release(self) -> None:
        """Returns when every client has the release that comes next (or has come since the last call)."""
        await asyncio.wait_for(self._all_arrived.wait(), 60)
        self._all_arrived.clear()

    async def _wait_until_open(self) -> None:
        while self._open < len(self.clients):
            self._all_open.clear()
            await self._all_open.wait()

    def _count_open(self) -> None:
        self._open += 1
        self._all_open.set()

    def _count_arrival(self, _number: int) -> None:
        self._arrived += 1
        if self._arrived == 1:
            self.first = time.perf_counter()
        if self._arrived == len(self.clients):
            self.last = time.perf_counter()
            self._arrived = 0
            self._all_arrived.set()

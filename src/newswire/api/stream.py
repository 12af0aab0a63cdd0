"""`/v1/stream`: replay from a number, then live, as server-sent events."""

import asyncio
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

from newswire.api.feed import read_cursor
from newswire.api.http import Receive, Request, Scope, Send
from newswire.delivery.entry import encode_tail
from newswire.delivery.stream.frames import heartbeat_frame, release_frame
from newswire.delivery.stream.hub import Client, Hub
from newswire.delivery.stream.sinks import TRANSPORT, QueueSink, TransportSink
from newswire.kit.errors import InvalidRequestError
from newswire.routing.entitlement import Reader
from newswire.routing.feed import read_entries, read_newest_number
from newswire.subscribers.keys import Access

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def read_stream_start(connection: Connection[Any], access: Access, request: Request, hub: Hub) -> int:
    """The number to go on after: `Last-Event-ID`, else `after`, else the newest (live only).

    Raises `InvalidRequestError` for a number that was never given.
    """
    given = request.headers.get("last-event-id") or request.query.get("after") or ""
    newest = read_newest_number(connection, access.number)
    if not given:
        return newest
    after = read_cursor(given, hub.epoch, name="after")
    if after > newest:
        raise InvalidRequestError(f"Number {after} has not been given yet; the newest is {newest}.")
    return after


async def serve_stream(
    scope: Scope,
    receive: Receive,
    send: Send,
    reader: Reader,
    after: int,
    hub: Hub,
    pool: ConnectionPool[Connection[Any]],
    *,
    until_end: bool,
) -> None:
    """Writes the subscription's entries after `after`, then each new one, until the client goes away or, where it is
    opened under a contract that runs (`until_end`), the contract ends."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _write(send, heartbeat_frame(hub.epoch, max(hub.head(reader.number), after)))
    gone = asyncio.ensure_future(_wait_until_gone(receive))
    try:
        while not gone.done() and hub.head(reader.number) > after:
            after = await _replay(send, reader, after, hub, pool)
        if not gone.done():
            await _go_live(send, gone, Client(reader.number, after, _make_sink(scope), until_end), hub)
    finally:
        gone.cancel()


async def _replay(send: Send, reader: Reader, after: int, hub: Hub, pool: ConnectionPool[Connection[Any]]) -> int:
    def read() -> list[tuple[int, bytes]]:
        with pool.connection() as connection:
            return [(entry.n, encode_tail(entry)) for entry in read_entries(connection, reader, after)]

    for n, tail in await asyncio.to_thread(read):
        await _write(send, release_frame(hub.epoch, n, tail))
        after = n
    return after


async def _go_live(send: Send, gone: "asyncio.Future[None]", client: Client, hub: Hub) -> None:
    """No await stands between the caller's look at the head and the registration: that is the seam."""
    hub.register(client)
    try:
        if isinstance(client.sink, QueueSink):
            await _drain(send, gone, client.sink)
        else:
            await gone
    finally:
        hub.unregister(client)


async def _drain(send: Send, gone: "asyncio.Future[None]", sink: QueueSink) -> None:
    """Copies frames to a server that keeps its transport to itself."""
    while not gone.done():
        waiting = asyncio.ensure_future(sink.read())
        either: set[asyncio.Future[Any]] = {waiting, gone}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            return
        frame = waiting.result()
        if frame is None:
            await send({"type": "http.response.body", "body": b""})
            return
        await _write(send, frame)


def _make_sink(scope: Scope) -> TransportSink | QueueSink:
    transport = scope.get("extensions", {}).get(TRANSPORT, {}).get("transport")
    return TransportSink(transport) if transport is not None and scope["http_version"] == "1.1" else QueueSink()


async def _write(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

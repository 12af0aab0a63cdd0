"""The machine doors of `/v1` as one plain ASGI application: routes, the key check, problem answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

from newswire.api.explain import make_explanation, read_explain_query
from newswire.api.feed import make_feed_page, read_feed_query
from newswire.api.http import Receive, Request, Scope, Send, read_request, send_answer, send_problem
from newswire.api.items import read_item
from newswire.api.routes import find_route
from newswire.api.sample import make_sample
from newswire.api.search import make_search_page, read_search_query
from newswire.api.stream import read_stream_start, serve_stream
from newswire.delivery.entry import FORMAT
from newswire.delivery.stream.hub import Hub
from newswire.kit.clock import Clock
from newswire.kit.errors import MethodNotAllowedError, NewswireError, UnavailableError
from newswire.routing.entitlement import Reader, make_format_reader, make_reader
from newswire.search.index import Archive
from newswire.subscribers.keys import Access, check_key

PATIENCE_SECONDS = 5.0
"""How long a call waits for a connection to the database before it is told to come again."""
Result = TypeVar("Result")


class Call(msgspec.Struct, frozen=True):
    """A request whose key opens the route; `rest` is what the address says of it (a guid), the others are ASGI's."""

    request: Request
    access: Access
    rest: str
    scope: Scope
    receive: Receive
    send: Send


class Api:
    """Answers `/v1/…`. Database work runs in threads on a pool of its own; streams belong to the hub."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], hub: Hub, archive: Archive, *, pepper: str, clock: Clock
    ) -> None:
        self._pool = pool
        self._hub = hub
        self._archive = archive
        self._pepper = pepper
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request. The key is checked first, so that addresses tell a stranger nothing."""
        request = read_request(scope)
        try:
            if request.method not in ("GET", "HEAD"):
                raise MethodNotAllowedError("The addresses under /v1 answer GET and HEAD.")
            access = await self._run(lambda connection: self._check(connection, request))
            route, rest = find_route(request.path)
            access.check_scope(route.scope)
            call = Call(request, access, rest, scope, receive, send)
            body = await _DOORS[route.path](self, call)
            if body is not None:
                await send_answer(send, 200, "application/json", b"" if request.method == "HEAD" else body)
        except NewswireError as error:
            await send_problem(send, error)

    async def _feed(self, call: Call) -> bytes:
        query = read_feed_query(call.request, self._hub)
        if query.wait:
            await self._hub.wait_for(call.access.number, query.after, query.wait)
        return await self._run(lambda connection: make_feed_page(connection, self._follow_as(call.access), query))

    async def _stream(self, call: Call) -> None:
        if call.request.method != "GET":
            raise MethodNotAllowedError("A stream is read with GET.")
        after = await self._run(lambda connection: read_stream_start(connection, call.access, call.request, self._hub))
        reader = self._follow_as(call.access)
        runs = not call.access.terms.has_ended(reader.now)
        await serve_stream(call.scope, call.receive, call.send, reader, after, self._hub, self._pool, until_end=runs)

    async def _item(self, call: Call) -> bytes:
        return await self._run(
            lambda connection: read_item(connection, call.access, self._read_as(call.access), call.rest, call.request)
        )

    async def _search(self, call: Call) -> bytes:
        asked = read_search_query(call.request, self._hub.epoch)
        return await self._run(
            lambda connection: make_search_page(connection, self._archive, self._read_as(call.access), asked)
        )

    async def _sample(self, call: Call) -> bytes:
        return await self._run(lambda connection: make_sample(connection, call.access, self._read_as(call.access)))

    async def _explain(self, call: Call) -> bytes:
        asked = read_explain_query(call.request)
        return await self._run(lambda connection: make_explanation(connection, self._follow_as(call.access), asked))

    def _read_as(self, access: Access) -> Reader:
        return make_format_reader(access.number, access.terms, self._clock(), FORMAT)

    def _follow_as(self, access: Access) -> Reader:
        """Whoever has no product in this format (any more) is told so entry by entry and not turned away: holds and
        kills of what was had before must arrive."""
        return msgspec.structs.replace(make_reader(access.number, access.terms, self._clock()), format=FORMAT)

    def _check(self, connection: Connection[Any], request: Request) -> Access:
        return check_key(connection, request.headers.get("authorization", ""), pepper=self._pepper, now=self._clock())

    async def _run(self, work: Callable[[Connection[Any]], Result]) -> Result:
        def borrow() -> Result:
            try:
                with self._pool.connection(timeout=PATIENCE_SECONDS) as connection:
                    return work(connection)
            except OperationalError as error:  # a pool's timeout is one too
                raise UnavailableError("The database cannot be reached just now. Ask again in a second.") from error

        return await asyncio.to_thread(borrow)


_DOORS: Mapping[str, Callable[[Api, Call], Awaitable[bytes | None]]] = {
    "/v1/feed": Api._feed,
    "/v1/stream": Api._stream,
    "/v1/items/{guid}": Api._item,
    "/v1/search": Api._search,
    "/v1/explain": Api._explain,
    "/v1/sample": Api._sample,
}
"""Who answers which route of `routes.py`; None where the answer is sent already."""

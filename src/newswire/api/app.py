"""The machine doors of `/v1` as one plain ASGI application: routes, the key check, problem answers."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

from newswire.api.explain import make_explanation, read_explain_query
from newswire.api.feed import make_feed_page, read_feed_query
from newswire.api.http import Receive, Request, Scope, Send, read_request, send_answer, send_problem
from newswire.api.sample import make_sample
from newswire.api.stream import read_stream_start, serve_stream
from newswire.delivery.entry import encode_entry
from newswire.delivery.stream.hub import Hub
from newswire.kit.clock import Clock
from newswire.kit.errors import MethodNotAllowedError, NewswireError, NotFoundError, UnavailableError
from newswire.routing.entitlement import Reader, make_reader
from newswire.routing.feed import read_entry_by_guid
from newswire.subscribers.keys import Access, check_key

ITEMS = "/v1/items/"
PATIENCE_SECONDS = 5.0
"""How long a call waits for a connection to the database before it is told to come again."""
Result = TypeVar("Result")


class Api:
    """Answers `/v1/…`. Database work runs in threads on a pool of its own; streams belong to the hub."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], hub: Hub, *, pepper: str, clock: Clock) -> None:
        self._pool = pool
        self._hub = hub
        self._pepper = pepper
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request. The key is checked first, so that addresses tell a stranger nothing."""
        request = read_request(scope)
        try:
            if request.method not in ("GET", "HEAD"):
                raise MethodNotAllowedError("The addresses under /v1 answer GET and HEAD.")
            access = await self._run(lambda connection: self._check(connection, request))
            if request.path == "/v1/stream" and request.method == "GET":
                after = await self._run(lambda connection: read_stream_start(connection, access, request, self._hub))
                await serve_stream(scope, receive, send, self._read_as(access), after, self._hub, self._pool)
                return
            body = await self._answer(request, access)
            await send_answer(send, 200, "application/json", b"" if request.method == "HEAD" else body)
        except NewswireError as error:
            await send_problem(send, error)

    async def _answer(self, request: Request, access: Access) -> bytes:
        if request.path == "/v1/feed":
            query = read_feed_query(request, self._hub)
            if query.wait:
                await self._hub.wait_for(access.number, query.after, query.wait)
            return await self._run(lambda connection: make_feed_page(connection, self._read_as(access), query))
        if request.path == "/v1/sample":
            return await self._run(lambda connection: make_sample(connection, access, self._read_as(access)))
        if request.path == "/v1/explain":
            asked = read_explain_query(request)
            return await self._run(lambda connection: make_explanation(connection, self._read_as(access), asked))
        if request.path.startswith(ITEMS):
            guid = request.path.removeprefix(ITEMS)
            entry = await self._run(lambda connection: read_entry_by_guid(connection, self._read_as(access), guid))
            if entry is not None:
                return encode_entry(entry)
        raise NotFoundError("There is nothing at this address.")

    def _read_as(self, access: Access) -> Reader:
        return make_reader(access.number, access.terms, self._clock())

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

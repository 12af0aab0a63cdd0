"""The website without a server: requests in, answers out, on one event loop."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import psycopg

from newswire.public.engine import make_engine
from newswire.public.settings import SiteSettings
from newswire.public.site import Site

T = TypeVar("T")
BASE = "https://news.example"


class Reply(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Door:
    """A website of its own for one test; `now` is what its clock says, `lent` counts connections it took."""

    def __init__(self, dsn: str, public_media: Path, now: datetime, **settings: Any) -> None:
        self.now = now
        self.dsn = dsn
        self.lent = 0
        self._runner = asyncio.Runner()
        self.site = Site(
            self._connect,
            make_engine(),
            SiteSettings(base_url=BASE, public_media=public_media, **settings),
            clock=lambda: self.now,
        )

    def get(self, path: str, method: str = "GET", query: str = "", **headers: str) -> Reply:
        """One request; header names with underscores for hyphens."""
        return self._runner.run(self._ask(method, path, query, headers))

    def get_together(self, path: str, count: int) -> list[Reply]:
        """`count` requests at once."""

        async def ask() -> list[Reply]:
            return await asyncio.gather(*(self._ask("GET", path, "", {}) for _ in range(count)))

        return self._runner.run(ask())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Something else on the website's event loop."""
        return self._runner.run(work)

    def wait(self, **age: float) -> None:
        """Moves the clock on."""
        self.now += timedelta(**age)

    def close(self) -> None:
        """Ends the event loop."""
        self._runner.close()

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        self.lent += 1
        async with await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            yield connection

    async def _ask(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> Reply:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": named}
        await self.site(scope, receive, send)
        start, body = sent
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        assert len(answered) == len(start["headers"])
        return Reply(start["status"], answered, body["body"])

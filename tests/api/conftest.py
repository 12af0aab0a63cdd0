"""The machine doors on a real server, and a reader of event streams."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
from psycopg_pool import ConnectionPool

from newswire.api.app import Api
from newswire.delivery.stream.hub import Hub
from newswire.delivery.stream.source import DatabaseSource
from newswire.search.index import Archive
from tests.newsroom import PEPPER
from tests.serving import serve


class Event(msgspec.Struct):
    """One server-sent event."""

    id: str
    name: str
    data: dict[str, Any]


class Application:
    """The API with its hub, as the web process holds them."""

    def __init__(self, dsn: str, home: Path, now: datetime) -> None:
        self.pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            dsn, min_size=1, max_size=4, kwargs={"autocommit": True}, open=False
        )
        self.hub = Hub(DatabaseSource(dsn), lambda: now)
        self.api = Api(self.pool, self.hub, Archive(home), pepper=PEPPER, clock=lambda: now)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self.api(scope, receive, send)
            return
        await receive()
        self.pool.open()
        await self.hub.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


@pytest.fixture
def application(dsn: str, home: Path, now: datetime) -> Application:
    """The application that `api` serves."""
    return Application(dsn, home, now)


@pytest.fixture
def api(application: Application) -> Iterator[str]:
    """The address of a running server with `/v1`."""
    with serve(application) as address:
        yield address


@pytest.fixture
def client(api: str) -> Iterator[httpx.Client]:
    """An HTTP client of that server, without a key."""
    with httpx.Client(base_url=api, timeout=20) as opened:
        yield opened


def bearer(key: str) -> dict[str, str]:
    """The header a key is sent in."""
    return {"Authorization": f"Bearer {key}"}


def read_stream(answer: httpx.Response) -> Iterator[Event]:
    """The events of an open stream, one by one."""
    event = Event("", "", {})
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            event.id = value
        elif name == "event":
            event.name = value
        elif name == "data":
            event.data = json.loads(value)
        elif not line and event.name:
            yield event
            event = Event("", "", {})


def read_releases(answer: httpx.Response, count: int) -> list[Event]:
    """The next `count` releases of an open stream; heartbeats are passed over."""
    releases: list[Event] = []
    for event in read_stream(answer):
        if event.name == "release":
            releases.append(event)
        if len(releases) == count:
            break
    return releases

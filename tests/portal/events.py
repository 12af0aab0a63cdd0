"""The portal on a real server, and a reader of its live list."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
from django.core.asgi import get_asgi_application
from django.test import Client

from newswire.delivery.alerts.bell import Bell
from newswire.delivery.stream.hub import Hub
from newswire.delivery.stream.source import DatabaseSource
from newswire.look.assets import FOLDER, read_assets
from newswire.portal import page
from newswire.portal.alerts import set_bell
from newswire.portal.live import set_hub


class Event(msgspec.Struct):
    """One server-sent event."""

    id: str = ""
    name: str = ""
    data: dict[str, Any] = {}


class Application:
    """Django's doors with a hub beside them, as the web process holds them; static files straight from memory."""

    def __init__(self, dsn: str) -> None:
        self.hub = Hub(DatabaseSource(dsn), lambda: page.clock())
        self.bell = Bell(dsn)
        self._django = get_asgi_application()
        self._assets = read_assets((FOLDER, page.STATIC))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"].startswith("/assets/"):
            asset = self._assets[scope["path"].removeprefix("/assets/")]
            await _answer(send, asset.mime, asset.content)
        elif scope["path"] == "/favicon.svg":
            await _answer(send, "image/svg+xml", self._assets["look/favicon.svg"].content)
        else:
            await self._django(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await self.hub.start()
        set_hub(self.hub)
        self.bell.start()
        set_bell(self.bell)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.bell.stop()
        await self.hub.stop()
        set_hub(None)
        set_bell(None)
        await send({"type": "lifespan.shutdown.complete"})


async def _answer(send: Any, mime: str, content: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", mime.encode())]})
    await send({"type": "http.response.body", "body": content})


def cookies_of(browser: Client) -> dict[str, str]:
    """The cookies of a signed-in test browser, for another client."""
    return {name: morsel.value for name, morsel in browser.cookies.items()}


def read_events(answer: httpx.Response) -> Iterator[Event]:
    """The events of an open stream, one by one."""
    event = Event()
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
            event = Event()


def read_until(events: Iterator[Event], name: str) -> list[Event]:
    """The events up to and including the next one called `name`."""
    found: list[Event] = []
    for event in events:
        found.append(event)
        if event.name == name:
            return found
    raise AssertionError(f"the stream ended without {name}: {found}")

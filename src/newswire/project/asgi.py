"""The web process: all doors on one port; the first part of a path decides which one answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, get_finders
from django.core.asgi import get_asgi_application
from psycopg import Connection
from psycopg_pool import ConnectionPool
from servestatic import ServeStaticASGI

from newswire.api.app import Api
from newswire.api.http import Receive, Scope, Send, send_answer
from newswire.delivery.alerts.bell import Bell
from newswire.delivery.stream.hub import Hub
from newswire.delivery.stream.source import DatabaseSource
from newswire.kit.clock import utc_now
from newswire.portal.alerts import set_bell
from newswire.portal.live import set_hub
from newswire.project.website import make_public_pool, read_site_settings
from newswire.public.aside import AsideLoop
from newswire.public.engine import make_engine
from newswire.public.follow import Follower
from newswire.public.ready import STATE, ReadyAnswers
from newswire.public.site import Site
from newswire.search.index import Archive

Door = Callable[[Any, Any, Any], Awaitable[None]]

DJANGO_DOORS = frozenset({"desk", "portal", "contact", "assets"})


class Doors:
    """The doors and what they share, from start-up to shutdown."""

    def __init__(self) -> None:
        self._pool: ConnectionPool[Connection[Any]] = ConnectionPool(
            settings.NEWSWIRE_DSN,
            min_size=1,
            max_size=8,
            kwargs={"autocommit": True},
            check=ConnectionPool.check_connection,  # the database was restarted: 0.1 ms a call instead of an error
            open=False,
        )
        self._public = make_public_pool()
        self._hub = Hub(DatabaseSource(settings.NEWSWIRE_DSN))
        self._bell = Bell(settings.NEWSWIRE_DSN)
        self._aside = AsideLoop("pages")
        self._site = Site(self._public.connection, make_engine(), read_site_settings(), aside=self._aside)
        self._follower = Follower(self._site, settings.NEWSWIRE_PUBLIC_DSN)
        archive = Archive(settings.NEWSWIRE_HOME)
        self._api: Door = Api(self._pool, self._hub, archive, pepper=settings.SECRET_KEY, clock=utc_now)
        self._django: Door = _add_assets(get_asgi_application())

    def find(self, path: str) -> Door:
        """The door for a path."""
        first = path.split("/", 2)[1]
        if first == "v1":
            return self._api
        if first in DJANGO_DOORS:
            return self._django
        return self._healthz if path == "/healthz" else self._site

    @property
    def ready(self) -> ReadyAnswers:
        """The website's answers that the server may give by itself."""
        return self._site.ready

    async def open(self) -> None:
        """Opens the pools, lets the hub follow the wire and the website its edition."""
        self._pool.open()
        self._aside.start()
        await self._aside(self._public.open)
        self._follower.start()
        await self._hub.start()
        set_hub(self._hub)
        self._bell.start()
        set_bell(self._bell)

    async def close_streams(self) -> None:
        """Closes every stream; those who hold one resume by number when we are back."""
        await self._bell.stop()
        await self._hub.stop()

    async def close(self) -> None:
        """Closes every stream that is left, then the pools."""
        await self.close_streams()
        await self._follower.stop()
        await self._aside(self._public.close)
        await self._aside.stop()
        self._pool.close()

    async def _healthz(self, _scope: Mapping[str, Any], _receive: Receive, send: Send) -> None:
        await send_answer(send, 200, "text/plain; charset=utf-8", b"ok\n")


def _add_assets(application: Door) -> Door:
    """Django's door with the static files of every installed package before it, straight from where they lie."""
    door = ServeStaticASGI(application, max_age=3600, allow_all_origins=False)
    for finder in get_finders():
        if isinstance(finder, AppDirectoriesFinder):
            for storage in finder.storages.values():
                door.add_files(storage.location, settings.STATIC_URL)
    served: Door = door
    return served


class Application:
    """The ASGI application that uvicorn runs."""

    def __init__(self) -> None:
        self._doors: Doors | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "http" and self._doors is not None:
            await self._doors.find(scope["path"])(scope, receive, send)

    async def close_streams(self) -> None:
        """Ends what would never end by itself, so that the server can wait for the rest."""
        if self._doors is not None:
            await self._doors.close_streams()

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        self._doors = Doors()
        if "state" in scope:
            scope["state"][STATE] = self._doors.ready
        await self._doors.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._doors.close()
        await send({"type": "lifespan.shutdown.complete"})


application = Application()

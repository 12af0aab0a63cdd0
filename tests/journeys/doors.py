"""What the web process serves to people and to machines, on one port."""

from datetime import datetime
from pathlib import Path
from typing import Any

from newswire.portal.live import set_hub
from tests.api.conftest import Application as Machines
from tests.portal.events import Application as People


class Doors:
    """People's pages and machines' doors on one port, as the web process has them."""

    def __init__(self, dsn: str, home: Path, now: datetime) -> None:
        self._people, self._machines = People(dsn), Machines(dsn, home, now)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            door = self._machines if scope["path"].startswith("/v1/") else self._people
            await door(scope, receive, send)
            return
        await receive()
        self._machines.pool.open()
        await self._machines.hub.start()
        set_hub(self._machines.hub)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        set_hub(None)
        await self._machines.hub.stop()
        self._machines.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

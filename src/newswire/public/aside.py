"""A second event loop, in a thread of its own: pages are written there while the first one keeps answering."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

import uvloop

T = TypeVar("T")


class Aside(Protocol):
    """Where work is done that takes more than a few microseconds."""

    async def __call__(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work` gives; what it raises is raised here."""
        ...


async def here(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Does it at once, on the loop that asks."""
    return await work()


class AsideLoop:
    """An event loop in a thread. A page takes a millisecond and eight waits for the database: on the loop that answers
    64 readers at once each wait lasts until all others had their turn; on one of its own it lasts as long as it takes.
    """

    def __init__(self, name: str) -> None:
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Begins; work may be handed over from here on."""
        self._thread.start()

    async def __call__(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work` gives, done over there; a cancelled caller cancels it."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(), self._loop))

    async def stop(self) -> None:
        """Ends it; whoever still waits is cancelled."""
        await self(_cancel_others)
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)

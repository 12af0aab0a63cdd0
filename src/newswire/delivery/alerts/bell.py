"""Wakes those of this process who wait for something to happen to a person's alerts. It says that, and nothing else."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from threading import Event as Stop

import psycopg

from newswire.delivery.alerts.rows import HINT
from newswire.wire.follow import listen

logger = logging.getLogger(__name__)


class Bell:
    """One connection that listens for all who wait. Everything but `run_listener` belongs to the event loop's thread.

    A hint that is lost costs whoever waits the rest of their wait: they look at the table then.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._stop = Stop()
        self._task: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Begins to listen."""
        loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(asyncio.to_thread(self.run_listener, loop))

    async def stop(self) -> None:
        """Ends listening and wakes everybody."""
        self._stop.set()
        for seat in list(self._waiting):
            self._ring(seat)
        if self._task is not None:
            await self._task

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @contextlib.contextmanager
    def expect(self, seat: int) -> Iterator[asyncio.Event]:
        """What is set when something happens to that person's alerts from now on. Look at the table inside."""
        rung = asyncio.Event()
        self._waiting.setdefault(seat, set()).add(rung)
        try:
            yield rung
        finally:
            waiting = self._waiting[seat]
            waiting.discard(rung)
            if not waiting:
                del self._waiting[seat]

    def run_listener(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listens until stopped, in a thread; a lost database costs a delay and nothing else."""
        while not self._stop.is_set():
            try:
                with listen(self._dsn, HINT) as connection:
                    while not self._stop.is_set():
                        for hint in connection.notifies(timeout=0.5):
                            loop.call_soon_threadsafe(self._ring, int(hint.payload))
            except psycopg.OperationalError as error:
                logger.warning("the bell lost the database and tries again: %s", error)
                self._stop.wait(1.0)
            except RuntimeError:
                return  # the event loop has ended

    def _ring(self, seat: int) -> None:
        for rung in self._waiting.get(seat, ()):
            rung.set()

"""Follows the edition's change counter, and has the pages that are in use written before somebody asks for them."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_to_bytes

import psycopg

from newswire.edition import reader
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public.addresses import front_path, story_path
from newswire.public.cache import MAX_AGE
from newswire.public.ready import CHECK_EVERY, GRACE, address_of, grace_of
from newswire.public.site import Request, Site

LISTEN = b"LISTEN edition"
"""`edition.writer.CHANNEL`: a hint that the counter moved; the table is what counts."""
IDLE = timedelta(seconds=1)
"""How often a website that nobody reads asks."""
HOT_PAGES = 300
"""Pages written when the edition moves: lists and what changed, then the most asked for: a second's work."""
NEWEST = 20
RENEW_AT = MAX_AGE * 0.6
"""The age at which a page in use is written anew, so that it is not missed when it is too old."""
_PAUSE = 1.0
_TURN = 0.002
_TURNS = 5
"""How often a page in use, given as it is meanwhile, lets those go first that somebody waits for: 10 ms at most."""
_log = logging.getLogger(__name__)


class Follower:
    """Keeps a website's ready answers in step with the edition, on a connection of its own of the public login."""

    def __init__(self, site: Site, dsn: str) -> None:
        self._site = site
        self._dsn = dsn
        self._moved = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins; the website answers before that too, only slower."""
        self._tasks = [asyncio.create_task(self._run_following()), asyncio.create_task(self._run_writing())]

    async def stop(self) -> None:
        """Ends, and returns when the connection is closed."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run_following(self) -> None:
        """For good: a lost database is a pause, in which the ready answers end by themselves."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
                    await connection.execute(LISTEN)
                    await self._follow(connection)
            except (psycopg.Error, OSError) as error:
                _log.warning("the edition cannot be followed, trying again: %s", error)
            await asyncio.sleep(_PAUSE)

    async def _follow(self, connection: psycopg.AsyncConnection[Any]) -> None:
        ready, wanted = self._site.ready, -1
        while True:
            asked_at = self._site.now()
            if ready.confirm(await reader.read_changes(connection), asked_at):
                self._moved.set()
            # half of what an answer is good for, so that in a busy time the next comes before it has ended
            wait = CHECK_EVERY / 2 if ready.wanted != wanted else IDLE
            wanted = ready.wanted
            async for _ in connection.notifies(timeout=wait.total_seconds(), stop_after=1):
                pass

    async def _run_writing(self) -> None:
        """Writes what is hot whenever the edition has moved, and what grows old in between."""
        while True:
            try:
                async with asyncio.timeout(IDLE.total_seconds()):
                    await self._moved.wait()
            except TimeoutError:
                await self._write(self._site.ready.hottest(HOT_PAGES))
                continue
            self._moved.clear()
            await self._write(await self._choose())

    async def _choose(self) -> Sequence[bytes]:
        """The front pages and lists in use, the stories that changed last, and what is asked for most."""
        fronts = [address_of(front_path(language)) for language in EDITIONS]
        try:
            changed = [story_path(card).encode() for card in await self._site.read_latest(NEWEST)]
        except (psycopg.Error, TimeoutError):
            changed = []
        hottest = self._site.ready.hottest(HOT_PAGES)
        lists = [address for address in hottest if grace_of(address) == GRACE]
        return list(dict.fromkeys((*lists[:NEWEST], *fronts, *changed, *lists, *hottest)))[:HOT_PAGES]

    async def _write(self, addresses: Sequence[bytes]) -> None:
        """Writes those that are missing or grow old, one after the other; begins again when the edition moves."""
        for address in addresses:
            if self._moved.is_set():
                return
            for coding in self._site.ready.set_due(address, RENEW_AT):
                path = unquote_to_bytes(address).decode("utf-8", "replace")
                headers = [(b"accept-encoding", coding.encode())]
                await self._site.answer(Request({"method": "GET", "path": path, "headers": headers}))
            await self._give_way()

    async def _give_way(self) -> None:
        await asyncio.sleep(0)
        for _ in range(_TURNS):
            if not self._site.is_writing:
                return
            await asyncio.sleep(_TURN)

"""The website's follower: what it writes when the edition moves, in which order, and whom it lets go first."""

import asyncio
from datetime import datetime, timedelta

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish
from newswire.public.follow import NEWEST, Follower
from newswire.public.site import Request
from tests.edition.contents import make_content
from tests.public.door import Door

Connection = psycopg.Connection[tuple[object, ...]]
PATIENCE = 60


def _publish(connection: Connection, name: str, moment: datetime, headline: str = "") -> str:
    """Publishes a story and returns the address of its page."""
    content = make_content(headline=headline or name, slug=name, sections=("world",), correction=None)
    do_publish(connection, name, content, moment)
    return f"/en/world/{name}/{public_id_of(name)}"


def _warm(door: Door, paths: list[str]) -> None:
    """Has each page written and asked for, the first the least."""
    for times, path in enumerate(paths, 1):
        assert door.get(path, accept_encoding="br").status == 200
        for _ in range(times):
            assert door.site.ready.find(path.encode(), b"GET", "br", "") is not None


class Record:
    """What the website was asked for, in order; `seen` is set once all of `wanted` was."""

    def __init__(self, door: Door, wanted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        self.seen = asyncio.Event()
        answer = door.site.answer

        async def note(request: Request) -> object:
            answered = await answer(request)
            self.paths.append(request.path)
            if set(wanted) <= set(self.paths):
                self.seen.set()
            return answered

        monkeypatch.setattr(door.site, "answer", note)

    def place(self, path: str) -> int:
        """Where the page came in the order."""
        return self.paths.index(path)


def test_lists_and_what_changed_are_written_before_the_other_pages_in_use(
    door: Door, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot = [_publish(connection, name, now - timedelta(hours=2)) for name in ("hot-a", "hot-b")]
    old = _publish(connection, "old", now - timedelta(hours=2))
    for number in range(NEWEST + 5):
        _publish(connection, f"between-{number}", now - timedelta(hours=1) + timedelta(seconds=number))
    _warm(door, ["/en/world/", old, *hot])  # the list is asked for least

    async def follow() -> Record:
        record = Record(door, ["/en/world/", old, *hot], monkeypatch)
        follower = Follower(door.site, door.dsn)
        follower.start()
        try:
            await asyncio.to_thread(_publish, connection, "old", now, "Changed")
            async with asyncio.timeout(PATIENCE):
                await record.seen.wait()
        finally:
            await follower.stop()
        return record

    record = door.run(follow())
    assert record.place("/en/world/") < record.place(old) < min(record.place(path) for path in hot)
    given = door.site.ready.find(old.encode(), b"GET", "", "")
    assert given is not None
    assert b"Changed" in given.body


def test_a_reader_who_waits_for_a_page_delays_those_in_use_and_does_not_stop_them(
    door: Door, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot = _publish(connection, "hot", now - timedelta(hours=2))
    slow = _publish(connection, "slow", now - timedelta(hours=2))
    _warm(door, ["/en/", hot])

    async def follow() -> bool:
        gate, entered = asyncio.Event(), asyncio.Event()
        find = door.site._stories.find

        async def wait_at_the_gate(public_id: str, path: str) -> object:
            if path == slow:
                entered.set()
                await gate.wait()
            return await find(public_id, path)

        monkeypatch.setattr(door.site._stories, "find", wait_at_the_gate)
        assert not door.site.is_writing
        reader = asyncio.create_task(door.site.answer(Request({"method": "GET", "path": slow, "headers": []})))
        await entered.wait()
        assert door.site.is_writing
        record = Record(door, ["/en/", hot], monkeypatch)
        follower = Follower(door.site, door.dsn)
        follower.start()
        try:
            await asyncio.to_thread(_publish, connection, "new", now)
            async with asyncio.timeout(PATIENCE):
                await record.seen.wait()
            waited = not reader.done()
        finally:
            gate.set()
            await follower.stop()
        assert (await reader).status == 200
        return waited

    assert door.run(follow())

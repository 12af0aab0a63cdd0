"""The stream hub on a real database: who gets which frame, and what a slow client or a lost connection costs."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from django.db import connection

from newswire.delivery.entry import encode_entry, encode_tail
from newswire.delivery.stream import hub as hub_module
from newswire.delivery.stream import sinks
from newswire.delivery.stream.frames import chunk
from newswire.delivery.stream.hub import Client, Hub
from newswire.delivery.stream.sinks import MOST_BYTES, QueueSink, TransportSink
from newswire.delivery.stream.source import DatabaseSource, read_broadcasts
from newswire.routing.feed import read_entries
from newswire.routing.numbering import SIZE
from newswire.subscribers.models import Subscription
from tests.newsroom import Newsroom
from tests.stories import BODY, make_guid

PATIENCE = 20.0
Test = Callable[[Hub], Awaitable[None]]


class Event(msgspec.Struct):
    """One frame, taken apart."""

    id: str = ""
    event: str = ""
    data: dict[str, Any] = {}


def take_apart(frame: bytes) -> Event:
    """A frame as a browser reads it."""
    assert frame.endswith(b"\n\n")
    fields = dict(line.split(": ", 1) for line in frame.decode().rstrip("\n").split("\n"))
    return Event(fields.get("id", ""), fields["event"], json.loads(fields["data"]))


@asynccontextmanager
async def following(dsn: str) -> AsyncIterator[Hub]:
    """A hub that follows for the length of the block."""
    hub = Hub(DatabaseSource(dsn))
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


def run(dsn: str, test: Test) -> None:
    """Runs the test's coroutine with a hub that follows."""

    async def live() -> None:
        async with following(dsn) as hub:
            await test(hub)

    asyncio.run(live())


def join(hub: Hub, subscription: Subscription, after: int = 0) -> QueueSink:
    """A client of that subscription that has had `after` numbers."""
    sink = QueueSink()
    hub.register(Client(subscription.number, after, sink))
    return sink


async def next_release(sink: QueueSink) -> Event:
    """The client's next release; heartbeats are passed over."""
    while True:
        frame = await asyncio.wait_for(sink.read(), PATIENCE)
        assert frame is not None, "the stream was closed"
        event = take_apart(frame)
        if event.event == "release":
            return event


async def read_numbers(sink: QueueSink, count: int) -> list[int]:
    return [(await next_release(sink)).data["n"] for _ in range(count)]


def test_a_heartbeat_tells_epoch_and_newest_number(
    dsn: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT_SECONDS", 0.01)
    paper, empty = newsroom.subscribe("paper"), newsroom.subscribe("empty", "lang:tr")
    newsroom.release("a")
    newsroom.release("b")

    async def test(hub: Hub) -> None:
        for subscription, head in ((paper, 2), (empty, 0)):
            frame = await asyncio.wait_for(join(hub, subscription).read(), PATIENCE)
            assert frame == b'event: heartbeat\ndata: {"epoch":"%b","head":%d}\n\n' % (hub.epoch.encode(), head)

    run(dsn, test)


def test_a_client_gets_only_numbers_above_those_it_had(dsn: str, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a")

    async def test(hub: Hub) -> None:
        early, late = join(hub, paper, 1), join(hub, paper, 3)
        for name in "bcd":
            await asyncio.to_thread(newsroom.release, name)
        assert await read_numbers(early, 3) == [2, 3, 4]
        assert await read_numbers(late, 1) == [4]
        assert late.frames.empty()

    run(dsn, test)


def test_a_frame_is_named_by_epoch_and_number_and_holds_the_feeds_entry(dsn: str, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")

    async def test(hub: Hub) -> None:
        sink = join(hub, paper)
        await asyncio.to_thread(newsroom.release, "a", headline='Ferry “Ida”\nsaid: "afloat"')
        event = await next_release(sink)
        (entry,) = read_entries(newsroom.connection, newsroom.reader(paper.number), 0)
        assert event.id == f"{hub.epoch}:1"
        assert event.data == json.loads(encode_entry(entry))

    run(dsn, test)


def test_nothing_reaches_a_subscription_that_is_not_in_the_audience(dsn: str, newsroom: Newsroom) -> None:
    english, turkish = newsroom.subscribe("english", "lang:en"), newsroom.subscribe("turkish", "lang:tr")

    async def test(hub: Hub) -> None:
        one, other = join(hub, english), join(hub, turkish)
        for name, language in (("a", "en"), ("b", "en"), ("c", "tr")):
            await asyncio.to_thread(newsroom.release, name, language=language)
        seen = await next_release(other)
        assert (seen.data["n"], seen.data["guid"]) == (1, make_guid("c"))
        assert other.frames.empty()
        assert await read_numbers(one, 2) == [1, 2]
        assert (hub.head(english.number), hub.head(turkish.number), hub.sent) == (2, 1, 3)

    run(dsn, test)


def test_a_slow_client_is_dropped_and_closed_and_the_others_go_on(
    dsn: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "MOST_BYTES", 100)
    paper = newsroom.subscribe("paper")

    async def test(hub: Hub) -> None:
        slow, quick = join(hub, paper), join(hub, paper)
        for n, name in enumerate("abc", start=1):
            await asyncio.to_thread(newsroom.release, name)
            assert await read_numbers(quick, 1) == [n]
        assert hub.open_streams == 1
        assert await read_numbers(slow, 1) == [1]
        assert await slow.read() is None
        assert slow.frames.empty()

    run(dsn, test)


def test_leaving_twice_is_leaving_once(dsn: str, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")

    async def test(hub: Hub) -> None:
        one, other = Client(paper.number, 0, QueueSink()), Client(paper.number, 0, QueueSink())
        hub.unregister(one)
        hub.register(one)
        hub.register(other)
        hub.register(other)
        assert hub.open_streams == 2
        hub.unregister(one)
        hub.unregister(one)
        assert hub.open_streams == 1
        hub.unregister(other)
        assert hub.open_streams == 0
        sink = join(hub, paper)
        await asyncio.to_thread(newsroom.release, "a")
        assert await read_numbers(sink, 1) == [1]

    run(dsn, test)


def test_a_lost_database_connection_costs_a_delay_and_nothing_else(
    dsn: str, newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    paper = newsroom.subscribe("paper")

    def cut_and_release() -> None:
        newsroom.release("before")
        for count in range(3):
            newsroom.connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            newsroom.release(f"after-{count}")

    async def test(hub: Hub) -> None:
        sink = join(hub, paper)
        await asyncio.to_thread(cut_and_release)
        events = [await next_release(sink) for _ in range(4)]
        assert [one.data["n"] for one in events] == [1, 2, 3, 4]
        assert [one.data["guid"] for one in events] == [
            make_guid(name) for name in ("before", "after-0", "after-1", "after-2")
        ]
        await asyncio.to_thread(newsroom.release, "last")
        assert await read_numbers(sink, 1) == [5]
        assert sink.frames.empty()
        assert (hub.head(paper.number), hub.sent) == (5, 5)

    run(dsn, test)
    assert "the hub lost the database" in caplog.text


def test_waiting_ends_with_a_release_with_time_or_at_once(dsn: str, newsroom: Newsroom) -> None:
    paper, other = newsroom.subscribe("paper"), newsroom.subscribe("other", "lang:tr")
    newsroom.release("a")

    async def test(hub: Hub) -> None:
        await asyncio.wait_for(hub.wait_for(paper.number, 0, 600), PATIENCE)
        waiting = asyncio.ensure_future(hub.wait_for(paper.number, 1, 600))
        await asyncio.sleep(0)
        assert (waiting.done(), hub.open_streams) == (False, 1)
        await asyncio.to_thread(newsroom.release, "b")
        await asyncio.wait_for(waiting, PATIENCE)
        assert hub.head(paper.number) == 2
        start = time.monotonic()
        await hub.wait_for(other.number, 0, 0.05)
        assert 0.04 < time.monotonic() - start < PATIENCE
        assert hub.open_streams == 0

    run(dsn, test)


def test_waiting_ends_when_the_hub_does(dsn: str, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")

    async def test() -> None:
        async with following(dsn) as hub:
            waiting = asyncio.ensure_future(hub.wait_for(paper.number, 0, 600))
            await asyncio.sleep(0)
        await asyncio.wait_for(waiting, PATIENCE)
        assert hub.open_streams == 0

    asyncio.run(test())


def test_a_hub_begun_in_the_middle_of_a_block_knows_every_number(dsn: str, newsroom: Newsroom) -> None:
    everything, turkish = newsroom.subscribe("everything"), newsroom.subscribe("turkish", "lang:tr")
    for count in range(SIZE + 7):
        newsroom.append(f"old-{count}", language="tr" if count % 5 == 0 else "en")
    newsroom.route()
    of_turkish = -(-(SIZE + 7) // 5)

    async def test(hub: Hub) -> None:
        assert (hub.head(everything.number), hub.head(turkish.number)) == (SIZE + 7, of_turkish)
        assert hub.head(turkish.number + 1) == 0
        one, other = join(hub, everything, SIZE + 7), join(hub, turkish, of_turkish)
        await asyncio.to_thread(newsroom.release, "new", language="tr")
        assert await read_numbers(one, 1) == [SIZE + 8]
        assert await read_numbers(other, 1) == [of_turkish + 1]

    run(dsn, test)


def test_a_subscription_made_while_the_hub_runs_is_served_from_its_first_number(dsn: str, newsroom: Newsroom) -> None:
    newsroom.subscribe("old")

    def subscribe() -> Subscription:
        with closing(connection):  # Django's own for this thread
            return newsroom.subscribe("new")

    async def test(hub: Hub) -> None:
        new = await asyncio.to_thread(subscribe)
        sink = join(hub, new)
        await asyncio.to_thread(newsroom.release, "a")
        assert await read_numbers(sink, 1) == [1]

    run(dsn, test)


def test_a_kill_is_a_recall_without_content_and_takes_it_from_what_still_waits(dsn: str, newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")

    async def test(hub: Hub) -> None:
        sink = join(hub, paper)
        await asyncio.to_thread(newsroom.release, "a")
        assert BODY[0].text in str((await next_release(sink)).data)
        await asyncio.to_thread(newsroom.release, "a", "kill")
        event = await next_release(sink)
        assert (event.data["kind"], event.data["use"], event.data["version"]) == ("kill", "recall", 2)
        assert event.data["item"]["pubStatus"] == "canceled"
        assert "Northaven" not in json.dumps(event.data)

    run(dsn, test)
    waiting = read_broadcasts(newsroom.connection, 0)
    assert [one.seq for one in waiting] == [1, 2]
    assert not [tail for one in waiting for _, tail in one.tails if b"Northaven" in tail]


def test_those_who_see_another_version_get_another_tail(newsroom: Newsroom) -> None:
    early, late = newsroom.subscribe("early"), newsroom.subscribe("late", "headline:reopened")
    newsroom.release("a")
    newsroom.release("a", "update", headline="Harbour reopened")
    assert read_broadcasts(newsroom.connection, 2) == []
    (broadcast,) = read_broadcasts(newsroom.connection, 1)
    seen = {tuple(members): json.loads(b'{"n":1' + tail) for members, tail in broadcast.tails}
    assert (seen[early.number,]["kind"], seen[early.number,]["version"]) == ("update", 2)
    assert (seen[late.number,]["kind"], seen[late.number,]["version"]) == ("new", 1)
    assert [one.seq for one in read_broadcasts(newsroom.connection, 0, limit=1)] == [1]


def test_an_entry_is_its_number_and_the_tail_that_others_share(newsroom: Newsroom) -> None:
    paper, world = newsroom.subscribe("paper"), newsroom.subscribe("world", "section:world")
    newsroom.release("local", sections=("economy",))
    newsroom.release("abroad")
    second = read_entries(newsroom.connection, newsroom.reader(paper.number), 1)[0]
    first = read_entries(newsroom.connection, newsroom.reader(world.number), 0)[0]
    assert (second.n, first.n) == (2, 1)
    assert encode_tail(second) == encode_tail(first)
    found = json.loads(encode_entry(second))
    assert list(found) == ["n", "kind", "use", "until", "guid", "version", "released_at", "item"]
    assert (found["n"], found["guid"], found["until"]) == (2, make_guid("abroad"), None)
    assert datetime.fromisoformat(found["released_at"]) == newsroom.now
    assert newsroom.now.tzinfo is UTC
    assert b"\n" not in encode_entry(second)


class Wire(asyncio.Transport):
    """A connection whose other end reads as slowly as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.waiting = 0
        self.ended = False

    def is_closing(self) -> bool:
        return self.ended

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def write(self, data: Any) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.ended = True


def test_frames_go_to_the_transport_as_chunks_until_it_is_gone_or_too_far_behind() -> None:
    transport = Wire()
    sink = TransportSink(transport)
    assert sink.write(b"one")
    transport.waiting = MOST_BYTES
    assert sink.write(b"two")
    transport.waiting = MOST_BYTES + 1
    assert not sink.write(b"three")
    transport.waiting = 0
    sink.close()
    assert transport.ended
    assert not sink.write(b"four")
    assert transport.written == [chunk(b"one"), chunk(b"two")]


def test_a_queue_that_was_read_takes_frames_again() -> None:
    async def test() -> None:
        sink = QueueSink()
        big = b"x" * (MOST_BYTES + 1)
        assert sink.write(big)
        assert not sink.write(b"y")
        assert await sink.read() == big
        assert sink.write(b"z")
        sink.close()
        assert [await sink.read(), await sink.read()] == [b"z", None]

    asyncio.run(test())

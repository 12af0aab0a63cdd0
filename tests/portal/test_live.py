"""The live list: replay and live without a seam, resumed by number, ended when the visitor may no longer look."""

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from django.test import Client

from newswire.delivery.stream import hub as hub_module
from newswire.delivery.stream.source import DatabaseSource
from newswire.portal import live
from newswire.portal.live import WakeSink, Watch, cursor_of, follow, read_start, set_hub
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_end_contract
from tests.newsroom import Newsroom
from tests.portal.events import Application, Event, cookies_of, read_events, read_until
from tests.portal.newsroom import Reader, open_browser, send_notice
from tests.serving import serve
from tests.stories import make_guid


@pytest.fixture
def application(dsn: str) -> Application:
    """What `portal` serves."""
    return Application(dsn)


@pytest.fixture
def portal(application: Application) -> Iterator[str]:
    """The address of a running server with the portal."""
    with serve(application) as address:
        yield address


@pytest.fixture
def client(portal: str, browser: Client) -> Iterator[httpx.Client]:
    """An HTTP client of that server in which the reader is signed in."""
    with httpx.Client(base_url=portal, cookies=cookies_of(browser), timeout=20) as opened:
        yield opened


def rows(events: list[Event]) -> list[Event]:
    return [event for event in events if event.name == "row"]


def test_what_was_missed_comes_first_and_then_what_is_new(
    newsroom: Newsroom, reader: Reader, client: httpx.Client
) -> None:
    for name in "abc":
        newsroom.release(name)
    with client.stream("GET", f"/portal/live/{reader.number}?after=1") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        events = read_events(answer)
        assert [event.data["n"] for event in rows(read_until(events, "heartbeat"))] == [2, 3]
        newsroom.release("d")
        (event,) = read_until(events, "row")
    assert (event.data["n"], event.data["guid"], event.data["kind"]) == (4, make_guid("d"), "new")
    assert event.data["html"].startswith('<li class="row is-unread" data-n="4"')
    assert "Northaven harbour opens again (d)" in event.data["html"]


def test_a_reconnecting_browser_goes_on_after_the_last_it_had(
    newsroom: Newsroom, reader: Reader, client: httpx.Client
) -> None:
    path = f"/portal/live/{reader.number}"
    with client.stream("GET", f"{path}?after=0") as answer:
        events = read_events(answer)
        newsroom.release("a")
        last = read_until(events, "row")[-1].id
    newsroom.release("b")
    newsroom.release("c")
    with client.stream("GET", f"{path}?after=0", headers={"Last-Event-ID": last}) as answer:
        found = rows(read_until(read_events(answer), "heartbeat"))
    assert [event.data["n"] for event in found] == [2, 3]


def test_a_hundred_releases_come_once_each_and_in_order(
    newsroom: Newsroom, reader: Reader, client: httpx.Client
) -> None:
    for number in range(60):
        newsroom.append(f"before-{number}")
    newsroom.route()
    with client.stream("GET", f"/portal/live/{reader.number}?after=0") as answer:
        events = read_events(answer)
        found = rows(read_until(events, "row"))
        for number in range(40):
            newsroom.release(f"while-{number}")
        while found[-1].data["n"] < 100:
            found += rows(read_until(events, "row"))
    assert [event.data["n"] for event in found] == list(range(1, 101))


def test_a_kill_comes_with_the_use_and_the_notice(newsroom: Newsroom, reader: Reader, client: httpx.Client) -> None:
    newsroom.release("wrong", headline="Minister resigns")
    with client.stream("GET", f"/portal/live/{reader.number}?after=1") as answer:
        events = read_events(answer)
        read_until(events, "heartbeat")
        send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
        (event,) = read_until(events, "row")
    assert (event.data["kind"], event.data["use"]) == ("kill", "recall")
    assert "The ministry denies it." in event.data["html"]
    assert "Minister resigns" not in event.data["html"]


def test_rows_are_written_in_the_language_of_the_page(newsroom: Newsroom, reader: Reader, client: httpx.Client) -> None:
    newsroom.release("a")
    newsroom.release("a", "update")
    headers = {"Accept-Language": "tr"}
    with client.stream("GET", f"/portal/live/{reader.number}?after=1", headers=headers) as answer:
        (event,) = rows(read_until(read_events(answer), "heartbeat"))
    assert "Güncelleme" in event.data["html"]
    assert "Ekonomi" in event.data["html"]


def test_a_stream_carries_nothing_of_another_subscription(newsroom: Newsroom, portal: str, stranger: Reader) -> None:
    with (
        httpx.Client(base_url=portal, cookies=cookies_of(open_browser(stranger.user)), timeout=20) as client,
        client.stream("GET", f"/portal/live/{stranger.number}?after=0") as answer,
    ):
        events = read_events(answer)
        assert rows(read_until(events, "heartbeat")) == []
        newsroom.release("english")
        newsroom.release("turkish", language="tr")
        (event,) = rows(read_until(events, "row"))
    assert (event.data["n"], event.data["guid"]) == (1, make_guid("turkish"))


@pytest.mark.parametrize("leave", ["sign out", "seat", "dismissal"])
def test_the_stream_ends_when_the_visitor_may_no_longer_look(
    newsroom: Newsroom, reader: Reader, browser: Client, client: httpx.Client, leave: str
) -> None:
    with client.stream("GET", f"/portal/live/{reader.number}?after=0") as answer:
        events = read_events(answer)
        read_until(events, "heartbeat")
        if leave == "sign out":
            browser.post("/portal/logout/")
        elif leave == "seat":
            reader.user.seat.delete()
        else:
            reader.user.is_active = False
            reader.user.save()
        newsroom.release("secret")
        assert [event.name for event in events] == ["ended"]
    assert client.head(f"/portal/live/{reader.number}").status_code == 401


def test_the_end_of_the_contract_ends_an_open_list_and_a_reopened_one_still_brings_the_kill(
    newsroom: Newsroom, reader: Reader, client: httpx.Client
) -> None:
    newsroom.release("had")
    contract = Subscription.objects.get(pk=reader.number).contract_id
    path = f"/portal/live/{reader.number}?after=0"
    with client.stream("GET", path) as answer:
        events = read_events(answer)
        read_until(events, "heartbeat")
        do_end_contract(contract, newsroom.now)
        began = time.monotonic()
        assert [event.name for event in events if event.name != "heartbeat"] == ["over"]
        assert time.monotonic() - began < 5
    with client.stream("GET", path) as answer:
        events = read_events(answer)
        read_until(events, "heartbeat")
        newsroom.release("not-theirs-any-more")
        send_notice(newsroom, "had", "kill", "The ministry denies it.")
        (event,) = rows(read_until(events, "row"))
    assert (event.data["n"], event.data["kind"], event.data["use"]) == (2, "kill", "recall")


def test_what_came_before_the_end_is_still_shown(
    dsn: str, newsroom: Newsroom, reader: Reader, browser: Client, now: datetime
) -> None:
    newsroom.release("last")
    watch = Watch(browser.cookies["sessionid"].value, reader.number, "en")

    async def run() -> list[bytes]:
        hub = hub_module.Hub(DatabaseSource(dsn), lambda: now)
        await hub.start()
        frames: list[bytes] = []
        async for frame in follow(hub, watch, "0"):
            if not frames:
                hub.end(reader.number)
            frames.append(frame)
        assert hub.open_streams == 0
        await hub.stop()
        return frames

    assert [frame.split(b"\n")[0].split(b":")[0] for frame in asyncio.run(run())] == [b"retry", b"id", b"event"]


def test_a_look_before_connecting_says_whether_there_would_be_a_stream(reader: Reader, client: httpx.Client) -> None:
    answer = client.head(f"/portal/live/{reader.number}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.head("/portal/live/4711").status_code == 404


def test_without_a_hub_a_browser_is_asked_to_come_back(reader: Reader, browser: Client) -> None:
    answer = browser.get(f"/portal/live/{reader.number}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_the_page_hands_over_a_cursor_that_names_the_epoch(
    newsroom: Newsroom, reader: Reader, client: httpx.Client, application: Application
) -> None:
    newsroom.release("a")
    page = client.get(f"/portal/wire/{reader.number}/").text
    assert f'data-cursor="{application.hub.epoch}:1"' in page
    set_hub(None)
    assert cursor_of(1) == "1"


def test_a_cursor_from_before_a_restore_is_not_taken_for_a_number(
    newsroom: Newsroom, reader: Reader, client: httpx.Client
) -> None:
    newsroom.release("a")
    for after in (f"{'0' * 32}:1", "2", "x", "-1", "9" * 40):
        with client.stream("GET", f"/portal/live/{reader.number}?after={after}") as answer:
            assert [event.name for event in read_events(answer)] == ["restored"], after


@pytest.mark.parametrize(
    ("given", "start"),
    [("", 2), ("0", 0), ("2", 2), ("e:1", 1), ("e:3", None), ("f:1", None), (":1", None), ("e:", None)],
)
def test_where_a_stream_starts(newsroom: Newsroom, reader: Reader, given: str, start: int | None) -> None:
    newsroom.release("a")
    newsroom.release("b")
    assert read_start(reader.number, given, "e") == start


def test_a_stream_leaves_nothing_behind_when_the_hub_stops(
    dsn: str, newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 20)
    newsroom.release("a")
    watch = Watch(browser.cookies["sessionid"].value, reader.number, "en")

    async def run() -> list[bytes]:
        hub = hub_module.Hub(DatabaseSource(dsn))
        await hub.start()
        frames: list[bytes] = []
        async for frame in follow(hub, watch, "0"):
            frames.append(frame)
            if frame.startswith(b"event: heartbeat"):
                assert hub.open_streams == 1
                await hub.stop()
        assert hub.open_streams == 0
        return frames

    frames = asyncio.run(run())
    assert [frame.split(b"\n")[0].split(b":")[0] for frame in frames] == [b"retry", b"id", b"event"]


def test_a_sink_keeps_no_frames_and_wakes_at_once() -> None:
    async def run() -> None:
        sink = WakeSink()
        for _ in range(10_000):
            assert sink.write(b"x" * 1000)
        await asyncio.wait_for(sink.wait(60), 5)
        waiting: asyncio.Task[Any] = asyncio.ensure_future(sink.wait(0.01))
        await asyncio.wait_for(waiting, 5)
        assert not sink.closed
        sink.close()
        await asyncio.wait_for(sink.wait(60), 5)
        assert sink.closed

    asyncio.run(run())

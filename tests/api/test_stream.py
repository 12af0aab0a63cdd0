"""`/v1/stream`: from any number, then live, without a seam; each subscription only what is its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from newswire.delivery.stream.frames import chunk, heartbeat_frame, release_frame
from newswire.delivery.stream.hub import Client
from newswire.delivery.stream.sinks import MOST_BYTES, QueueSink
from newswire.subscribers.service import do_end_contract
from tests.api.conftest import Application, Event, bearer, read_releases, read_stream
from tests.newsroom import Newsroom
from tests.portal.newsroom import send_notice
from tests.stories import BODY, make_guid


@contextmanager
def opened(api: str, key: str, query: str = "", **headers: str) -> Iterator[httpx.Response]:
    """An open stream whose first heartbeat can be read."""
    with (
        httpx.Client(base_url=api, timeout=20) as client,
        client.stream("GET", f"/v1/stream{query}", headers=bearer(key) | headers) as answer,
    ):
        yield answer


def numbers(events: list[Event]) -> list[int]:
    return [event.data["n"] for event in events]


def test_a_release_arrives_live_in_full(newsroom: Newsroom, api: str) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    with opened(api, key) as stream:
        events = read_stream(stream)
        assert next(events).name == "heartbeat"
        newsroom.release("a")
        event = next(events)
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert (event.name, event.data["n"], event.data["kind"]) == ("release", 1, "new")
    assert event.id.endswith(":1")
    assert all(block.text in event.data["item"]["bodies"][0]["value"] for block in BODY)


def test_the_first_heartbeat_tells_the_newest_number(newsroom: Newsroom, api: str, application: Application) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    newsroom.release("a")
    with opened(api, key) as stream:
        event = next(read_stream(stream))
    assert event.data == {"epoch": application.hub.epoch, "head": 1}


def test_stream_and_feed_give_the_same_entry(newsroom: Newsroom, api: str) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    newsroom.release("a")
    with opened(api, key, "?after=0") as stream:
        (replayed,) = read_releases(stream, 1)
    with opened(api, key) as stream:
        newsroom.release("b")
        (live,) = read_releases(stream, 1)
    feed = httpx.get(f"{api}/v1/feed", headers=bearer(key)).json()["items"]
    assert [replayed.data, live.data] == feed


def test_replay_runs_into_live_without_a_seam(newsroom: Newsroom, api: str) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    for count in range(120):
        newsroom.release(f"old-{count}")

    def write() -> None:
        for count in range(60):
            newsroom.release(f"new-{count}")

    with opened(api, key, "?after=0") as stream:
        writer = threading.Thread(target=write)
        writer.start()
        events = read_releases(stream, 180)
        writer.join(60)
    assert numbers(events) == list(range(1, 181))


def test_last_event_id_resumes_where_the_client_stood(newsroom: Newsroom, api: str) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    for count in range(5):
        newsroom.release(str(count))
    with opened(api, key, "?after=0") as stream:
        third = read_releases(stream, 3)[-1]
    with opened(api, key, "?after=0", **{"Last-Event-ID": third.id}) as stream:
        assert numbers(read_releases(stream, 2)) == [4, 5]


def test_each_client_has_the_numbers_of_its_own_subscription(newsroom: Newsroom, api: str) -> None:
    everything, turkish = newsroom.subscribe("everything"), newsroom.subscribe("turkish", "lang:tr")
    with opened(api, newsroom.key(everything)) as first, opened(api, newsroom.key(turkish)) as second:
        for count in range(6):
            newsroom.release(str(count), language="tr" if count % 2 else "en")
        assert numbers(read_releases(first, 6)) == [1, 2, 3, 4, 5, 6]
        events = read_releases(second, 3)
    assert numbers(events) == [1, 2, 3]
    assert [event.data["guid"] for event in events] == [make_guid(name) for name in "135"]


def test_kinds_and_versions_on_the_stream_are_relative_to_what_was_had(newsroom: Newsroom, api: str) -> None:
    early, late = newsroom.subscribe("early"), newsroom.subscribe("late", "headline:reopened")
    with opened(api, newsroom.key(early)) as first, opened(api, newsroom.key(late)) as second:
        newsroom.release("a")
        newsroom.release("a", "correction", headline="Harbour reopened")
        newsroom.release("a", "kill")
        seen = [(event.data["kind"], event.data["version"]) for event in read_releases(first, 3)]
        assert seen == [("new", 1), ("correction", 2), ("kill", 3)]
        seen = [(event.data["kind"], event.data["version"]) for event in read_releases(second, 2)]
        assert seen == [("new", 1), ("kill", 2)]


def test_the_end_of_the_contract_ends_an_open_stream_and_a_new_one_still_brings_the_kill(
    newsroom: Newsroom, api: str
) -> None:
    paper = newsroom.subscribe("paper")
    key = newsroom.key(paper)
    other = newsroom.key(newsroom.subscribe("other"))
    newsroom.release("had")
    with opened(api, key) as stream, opened(api, other) as runs_on:
        events = read_stream(stream)
        assert next(events).name == "heartbeat"
        newsroom.release("last")
        do_end_contract(paper.contract_id, newsroom.now)
        began = time.monotonic()
        left = [event for event in events if event.name != "heartbeat"]
        assert time.monotonic() - began < 5
        assert [event.name for event in left] == ["release", "ended"], "and the response was ended, not cut"
        assert left[1].data == {"code": "contract-ended"}
        send_notice(newsroom, "had", "kill", "One source has withdrawn.")
        assert numbers(read_releases(runs_on, 2)) == [2, 3], "nobody else's stream ends"
    with opened(api, key, "?after=2") as stream:
        (event,) = read_releases(stream, 1)
    assert (event.data["kind"], event.data["use"]) == ("kill", "recall")
    with opened(api, key) as stream:
        events = read_stream(stream)
        assert next(events).name == "heartbeat"
        newsroom.release("not-theirs-any-more")
        send_notice(newsroom, "last", "kill", "One source has withdrawn.")
        assert next(event for event in events if event.name != "heartbeat").data["n"] == 4
    feed = httpx.get(f"{api}/v1/feed?after=2", headers=bearer(key)).json()["items"]
    assert [one["kind"] for one in feed] == ["kill", "kill"]


def test_a_number_that_was_never_given_is_refused(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper")))
    newsroom.release("a")
    answer = client.get("/v1/stream?after=2", headers=headers)
    assert answer.status_code == 400
    assert "the newest is 1" in answer.json()["detail"]
    wrong_epoch = client.get("/v1/stream", headers=headers | {"Last-Event-ID": f"{'0' * 32}:1"})
    assert wrong_epoch.status_code == 409


def test_many_clients_get_the_same_release(newsroom: Newsroom, api: str, application: Application) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    with ExitStack() as stack:
        streams = [read_stream(stack.enter_context(opened(api, key))) for _ in range(30)]
        assert {next(stream).name for stream in streams} == {"heartbeat"}
        newsroom.release("a")
        assert [next(stream).data["n"] for stream in streams] == [1] * 30
        assert application.hub.open_streams == 30


def test_a_client_that_does_not_read_is_dropped(application: Application) -> None:
    sink = QueueSink()
    application.hub.register(Client(0, 0, sink))
    assert sink.write(b"x" * (MOST_BYTES + 1))
    assert not sink.write(b"y")


def test_frames_are_what_the_standard_says() -> None:
    assert release_frame("e", 7, b',"kind":"new"}') == b'id: e:7\nevent: release\ndata: {"n":7,"kind":"new"}\n\n'
    assert heartbeat_frame("e", 7) == b'event: heartbeat\ndata: {"epoch":"e","head":7}\n\n'
    assert chunk(b"x" * 26) == b"1a\r\n" + b"x" * 26 + b"\r\n"

"""The cache in front is told what changed: by http, kills first, again until it answers, after a restart too."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from psycopg import Connection

from newswire.delivery.website.follow import do_advance
from newswire.delivery.website.purge import (
    BATCH,
    LONGEST_PAUSE,
    SETTLE,
    Hook,
    do_begin,
    do_end,
    do_purge,
    pause_after,
    run_purge,
)
from newswire.edition.shape import public_id_of
from newswire.item.item import Media
from newswire.kit.outbound import OutboundError
from newswire.media.renditions import do_make_renditions
from newswire.subscribers.service import do_open_website
from tests.media.pictures import draw, encode
from tests.newsroom import START, Newsroom
from tests.stories import make_guid
from tests.waiting import wait_until

BASE = "https://news.example"


class Cache:
    """Takes calls and keeps them; answers with `status`."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.tokens: list[str | None] = []
        self.status = 200
        cache = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                cache.tokens.append(self.headers["authorization"])
                if cache.status == 200:
                    cache.calls.append([url.removeprefix(BASE) for url in body["urls"]])
                self.send_response(cache.status)
                self.send_header("location", "/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.hook = Hook(f"http://127.0.0.1:{self.server.server_address[1]}/purge", "s3cret", BASE)

    def told(self) -> list[str]:
        return [path for call in self.calls for path in call]


@pytest.fixture
def cache() -> Iterator[Cache]:
    opened = Cache()
    thread = threading.Thread(target=opened.server.serve_forever, args=(0.01,))
    thread.start()
    yield opened
    opened.server.shutdown()
    thread.join(30)
    opened.server.server_close()


@pytest.fixture
def site(newsroom: Newsroom) -> Newsroom:
    do_open_website("*", now=START)
    do_begin(newsroom.connection)
    return newsroom


def later(seconds: float = 0) -> datetime:
    """A moment at which what was just noted has settled: the database notes by its own clock."""
    return datetime.now(UTC) + SETTLE + timedelta(seconds=1 + seconds)


def advance(newsroom: Newsroom, home: Path) -> None:
    do_advance(newsroom.connection, home, now=newsroom.now)


def waiting(connection: Connection[Any]) -> list[str]:
    return [row[0] for row in connection.execute("SELECT path FROM delivery_website_purge ORDER BY path")]


def story(name: str, slug: str, section: str = "economy") -> str:
    return f"/en/{section}/{slug}/{public_id_of(make_guid(name))}"


LISTS = {"/en/", "/en/economy/", "/en/world/", "/en/archive/2026/11/24", "/en/author/ada-lind"}


def test_a_new_story_tells_its_page_and_the_lists_it_stands_in(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a", headline="Harbour opens")
    advance(site, home)
    assert do_purge(site.connection, cache.hook, now=later()) == len(cache.told())
    assert set(cache.told()) >= LISTS | {story("a", "harbour-opens")}
    assert cache.tokens == ["Bearer s3cret"]
    assert do_purge(site.connection, cache.hook, now=later()) == 0


def test_a_change_tells_the_old_addresses_and_lists_too(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a", headline="Harbour opens")
    site.release("a", "update", headline="Harbour is open", sections=("sports",))
    advance(site, home)
    site.release("a", "update", headline="Port is open", sections=("sports",))
    do_advance(site.connection, home, now=site.now)
    do_purge(site.connection, cache.hook, now=later())
    assert {story("a", "harbour-is-open", "sports"), story("a", "port-is-open", "sports"), "/en/sports/"} <= set(
        cache.told()
    )
    site.release("a", "kill")
    advance(site, home)
    cache.calls.clear()
    do_purge(site.connection, cache.hook, now=later())
    assert {story("a", "harbour-is-open", "sports"), story("a", "port-is-open", "sports")} <= set(cache.told())
    assert "/en/economy/" not in cache.told(), "it stands there no more"


def test_the_files_of_a_killed_story_are_told(site: Newsroom, home: Path, cache: Cache) -> None:
    picture = Media("p1", "picture", alt={"en": "Ships"}, renditions=do_make_renditions(home, encode(draw(640, 400))))
    site.release("a", media=(picture,))
    advance(site, home)
    files = {f"/media/{path.name}" for path in (home / "public-media").glob("*.jpg")}
    assert len(files) == 2
    do_purge(site.connection, cache.hook, now=later())
    cache.calls.clear()
    site.release("a", "kill")
    advance(site, home)
    do_purge(site.connection, cache.hook, now=later())
    assert files <= set(cache.told())


def test_what_takes_down_is_told_first_and_in_batches(site: Newsroom, home: Path, cache: Cache) -> None:
    for number in range(BATCH):
        site.release(f"s{number}")
    site.release("k", headline="Never happened")
    while do_advance(site.connection, home, now=site.now):
        pass
    site.release("k", "kill")
    advance(site, home)
    while do_purge(site.connection, cache.hook, now=later()):
        pass
    assert story("k", "never-happened") in cache.calls[0]
    assert [len(call) <= BATCH for call in cache.calls] == [True, True]
    assert len(cache.told()) == len(set(cache.told())), "an address that many stories share is told once"


def test_a_failure_keeps_everything_and_waits_longer_each_time(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a")
    advance(site, home)
    before = waiting(site.connection)
    cache.status = 500
    with pytest.raises(OutboundError, match="500"):
        do_purge(site.connection, cache.hook, now=later())
    assert waiting(site.connection) == before
    assert do_purge(site.connection, cache.hook, now=later()) == 0, "what can wait waits"
    with pytest.raises(OutboundError):
        do_purge(site.connection, cache.hook, now=later(3))
    cache.status = 200
    assert do_purge(site.connection, cache.hook, now=later(4)) == 0
    assert do_purge(site.connection, cache.hook, now=later(8)) == len(before)
    assert waiting(site.connection) == []


def test_a_kill_does_not_wait_for_the_pause(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a", headline="Never happened")
    advance(site, home)
    cache.status = 503
    with pytest.raises(OutboundError):
        do_purge(site.connection, cache.hook, now=later())
    cache.status = 200
    site.release("a", "kill")
    advance(site, home)
    assert do_purge(site.connection, cache.hook, now=later()) > 0
    assert story("a", "never-happened") in cache.told()


def test_a_redirect_is_not_followed_with_the_token(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a")
    advance(site, home)
    cache.status = 307
    with pytest.raises(OutboundError, match="307"):
        do_purge(site.connection, cache.hook, now=later())
    assert len(cache.tokens) == 1


def test_nobody_is_told_before_the_site_itself_knows(site: Newsroom, home: Path, cache: Cache) -> None:
    site.release("a")
    advance(site, home)
    row = site.connection.execute("SELECT min(changed_at) FROM delivery_website_purge").fetchone()
    assert row is not None
    assert do_purge(site.connection, cache.hook, now=row[0] + SETTLE - timedelta(microseconds=1)) == 0
    assert cache.calls == []


def test_an_address_that_changes_while_the_cache_is_asked_is_told_again(
    site: Newsroom, home: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.release("a")
    advance(site, home)

    def change_meanwhile(*_: Any) -> bytes:
        site.release("b")
        advance(site, home)
        return b""

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("newswire.delivery.website.purge.post_json", change_meanwhile)
        do_purge(site.connection, cache.hook, now=later())
    assert "/en/" in waiting(site.connection)
    assert story("a", "northaven-harbour-opens-again-a") not in waiting(site.connection)


def test_without_a_hook_nothing_is_noted_and_what_was_is_forgotten(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    newsroom.release("a")
    advance(newsroom, home)
    assert waiting(newsroom.connection) == []
    do_begin(newsroom.connection)
    newsroom.release("b")
    advance(newsroom, home)
    assert waiting(newsroom.connection) != []
    do_end(newsroom.connection)
    assert waiting(newsroom.connection) == []


def test_the_loop_tells_what_another_left_untold(site: Newsroom, home: Path, cache: Cache, dsn: str) -> None:
    site.release("a")
    advance(site, home)
    cache.status = 500
    with pytest.raises(OutboundError):
        do_purge(site.connection, cache.hook, now=later())
    left = waiting(site.connection)  # as a worker that was killed leaves it
    cache.status = 200
    site.connection.execute("UPDATE delivery_website_purger SET next_at = now()")
    stop = threading.Event()
    loop = threading.Thread(target=run_purge, args=(dsn, cache.hook, stop))
    loop.start()
    try:
        wait_until(lambda: waiting(site.connection) == [], "everything was told")
    finally:
        stop.set()
        loop.join(30)
    assert sorted(cache.told()) == left


def test_a_pause_grows_to_five_minutes() -> None:
    assert [pause_after(count).total_seconds() for count in (1, 2, 3)] == [2, 4, 8]
    assert pause_after(10_000) == LONGEST_PAUSE

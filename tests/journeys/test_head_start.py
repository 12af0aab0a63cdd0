"""A head start, and what a cache is to be told, outlive `kill -9`: the whole service, its worker killed in between."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.kit.clock import utc_now
from newswire.wire.append import do_append
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.stories import make_draft, make_guid
from tests.waiting import wait_until

PAGE = f"/en/economy/x/{public_id_of(make_guid('a'))}"
WAITING = "SELECT count(*) FROM delivery_website_decision WHERE state = 'waiting'"
UNTOLD = "SELECT count(*) FROM delivery_website_purge"


class Cache(ThreadingHTTPServer):
    """Takes what it is told once it is `up`."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.up = False
        cache = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                cache.told += body["urls"] if cache.up else []
                self.send_response(200 if cache.up else 503)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def cache() -> Iterator[Cache]:
    opened = Cache()
    thread = threading.Thread(target=opened.serve_forever, args=(0.01,))
    thread.start()
    yield opened
    opened.shutdown()
    thread.join(30)
    opened.server_close()


@pytest.fixture
def service(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("PURGE_URL", f"http://127.0.0.1:{cache.server_address[1]}/")
    with temporary_home() as home:
        service = Service(home)
        service.set_up([])
        opened = service.run("site", "open", "--query", "lang:en", "--head-start", "60")
        assert opened.returncode == 0, opened.stderr
        service.start()
        service.wait_until_ready()
        yield service
        service.stop()


def count(connection: psycopg.Connection[Any], question: str) -> int:
    row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_what_waits_is_shown_and_what_is_untold_is_told_after_the_worker_was_killed(
    service: Service, cache: Cache
) -> None:
    with psycopg.connect(service.dsn, autocommit=True) as connection:
        with connection.transaction(), connection.cursor() as cursor:
            do_append(cursor, make_draft("a", utc_now()))
        wait_until(lambda: count(connection, WAITING) == 1, "the story waits")
        service.kill("worker")
        assert httpx.get(service.address + PAGE).status_code == 404
        connection.execute("UPDATE delivery_website_decision SET due_at = now()")  # an hour goes by
        wait_until(
            lambda: httpx.get(service.address + PAGE, follow_redirects=True).status_code == 200, "the story is public"
        )
        wait_until(lambda: count(connection, UNTOLD) > 0, "its addresses are noted")
        service.kill("worker")
        cache.up = True
        connection.execute("UPDATE delivery_website_purger SET next_at = now()")  # and five minutes
        wait_until(lambda: count(connection, UNTOLD) == 0, "the cache was told")
    assert any(url.endswith(public_id_of(make_guid("a"))) for url in cache.told)
    assert f"{service.address}/en/" in cache.told

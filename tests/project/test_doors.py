"""The web process as a whole on a real server: which path reaches which door, and what they share."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from newswire.item.release import Entry
from newswire.portal import live
from newswire.project.asgi import Application
from tests.api.conftest import bearer, read_stream
from tests.newsroom import PEPPER, Newsroom
from tests.serving import serve
from tests.waiting import wait_until

PROBLEM = "application/problem+json"


@pytest.fixture
def application(dsn: str, public_dsn: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The whole web application on the test's database, with the website on its own login."""
    monkeypatch.setattr(settings, "NEWSWIRE_DSN", dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_PUBLIC_DSN", public_dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    monkeypatch.setattr(settings, "SECRET_KEY", PEPPER)
    return Application()


@pytest.fixture
def address(application: Application) -> Iterator[str]:
    """Its address."""
    with serve(application) as served:
        yield served
    live.set_hub(None)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A stranger who follows no redirect."""
    with httpx.Client(base_url=address, timeout=20) as opened:
        yield opened


def door_of(answer: httpx.Response) -> str:
    """The door that answered, told from what only that door says."""
    policy = answer.headers.get("content-security-policy", "")
    if answer.headers.get("content-type") == PROBLEM or answer.headers.get("www-authenticate", "").startswith("Bearer"):
        return "api"
    if "permissions-policy" in answer.headers:
        return "public"
    if answer.request.url.path == "/healthz":
        return "health"
    if "x-frame-options" in answer.headers or "referrer-policy" in answer.headers:
        return "django"
    return f"nobody we know ({policy})"


DOORS: dict[str, tuple[str, int]] = {
    "/": ("public", 302),
    "/en/": ("public", 200),
    "/en": ("public", 301),
    "/robots.txt": ("public", 200),
    "/favicon.ico": ("public", 200),
    "/nothing/here": ("public", 404),
    "/static/nothing.css": ("public", 404),
    "/media/nothing.jpg": ("public", 404),
    "/deskless/": ("public", 404),
    "/v10/feed": ("public", 404),
    "/V1/feed": ("public", 404),
    "//desk/login/": ("public", 404),
    "/healthz/": ("public", 404),
    "/v1/feed": ("api", 401),
    "/v1/": ("api", 401),
    "/v1": ("api", 401),
    "/v1/desk/login/": ("api", 401),
    "/desk/": ("django", 302),
    "/desk/login/": ("django", 200),
    "/desk/v1/feed": ("django", 301),
    "/portal/": ("django", 302),
    "/portal/login/": ("django", 200),
    "/portal/desk/login/": ("django", 404),
    "/contact": ("django", 200),
    "/contact/desk/": ("django", 404),
    "/assets/nothing.css": ("django", 404),
    "/healthz": ("health", 200),
}
"""Paths, the door that must answer and with what status, for somebody who is not signed in."""


def test_every_path_reaches_its_door(client: httpx.Client) -> None:
    found = {path: client.get(f"{client.base_url}".rstrip("/") + path) for path in DOORS}
    assert {path: (door_of(answer), answer.status_code) for path, answer in found.items()} == DOORS


def test_a_path_that_climbs_stays_at_its_own_door(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    for path in ("/en/../desk/login/", "/en/%2e%2e/desk/login/", "/static/../../secret-key", "/assets/../secret-key"):
        answer = send_raw(host, int(port), path)
        assert answer.startswith(b"HTTP/1.1 404"), path
        assert b"password" not in answer


def send_raw(host: str, port: int, path: str) -> bytes:
    """The answer to a path as it stands; a client library would tidy it up first."""

    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        await writer.wait_closed()
        return answer

    return asyncio.run(ask())


def test_every_door_sends_its_security_headers(client: httpx.Client) -> None:
    for path in ("/en/", "/nothing", "/v1/feed", "/portal/login/", "/contact", "/healthz", "/desk/login/"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        policy = headers.get("content-security-policy", "")
        framed = "frame-ancestors 'none'" in policy or headers.get("x-frame-options") in ("SAMEORIGIN", "DENY")
        assert framed, path
        assert ("default-src" in policy) is (path != "/desk/login/"), path  # Wagtail's pages have inline scripts
        assert "unsafe" not in policy, path


def test_nothing_public_sets_a_cookie(client: httpx.Client) -> None:
    for path in ("/", "/en/", "/tr/world/", "/nothing", "/robots.txt", "/favicon.svg", "/healthz", "/v1/feed"):
        answer = client.get(path, headers={"Cookie": "sessionid=x", "Accept-Language": "tr"})
        assert "set-cookie" not in answer.headers, path


def test_a_session_of_the_desk_means_nothing_to_the_machines(client: httpx.Client) -> None:
    assert client.get("/v1/feed", headers={"Cookie": "sessionid=x"}).status_code == 401
    assert client.get("/portal/", headers={"Authorization": "Bearer nw_live_x"}).status_code == 302


def test_the_api_answers_a_key_of_this_house(client: httpx.Client, newsroom: Newsroom) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    newsroom.release("a")
    page = client.get("/v1/feed", headers=bearer(key))
    assert [one["n"] for one in page.json()["items"]] == [1]


FILES = {
    "wagtailadmin/css/core.css": "text/css",
    "wagtailadmin/js/wagtailadmin.js": "text/javascript",
    "look/favicon.svg": "image/svg+xml",
    "portal/wire.css": "text/css",
}
"""Static files of Wagtail and of ours, with their media types."""


def test_static_files_come_whole_with_type_and_length(client: httpx.Client) -> None:
    for name, kind in FILES.items():
        found = finders.find(name)
        assert isinstance(found, str), f"{name} is no static file"
        content = Path(found).read_bytes()
        answer = client.get(f"/assets/{name}", headers={"Accept-Encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"].split(";")[0] == kind
        assert int(answer.headers["content-length"]) == len(content)
        assert "max-age=3600" in answer.headers["cache-control"]
        assert "access-control-allow-origin" not in answer.headers
        head = client.head(f"/assets/{name}", headers={"Accept-Encoding": "identity"})
        assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(content)))
        again = client.get(f"/assets/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_every_file_a_page_names_is_there(client: httpx.Client) -> None:
    for path in ("/desk/login/", "/portal/login/", "/contact", "/en/"):
        named = set(re.findall(r'(?:src|href)="(/(?:assets|static)/[^"]+)"', client.get(path).text))
        assert named, path
        assert {one: client.get(one).status_code for one in named} == dict.fromkeys(named, 200)


def test_head_gives_the_same_status_and_no_body(client: httpx.Client) -> None:
    for path in ("/en/", "/robots.txt", "/desk/login/", "/portal/login/", "/contact", "/nothing", "/healthz"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert head.headers["content-type"] == get.headers["content-type"]


def test_a_fault_at_one_door_leaves_the_others_open(
    client: httpx.Client, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    newsroom.release("a")

    def fail(_entry: Entry) -> bytes:
        raise ZeroDivisionError("a fault in the program")

    def ask() -> int:
        return client.get("/v1/feed", headers=bearer(key)).status_code

    with monkeypatch.context() as patched:
        patched.setattr("newswire.api.feed.encode_entry", fail)
        assert ask() == 500
        assert client.get("/en/").status_code == 200
        assert client.get("/portal/login/").status_code == 200
        assert client.get("/healthz").status_code == 200
    assert ask() == 200


def test_a_fault_tells_nothing_of_the_inside(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("newswire.portal.enquiry._answer", fail)
    answer = client.get("/contact")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert client.get("/en/").status_code == 200


def test_a_host_name_of_somebody_else_is_refused_where_there_are_sessions(client: httpx.Client) -> None:
    for path in ("/desk/login/", "/portal/login/", "/contact"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


def test_streams_are_closed_before_the_process_ends(application: Application, newsroom: Newsroom) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    loops: list[asyncio.AbstractEventLoop] = []

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        loops.append(asyncio.get_running_loop())
        await application(scope, receive, send)

    with (
        serve(noting) as address,
        httpx.Client(base_url=address, timeout=20) as client,
        client.stream("GET", "/v1/stream", headers=bearer(key)) as answer,
    ):
        events = read_stream(answer)
        assert next(events).name == "heartbeat"
        newsroom.release("a")
        assert next(events).data["n"] == 1
        asyncio.run_coroutine_threadsafe(application.close_streams(), loops[0]).result(20)
        with pytest.raises(httpx.TransportError):
            next(events)
        assert httpx.get(f"{address}/en/").status_code == 200
    live.set_hub(None)


def test_nothing_holds_the_database_once_the_process_has_ended(
    application: Application, connection: psycopg.Connection[Any]
) -> None:
    with serve(application) as address:
        assert httpx.get(f"{address}/en/").status_code == 200
    live.set_hub(None)
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    wait_until(lambda: not connection.execute(others).fetchall(), "the server has ended every other connection")


def test_a_door_that_is_not_open_yet_answers_nobody() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    asyncio.run(Application()({"type": "http", "path": "/en/"}, receive, send))
    asyncio.run(Application().close_streams())
    assert sent == []

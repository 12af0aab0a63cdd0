"""Pages answered in the protocol, over real sockets: the bytes that the application sends, and never an old page."""

import gzip
import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import httpx
import psycopg
import pytest
from django.conf import settings

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.portal import live
from newswire.project.asgi import Application
from newswire.project.postgres.server import Server
from newswire.project.protocol import Question, Shared
from newswire.public.ready import ReadyAnswers
from tests.conftest import run_as_owner
from tests.edition.contents import make_content
from tests.newsroom import PEPPER
from tests.serving import serve
from tests.waiting import wait_until

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"


class Website:
    """The web process's website with one story on it: its address and its table of ready answers."""

    def __init__(self, application: Application, address: str) -> None:
        assert application._doors is not None
        self.table: ReadyAnswers = application._doors.ready
        self.address = address
        host, port = address.removeprefix("http://").split(":")
        self.place = (host, int(port))

    def open(self) -> socket.socket:
        """A connection of one's own."""
        return socket.create_connection(self.place, 60)

    def make_ready(self, *paths: str) -> None:
        """Returns when the table gives every one of the pages."""
        for path in paths:
            ask_ready(self, request(path))


@pytest.fixture
def website(
    dsn: str, public_dsn: str, connection: Connection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Website]:
    """A website with a story, on a real server."""
    monkeypatch.setattr(settings, "NEWSWIRE_DSN", dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_PUBLIC_DSN", public_dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    monkeypatch.setattr(settings, "SECRET_KEY", PEPPER)
    do_publish(connection, GUID, make_content(), datetime.now(UTC))
    application = Application()
    with serve(application) as address:
        yield Website(application, address)
    live.set_hub(None)


def request(path: str, method: str = "GET", version: str = "1.1", **headers: str) -> bytes:
    """A request as bytes; underscores stand for hyphens."""
    lines = [f"{method} {path} HTTP/{version}", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode()


def read_response(stream: Any, *, is_head: bool = False) -> tuple[bytes, bytes]:
    """Head and body of the next response, without `Date`."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        assert line, f"the connection ended after {head!r}"
        head += line
    length = re.search(rb"\r\ncontent-length: (\d+)", head)
    body = b"" if is_head or length is None or b" 304 " in head[:15] else stream.read(int(length[1]))
    assert head.count(b"\r\ndate: ") == 1
    return re.sub(rb"\r\ndate: [^\r]+", b"", head), body


def ask(website: Website, sent: bytes) -> tuple[bytes, bytes]:
    """One request on a connection of its own."""
    with website.open() as connection, connection.makefile("rb") as stream:
        connection.sendall(sent)
        return read_response(stream, is_head=sent.startswith(b"HEAD"))


def ask_ready(website: Website, sent: bytes) -> tuple[bytes, bytes]:
    """The same, asked until the table has answered: on a busy machine it may not know the edition for a while."""
    found: list[tuple[bytes, bytes]] = []

    def ready() -> bool:
        given = website.table.given
        found.append(ask(website, sent))
        return website.table.given > given

    wait_until(ready, "the table answers")
    return found[-1]


FORMS: dict[str, dict[str, str]] = {
    "plain": {},
    "br": {"Accept_Encoding": "gzip, deflate, br, zstd"},
    "gzip": {"Accept_Encoding": "gzip"},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/en/", PATH, "/static/look/tokens.css"])
def test_a_ready_answer_is_byte_for_byte_what_the_application_answers(
    website: Website, path: str, method: str, form: str
) -> None:
    headers = FORMS[form]
    website.make_ready(path)
    ready = ask_ready(website, request(path, method, **headers))
    given = website.table.given
    # a parameter leads past the table: the website answers the same page
    through = ask(website, request(f"{path}?from=mail", method, **headers))
    assert website.table.given == given
    assert ready == through
    head, body = ready
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    for name in (b"content-security-policy", b"x-content-type-options", b"etag", b"vary: accept-encoding"):
        assert name in head
    assert b"set-cookie" not in head
    if method == "HEAD":
        assert body == b""
    else:
        decode = {"plain": bytes, "br": brotli.decompress, "gzip": gzip.decompress}[form]
        assert b"<!doctype html>" in decode(body) or b"--" in decode(body)


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_who_has_the_page_gets_a_304_from_the_table_too(website: Website, form: str) -> None:
    website.make_ready(PATH)
    head, _ = ask(website, request(PATH, **FORMS[form]))
    found = re.search(rb"etag: ([^\r]+)", head)
    assert found
    condition = FORMS[form] | {"If_None_Match": f'"other", {found[1].decode()}'}
    ready = ask_ready(website, request(PATH, **condition))
    assert ready[0].startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert ready == ask(website, request(f"{PATH}?x=1", **condition))
    assert ask(website, request(PATH, If_None_Match='"other"'))[0].startswith(b"HTTP/1.1 200")


def test_pipelined_requests_are_answered_in_their_order(website: Website) -> None:
    website.make_ready("/en/", PATH)
    sent = [request("/en/"), request("/nowhere"), request(PATH), request("/en/", "HEAD"), request("/en/")]
    with website.open() as connection, connection.makefile("rb") as stream:
        for _time in range(2):
            connection.sendall(b"".join(sent))
            found = [read_response(stream, is_head=one.startswith(b"HEAD")) for one in sent]
            assert [head[9:12] for head, _ in found] == [b"200", b"404", b"200", b"200", b"200"]
            assert b"<h1>Northaven harbour opens again</h1>" in found[2][1]
            assert found[3][1] == b""
            assert found[0] == found[4]


def test_a_thousand_requests_at_once_are_all_answered(website: Website) -> None:
    website.make_ready("/en/")
    with website.open() as connection, connection.makefile("rb") as stream:
        connection.sendall(request("/en/") * 1000)
        assert len({read_response(stream) for _ in range(1000)}) <= 2  # minutes on the page may have moved on


def test_a_request_in_pieces_is_no_other_request(website: Website) -> None:
    website.make_ready("/en/", PATH)
    known = request(PATH)
    for _time in range(2):
        ask(website, known)
    with website.open() as connection, connection.makefile("rb") as stream:
        given = website.table.given
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nX: ")
        wait_until(lambda: website.table.given == given, "nothing is answered yet")
        connection.sendall(known)
        assert read_response(stream)[0].startswith(b"HTTP/1.1 404")
        connection.sendall(known[:20])
        connection.sendall(known[20:] + known)
        assert [read_response(stream)[0][9:12] for _ in range(2)] == [b"200", b"200"]


@pytest.mark.parametrize("sent", [request(PATH, Connection="close"), request(PATH, version="1.0")])
def test_the_connection_is_closed_where_the_reader_wants_it(website: Website, sent: bytes) -> None:
    website.make_ready(PATH)
    ready = ask_ready(website, sent)
    assert ready[0].endswith(b"\r\nconnection: close\r\n\r\n")
    with website.open() as connection, connection.makefile("rb") as stream:
        connection.sendall(sent)
        assert read_response(stream) == ready
        assert stream.read() == b""


def test_what_is_more_than_a_question_goes_to_the_application(website: Website) -> None:
    website.make_ready("/en/")
    given = website.table.given
    with website.open() as connection, connection.makefile("rb") as stream:
        connection.sendall(request("/en/", Content_Length="5") + b"hello")
        assert read_response(stream)[0].startswith(b"HTTP/1.1 200")
        connection.sendall(request("/en/", "POST", Content_Length="0"))
        assert read_response(stream)[0].startswith(b"HTTP/1.1 405")
        connection.sendall(request("/desk/login/"))
        assert read_response(stream)[0].startswith(b"HTTP/1.1 200")
        assert website.table.given == given
        connection.sendall(request("/en/", Range="bytes=0-9"))
        assert read_response(stream)[0].startswith(b"HTTP/1.1 200")
    for address in (b"/desk/login/", b"/portal/", b"/v1/feed", b"/healthz", b"/contact"):
        httpx.get(website.address + address.decode())
        assert website.table.find(address, b"GET", "", "") is None


@pytest.mark.parametrize(("take_back", "status"), [(do_withdraw, 410), (do_hold, 404)])
def test_a_story_taken_back_is_gone_from_every_page(
    website: Website, connection: Connection, take_back: Any, status: int
) -> None:
    website.make_ready("/en/", "/en/economy/", PATH)
    if take_back is do_hold:
        do_hold(connection, GUID)
    else:
        do_withdraw(connection, GUID, datetime.now(UTC))
    wait_until(lambda: httpx.get(website.address + PATH).status_code == status, "the page is gone", 5.0)
    for path in ("/en/", "/en/economy/", PATH):
        assert "harbour opens" not in httpx.get(website.address + path).text


def test_hot_pages_are_written_before_anybody_asks(website: Website, connection: Connection) -> None:
    website.make_ready("/en/", PATH)
    counter = website.table.changes.counter
    do_publish(connection, f"{GUID}:second", make_content(headline="A second ship"), datetime.now(UTC))
    second = f"/en/economy/northaven-harbour-opens-again/{public_id_of(f'{GUID}:second')}"
    find = website.table.find
    for path in ("/en/", "/tr/", PATH, second):
        wait_until(lambda path=path: find(path.encode(), b"GET", "", "") is not None, f"{path} is ready")  # type: ignore[misc]
    assert website.table.changes.counter > counter
    assert "A second ship" in httpx.get(f"{website.address}/en/").text


def test_without_the_database_no_old_page_is_given(website: Website, connection: Connection, server: Server) -> None:
    website.make_ready("/en/", PATH)
    name = connection.info.dbname
    run_as_owner(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    statuses: list[bytes] = []

    def is_unavailable() -> bool:
        statuses.append(ask(website, request(PATH))[0][9:12])
        return statuses[-1] == b"503"

    wait_until(is_unavailable, "the website says that it cannot be read")
    assert set(statuses) <= {b"200", b"503"}
    assert ask(website, request("/static/look/tokens.css"))[0].startswith(b"HTTP/1.1 200")
    run_as_owner(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    wait_until(lambda: ask(website, request(PATH))[0][9:12] == b"200", "the website is back")


def test_what_connections_remember_is_bounded() -> None:
    shared, question = Shared(), Question(b"/en/", b"GET", "", "")
    for number in range(3000):
        shared.learn(b"%d" % number, question)
    shared.learn(b"x" * 3000, question)
    assert 0 < len(shared.known) <= 1024
    assert b"2999" in shared.known
    assert b"x" * 3000 not in shared.known

"""Calls to servers that clients name: into the open internet alone, by HTTPS, bounded, and never led elsewhere."""

import http.server
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from newswire.kit.outbound import Limits, OutboundError
from newswire.kit.outbound_public import PublicCaller, is_public


class Peer(http.server.BaseHTTPRequestHandler):
    """Answers by its path, and remembers what it was sent."""

    sent: list[tuple[str, str, str]] = []

    def do_GET(self) -> None:
        """One of a few answers."""
        self.sent.append((self.command, self.path, self.headers.get("Authorization", "")))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        body = b"x" * 2000 if self.path == "/much" else b'{"fine": true}'
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Gives back what was posted."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def peer() -> Iterator[str]:
    Peer.sent = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


LISTED = frozenset({"127.0.0.1", "localhost"})


def test_a_listed_host_is_called_wherever_it_is(peer: str) -> None:
    assert PublicCaller(LISTED).get(f"{peer}/a?b=c", {"Authorization": "Bearer x"}) == b'{"fine": true}'
    assert Peer.sent == [("GET", "/a?b=c", "Bearer x")]


def test_a_form_is_posted_as_a_form(peer: str) -> None:
    assert PublicCaller(LISTED).post_form(f"{peer}/", {"code": "a&b", "grant": "ö"}) == b"code=a%26b&grant=%C3%B6"


@pytest.mark.parametrize(("path", "words"), [("/away", "answered 302"), ("/missing", "answered 404")])
def test_a_redirect_is_not_followed_and_an_error_is_one(peer: str, path: str, words: str) -> None:
    with pytest.raises(OutboundError, match=words):
        PublicCaller(LISTED).get(peer + path)


def test_an_answer_that_is_too_long_is_cut_off(peer: str) -> None:
    with pytest.raises(OutboundError, match="more than"):
        PublicCaller(LISTED, Limits(seconds=5, bytes=1000)).get(f"{peer}/much")


@pytest.mark.parametrize("address", ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.8/"])
def test_our_own_network_is_never_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_named: pytest.fail("it was called"))
    with pytest.raises(OutboundError, match="is no public address"):
        PublicCaller().get(address)


def test_a_name_that_leads_into_our_own_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "192.168.1.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_named: pytest.fail("it was called"))
    with pytest.raises(OutboundError, match="is no public address"):
        PublicCaller().get("https://rebind.example/")


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)

    def refuse(address: Any, **_named: Any) -> None:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(OutboundError, match=r"login\.example did not answer"):
        PublicCaller().get("https://login.example/")
    assert called == [("93.184.216.34", 443)]


@pytest.mark.parametrize("address", ["http://login.example/", "ftp://x.example/", "https://a:b@x.example/", "https://"])
def test_an_address_that_will_never_be_called_is_refused_before(address: str) -> None:
    with pytest.raises(ValueError, match="address must"):
        PublicCaller(LISTED).check(address)
    with pytest.raises(OutboundError):
        PublicCaller(LISTED).get(address)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public

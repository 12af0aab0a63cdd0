"""Every address at which content could be read, from the tables of addresses, and every way to ask for it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, unquote

import httpx
import msgspec
from django.urls import get_resolver

from newswire.api.routes import ROUTES
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.subscribers.models import Subscription
from tests.api.conftest import bearer
from tests.desk.test_access import walk
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser

CANARY = "zeppelinquartz"
"""A word in everything of a story: whoever finds it has read something of it."""
FORMATS = ("", "ninjs", "newsml-g2", "nitf", "webpage", "text")


QUERIES = ("pane=1", "download=1", "after=0", "before=9", "lang=tr")


class Names(msgspec.Struct, frozen=True):
    """What an address is filled with; one that takes anything else has to be added here, or the walk stops."""

    number: int
    guid: str
    sha256: str
    token: str = "nothing"
    secret: str = "nothing"
    form: str = "text"
    slug: str = "nothing"
    view: int = 0


class Visitor(msgspec.Struct, frozen=True):
    """Somebody at all doors at once: the subscription's number, and the headers with key and session."""

    name: str
    number: int
    headers: Mapping[str, str]


class Ask(msgspec.Struct, frozen=True):
    """One way to ask at one address of the tables."""

    route: str
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = {}


class Answer(msgspec.Struct, frozen=True):
    """What came back, with nothing that differs from one moment to the next."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def make_visitor(newsroom: Newsroom, name: str, reader: Reader) -> Visitor:
    """The reader with a key of their subscription and a session of their own."""
    key = newsroom.key(Subscription.objects.get(pk=reader.number))
    session = open_browser(reader.user).cookies["sessionid"].value
    return Visitor(name, reader.number, bearer(key) | {"Cookie": f"sessionid={session}"})


ASKED = {"/v1/explain": "/v1/explain?guid={guid}"}
"""Addresses that are asked about a story by a parameter."""


def fill(route: str, names: Names) -> str:
    """The address of a route of either table. Raises `AttributeError` for what `Names` does not know."""
    return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda match: quote(str(getattr(names, match[1])), safe=""), route)


def read_routes() -> list[str]:
    """Every address outside the desk; the desk's are walked in every role by its own tests."""
    django = [f"/{route}" for _, route in walk(get_resolver().url_patterns) if not route.startswith("desk/")]
    return [*(ASKED.get(route.path, route.path) for route in ROUTES), *django]


def public_paths() -> Iterator[str]:
    """The public website's pages that name stories."""
    for language in EDITIONS:
        yield f"/{language}/"
        yield from (f"/{language}/{section}/" for section in SECTIONS)


def read_ways(names: Names, routes: Sequence[str] = ()) -> Iterator[Ask]:
    """Every address (or those of `routes`) in every way: plain, as HEAD, with a condition, a range, a cursor, a format,
    as a download, and waiting."""
    for route in routes or read_routes():
        path = fill(route, names)
        more = "&" if "?" in path else "?"
        yield from (Ask(route, path, method) for method in ("GET", "HEAD"))
        if "{" in route or "<" in route:
            yield Ask(route, path, headers={"If-None-Match": f'"{names.sha256}"'})
            yield Ask(route, path, headers={"Range": "bytes=0-9"})
            yield from (
                Ask(route, f"{path}{more}{said}") for said in ("pane=1", "download=1", "after=0", "before=9", "lang=tr")
            )
        if route.startswith("/v1"):
            yield from (Ask(route, f"{path}{more}after=0&wait=0&format={one}") for one in FORMATS)
            yield Ask(route, f"{path}{more}after=0&limit=1")
            yield Ask(route, path, headers={"Last-Event-ID": "0"})
            yield Ask(route, path, headers={"Accept": "text/html, application/xml"})
        if route == "/v1/feed":
            yield Ask(route, f"{path}?after=0&wait=1")


def ask(client: httpx.Client, one: Ask, headers: Mapping[str, str]) -> Answer:
    """The answer; of a stream what comes until its heartbeat and, from a cursor on, its newest number."""
    with client.stream(one.method, one.path, headers={**headers, **one.headers}) as answer:
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            return _make_answer(answer, answer.read())
        content, is_replay = b"", "after=0" in one.path or "Last-Event-ID" in one.headers
        for piece in answer.iter_raw():
            content += piece
            head = re.search(rb'event: heartbeat\ndata: {"epoch":"(\w+)","head":(\d+)}', content)
            if head and (not is_replay or head[2] == b"0" or b"id: %b:%b\n" % (head[1], head[2]) in content):
                break
        return _make_answer(answer, content)


def find_leaks(client: httpx.Client, visitor: Visitor, names: Names) -> list[Ask]:
    """Every way in which the visitor gets something of a story that carries the canary.

    Below a number that is another's there is nothing to ask but the addresses with that number.
    """
    routes = [] if names.number == visitor.number else [one for one in read_routes() if "number" in one]
    return [one for one in read_ways(names, routes) if CANARY in show(ask(client, one, visitor.headers))]


def show(answer: Answer) -> str:
    """All of an answer as one text; what is written in escapes is written out."""
    return unquote(f"{answer.headers} {answer.body.decode('utf-8', 'replace')}").lower()


def _make_answer(answer: httpx.Response, content: bytes) -> Answer:
    headers = tuple(
        sorted((name, value) for name, value in answer.headers.items() if name not in ("date", "expires", "set-cookie"))
    )
    content = re.sub(rb'(name="(?:csrfmiddlewaretoken|opened)" value=")[^"]+', rb"\1", content)
    content = re.sub(rb'(challenge\\": \\")[^\\]+', rb"\1", content)  # what a passkey signs is new each time
    return Answer(answer.status_code, headers, content)

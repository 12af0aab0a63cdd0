"""The little of ASGI that the machine doors need: a request's parameters, a JSON answer, a problem."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from newswire.kit.errors import InvalidRequestError, NewswireError, QuotaError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"private, no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


_PROBLEM_HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="newswire"'}, 503: {"Retry-After": "1"}}


class Request(msgspec.Struct, frozen=True):
    """What a handler may know of a request. Header names are lower case; the last of equal ones counts."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """A whole-number parameter; above `most` it is `most`. Raises `InvalidRequestError`."""
        text = self.query.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdecimal()) or int(text) < least:
            raise InvalidRequestError(f"“{name}” must be a whole number from {least}, not “{text}”.")
        return int(text) if most is None else min(int(text), most)


def read_request(scope: Scope) -> Request:
    """The request of an ASGI HTTP scope."""
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(scope["query_string"].decode("latin-1"))),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
    )


async def send_answer(send: Send, status: int, media_type: str, body: bytes, *, headers: dict[str, str] = {}) -> None:  # noqa: B006 - never changed
    """A whole answer."""
    more = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", media_type.encode()),
                (b"content-length", str(len(body)).encode()),
                *_SECURITY,
                *more,
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def send_problem(send: Send, error: NewswireError) -> None:
    """An error as problem details (RFC 9457)."""
    headers = _PROBLEM_HEADERS.get(error.status, {})
    if isinstance(error, QuotaError):
        headers = {"Retry-After": str(error.retry_after)}
    await send_answer(
        send,
        error.status,
        "application/problem+json",
        msgspec.json.encode(error.problem()),
        headers=headers,
    )

"""Answers as values: status, headers, body; the security headers stand on every one."""

import hashlib
from collections.abc import Mapping

import msgspec

Headers = tuple[tuple[bytes, bytes], ...]

SECURITY: Headers = (
    (
        b"content-security-policy",
        b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# a kill must be seen within seconds, so nothing that shows a story is kept longer by any cache on the way
FOR_SECONDS = "public, max-age=4"
FOR_MINUTES = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"
PICTURE = "public, max-age=60, s-maxage=4"
NOT_KEPT = "no-store"
_OF_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding"})
HTML = "text/html; charset=utf-8"


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer; `etag` is empty where the body is not worth comparing."""

    status: int
    headers: Headers
    body: bytes = b""
    etag: str = ""

    def size(self) -> int:
        """Bytes it takes in a cache, roughly."""
        return len(self.body) + 1024


def make_answer(status: int, body: bytes, mime: str, keep: str, extra: Mapping[str, str] | None = None) -> Answer:
    """An answer with `body` of media type `mime`, to be kept by caches as `keep` says."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"' if status == 200 else ""
    named = {"content-type": mime, "content-length": str(len(body)), "cache-control": keep} | dict(extra or {})
    if etag:
        named["etag"] = etag
    return Answer(status, SECURITY + _encode(named), body, etag)


def add_headers(answer: Answer, named: Mapping[str, str]) -> Answer:
    """`answer` with header fields it does not have yet."""
    return msgspec.structs.replace(answer, headers=answer.headers + _encode(named))


def redirect(location: str, *, status: int = 301, keep: str = FOR_SECONDS, vary: str = "") -> Answer:
    """Sends the reader to `location`, a path in percent-encoded form."""
    named = {"location": location, "content-length": "0", "cache-control": keep}
    return Answer(status, SECURITY + _encode(named | ({"vary": vary} if vary else {})))


def not_modified(answer: Answer) -> Answer:
    """The 304 that stands for `answer` (RFC 9110, section 15.4.5)."""
    kept = tuple(pair for pair in answer.headers if pair[0] not in _OF_THE_BODY)
    return Answer(304, kept, b"", answer.etag)


def matches(condition: str, etag: str) -> bool:
    """Whether `If-None-Match: {condition}` names `etag`, by weak comparison (RFC 9110, section 13.1.2)."""
    named = {one.strip().removeprefix("W/") for one in condition.split(",")}
    return bool(etag) and ("*" in named or etag in named)


def _encode(named: Mapping[str, str]) -> Headers:
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items())

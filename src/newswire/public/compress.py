"""Answers in the codings that readers accept: made once, each with the headers that caches on the way need."""

import gzip

import brotli
import msgspec

from newswire.public.answers import Answer
from newswire.public.negotiation import IDENTITY

LEAST_BYTES = 512
"""Below this the headers weigh more than what is saved."""
_PAGE_QUALITY = 5
"""Brotli's steps for a page of 15 kB: 4 takes 0.2 ms, 5 0.3 ms, 9 7 ms, 11 15 ms; what they save over 5 is a tenth."""
_ASSET_QUALITY = 11
_WINDOW = 16
"""64 kB look back, more than any page is long: a wider window costs a third of the time and saves nothing."""
_TEXTS = (
    b"text/",
    b"application/json",
    b"application/feed+json",
    b"application/xml",
    b"application/rss+xml",
    b"application/atom+xml",
    b"application/ld+json",
    b"application/manifest+json",
    b"image/svg+xml",
)


def is_compressible(answer: Answer) -> bool:
    """Whether `answer` is worth compressing: a whole text of some length."""
    return (
        answer.status == 200
        and len(answer.body) >= LEAST_BYTES
        and any(name == b"content-type" and value.startswith(_TEXTS) for name, value in answer.headers)
    )


def encode(answer: Answer, coding: str) -> Answer:
    """`answer` in `coding` (a member of `CODINGS`, or `IDENTITY`), which says that it depends on `Accept-Encoding`.

    What cannot be compressed comes back as it is. The compressed form has the same tag, but a weak one: it is the
    same page in other bytes (RFC 9110, section 8.8.1).
    """
    if not is_compressible(answer):
        return answer
    body = _compress(answer.body, coding, _quality_of(answer))
    headers = []
    vary = b"accept-encoding"
    for name, value in answer.headers:
        if name == b"vary":
            vary = value + b", " + vary
        elif name == b"content-length":
            headers.append((name, b"%d" % len(body)))
        elif name == b"etag" and coding != IDENTITY:
            headers.append((name, b"W/" + value))
        else:
            headers.append((name, value))
    if coding != IDENTITY:
        headers.append((b"content-encoding", coding.encode()))
    return msgspec.structs.replace(answer, headers=(*headers, (b"vary", vary)), body=body)


def _quality_of(answer: Answer) -> int:
    return _ASSET_QUALITY if any(b"immutable" in value for _, value in answer.headers) else _PAGE_QUALITY


def _compress(body: bytes, coding: str, quality: int) -> bytes:
    match coding:
        case "br":
            return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality, lgwin=_WINDOW))
        case "gzip":
            return gzip.compress(body, 6, mtime=0)
    return body

"""An answer as the bytes that go to the socket: head and body made once, sent many times."""

import msgspec

from newswire.public import answers
from newswire.public.answers import Answer, Headers
from newswire.public.compress import encode


class Reply(msgspec.Struct, frozen=True, eq=False):
    """One form of an answer. The heads are header lines without the status line, `Date` and the empty line at the end.

    `unchanged` is the head of the 304 that stands for it; `own` is how many bytes only this form takes.
    """

    answer: Answer
    head: bytes
    unchanged: bytes
    own: int

    def size(self) -> int:
        """Bytes it takes in a cache beside the answer it was made of."""
        return self.own


class Ready(msgspec.Struct, frozen=True, eq=False):
    """What to write at once: a status, its header lines, a body that may be empty."""

    status: int
    head: bytes
    body: bytes


def make_reply(answer: Answer, coding: str) -> Reply:
    """The form of `answer` in `coding`."""
    encoded = encode(answer, coding)
    head, unchanged = _join(encoded.headers), _join(answers.not_modified(encoded).headers)
    body = 0 if encoded.body is answer.body else len(encoded.body)
    return Reply(encoded, head, unchanged, body + len(head) + len(unchanged) + 512)


def choose_ready(reply: Reply, method: bytes, condition: str) -> Ready:
    """What a `GET` or `HEAD` with `If-None-Match: {condition}` gets."""
    if condition and answers.matches(condition, reply.answer.etag):
        return Ready(304, reply.unchanged, b"")
    return Ready(200, reply.head, b"" if method == b"HEAD" else reply.answer.body)


def _join(headers: Headers) -> bytes:
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers)

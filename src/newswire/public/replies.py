"""An answer as the bytes that go to the socket: head and body made once, sent many times."""

import msgspec

from newswire.public import answers
from newswire.public.answers import Answer, Headers
from newswire.public.compress import encode


class Ready(msgspec.Struct, frozen=True, eq=False):
    """What to write at once: a status, its header lines, a body that may be empty.

    The head lacks the status line, `Date` and the empty line at the end.
    """

    status: int
    head: bytes
    body: bytes


class Reply(msgspec.Struct, frozen=True, eq=False):
    """One form of an answer: what `GET` gets, what `HEAD` gets, and the 304 for whoever has it already.

    `own` is how many bytes it takes beside the answer it was made of.
    """

    answer: Answer
    whole: Ready
    bare: Ready
    unchanged: Ready
    own: int

    def choose(self, method: bytes, condition: str) -> Ready:
        """What a `GET` or `HEAD` with `If-None-Match: {condition}` gets."""
        if condition and answers.matches(condition, self.answer.etag):
            return self.unchanged
        return self.bare if method == b"HEAD" else self.whole


def make_reply(answer: Answer, coding: str) -> Reply:
    """The form of `answer` in `coding`."""
    encoded = encode(answer, coding)
    head, unchanged = _join(encoded.headers), _join(answers.not_modified(encoded).headers)
    body = 0 if encoded.body is answer.body else len(encoded.body)
    return Reply(
        encoded,
        Ready(encoded.status, head, encoded.body),
        Ready(encoded.status, head, b""),
        Ready(304, unchanged, b""),
        body + len(head) + len(unchanged) + 1024,
    )


def _join(headers: Headers) -> bytes:
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers)

"""uvicorn's HTTP protocol, with two short ways (DESIGN §5): pages that are ready are answered here, before ASGI, and
streams get the connection's transport."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from newswire.delivery.stream.sinks import TRANSPORT
from newswire.public.ready import STATE, ReadyAnswers
from newswire.public.replies import Ready

_METHODS = frozenset({b"GET", b"HEAD"})
_PRIVATE = frozenset({b"cookie", b"authorization", b"proxy-authorization"})
"""Headers of requests that are not remembered."""
_BODY = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
"""Headers of requests that are more than a question for a page."""


SHARED = "newswire.shared"
"""The key of the lifespan's state under which the connections share what they know."""
_MOST_JOINED = 256
_MOST_KNOWN = 1024
_LONGEST_KNOWN = 2048


def join(ready: Ready, headers: Sequence[tuple[bytes, bytes]], end: bytes = b"\r\n") -> bytes:
    """The whole of a response, with the server's own `headers`, as uvicorn writes what an application gives."""
    own = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    return b"".join((STATUS_LINE[ready.status], own, ready.head, end, ready.body))


class Question(msgspec.Struct, frozen=True, eq=False):
    """What a request for a page comes down to: its target, method, `Accept-Encoding` and `If-None-Match`."""

    address: bytes
    method: bytes
    accepted: str
    condition: str


class Shared:
    """What the connections of a server know together: what these bytes ask, and what goes out for that this second."""

    def __init__(self) -> None:
        self._headers: Sequence[tuple[bytes, bytes]] = ()
        self._responses: dict[Ready, bytes] = {}
        self.known: dict[bytes, Question] = {}

    def learn(self, request: bytes, question: Question) -> None:
        """Remembers what a whole request asked: the next one of the same bytes need not be read (2 µs of 16)."""
        if len(request) <= _LONGEST_KNOWN:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[request] = question

    def join(self, ready: Ready, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
        """The response that keeps the connection open: the same bytes for every reader for as long as `Date` is true.

        `headers` is the list that uvicorn renews with `Date`.
        """
        if headers is not self._headers or len(self._responses) >= _MOST_JOINED:
            self._headers = headers
            self._responses.clear()
        response = self._responses.get(ready)
        if response is None:
            response = self._responses[ready] = join(ready, headers)
        return response


class NewswireProtocol(HttpToolsProtocol):
    """Answers from the table that the application put into the lifespan's state; all else goes the normal way.

    What uvicorn keeps for ASGI (the scope, the cycle, a task) is made only for requests that need it: making it and
    throwing it away costs more than the answer.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._table: ReadyAnswers | None = app_state.get(STATE)
        self._shared: Shared = app_state.setdefault(SHARED, Shared())
        self._is_answered = False
        self._is_between = True
        self._begun = 0
        self._question: Question | None = None
        self._answered_at = 0.0
        self._watch: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends what still waits."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answers a whole request that was read before, on this connection or another; has anything else read."""
        if not self._is_between:
            super().data_received(data)
            return
        question = self._shared.known.get(data)
        if question is not None and (ready := self._find(question)) is not None:
            self._unset_keepalive_if_required()
            self._send(ready)
            return
        self._begun, self._question = 0, None
        super().data_received(data)
        if self._question is not None and self._begun == 1 and self._is_between:
            self._shared.learn(data, self._question)

    def on_message_begin(self) -> None:
        """Begins a request of which nothing is known yet."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._is_answered = self._is_between = False
        self._begun += 1

    def on_headers_complete(self) -> None:
        """Answers what is ready; hands the rest on, with the transport in the scope."""
        if self._table is not None and self.parser.get_method() in _METHODS:
            question = self._read_question()
            ready = self._find(question) if question else None
            if ready is not None:
                self._answer(ready, question)
                return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers.extend(headers)
        self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Takes what belongs to a request that went on to the application."""
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Ends a request; an answered one has nothing that waits for it."""
        self._is_between = True
        if not self._is_answered:
            super().on_message_complete()

    def _read_question(self) -> Question | None:
        """What the request asks; None where it is more than a question for a page."""
        accepted, condition = [], []
        for name, value in self.headers:
            if name == b"accept-encoding":
                accepted.append(value.decode("latin-1"))
            elif name == b"if-none-match":
                condition.append(value.decode("latin-1"))
            elif name in _BODY:
                return None
        return Question(self.url, self.parser.get_method(), ", ".join(accepted), ", ".join(condition))

    def _find(self, question: Question) -> Ready | None:
        """What is ready for it; None where it must go to the application.

        So must one that comes while an earlier one of the connection is being answered (answers keep their order),
        and one whose client does not take what it was sent (`drain` waits there).
        """
        if self._table is None or (self.cycle is not None and not self.cycle.response_complete):
            return None
        if self.flow.write_paused or self.transport.is_closing() or self.root_path or self.limit_concurrency:
            return None
        return self._table.find(question.address, question.method, question.accepted, question.condition)

    def _answer(self, ready: Ready, question: Question | None) -> None:
        """Answers the request that was just read."""
        if self.access_log:
            method, target = self.parser.get_method().decode(), self.url.decode()
            self.access_logger.info('%s - "%s %s HTTP/1.1" %d', self.client, method, target, ready.status)
        if self.parser.should_keep_alive() and self.parser.get_http_version() == "1.1":
            self._send(ready)
            if not self.access_log and not any(name in _PRIVATE for name, _ in self.headers):
                self._question = question
            return
        self._is_answered = True
        self.transport.write(join(ready, self.server_state.default_headers, b"connection: close\r\n\r\n"))
        self.server_state.total_requests += 1
        self.transport.close()

    def _send(self, ready: Ready) -> None:
        """Sends it on a connection that stays open."""
        self._is_answered = True
        self.transport.write(self._shared.join(ready, self.server_state.default_headers))
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if self._watch is None:
            self._watch = self.loop.call_later(self.timeout_keep_alive, self._end_idle)

    def _end_idle(self) -> None:
        """Closes a connection on which nothing happened for as long as uvicorn keeps one.

        One timer that looks again, where uvicorn has one for each answer: 1 µs of 16.
        """
        self._watch = None
        if not self._is_answered or self.transport.is_closing():
            return  # a request is on its way: its answer sets this timer or uvicorn's own
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._watch = self.loop.call_later(left, self._end_idle)
        else:
            self.transport.close()

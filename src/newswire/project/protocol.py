"""uvicorn's HTTP protocol, with two short ways (DESIGN §5): pages that are ready are answered here, before ASGI, and
streams get the connection's transport."""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from newswire.delivery.stream.sinks import TRANSPORT
from newswire.public.ready import STATE, ReadyAnswers
from newswire.public.replies import Ready

_METHODS = frozenset({b"GET", b"HEAD"})
_BODY = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
"""Headers of requests that are more than a question for a page."""


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
        self._is_answered = False
        self._headers_of: list[tuple[bytes, bytes]] | None = None
        self._own_headers = b""
        self._answered_at = 0.0
        self._watch: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends what still waits."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begins a request of which nothing is known yet."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._is_answered = False

    def on_headers_complete(self) -> None:
        """Answers what is ready; hands the rest on, with the transport in the scope."""
        ready = self._find()
        if ready is not None:
            self._is_answered = True
            self._write(ready)
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
        if not self._is_answered:
            super().on_message_complete()

    def _find(self) -> Ready | None:
        """What is ready for this request; None where it must go to the application.

        So must one that comes while an earlier one of the connection is being answered (answers keep their order),
        and one whose client does not take what it was sent (`drain` waits there).
        """
        if self._table is None or (self.cycle is not None and not self.cycle.response_complete):
            return None
        if self.flow.write_paused or self.root_path or self.limit_concurrency is not None:
            return None
        method = self.parser.get_method()
        if method not in _METHODS or self.transport.is_closing():
            return None
        accepted = condition = ""
        for name, value in self.headers:
            if name == b"accept-encoding":
                accepted = f"{accepted}, {value.decode('latin-1')}" if accepted else value.decode("latin-1")
            elif name == b"if-none-match":
                condition = f"{condition}, {value.decode('latin-1')}" if condition else value.decode("latin-1")
            elif name in _BODY:
                return None
        return self._table.find(self.url, method, accepted, condition)

    def _write(self, ready: Ready) -> None:
        """Sends it as uvicorn sends what the application gives: status, its own headers, the answer's, the body."""
        state = self.server_state
        if state.default_headers is not self._headers_of:  # uvicorn makes a new list when `Date` changes
            self._headers_of = state.default_headers
            self._own_headers = b"".join(name + b": " + value + b"\r\n" for name, value in state.default_headers)
        keep_alive = self.parser.should_keep_alive() and self.parser.get_http_version() != "1.0"
        end = b"\r\n" if keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((STATUS_LINE[ready.status], self._own_headers, ready.head, end, ready.body)))
        state.total_requests += 1
        if self.access_log:
            method, target = self.parser.get_method().decode(), self.url.decode()
            self.access_logger.info('%s - "%s %s HTTP/1.1" %d', self.client, method, target, ready.status)
        if not keep_alive:
            self.transport.close()
            return
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

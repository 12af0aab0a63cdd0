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
        method = self.parser.get_method()
        keep_alive = self.parser.should_keep_alive() and self.parser.get_http_version() != "1.0"
        parts = [STATUS_LINE[ready.status]]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts += (ready.head, b"\r\n" if keep_alive else b"connection: close\r\n\r\n", ready.body)
        self.transport.write(b"".join(parts))
        self.server_state.total_requests += 1
        if self.access_log:
            self.access_logger.info('%s - "%s %s" %d', self.client, method.decode(), self.url.decode(), ready.status)
        if keep_alive:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        else:
            self.transport.close()

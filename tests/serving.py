"""A real server for tests: uvicorn with our protocol on a free port of 127.0.0.1, in a thread, ended by the test."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from newswire.project.protocol import NewswireProtocol


@contextmanager
def serve(application: Any) -> Iterator[str]:
    """Serves an ASGI application for the length of the block; yields its address without a closing slash."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        application,
        http=NewswireProtocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    server = _Announcing(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        assert server.ready.wait(30), "the server did not start"
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


class _Announcing(uvicorn.Server):
    """uvicorn's server, which says when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def install_signal_handlers(self) -> None:
        """A thread must not take the process's signals."""

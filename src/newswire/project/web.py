"""Starts the web process: uvicorn with uvloop, httptools and our protocol."""

import gc
import os
import socket
import sys

import uvicorn

from newswire.project.environment import read_environment
from newswire.project.lifeline import hold_lifeline
from newswire.project.protocol import NewswireProtocol

BACKLOG = 4096
SHUTDOWN_SECONDS = 5
SWITCH_SECONDS = 0.0005
"""How long a thread that writes a page or answers at the desk may keep the loop that answers everybody else waiting:
Python's own 5 ms would be the whole of what a reader is to wait for the first byte."""


class Server(uvicorn.Server):
    """uvicorn's server, which closes the streams before it waits for open requests: it would wait in vain."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and tells the garbage collector that what is here now stays: looking through all of Django and
        Wagtail again took 0.1 s, in which nobody was answered."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """No new connection, then no stream, then what uvicorn does."""
        from newswire.project.asgi import application  # uvicorn has imported it by now

        for server in self.servers:
            server.close()
        await application.close_streams()
        await super().shutdown(sockets)


def run_web() -> None:
    """Serves all doors on the environment's host and port until SIGTERM or SIGINT."""
    environment = read_environment(os.environ)
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        "newswire.project.asgi:application",
        host=environment.host,
        port=environment.port,
        loop="uvloop",
        http=NewswireProtocol,
        ws="none",
        lifespan="on",
        backlog=BACKLOG,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    Server(config).run()


if __name__ == "__main__":
    hold_lifeline()
    run_web()

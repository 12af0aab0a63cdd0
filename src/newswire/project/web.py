"""Starts the web process: uvicorn with uvloop, httptools and our protocol."""

import os

import uvicorn

from newswire.project.environment import read_environment
from newswire.project.lifeline import hold_lifeline
from newswire.project.protocol import NewswireProtocol

BACKLOG = 4096
SHUTDOWN_SECONDS = 5


def run_web() -> None:
    """Serves all doors on the environment's host and port until SIGTERM or SIGINT."""
    environment = read_environment(os.environ)
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
    uvicorn.Server(config).run()


if __name__ == "__main__":
    hold_lifeline()
    run_web()

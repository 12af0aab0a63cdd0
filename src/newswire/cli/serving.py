"""`newswire serve` and `newswire demo`: the running agency."""

from typing import Annotated

import typer
from rich.console import Console

from newswire.project.environment import set_variable
from newswire.project.serve import run_service

console = Console()

Port = Annotated[int | None, typer.Option("--port", help="Port to listen on; PORT or 8000 otherwise.")]


def serve(port: Port = None) -> None:
    """Run the service: every door on one port, the followers beside it. Ctrl-C stops it.

    Example: NEWSWIRE_HOME=/srv/newswire newswire serve --port 8080
    """
    if port is not None:
        set_variable("PORT", str(port))
    run_service(_announce)


def demo(port: Port = None) -> None:
    """Run a newsroom with stories, subscribers and a day that goes on by itself. Ctrl-C stops it.

    Example: newswire demo
    """
    if port is not None:
        set_variable("PORT", str(port))
    from newswire.project.demo.run import prepare_demo, print_welcome  # Django must be set up first

    run_service(print_welcome, prepare=prepare_demo)


def _announce(address: str) -> None:
    console.print(f"Newswire is at {address} (editors: {address}/desk/, subscribers: {address}/portal/)")

"""`newswire serve` and `newswire demo`: the running agency."""

from typing import Annotated

import typer
from rich.console import Console

from newswire.project.database import read_own_environment
from newswire.project.demo.welcome import print_welcome
from newswire.project.environment import set_variable
from newswire.project.serve import run_service

console = Console()

DEMO_DAY = "newswire.project.demo.live_day"

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
    run_service(print_welcome, prepare=_prepare_demo, beside=(DEMO_DAY,))


def _prepare_demo() -> None:
    from newswire.project.demo.prepare import do_prepare  # Django must be set up first

    with console.status("Writing the stories of a newsroom"):
        do_prepare(read_own_environment().home)


def _announce(address: str) -> None:
    console.print(f"Newswire is at {address} (editors: {address}/desk/, subscribers: {address}/portal/)")

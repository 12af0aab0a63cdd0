"""The supervisor: database, web process, worker process; started and stopped together, restarted when they die."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from threading import Event
from types import FrameType

import msgspec

from newswire.kit.errors import NewswireError
from newswire.project.database import database, do_keep_running, do_migrate
from newswire.project.environment import Environment, read_environment

logger = logging.getLogger(__name__)

ROLES: dict[str, str] = {"web": "newswire.project.web", "worker": "newswire.project.workers"}
GRACE_SECONDS = 10.0
LOOK_SECONDS = 0.2
PAUSE_SECONDS = 1.0


class PortTakenError(NewswireError):
    """Something else listens on the port already."""

    code = "port-taken"
    title = "The port is taken"
    status = 500


class Child(msgspec.Struct, eq=False):
    """A supervised process and when it was started (monotonic seconds)."""

    module: str
    process: "subprocess.Popen[bytes]"
    started: float


def run_service(
    announce: Callable[[str], None], *, prepare: Callable[[], None] = lambda: None, beside: Sequence[str] = ()
) -> None:
    """Runs the service until SIGTERM or SIGINT; `announce` is told the address once it answers.

    `prepare` runs when the database is ready and before the first process starts; `beside` names modules to run as
    further processes. Raises `PortTakenError`, and whatever the database raises.
    """
    environment = read_environment(os.environ)
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    _check_port(environment.host, environment.port)
    with database() as dsn:
        do_migrate(dsn, environment.home)
        prepare()
        children = [_start(module) for module in (*ROLES.values(), *beside)]
        try:
            _supervise(children, stop, (_choose_keeper(environment), _make_announcer(environment, announce)))
        finally:
            _end(children)


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} on {host} is in use. Is the service running already? Or choose another: PORT={port + 1}"
            ) from error


def _start(module: str) -> Child:
    process = subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE)
    return Child(module, process, time.monotonic())


def _make_announcer(environment: Environment, announce: Callable[[str], None]) -> Callable[[], None]:
    """Tells the address at the first look at which the port answers."""
    waiting = [announce]

    def look() -> None:
        if not waiting:
            return
        host, port = environment.host, environment.port
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if probe.connect_ex((host, port)) == 0:
                waiting.pop()(environment.base_url)

    return look


def _choose_keeper(environment: Environment) -> Callable[[], None]:
    """What keeps the database there: nothing of ours where it is a server of one's own."""
    if environment.database_url:
        return lambda: None

    def keep() -> None:
        try:
            do_keep_running(environment.home)
        except NewswireError as error:
            logger.error("%s. %s", error.title, error.detail)  # the next look tries again

    return keep


def _supervise(children: list[Child], stop: Event, looks: Sequence[Callable[[], None]]) -> None:
    while not stop.wait(LOOK_SECONDS):
        for look in looks:
            look()
        for child in children:
            if child.process.poll() is not None:
                stop.wait(max(0.0, child.started + PAUSE_SECONDS - time.monotonic()))
                if not stop.is_set():
                    renewed = _start(child.module)
                    child.process, child.started = renewed.process, renewed.started


def _end(children: list[Child]) -> None:
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()

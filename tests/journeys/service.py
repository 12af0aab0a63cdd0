"""The whole service as an operator runs it: `newswire serve` in its own processes; stopped, killed, started again."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.server import running
from newswire.project.serve import ROLES
from tests.waiting import PATIENCE, wait_until

Target = Literal["web", "worker", "supervisor", "service", "postmaster", "everything"]
TARGETS: tuple[Target, ...] = get_args(Target)
"""What `kill -9` may hit: one process, the service's own three, or those and every process of PostgreSQL."""

PROCESSES = Path("/proc")


class Service:
    """`newswire serve` on a free port of 127.0.0.1 with a home of its own; the database is the embedded one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.dsn = ""
        self.log = home.parent / "service.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its address without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self._process is not None, "the service was not started"
        return self._process.pid

    def set_up(self, queries: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Makes the database with one subscription for each (name, query) and one for the website; keys by name."""
        command = [sys.executable, "-m", "tests.journeys.founding", *(f"{name}={query}" for name, query in queries)]
        made = subprocess.run(command, env=self.environment(), stdout=subprocess.PIPE, check=True)
        with running(self.home) as server:
            self.dsn = server.dsn
        keys: dict[str, str] = json.loads(made.stdout)
        return keys

    def start(self) -> None:
        """Starts it; see `wait_until_ready`. Its processes are a group of their own, as under a service manager."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "newswire.cli.main", "serve"]
            self._process = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self) -> None:
        """Returns when every process runs, PostgreSQL's too, and the web process answers; fails when it has ended."""

        def ready() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, f"the service ended:\n{self.log.read_text()[-4000:]}"
            return all((*map(self.find, ROLES), self.postmaster())) and self._answers()

        wait_until(ready, "the service answers")

    def find(self, role: str) -> int:
        """The process id of the web or worker process, 0 where there is none now."""
        return next((pid for pid in children_of(self.pid) if ROLES[role] in _command(pid)), 0)

    def postmaster(self) -> int:
        """The process id of the embedded PostgreSQL, 0 where it does not run."""
        found = read_postmaster((self.home / "postgres" / "data").resolve())
        return found.pid if found else 0

    def kill(self, target: Target) -> None:
        """`kill -9` at this moment; returns when the kernel has ended what was hit."""
        hit = [pid for pid in self._find(target) if pid > 1]  # 0 would be this process's own group
        for pid in hit:
            _kill(pid)
        if self.pid in hit and self._process is not None:
            self._process.wait()
        wait_until(lambda: not any(map(is_alive, hit)), f"{target} is dead")

    def recover(self, target: Target) -> None:
        """What an operator's service manager does after that: starts again what has nobody else to start it."""
        if target in ("supervisor", "service", "everything"):
            self._wait_until_port_free()
            self.start()
        self.wait_until_ready()

    def is_running(self) -> bool:
        """Whether its supervisor lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends the supervisor a signal; its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a `newswire` command on the same home."""
        command = [sys.executable, "-m", "newswire.cli.main", *arguments]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)

    def _find(self, target: Target) -> list[int]:
        if target in ROLES:
            wait_until(lambda: self.find(target) != 0, f"{target} runs")
            return [self.find(target)]
        if target == "postmaster":
            return [self.postmaster()]
        own = [] if target == "supervisor" else children_of(self.pid)
        database = [*children_of(self.postmaster()), self.postmaster()] if target == "everything" else []
        return [self.pid, *own, *database]

    def _wait_until_port_free(self) -> None:
        """A killed supervisor's children end by themselves: nobody has to look for them."""
        wait_until(lambda: not self._listens(), "the port is free")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as probe:
                probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return probe.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def environment(self) -> dict[str, str]:
        """This process's environment without its own Newswire settings, with the service's home and port."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("NEWSWIRE_") and name not in ("DATABASE_URL", "PUBLIC_DATABASE_URL")
        }
        return {**kept, "NEWSWIRE_HOME": str(self.home), "PORT": str(self.port)}


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and only not yet asked for does not."""
    try:
        return (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children_of(pid: int) -> list[int]:
    """The process ids of its children, none where it is gone."""
    try:
        return [int(one) for one in (PROCESSES / str(pid) / "task" / str(pid) / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command(pid: int) -> str:
    try:
        return (PROCESSES / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

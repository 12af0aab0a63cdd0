"""What the tests of the embedded server share: homes that vanish, processes that hold a server, other servers."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

import newswire
from newswire.project.postgres.account import choose_account
from newswire.project.postgres.places import PORT
from newswire.project.postgres.postmaster import stop_postmaster
from newswire.project.postgres.server import remove

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "16MB"}

# a commit here survives kill -9 of the server, though not a failing machine
COMMITTED = {"fsync": "off", "shared_buffers": "16MB"}

# where our code and the libraries are, for an interpreter that is not the environment's own
IMPORTS = [str(Path(module.__file__ or "").parents[1]) for module in (newswire, msgspec)]

HOLD = f"""
import sys
from pathlib import Path
from newswire.project.postgres.server import running
with running(Path(sys.argv[1]), settings={QUICK!r}, shelter=Path(sys.argv[2])) as server:
    print(server.pid, server.dsn, server.data, flush=True)
    sys.stdin.read()
"""


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A home every account can reach (pytest's own folders are closed to others), removed with its server."""
    place = Path(tempfile.mkdtemp(prefix="nw-home-", dir="/tmp"))
    place.chmod(0o755)
    mask = os.umask(0o022)
    try:
        yield place / "home"
    finally:
        os.umask(mask)
        for folder in list(place.rglob("postgres")):
            if (folder / "lock").exists():
                remove(folder.parent)
        shutil.rmtree(place)


@contextmanager
def temporary_shelter() -> Iterator[Path]:
    """Stands in for the folder below /var/lib."""
    place = Path(tempfile.mkdtemp(prefix="nw-shelter-", dir="/tmp"))
    try:
        yield place
    finally:
        shutil.rmtree(place)


class Holder:
    """A process that is inside `running(home)` until told to leave."""

    def __init__(
        self, home: Path, shelter: Path, *, user: int | None = None, path: str = "", python: str = sys.executable
    ) -> None:
        self.process = subprocess.Popen(
            [python, "-c", HOLD, str(home), str(shelter)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([*filter(None, [path]), *IMPORTS]),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )

    def server(self) -> tuple[int, str, Path]:
        """Waits until the process has its server: process id, URL, data directory."""
        assert self.process.stdout
        pid, dsn, data = self.process.stdout.readline().split()
        return int(pid), dsn, Path(data)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self._close()

    def leave(self) -> None:
        """Leaves the block in the normal way."""
        self._close()

    def _close(self) -> None:
        self.process.communicate()


def require_system_server() -> Path:
    """The programs of the system's own PostgreSQL (Debian: 15). Without it the test is skipped, and fails in CI."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    reason = "the system's packages brought no PostgreSQL: see tests/system-packages.txt"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def python_for(user: int) -> str | None:
    """An interpreter with which that user can import our code: not the environment's where that lies in root's home."""
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(IMPORTS), "PYTHONDONTWRITEBYTECODE": "1"}
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-c", "import newswire.project.postgres.server"]
        try:
            tried = subprocess.run(
                command, cwd="/", env=environment, user=user, extra_groups=[], capture_output=True, check=False
            )
        except PermissionError:
            continue
        if tried.returncode == 0:
            return python
    return None


@contextmanager
def other_server(programs: Path) -> Iterator[str]:
    """A running server made with the programs of some other PostgreSQL: the folder of its socket (port 5432)."""
    place = Path(tempfile.mkdtemp(prefix="nw-other-", dir="/tmp"))
    account = choose_account(place / "data")
    account.own(place, 0o700)
    try:
        make_data(programs, place / "data")
        command = [str(programs / "pg_ctl"), "start", "-w", "-s", f"-D{place}/data", f"-l{place}/log"]
        options = f"-k {place} -p {PORT} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
        started = account.run([*command, "-o", options])
        assert started.returncode == 0, started.stderr
        yield str(place)
        stop_postmaster(place / "data")
    finally:
        shutil.rmtree(place)


def make_data(programs: Path, data: Path) -> None:
    """initdb with the superuser `postgres`; `data` gets the account that may run a server in its parent."""
    account = choose_account(data)
    account.own(data.parent, 0o755)
    command = [str(programs / "initdb"), f"-D{data}", "--username=postgres", "--auth-local=trust", "--no-sync"]
    made = account.run([*command, "--encoding=UTF8", "--locale=C"])
    assert made.returncode == 0, made.stderr

"""Whether a server runs on a data directory, read from its `postmaster.pid` and checked against the process itself."""

import os
import signal
import time
from pathlib import Path

import msgspec

from newswire.project.postgres.failures import PostgresError

PATIENCE = 120.0  # seconds; a shutdown writes every dirty page first
PAUSE = 0.01


class Postmaster(msgspec.Struct, frozen=True):
    """A live server process; `status` is "starting", "ready", "stopping" or "standby"."""

    pid: int
    port: int
    run: Path
    status: str

    @property
    def socket(self) -> Path:
        """The socket clients connect to."""
        return self.run / f".s.PGSQL.{self.port}"


def read_postmaster(data: Path) -> Postmaster | None:
    """The live server on `data`, or None when there is none or only the file of a dead one."""
    lines = _lines(data)
    pid = _pid(lines)
    if not pid or not _is_postmaster(pid, data):
        return None
    # lines as in PostgreSQL's src/include/utils/pidfile.h; the last ones come while it starts
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else 0
    run = Path(lines[4].strip()) if len(lines) > 4 else Path()
    return Postmaster(pid, port, run, lines[7].strip() if len(lines) > 7 else "starting")


def forget_dead_postmaster(data: Path, run: Path) -> None:
    """
    Removes what a killed server left behind where PostgreSQL itself would take it for a living one.

    It only asks whether the process id exists: after a restart of the machine or container the id may be anybody's,
    and a zombie's exists too. Its second check, the shared memory tied to the folder, still guards against orphaned
    backends. To be called when `read_postmaster` found none.
    """
    pid = _pid(_lines(data))
    if not pid or _exists(pid):  # no number in it: killed while writing it
        (data / "postmaster.pid").unlink(missing_ok=True)
    for path in run.glob(".s.PGSQL.*"):
        path.unlink(missing_ok=True)


def stop_postmaster(data: Path) -> None:
    """Fast shutdown (PostgreSQL documentation, "Shutting Down the Server"); returns when it is done or none runs."""
    running = read_postmaster(data)
    deadline = time.monotonic() + PATIENCE
    if running:
        _send(running.pid, signal.SIGINT)
    while running and (now := read_postmaster(data)) and now.pid == running.pid:
        if time.monotonic() > deadline:
            raise PostgresError(f"The server with process id {now.pid} did not stop within {PATIENCE:.0f} s.")
        time.sleep(PAUSE)


def _lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _pid(lines: list[str]) -> int:
    try:
        return abs(int(lines[0])) if lines else 0  # negative for a single-user server
    except ValueError:
        return 0


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postmaster(pid: int, data: Path) -> bool:
    process = Path("/proc", str(pid))
    if not Path("/proc/self/cmdline").exists():
        return _exists(pid)
    try:
        # the command line and not the working directory: a container's root may not read another user's
        command = [os.fsdecode(word) for word in (process / "cmdline").read_bytes().split(b"\0")]
        owner = process.stat().st_uid
    except OSError:
        return False
    # backends call themselves "postgres: newswire …", a zombie has no command line
    if Path(command[0]).name not in ("postgres", "postmaster") or owner != data.stat().st_uid:
        return False
    named = Path(command[command.index("-D") + 1]) if "-D" in command[:-1] else data
    # a relative or vanished folder proves nothing (the home may have been moved): then believe the file
    return not named.is_absolute() or not named.exists() or named.samefile(data)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

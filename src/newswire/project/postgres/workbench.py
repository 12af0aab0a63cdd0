"""
The folder beside the data in which an upgrade works: `old` (a copy), `new`, `scratch`, and a link to its sockets.

The folder itself is ours and the account's only to pass through: nothing in it can be exchanged for a link that would
lead root elsewhere. What is written inside is written by the account. Every attempt has a folder of its own, so that
programs outliving a killed attempt work on nothing that counts.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import msgspec

from newswire.project.postgres.account import Account
from newswire.project.postgres.binaries import Binaries
from newswire.project.postgres.failures import UpgradeError
from newswire.project.postgres.places import SHORT_FOLDERS, Places
from newswire.project.postgres.postmaster import stop_postmaster

PREFIX = "data.upgrading-"
PROGRAMS = ("sh", "cp", "initdb", "psql", "vacuumdb")  # and all that begin with pg_
START_SECONDS = 300  # the copy of a killed server's data replays its WAL first
PATIENCE = 10.0
PAUSE = 0.02
LOOK = 0.25  # seconds between two looks at how far a copy has come
LOG_BYTES = 100_000  # one argument of a program may have 128 KiB (execve(2))


class Workbench(msgspec.Struct, frozen=True):
    """Real paths. `new` exists after initdb only; `sockets` is short and only the account may enter it."""

    folder: Path
    sockets: Path
    account: Account

    @property
    def old(self) -> Path:
        """The copy of the data, which pg_upgrade may take apart."""
        return self.folder / "old"

    @property
    def new(self) -> Path:
        """The data to be."""
        return self.folder / "new"

    @property
    def scratch(self) -> Path:
        """Working directory of the programs."""
        return self.folder / "scratch"

    @property
    def places(self) -> Places:
        """The same in the words of the server; the configuration they name serves `old` and `new`."""
        return Places(data=self.new, log=self.scratch, run=self.sockets)

    def attempt(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs the program as the account in `scratch`; exit code not checked."""
        return self.account.run(["/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", str(self.scratch), *command])

    def run(self, what: str, *command: str) -> str:
        """What the program prints. Raises `UpgradeError` with its last words."""
        outcome = self.attempt(*command)
        if outcome.returncode:
            raise UpgradeError(f"{what} failed: {last_words(outcome.stdout + outcome.stderr)}.")
        return outcome.stdout

    def write(self, path: Path, text: str) -> None:
        """Replaces a file that belongs to the account, by its own hand; at most `LOG_BYTES`, the end of it."""
        kept = text.encode()[-LOG_BYTES:].decode(errors="ignore")
        self.run(f"Writing {path}", "/bin/sh", "-c", 'printf %s "$2" > "$1"', "sh", str(path), kept)

    @contextmanager
    def serving(self, binaries: Binaries, data: Path) -> Iterator[None]:
        """A server on `old` or `new` for the length of the block; its socket is in `sockets`."""
        report = self.scratch / "start.log"
        pg_ctl = (binaries.path("pg_ctl"), "start", "--silent", "--wait", f"--timeout={START_SECONDS}")
        outcome = self.account.run([*pg_ctl, f"--pgdata={data}", f"--log={report}"])
        try:
            if outcome.returncode:
                said = report.read_text(errors="replace") if report.exists() else outcome.stderr
                raise UpgradeError(f"PostgreSQL {binaries.version} did not start on a copy: {last_words(said)}.")
            yield
        finally:
            stop_postmaster(data)


def open_workbench(parent: Path, account: Account) -> Workbench:
    """A new one beside the data in `parent`; to be removed with `clear_workbenches`."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    folder.chmod(0o711)
    # pg_upgrade puts the sockets' folder into single quotes: a path of our own making needs none
    sockets = Path(tempfile.mkdtemp(prefix="newswire-", dir=SHORT_FOLDERS))
    (folder / "run").symlink_to(sockets)
    account.own(sockets, 0o700)
    work = Workbench(folder, sockets, account)
    for place in (work.old, work.scratch):
        place.mkdir()
        account.own(place, 0o700)
    return work


def clear_workbenches(parent: Path) -> None:
    """Deletes all there are, ending what still runs in them: a killed upgrade's pg_upgrade and servers live on."""
    for folder in parent.glob(f"{PREFIX}*"):
        _end_programs(folder)
        for data in (folder / "old", folder / "new"):
            stop_postmaster(data)
        if (folder / "run").is_symlink():
            shutil.rmtree((folder / "run").resolve(), ignore_errors=True)
        deadline = time.monotonic() + PATIENCE
        shutil.rmtree(folder, ignore_errors=True)
        while folder.exists() and time.monotonic() < deadline:  # a dying program may still have made a file
            time.sleep(PAUSE)
            shutil.rmtree(folder, ignore_errors=True)


def copy_data(work: Workbench, data: Path, tell: Callable[[int, int], None]) -> None:
    """
    Copies `data` to `old`, as the account: root would follow links that the account may have put there.

    Links are followed (WAL may lie elsewhere). `tell` hears how many bytes of how many are there.
    """
    total = size_of(data)
    copy = 'cp -RLp "$1"/. "$2" && rm -f "$2"/postmaster.pid'
    with ThreadPoolExecutor(1) as thread:
        copying = thread.submit(work.run, "Copying the data", "/bin/sh", "-c", copy, "sh", str(data), str(work.old))
        while not wait([copying], LOOK).done:
            tell(min(size_of(work.old), total), total)
    copying.result()
    tell(total, total)


def size_of(folder: Path) -> int:
    """Bytes of all files below; those that vanish meanwhile count nothing."""
    total = 0
    for place, _, names in os.walk(folder, followlinks=True):
        for name in names:
            try:
                total += Path(place, name).stat().st_size
            except OSError:
                continue
    return total


def last_words(said: str) -> str:
    """The last lines of what a program printed, as one line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " / ".join(lines[-4:]).rstrip(".")


def wait_for_backends(data: Path) -> None:
    """
    Returns when no process has the shared memory of `data` any more: a killed server's backends write for a moment.

    The same question PostgreSQL asks at its start (src/backend/port/sysv_shmem.c), answered by /proc/sysvipc/shm.
    """
    deadline = time.monotonic() + PATIENCE
    while _attached(data):
        if time.monotonic() > deadline:
            raise UpgradeError(f"Processes of a server that was killed still use {data}. End them first.")
        time.sleep(PAUSE)


def _attached(data: Path) -> int:
    try:
        # key and id of the shared memory are line 7 of the file (src/include/utils/pidfile.h)
        key, number = (data / "postmaster.pid").read_text().splitlines()[6].split()
        segments = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    except (OSError, IndexError, ValueError):
        return 0
    for segment in segments:
        found = segment.split()  # key, shmid, perms, size, cpid, lpid, nattch … (proc_sysvipc(5)); the key is signed
        if found[1] == number and (int(found[0]) - int(key)) % 2**32 == 0:
            return int(found[6])
    return 0


def _end_programs(folder: Path) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().split(b"\0")
            if _names(command, folder):
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:
            continue


def _names(command: Sequence[bytes], folder: Path) -> bool:
    program = Path(os.fsdecode(command[0])).name
    known = program in PROGRAMS or program.startswith("pg_")
    return known and any(os.fsencode(folder) in word for word in command[1:])

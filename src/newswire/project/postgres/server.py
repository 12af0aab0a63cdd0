"""
The embedded PostgreSQL of one home: found, started, taken over and stopped.

    with running(home) as server:               # the service, and every command that needs the database
        os.environ["DATABASE_URL"] = server.dsn

`running` keeps a shared lock on `home/postgres/users`; whoever leaves last stops the server. The kernel drops the lock
of a process that was killed: its server lives on, and the next one in finds it, uses it and stops it. A supervisor has
to turn SIGTERM into leaving the `with` block.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from newswire.project.postgres.account import Account, choose_account
from newswire.project.postgres.binaries import Binaries, copy_binaries, find_binaries
from newswire.project.postgres.conf import LZ4, write_configuration
from newswire.project.postgres.failures import OtherMajorError, PostgresError
from newswire.project.postgres.initdb import run_initdb
from newswire.project.postgres.passwords import keep_password, read_password
from newswire.project.postgres.places import REPLACED, SHELTER, open_folder, prepare_places, remove_places
from newswire.project.postgres.postmaster import (
    Postmaster,
    forget_dead_postmaster,
    read_postmaster,
    stop_postmaster,
)

OWNER = "newswire"
DATABASE = "newswire"
START_SECONDS = 300  # crash recovery replays up to 2 GB of WAL
PAUSE = 0.02
RETRIED = ("pre-existing shared memory block", "already exists")  # a killed server's last backends, another start


@dataclass(frozen=True)
class Server:
    """A running server: `host` is the folder of its socket, `data` its data directory, both real paths."""

    home: Path
    data: Path
    host: str
    port: int
    pid: int
    password: str = field(repr=False)

    @property
    def dsn(self) -> str:
        """A URL for psycopg and `DATABASE_URL`: the owner's role on the application's database."""
        return self.dsn_for()

    def dsn_for(self, *, database: str = DATABASE, user: str = OWNER, password: str | None = None) -> str:
        """The same for another database, or another role with its password (default: the owner's)."""
        secret = quote(self.password if password is None else password, safe="")
        where = f"host={quote(self.host, safe='')}&port={self.port}"
        return f"postgresql://{quote(user, safe='')}:{secret}@/{quote(database, safe='')}?{where}"


def ensure_running(home: Path, *, settings: Mapping[str, str] = {}, shelter: Path = SHELTER) -> Server:
    """
    The running server of `home`: found, else started, and made on first use. Safe to call from several processes.

    `settings` are PostgreSQL's own and apply when this call starts the server. `shelter` is where root keeps what the
    server's account could not reach in `home`. Does not keep the server from being stopped: see `running`.
    Raises `OtherMajorError`, `DataOwnerError`, `LostDataError`, `MissingBinariesError`, `PostgresError`.
    """
    folder = open_folder(home)
    with locked(folder):
        return find_or_start(folder, settings, shelter)


@contextmanager
def running(home: Path, *, settings: Mapping[str, str] = {}, shelter: Path = SHELTER) -> Iterator[Server]:
    """`ensure_running` for the length of a block; the last process (or thread) to leave its block stops the server."""
    folder = open_folder(home)
    users = os.open(folder / "users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        with locked(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            server = find_or_start(folder, settings, shelter)
        try:
            yield server
        finally:
            with locked(folder):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else is still in
                else:
                    stop_postmaster(server.data)
    finally:
        os.close(users)


def stop(server: Server) -> None:
    """Fast shutdown, whoever else uses the server; returns when it has stopped."""
    with locked(server.home / "postgres"):
        stop_postmaster(server.data)


def remove(home: Path) -> None:
    """Stops the server of `home` and deletes its data, its log and its password."""
    folder = open_folder(home)
    with locked(folder):
        stop_postmaster((folder / "data").resolve())
        remove_places(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone with `home/postgres`: nobody else starts, stops or upgrades its server for the length of the block."""
    handle = os.open(folder / "lock", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def find_or_start(folder: Path, settings: Mapping[str, str], shelter: Path) -> Server:
    """`ensure_running` for a caller that is inside `locked` already; `folder` is `home/postgres`."""
    binaries = find_binaries()
    data = (folder / "data").resolve()
    _check_major(data, binaries)
    account = choose_account(data)
    deadline = time.monotonic() + START_SECONDS
    while True:
        found = read_postmaster(data)
        if found and found.status == "ready" and found.socket.exists():
            break
        if time.monotonic() > deadline:
            raise PostgresError(f"The server did not become ready within {START_SECONDS} s; see {folder / 'log'}.")
        if found and found.status == "ready":
            stop_postmaster(data)  # its socket was deleted: nobody can reach it any more
        elif found:
            time.sleep(PAUSE)
        else:
            data = _start(folder, account, reachable(binaries, account, shelter), settings, shelter)
    return _open_database(folder, data, found)


def _check_major(data: Path, binaries: Binaries) -> None:
    try:
        written = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if data.with_name(REPLACED).exists():  # the moment between two renames: starting now would make empty data
            raise OtherMajorError(
                f"An upgrade of {data} was interrupted; nothing is lost. Run: newswire upgrade"
            ) from None
        return
    if written != binaries.major:
        raise OtherMajorError(
            f"{data} was written by PostgreSQL {written}; this Newswire brings {binaries.version}. "
            "Nothing was touched. Run: newswire upgrade"
        )


def reachable(binaries: Binaries, account: Account, shelter: Path) -> Binaries:
    """These programs where the account can run them, copies of them otherwise."""
    # initdb needs the libraries the wheel keeps beside the package, so running it proves both can be reached
    return binaries if account.can_run(binaries.path("initdb"), "--version") else copy_binaries(binaries, shelter)


def _start(folder: Path, account: Account, binaries: Binaries, settings: Mapping[str, str], shelter: Path) -> Path:
    """Starts the server, making its data first if there are none; the real path of the data directory."""
    places = prepare_places(folder, account, shelter)
    check_path(places.data)
    for left in places.data.parent.glob("data.making-*"):
        shutil.rmtree(left, ignore_errors=True)
    if not places.data.exists():
        run_initdb(places, account, binaries, OWNER, keep_password(folder / "password"), settings)
    write_configuration(places, LZ4 if binaries.supports_lz4() else {}, settings)
    forget_dead_postmaster(places.data, places.run)
    report = places.log / "start.log"
    report.unlink(missing_ok=True)
    pg_ctl = (binaries.path("pg_ctl"), "start", "--silent", "--wait", f"--timeout={START_SECONDS}")
    outcome = account.run([*pg_ctl, f"--pgdata={places.data}", f"--log={report}"])
    if outcome.returncode:
        said = report.read_text(errors="replace") if report.exists() else outcome.stderr
        if not any(reason in said for reason in RETRIED):
            last = " / ".join(said.splitlines()[-4:])
            raise PostgresError(f"PostgreSQL did not start: {last} (its log is in {places.log})")
        time.sleep(PAUSE)
    return places.data


def check_path(data: Path) -> None:
    """Raises `PostgresError` for a path that PostgreSQL's own programs cannot pass on."""
    # pg_ctl starts the server through a shell and puts this path between double quotes
    if set(str(data)) & set('"$`\\\n'):
        raise PostgresError(f'PostgreSQL cannot be started in {data}: the path has one of " $ ` \\ in it.')


def _open_database(folder: Path, data: Path, found: Postmaster) -> Server:
    password = read_password(folder / "password")
    server = Server(folder.parent, data, str(found.run), found.port, found.pid, password)
    try:
        with psycopg.connect(server.dsn_for(database="postgres"), autocommit=True) as connection:
            # a killed process's CREATE DATABASE goes on in its backend, which keeps this lock until it is done
            connection.execute("SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtext('newswire database'))")
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                # a login made for one database has no business in the others
                connection.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
                connection.execute("CREATE DATABASE newswire")
    except psycopg.OperationalError as error:
        raise PostgresError(f"The server runs, but does not let us in: {error}") from error
    return server

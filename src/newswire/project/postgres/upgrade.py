"""
`newswire upgrade`: data of an older major version of PostgreSQL become data of the one this Newswire brings.

By pg_upgrade, in its link mode, on a copy. Not by dump and restore: pg_upgrade takes over roles, grants, sequences,
large objects, settings of databases and statistics as they are, and needs minutes where a restore builds every index of
an archive anew. On a copy, because nothing then ever writes to the old data (link mode on the data themselves is past
return once the new server has run), and because the space needed is that of pg_upgrade's own copy mode.

Two defaults differ between 16 and 18. Checksums are on in new data since 18 while pg_upgrade wants both sides alike:
the new data are made as the old are and get checksums afterwards. The builtin locale provider came with 17: pg_upgrade
carries the old databases' own locale into the new data, template databases included, so order and indexes stay valid.

The old data stay beside the new ones under another name until somebody deletes them. At any moment of a kill either
`data` is whole, or `data.replaced` is the whole of it and the server refuses to start (see `server.py`).
"""

import fcntl
import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg

from newswire.project.postgres.account import choose_account
from newswire.project.postgres.binaries import Binaries, find_binaries, read_binaries
from newswire.project.postgres.census import Census, connect, differences, take_census
from newswire.project.postgres.conf import INCLUDE, write_configuration
from newswire.project.postgres.failures import LostDataError, PostgresError, UpgradeError
from newswire.project.postgres.initdb import run_initdb
from newswire.project.postgres.passwords import read_password
from newswire.project.postgres.places import PORT, REPLACED, SHELTER, prepare_places
from newswire.project.postgres.postmaster import stop_postmaster
from newswire.project.postgres.server import OWNER, check_path, find_or_start, locked, reachable, running
from newswire.project.postgres.workbench import (
    Workbench,
    clear_workbenches,
    copy_data,
    last_words,
    open_workbench,
    size_of,
    wait_for_backends,
)

KEPT = "data.postgresql-"
SPARE_BYTES = 500_000_000  # new catalogues, WAL, and what a file system keeps for itself
TRUST = "local all all trust\n"  # whoever can enter the sockets' folder can read the files as well


class Stage(msgspec.Struct, frozen=True):
    """What the upgrade is doing now; `total` is 0 where nobody knows how long it takes."""

    name: str
    done: int = 0
    total: int = 0


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was done: major versions `before` and `after`, the same where there was nothing to do, `before` empty where
    there are no data yet.

    `kept` are all older data beside `data`, newest last; `settings` are lines of the old configuration somebody had
    added, which were not taken over. Tables, rows and sequences are 0 unless this run counted them.
    """

    data: Path
    before: str
    after: str
    kept: tuple[Path, ...] = ()
    settings: tuple[str, ...] = ()
    tables: int = 0
    rows: int = 0
    sequences: int = 0

    @property
    def upgraded(self) -> bool:
        """Whether there was something to do, and it was done."""
        return self.before not in ("", self.after)

    @property
    def delete_command(self) -> str:
        """What deletes the kept data, to be typed by somebody who is content with the new ones."""
        return " ".join(["rm", "-r", *(shlex.quote(str(path)) for path in self.kept)])


def do_upgrade(
    home: Path,
    *,
    programs: Path | None = None,
    settings: Mapping[str, str] = {},
    shelter: Path = SHELTER,
    tell: Callable[[Stage], None] = lambda _: None,
) -> Upgrade:
    """
    Brings the data of `home` to the major version the wheel brings; leaves no server running that was not.

    `programs` is an installation of the old major version where the wheel has none; `settings` and `shelter` are as for
    `running`. Raises `UpgradeError`, after which the old data are in place and as they were, and what `running` raises.
    """
    folder = home.absolute() / "postgres"
    wanted = find_binaries()
    if not folder.exists():
        return Upgrade(data=folder / "data", before="", after=wanted.major)
    with locked(folder):
        data = _find_data(folder)
        account = choose_account(data)
        clear_workbenches(data.parent)
        before = _read_major(data)
        if before not in ("", wanted.major):
            with _alone(folder):
                source = reachable(_find_programs(data, before, wanted, programs), account, shelter)
                return _Upgrader(folder, data, source, wanted, settings, shelter, tell).run()
    if data.with_name(REPLACED).exists():
        before = _finish(home, data, settings, shelter)
    return Upgrade(data=data, before=before, after=wanted.major, kept=_kept(data))


class _Upgrader:
    """One upgrade, for a caller that is alone with the home."""

    def __init__(
        self,
        folder: Path,
        data: Path,
        source: Binaries,
        wanted: Binaries,
        settings: Mapping[str, str],
        shelter: Path,
        tell: Callable[[Stage], None],
    ) -> None:
        self.folder = folder
        self.data = data
        self.source = source
        self.account = choose_account(data)
        self.target = reachable(wanted, self.account, shelter)
        self.settings = settings
        self.shelter = shelter
        self.tell = tell

    def run(self) -> Upgrade:
        """All stages; the old data are where they were unless the last one succeeded."""
        try:
            self._check()
            work = open_workbench(self.data.parent, self.account)
            copy_data(work, self.data, lambda done, total: self.tell(Stage("Copying the data", done, total)))
            census = self._convert(work)
            self._put_in_place(work)
        except (PostgresError, psycopg.Error, OSError) as error:
            said = error.detail if isinstance(error, PostgresError) else f"{last_words(str(error))}."
            raise UpgradeError(
                f"{said} The data of PostgreSQL {self.source.major} are as they were, in {self.data}; "
                "when the cause is mended, run newswire upgrade again."
            ) from error
        finally:
            clear_workbenches(self.data.parent)
        own = own_settings(self.data.with_name(REPLACED))
        return Upgrade(
            data=self.data,
            before=_keep(self.data),
            after=self.target.major,
            kept=_kept(self.data),
            settings=own,
            tables=len(census.tables),
            rows=census.rows,
            sequences=len(census.sequences),
        )

    def _check(self) -> None:
        """What can be known before anything is done."""
        read_password(self.folder / "password")
        check_path(self.data)
        stop_postmaster(self.data)  # of a service that was killed
        wait_for_backends(self.data)
        if any((self.data / "pg_tblspc").iterdir()):
            raise UpgradeError(
                "The data have tablespaces elsewhere, which Newswire never makes: dump and restore them."
            )
        needed, free = size_of(self.data) + SPARE_BYTES, shutil.disk_usage(self.data.parent).free
        if free < needed:
            raise UpgradeError(
                f"The copy needs {needed / 1e9:.1f} GB in {self.data.parent}, where {free / 1e9:.1f} GB are free."
            )

    def _convert(self, work: Workbench) -> Census:
        """From `work.old` to `work.new`, started and counted."""
        quiet = {**self.settings, "logging_collector": "off"}
        write_configuration(work.places, {}, quiet)
        # the copy's own configuration may name places, libraries and logins of the old server
        work.write(work.old / "postgresql.conf", INCLUDE)
        work.write(work.old / "postgresql.auto.conf", "")
        work.write(work.old / "pg_hba.conf", TRUST)
        with work.serving(self.source, work.old):
            superuser = _read_superuser(work.sockets)
            before = self._count(work, superuser, "Counting what there is")
        checksums = self._has_checksums(work)
        self._make_new(work, superuser, [] if checksums else ["--no-data-checksums"])
        asking = (work.new / "pg_hba.conf").read_text()
        work.write(work.new / "pg_hba.conf", TRUST)
        self._pg_upgrade(work, superuser)
        if not checksums:
            self.tell(Stage("Adding checksums"))
            work.run("pg_checksums", self.target.path("pg_checksums"), "--enable", "--no-sync", f"--pgdata={work.new}")
        with work.serving(self.target, work.new):
            after = self._count(work, superuser, "Counting what arrived")
            if lost := differences(before, after):
                raise UpgradeError(f"The upgraded data differ from the old: {'; '.join(lost[:5])}.")
            self.tell(Stage("Analysing"))
            login = (f"--host={work.sockets}", f"--port={PORT}", f"--username={superuser}")
            # not worth failing for: the server does it by itself in time
            work.attempt(self.target.path("vacuumdb"), "--all", "--analyze-only", "--quiet", *login)
        work.write(work.new / "pg_hba.conf", asking)
        if self.settings.get("fsync") != "off":
            self.tell(Stage("Writing to disk"))
            work.run("initdb", self.target.path("initdb"), "--sync-only", f"--pgdata={work.new}")
        return after

    def _make_new(self, work: Workbench, superuser: str, options: list[str]) -> None:
        self.tell(Stage(f"Making data for PostgreSQL {self.target.major}"))
        password = read_password(self.folder / "password")  # until pg_upgrade brings the old one
        run_initdb(work.places, self.account, self.target, superuser, password, self.settings, options)

    def _has_checksums(self, work: Workbench) -> bool:
        said = work.run("pg_controldata", self.source.path("pg_controldata"), str(work.old))
        return "Data page checksum version: 0" not in " ".join(said.split())

    def _pg_upgrade(self, work: Workbench, superuser: str) -> None:
        self.tell(Stage(f"Upgrading from {self.source.version} to {self.target.version}"))
        command = [self.target.path("pg_upgrade"), "--link", f"--username={superuser}", f"--socketdir={work.sockets}"]
        command += [f"--old-bindir={self.source.root}/bin", f"--new-bindir={self.target.root}/bin"]
        command += [f"--old-datadir={work.old}", f"--new-datadir={work.new}", "--no-sync"]  # once, when all is done
        outcome = work.attempt(*command)
        if outcome.returncode:
            said = outcome.stdout + outcome.stderr
            log = self._keep_log(work, said)
            raise UpgradeError(f"pg_upgrade refused: {fatal_words(said)}. All it said is in {log}.")

    def _keep_log(self, work: Workbench, said: str) -> Path:
        log = prepare_places(self.folder, self.account, self.shelter).log / "upgrade.log"
        read = 'cat "$1"/pg_upgrade_output.d/*/log/*.log "$1"/pg_upgrade_output.d/*/*.txt'
        work.write(log, f"{work.attempt('/bin/sh', '-c', read, 'sh', str(work.new)).stdout}\n{said}\n")
        return log

    def _count(self, work: Workbench, superuser: str, name: str) -> Census:
        self.tell(Stage(name))
        return take_census(work.sockets, superuser, lambda done, total: self.tell(Stage(name, done, total)))

    def _put_in_place(self, work: Workbench) -> None:
        """The new data instead of the old, which are back when the server does not start or let us in."""
        self.tell(Stage("Putting the new data in place"))
        replaced = self.data.with_name(REPLACED)
        self.data.rename(replaced)
        try:
            work.new.rename(self.data)
            _sync(self.data.parent)
            self.tell(Stage(f"Starting PostgreSQL {self.target.major}"))
            find_or_start(self.folder, self.settings, self.shelter)
            stop_postmaster(self.data)
        except BaseException:
            stop_postmaster(self.data)
            if self.data.exists():
                self.data.rename(work.new)
            replaced.rename(self.data)
            raise


def fatal_words(said: str) -> str:
    """Why pg_upgrade gave up, as one line, without the names of files that go with the folder it worked in."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and line.strip() != "Failure, exiting"]
    ends = [number for number, line in enumerate(lines) if line.endswith("fatal")]
    reason = " ".join(lines[ends[-1] + 1 :]) if ends else last_words("\n".join(lines))
    return reason.partition(" A list of ")[0].strip().rstrip(".")


def own_settings(data: Path) -> tuple[str, ...]:
    """What somebody set by hand or by ALTER SYSTEM in `data`: a newer server may not know it, so a person decides."""
    texts = []
    for name, beginning in (("postgresql.conf", INCLUDE), ("postgresql.auto.conf", "")):
        path = data / name
        text = path.read_text(errors="replace") if path.exists() else ""
        position = text.find(beginning)  # without our line in it, the file is somebody else's and all of it initdb's
        texts.append(text[position + len(beginning) :] if position >= 0 else "")
    lines = (line.strip() for line in "\n".join(texts).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    users = os.open(folder / "users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UpgradeError(f"Newswire runs on {folder.parent}. Stop it and run newswire upgrade again.") from error
        yield
    finally:
        os.close(users)


def _find_data(folder: Path) -> Path:
    link = folder / "data"
    data = link.resolve()
    if not data.parent.exists():
        raise LostDataError(f"{link} points at {data}, which is gone. Bring it back from a backup.")
    replaced = data.with_name(REPLACED)
    if replaced.exists() and not data.exists():  # killed between the two renamings
        replaced.rename(data)
    return data


def _read_major(data: Path) -> str:
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return ""


def _find_programs(data: Path, major: str, wanted: Binaries, programs: Path | None) -> Binaries:
    brought = [read_binaries(root) for root in sorted(wanted.root.parent.glob("pginstall*"))]
    if programs is not None:
        given = read_binaries(programs.parent if programs.name == "bin" else programs.absolute())
        if given.major == major:
            return given
        raise UpgradeError(f"{data} was written by PostgreSQL {major}; {programs} is {given.version}.")
    for binaries in brought:
        if binaries.major == major and float(major) < float(wanted.major):
            return binaries
    raise UpgradeError(
        f"{data} was written by PostgreSQL {major}; this Newswire brings {', '.join(one.version for one in brought)}. "
        f"Nothing was touched. Where PostgreSQL {major} is installed, run: newswire upgrade --programs ITS-FOLDER. "
        "Or dump the data with that version and restore the dump, as docs/howto/upgrade-postgresql.md shows."
    )


def _read_superuser(sockets: Path) -> str:
    """The role initdb made, which pg_upgrade must work as: `newswire`, unless the data came from elsewhere."""
    try:
        with connect(sockets, OWNER, "postgres") as connection:
            row = connection.execute("SELECT rolname FROM pg_roles WHERE oid = 10").fetchone()
    except psycopg.OperationalError as error:
        raise UpgradeError(
            f"The data do not let in {OWNER}, as all Newswire made do: {last_words(str(error))}."
        ) from error
    return str(row[0]) if row else OWNER


def _finish(home: Path, data: Path, settings: Mapping[str, str], shelter: Path) -> str:
    """After a kill between the last two renamings: the new data were counted, and are now seen to start."""
    try:
        with running(home, settings=settings, shelter=shelter), locked(home.absolute() / "postgres"):
            return _keep(data)
    except PostgresError as error:
        raise UpgradeError(
            f"{error.detail} The data from before the upgrade are whole, in {data.with_name(REPLACED)}; "
            f"to begin again from them, give {data} another name and run newswire upgrade."
        ) from error


def _keep(data: Path) -> str:
    """Names what `data` replaced after its version, which is returned."""
    replaced = data.with_name(REPLACED)
    major = _read_major(replaced)
    target = data.with_name(f"{KEPT}{major}")
    number = 1
    while target.exists():
        number += 1
        target = data.with_name(f"{KEPT}{major}-{number}")
    replaced.rename(target)
    _sync(data.parent)
    return major


def _kept(data: Path) -> tuple[Path, ...]:
    return tuple(sorted(data.parent.glob(f"{KEPT}*"), key=lambda path: path.stat().st_ctime_ns))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The embedded server across accounts: as root, as root where only root may enter, as a plain user."""

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from newswire.project.postgres.account import choose_account
from newswire.project.postgres.binaries import copy_binaries, find_binaries
from newswire.project.postgres.failures import DataOwnerError, LostDataError, PostgresError
from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.server import ensure_running, remove, running, stop
from tests.project.postgres_homes import QUICK, Holder, python_for, temporary_home, temporary_shelter

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can switch to other accounts")
NOBODY = pwd.getpwnam("nobody").pw_uid


@pytest.fixture
def shelter() -> Iterator[Path]:
    with temporary_shelter() as path:
        yield path


@pytest.fixture
def home(shelter: Path) -> Iterator[Path]:
    assert shelter.exists()  # the servers of a home are stopped before their shelter goes
    with temporary_home() as path:
        yield path


@pytest.fixture
def closed(home: Path) -> Path:
    """A folder only its owner may enter."""
    folder = home.with_name("closed")
    folder.mkdir(mode=0o700)
    return folder


def answers(dsn: str) -> bool:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_the_server_never_runs_as_root_and_only_its_account_reads_the_data(home: Path, shelter: Path) -> None:
    server = ensure_running(home, settings=QUICK, shelter=shelter)
    owner = server.data.stat()
    assert owner.st_uid == Path("/proc", str(server.pid)).stat().st_uid != 0
    assert stat.S_IMODE(owner.st_mode) == 0o700
    assert choose_account(server.data).uid == owner.st_uid


@as_root
def test_a_home_in_a_closed_folder_keeps_its_data_in_the_shelter(closed: Path, shelter: Path) -> None:
    home = closed / "home"
    server = ensure_running(home, settings=QUICK, shelter=shelter)
    assert server.data.is_relative_to(shelter)
    assert (home / "postgres" / "data").resolve() == server.data
    assert (server.data.parent / "home").read_text().strip() == str(home / "postgres")
    assert answers(server.dsn)
    stop(server)
    again = ensure_running(home, settings=QUICK, shelter=shelter)
    assert again.data == server.data
    remove(home)
    assert not server.data.parent.exists()


@as_root
def test_a_home_whose_sheltered_data_are_gone_does_not_start_empty(closed: Path, shelter: Path) -> None:
    server = ensure_running(closed / "home", settings=QUICK, shelter=shelter)
    stop(server)
    shutil.rmtree(server.data.parent)
    with pytest.raises(LostDataError, match="gone"):
        ensure_running(closed / "home", settings=QUICK, shelter=shelter)


@as_root
def test_programs_in_a_closed_folder_are_copied_once_and_shared(closed: Path, shelter: Path) -> None:
    package = find_binaries().root.parent
    unneeded = shutil.ignore_patterns("include", "pginstall", "*.a")
    shutil.copytree(package, closed / package.name, ignore=unneeded)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, closed / libraries.name)
    first, second = (Holder(closed / name, shelter, path=str(closed)) for name in ("a", "b"))
    for holder in (first, second):
        pid, dsn, _ = holder.server()
        # not /proc/…/exe: root in a container may not read it
        started = Path("/proc", str(pid), "cmdline").read_text().split("\0")[0]
        answered = answers(dsn)
        holder.leave()
        assert answered
        assert Path(started).is_relative_to(shelter)
    assert len(list(shelter.glob("postgresql-*"))) == 1
    assert not list(shelter.glob(".copying-*"))


@as_root
def test_a_shelter_others_could_write_to_is_refused(shelter: Path) -> None:
    shelter.chmod(0o777)
    with pytest.raises(PostgresError, match="writable"):
        copy_binaries(find_binaries(), shelter)
    assert not list(shelter.iterdir())


@as_root
def test_a_plain_user_runs_it_as_itself_and_root_takes_it_over_as_that_user(home: Path, shelter: Path) -> None:
    python = python_for(NOBODY)
    if python is None:
        pytest.skip("this environment lies where a plain user cannot reach it")
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    service = Holder(home, shelter, user=NOBODY, python=python)
    pid, dsn, data = service.server()
    assert Path("/proc", str(pid)).stat().st_uid == NOBODY == data.stat().st_uid
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
    assert answers(dsn)
    service.kill()
    with running(home, settings=QUICK, shelter=shelter) as server:
        assert server.pid == pid
    with running(home, settings=QUICK, shelter=shelter) as server:
        assert Path("/proc", str(server.pid)).stat().st_uid == NOBODY
    back = Holder(home, shelter, user=NOBODY, python=python)  # root left nothing behind that shuts the user out
    assert answers(back.server()[1])
    back.leave()
    assert read_postmaster(data) is None


@as_root
def test_data_of_somebody_else_are_refused(home: Path, shelter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = ensure_running(home, settings=QUICK, shelter=shelter)
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY - 1)
    with pytest.raises(DataOwnerError, match="belongs to user id") as caught:
        choose_account(server.data)
    assert caught.value.code == "postgres-owner"


@as_root
def test_data_that_belong_to_root_are_refused_with_the_way_out(home: Path, shelter: Path) -> None:
    server = ensure_running(home, settings=QUICK, shelter=shelter)
    stop(server)
    os.chown(server.data, 0, 0)
    with pytest.raises(DataOwnerError, match="chown -R"):
        ensure_running(home, settings=QUICK, shelter=shelter)

"""Data of PostgreSQL 16 become data of 18 with all that is in them, whoever runs them and wherever they lie."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from newswire.project.postgres.account import choose_account
from newswire.project.postgres.binaries import find_binaries
from newswire.project.postgres.failures import LostDataError, UpgradeError
from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.roles import PUBLIC
from newswire.project.postgres.server import ensure_running, running, stop
from newswire.project.postgres.upgrade import Upgrade, do_upgrade
from tests.project.postgres_homes import QUICK, python_for, temporary_home, temporary_shelter
from tests.project.postgres_old_home import (
    OWN_SETTING,
    PASSWORD,
    PUBLIC_PASSWORD,
    SIXTEEN,
    STORIES,
    UPGRADE,
    ask,
    check_upgraded,
    contents,
    left_over,
    log_in,
    make_old_data,
    place_old_home,
    python_environment,
)
from tests.project.test_postgres_server import digest

DEBIAN = Path("/usr/lib/postgresql/15")
NOBODY = pwd.getpwnam("nobody").pw_uid
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can switch to other accounts")


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """Data of 16, made once."""
    with temporary_home() as path:
        path.mkdir()
        make_old_data(SIXTEEN, path / "data")
        yield path / "data"


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
def data(template: Path, home: Path) -> Path:
    """The data of `home`, written by 16."""
    return place_old_home(template, home)


class Done(NamedTuple):
    """An upgrade that went well, and what was there before."""

    home: Path
    data: Path
    shelter: Path
    before: dict[str, tuple[float, str]]
    stages: list[str]
    report: Upgrade


@pytest.fixture(scope="module")
def done(template: Path) -> Iterator[Done]:
    """One upgrade for all tests that only look at its outcome."""
    with temporary_shelter() as shelter, temporary_home() as home:
        data = place_old_home(template, home)
        before = digest(data)
        stages: list[str] = []
        report = do_upgrade(home, settings=QUICK, shelter=shelter, tell=lambda stage: stages.append(stage.name))
        yield Done(home, data, shelter, before, stages, report)


def test_everything_arrives_and_is_counted(done: Done) -> None:
    report = done.report
    assert (report.before, report.after, report.upgraded) == ("16", "18", True)
    assert (report.tables, report.rows, report.sequences) == (4, STORIES + 2 + 1 + 70, 3)
    assert report.settings == (OWN_SETTING,)
    assert {"Copying the data", "Counting what there is", "Counting what arrived"} <= set(done.stages)
    assert read_postmaster(done.data) is None
    check_upgraded(done.home, done.shelter)


def test_the_old_data_are_kept_byte_for_byte_and_nothing_else_is_left(done: Done) -> None:
    (kept,) = done.report.kept
    assert kept == done.data.with_name("data.postgresql-16")
    assert {name.replace(str(kept), str(done.data)): found for name, found in digest(kept).items()} == done.before
    assert left_over(done.data) == ["data.postgresql-16"]


def test_numbers_go_on_where_they_were(done: Done) -> None:
    with running(done.home, settings=QUICK, shelter=done.shelter) as server, log_in(server.host) as connection:
        connection.autocommit = False
        assert ask(connection, b"SELECT nextval('numbers')") == 21
        assert ask(connection, b"SELECT nextval('\"never used\"')") == 1
        made = ask(connection, b"INSERT INTO story (headline) VALUES ('Bridge opens') RETURNING id")
        assert made == STORIES + 1
        connection.rollback()


def test_both_roles_keep_their_passwords_and_their_rights(done: Done) -> None:
    with running(done.home, settings=QUICK, shelter=done.shelter) as server:
        with log_in(server.host, user=PUBLIC, password=PUBLIC_PASSWORD) as connection:
            assert ask(connection, b'SELECT "Headline" FROM edition.recent') == "Çeşme ferry back"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT headline FROM public.story")
        for user in ("newswire", PUBLIC):
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                log_in(server.host, user=user, password="guess")
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            log_in(server.host, "postgres", PUBLIC, PUBLIC_PASSWORD)


def test_data_that_are_up_to_date_are_said_to_be_also_while_they_are_in_use(done: Done) -> None:
    before = contents(done.data)
    again = do_upgrade(done.home, settings=QUICK, shelter=done.shelter)
    assert (again.before, again.after, again.upgraded, again.tables) == ("18", "18", False, 0)
    assert again.kept == done.report.kept
    assert contents(done.data) == before
    with running(done.home, settings=QUICK, shelter=done.shelter):
        assert not do_upgrade(done.home, settings=QUICK, shelter=done.shelter).upgraded
        assert read_postmaster(done.data)


def test_where_there_are_no_data_none_are_made(home: Path, shelter: Path) -> None:
    nothing = do_upgrade(home, settings=QUICK, shelter=shelter)
    assert (nothing.before, nothing.upgraded, nothing.kept) == ("", False, ())
    assert not home.exists()


def test_data_whose_superuser_has_another_name_are_upgraded_too(home: Path, shelter: Path) -> None:
    made = home.with_name("made")
    made.mkdir()
    make_old_data(SIXTEEN, made / "data", "postgres")
    place_old_home(made / "data", home)
    do_upgrade(home, settings=QUICK, shelter=shelter)
    check_upgraded(home, shelter)


@pytest.mark.skipif(not DEBIAN.exists(), reason="PostgreSQL 15 is not installed")
def test_a_version_the_wheel_has_not_is_upgraded_with_programs_from_elsewhere(home: Path, shelter: Path) -> None:
    made = home.with_name("made")
    made.mkdir()
    make_old_data(DEBIAN / "bin", made / "data")
    data = place_old_home(made / "data", home)
    with pytest.raises(UpgradeError, match=r"by PostgreSQL 15; this Newswire brings 16.*--programs"):
        do_upgrade(home, settings=QUICK, shelter=shelter)
    with pytest.raises(UpgradeError, match=r"by PostgreSQL 15; .* is 16\."):
        do_upgrade(home, settings=QUICK, shelter=shelter, programs=SIXTEEN)
    report = do_upgrade(home, settings=QUICK, shelter=shelter, programs=DEBIAN)
    assert report.kept == (data.with_name("data.postgresql-15"),)
    check_upgraded(home, shelter)


def test_a_second_old_version_does_not_take_the_name_of_the_first(home: Path, shelter: Path, data: Path) -> None:
    taken = data.with_name("data.postgresql-16")
    taken.mkdir()
    report = do_upgrade(home, settings=QUICK, shelter=shelter)
    assert report.kept == (taken, data.with_name("data.postgresql-16-2"))
    assert report.delete_command == f"rm -r {taken} {taken}-2"


@pytest.mark.parametrize("major", ["14", "99", "no number"])
def test_a_version_nobody_has_programs_for_is_refused_with_the_ways_out(
    home: Path, shelter: Path, data: Path, major: str
) -> None:
    (data / "PG_VERSION").write_text(f"{major}\n")
    before = digest(data)
    with pytest.raises(UpgradeError, match=rf"PostgreSQL {major}; .*--programs.*dump.*upgrade-postgresql.md") as caught:
        do_upgrade(home, settings=QUICK, shelter=shelter)
    assert caught.value.code == "postgres-upgrade"
    assert digest(data) == before


@as_root
def test_data_in_the_shelter_are_upgraded_there(template: Path, home: Path, shelter: Path) -> None:
    closed = home.with_name("closed")
    closed.mkdir(mode=0o700)
    server = ensure_running(closed / "home", settings=QUICK, shelter=shelter)  # lays out the places
    stop(server)
    shutil.rmtree(server.data)
    subprocess.run(["/bin/cp", "-a", template, server.data], check=True)
    (closed / "home" / "postgres" / "password").write_text(PASSWORD)
    report = do_upgrade(closed / "home", settings=QUICK, shelter=shelter)
    assert report.data == server.data
    assert report.kept == (server.data.with_name("data.postgresql-16"),)
    assert report.data.stat().st_uid == choose_account(report.kept[0]).uid != 0
    check_upgraded(closed / "home", shelter)


@as_root
def test_a_plain_user_upgrades_what_is_its_own(home: Path, shelter: Path, data: Path) -> None:
    python = python_for(NOBODY)
    if python is None:
        pytest.skip("this environment lies where a plain user cannot reach it")
    for path in (home, *home.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    command = [python, "-c", UPGRADE, str(home), str(shelter), ""]
    done = subprocess.run(
        command, cwd="/", env=python_environment(), user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert {path.stat().st_uid for path in data.rglob("*")} == {NOBODY}
    assert left_over(data) == ["data.postgresql-16"]
    check_upgraded(home, shelter)


def test_data_that_are_gone_are_not_called_missing(home: Path, shelter: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "data").symlink_to(shelter / "swept" / "data")
    with pytest.raises(LostDataError, match="gone"):
        do_upgrade(home, settings=QUICK, shelter=shelter)


def newswire(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NEWSWIRE_HOME": str(home), "COLUMNS": "200", **variables}
    command = [sys.executable, "-m", "newswire.cli.main", "upgrade", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_the_command_says_what_it_did_and_how_to_delete_the_old_data(home: Path, data: Path) -> None:
    assert find_binaries().major == "18"
    first = newswire(home)
    assert first.returncode == 0, first.stderr
    assert f"Upgraded from PostgreSQL 16 to 18: {data}" in first.stdout
    assert f"{STORIES + 73} rows in 4 tables, 3 sequences" in first.stdout
    assert OWN_SETTING in first.stdout
    assert f"rm -r {data}.postgresql-16" in first.stdout
    assert "Counting what arrived" in first.stderr
    second = newswire(home)
    assert second.returncode == 0
    assert f"The data are up to date: PostgreSQL 18, in {data}." in second.stdout
    assert f"rm -r {data}.postgresql-16" in second.stdout


def test_the_command_fails_with_a_sentence_and_exit_code_1(home: Path, data: Path) -> None:
    (data / "PG_VERSION").write_text("14\n")
    refused = newswire(home)
    assert refused.returncode == 1
    assert "The data were not upgraded." in refused.stderr
    assert "--programs" in refused.stderr
    assert "Traceback" not in refused.stderr
    own = newswire(home, DATABASE_URL="postgresql://db.example/newswire")
    assert own.returncode == 1
    assert "DATABASE_URL" in own.stderr
    assert newswire(home, "--programs", str(home / "nowhere")).returncode == 2
    nothing = newswire(home.with_name("empty"))
    assert nothing.returncode == 0
    assert "no data" in nothing.stdout

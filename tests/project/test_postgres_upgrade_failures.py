"""Whatever goes wrong or is killed on the way, the old data stay as they are and a later upgrade succeeds."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newswire.project.postgres.census import Census, Count, differences
from newswire.project.postgres.conf import INCLUDE
from newswire.project.postgres.failures import OtherMajorError, UpgradeError
from newswire.project.postgres.places import REPLACED
from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.server import ensure_running
from newswire.project.postgres.upgrade import Stage, do_upgrade, fatal_words, own_settings
from tests.project.postgres_homes import QUICK, temporary_home, temporary_shelter
from tests.project.postgres_old_home import (
    SIXTEEN,
    STORIES,
    UPGRADE,
    ask,
    check_upgraded,
    contents,
    left_over,
    log_in,
    make_old_data,
    old_server,
    place_old_home,
    python_environment,
)
from tests.project.test_postgres_server import digest


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


def test_a_home_that_is_in_use_is_left_alone(home: Path, shelter: Path, data: Path) -> None:
    before = digest(data)
    users = os.open(home / "postgres" / "users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)
        with pytest.raises(UpgradeError, match="Newswire runs on"):
            do_upgrade(home, settings=QUICK, shelter=shelter)
    finally:
        os.close(users)
    assert digest(data) == before


def test_an_interrupted_command_cleans_up_after_itself(home: Path, shelter: Path, data: Path) -> None:
    before = digest(data)
    seen: list[Path] = []

    def interrupt(stage: Stage) -> None:
        seen.extend(data.parent.glob("data.upgrading-*"))
        if stage.name == "Counting what there is":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do_upgrade(home, settings=QUICK, shelter=shelter, tell=interrupt)
    assert digest(data) == before
    assert left_over(data) == []
    assert naming(seen[0]) == []


def test_the_server_a_killed_service_left_behind_is_stopped_first(home: Path, shelter: Path, data: Path) -> None:
    with old_server(data) as host:
        with log_in(host) as connection:
            connection.execute("INSERT INTO story (headline) VALUES ('Bridge opens')")
        do_upgrade(home, settings=QUICK, shelter=shelter)
    check_upgraded(home, shelter, STORIES + 1)


def test_what_a_killed_server_had_committed_arrives(home: Path, shelter: Path, data: Path) -> None:
    with old_server(data) as host, closing(log_in(host)) as busy:
        busy.execute("INSERT INTO story (headline) VALUES ('Bridge opens')")
        found = read_postmaster(data)
        assert found
        os.kill(found.pid, signal.SIGKILL)
        do_upgrade(home, settings=QUICK, shelter=shelter)
    check_upgraded(home, shelter, STORIES + 1)


def test_what_pg_upgrade_refuses_is_said_in_its_words_and_logged(home: Path, shelter: Path, data: Path) -> None:
    with old_server(data) as host, log_in(host, "postgres") as connection:
        connection.execute("ALTER DATABASE archive ALLOW_CONNECTIONS false")
    before = digest(data)
    with pytest.raises(
        UpgradeError, match=r"refused: All non-template0 databases must.*\. All it said.*as they were"
    ) as caught:
        do_upgrade(home, settings=QUICK, shelter=shelter)
    log = home / "postgres" / "log" / "upgrade.log"
    assert str(log) in caught.value.detail
    assert "archive" in log.read_text()
    assert digest(data) == before
    assert left_over(data) == []
    with old_server(data) as host, log_in(host) as connection:  # the old version still runs on it
        assert ask(connection, b"SELECT count(*) FROM story") == STORIES


def test_new_data_that_do_not_let_us_in_make_way_for_the_old(home: Path, shelter: Path, data: Path) -> None:
    before = digest(data)
    password = home / "postgres" / "password"
    known = password.read_text()
    password.write_text("another")
    with pytest.raises(UpgradeError, match=r"does not let us in.*as they were"):
        do_upgrade(home, settings=QUICK, shelter=shelter)
    assert digest(data) == before
    assert left_over(data) == []
    password.write_text(known)
    with old_server(data) as host, log_in(host) as connection:
        assert ask(connection, b"SELECT count(*) FROM story") == STORIES


def test_what_cannot_work_is_known_before_anything_is_copied(
    home: Path, shelter: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages: list[Stage] = []
    before = contents(data)
    elsewhere = data / "pg_tblspc" / "16999"
    elsewhere.symlink_to("/nonexistent")
    with pytest.raises(UpgradeError, match="tablespaces"):
        do_upgrade(home, settings=QUICK, shelter=shelter, tell=stages.append)
    elsewhere.unlink()
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
        with pytest.raises(UpgradeError, match=r"needs 0\.\d GB in .* 0\.0 GB are free.*as they were"):
            do_upgrade(home, settings=QUICK, shelter=shelter, tell=stages.append)
    (home / "postgres" / "password").unlink()
    with pytest.raises(UpgradeError, match=r"password.*is gone"):
        do_upgrade(home, settings=QUICK, shelter=shelter, tell=stages.append)
    assert stages == []
    assert contents(data) == before


def test_killed_again_and_again_it_succeeds_at_last(home: Path, shelter: Path, data: Path) -> None:
    before = contents(data)
    sockets = []
    for stage in ("Counting what there is", "Counting what arrived"):  # with a server running on a copy
        assert killed_at(stage, home, shelter)
        sockets += [link.resolve() for link in data.parent.glob("data.upgrading-*/run")]
        assert contents(data) == before
        with pytest.raises(OtherMajorError):
            ensure_running(home, settings=QUICK, shelter=shelter)
    assert killed_at("Starting", home, shelter)
    assert contents(data.with_name(REPLACED)) == before
    report = do_upgrade(home, settings=QUICK, shelter=shelter)
    assert (report.before, report.after, report.kept) == ("16", "18", (data.with_name("data.postgresql-16"),))
    assert contents(report.kept[0]) == before
    assert left_over(data) == ["data.postgresql-16"]
    assert read_postmaster(data) is None
    assert len(sockets) == 2
    assert not any(folder.exists() for folder in sockets)
    check_upgraded(home, shelter)


def killed_at(stage: str, home: Path, shelter: Path) -> bool:
    command = [sys.executable, "-c", UPGRADE, str(home), str(shelter), stage]
    return subprocess.run(command, env=python_environment(), capture_output=True).returncode == -signal.SIGKILL


def test_a_pg_upgrade_that_outlives_its_killed_command_is_ended(home: Path, shelter: Path, data: Path) -> None:
    command = [sys.executable, "-c", UPGRADE, str(home), str(shelter), ""]
    with subprocess.Popen(command, env=python_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        while not process.stdout.readline().startswith("Upgrading"):
            assert process.poll() is None
        while not list(data.parent.glob("data.upgrading-*/new/pg_upgrade_output.d/*/log")):
            assert process.poll() is None
        process.kill()
    (work,) = data.parent.glob("data.upgrading-*")
    assert naming(work)
    assert do_upgrade(home, settings=QUICK, shelter=shelter).upgraded
    assert naming(work) == []
    assert not work.exists()
    check_upgraded(home, shelter)


def naming(folder: Path) -> list[int]:
    """Processes whose command line names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        found += [int(process.name)] if os.fsencode(folder) in command else []
    return found


def test_between_the_two_renamings_nothing_starts_empty(home: Path, shelter: Path, data: Path) -> None:
    before = contents(data)
    data.rename(data.with_name(REPLACED))
    with pytest.raises(OtherMajorError, match=r"interrupted.*newswire upgrade"):
        ensure_running(home, settings=QUICK, shelter=shelter)
    assert not data.exists()

    def stop_there(_: Stage) -> None:
        raise OSError("enough for now")

    with pytest.raises(UpgradeError, match=r"enough for now\. The data of PostgreSQL 16 are as they were"):
        do_upgrade(home, settings=QUICK, shelter=shelter, tell=stop_there)
    assert contents(data) == before
    assert left_over(data) == []


def test_the_reason_pg_upgrade_gives_is_found_in_what_it_says() -> None:
    said = "Checking for prepared transactions                            fatal\n\nThe source cluster contains\n"
    said += "prepared transactions.  A list of them\nis in /gone.txt\nFailure, exiting\n"
    assert fatal_words(said) == "The source cluster contains prepared transactions"
    assert fatal_words("one\ncannot write to /run\nFailure, exiting\n") == "one / cannot write to /run"


def test_every_loss_is_named() -> None:
    before = Census(
        tables=(Count("newswire", "public.story", 10), Count("newswire", "public.seat", 3)),
        sequences=(Count("newswire", "public.story_id_seq", 10),),
        others=(Count("newswire", "views", 2),),
        roles=("newswire", "newswire_public"),
    )
    after = Census(
        tables=(Count("newswire", "public.story", 9),),
        sequences=(Count("newswire", "public.story_id_seq", 1),),
        others=(Count("newswire", "views", 2),),
        roles=("newswire", "postgres"),
    )
    assert differences(before, before) == []
    assert differences(before, after) == [
        "the role newswire_public is missing",
        "public.story in newswire: 10 before, 9 after",
        "public.seat in newswire is missing",
        "public.story_id_seq in newswire: 10 before, 1 after",
    ]
    assert before.rows == 13


def test_only_what_somebody_set_is_their_own_setting(tmp_path: Path) -> None:
    assert own_settings(tmp_path) == ()
    (tmp_path / "postgresql.conf").write_text("max_connections = 100\n")
    (tmp_path / "postgresql.auto.conf").write_text("# written by ALTER SYSTEM\nwork_mem = '8MB'\n")
    assert own_settings(tmp_path) == ("work_mem = '8MB'",)
    (tmp_path / "postgresql.conf").write_text(f"max_connections = 100\n{INCLUDE}\n# more\njit = on\n")
    assert own_settings(tmp_path) == ("jit = on", "work_mem = '8MB'")

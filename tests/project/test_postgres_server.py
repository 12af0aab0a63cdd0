"""The embedded server as one account sees it: made, found, taken over, stopped, and refused data left alone."""

import hashlib
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from newswire.project.postgres.binaries import find_binaries
from newswire.project.postgres.conf import configuration
from newswire.project.postgres.failures import LostDataError, OtherMajorError, PostgresError
from newswire.project.postgres.places import SOCKET_PATH_BYTES, Places
from newswire.project.postgres.postmaster import read_postmaster
from newswire.project.postgres.server import Server, ensure_running, remove, running, stop
from tests.project.postgres_homes import COMMITTED, QUICK, Holder, make_data, temporary_home, temporary_shelter


@pytest.fixture
def shelter() -> Iterator[Path]:
    with temporary_shelter() as path:
        yield path


@pytest.fixture
def home(shelter: Path) -> Iterator[Path]:
    assert shelter.exists()  # the servers of a home are stopped before their shelter goes
    with temporary_home() as path:
        yield path


def ask(dsn: str, query: bytes) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return str(row[0])


def keep_a_row(server: Server) -> None:
    with psycopg.connect(server.dsn) as connection:
        connection.execute("CREATE TABLE kept (line text)")
        connection.execute("INSERT INTO kept VALUES ('Ferry back in service')")


def is_kept(server: Server) -> bool:
    return ask(server.dsn, b"SELECT line FROM kept") == "Ferry back in service"


def digest(folder: Path) -> dict[str, tuple[float, str]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}


def test_the_first_start_makes_a_database_and_the_second_finds_its_server(home: Path) -> None:
    first = ensure_running(home, settings=QUICK)
    assert ask(first.dsn, b"SHOW server_version").startswith("18.")
    assert ask(first.dsn, b"SELECT current_user || '@' || current_database()") == "newswire@newswire"
    assert (
        ask(first.dsn, b"SELECT format('%s%s', datlocprovider, datlocale) FROM pg_database WHERE datname = 'newswire'")
        == "bC.UTF-8"
    )
    assert ensure_running(home, settings=QUICK) == first
    assert first.data == home / "postgres" / "data"


def test_nobody_gets_in_without_the_password_and_nothing_listens_on_a_network(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    assert ask(server.dsn, b"SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.dsn_for(password="guess"))
    password = home / "postgres" / "password"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert password.read_text() == server.password
    assert server.password not in repr(server)


def test_it_is_durable_unless_told_otherwise_and_each_start_decides_anew(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    assert ask(server.dsn, b"SHOW fsync") == "off"
    stop(server)
    server = ensure_running(home)
    for setting, value in [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")]:
        assert ask(server.dsn, f"SHOW {setting}".encode()) == value
    assert ask(server.dsn, b"SHOW max_connections") == "200"
    assert ask(server.dsn, b"SHOW shared_buffers") == "256MB"
    assert ask(server.dsn, b"SHOW timezone") == "UTC"
    assert list((home / "postgres" / "log").glob("postgresql-*.log"))


def test_a_setting_postgresql_refuses_is_reported_in_its_words(home: Path) -> None:
    with pytest.raises(PostgresError, match="no_such_setting") as caught:
        ensure_running(home, settings={**QUICK, "no_such_setting": "1"})
    assert caught.value.code == "postgres"
    assert ensure_running(home, settings=QUICK).pid


def test_settings_are_quoted_and_names_checked() -> None:
    places = Places(data=Path("/d/data"), log=Path("/it's/log"), run=Path("/d/run"))
    text = configuration(places, {"jit": "on"}, {"jit": "off", "search_path": r"a\b"})
    assert "log_directory = '/it''s/log'" in text
    assert "jit = 'off'" in text
    assert r"search_path = 'a\\b'" in text
    for name, value in [("bad name", "1"), ("jit", "off'\nfsync = 'off"), ("", "x")]:
        with pytest.raises(PostgresError):
            configuration(places, {}, {name: value})


def test_stop_stops_and_the_rows_are_there_at_the_next_start(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    keep_a_row(server)
    stop(server)
    assert read_postmaster(server.data) is None
    stop(server)  # once more does no harm
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.dsn)
    again = ensure_running(home, settings=QUICK)
    assert again.pid != server.pid
    assert is_kept(again)


def test_the_last_one_out_stops_the_server(home: Path, shelter: Path) -> None:
    with running(home, settings=QUICK) as server:
        other = Holder(home, shelter)
        assert other.server()[0] == server.pid
        with running(home, settings=QUICK) as same:
            assert same == server
        assert read_postmaster(server.data)
    assert read_postmaster(server.data)
    other.leave()
    assert read_postmaster(server.data) is None


def test_the_server_stops_when_the_service_fails(home: Path) -> None:
    with pytest.raises(LookupError), running(home, settings=QUICK) as server:
        raise LookupError
    assert read_postmaster(server.data) is None


def test_the_server_of_a_killed_service_is_taken_over(home: Path, shelter: Path) -> None:
    service = Holder(home, shelter)
    pid, _, data = service.server()
    service.kill()
    with running(home, settings=QUICK) as server:
        assert server.pid == pid
        keep_a_row(server)
    assert read_postmaster(data) is None


def test_a_killed_server_is_started_again_and_keeps_what_was_committed(home: Path) -> None:
    server = ensure_running(home, settings=COMMITTED)
    keep_a_row(server)
    with closing(psycopg.connect(server.dsn)) as busy:
        busy.execute("SELECT 1 FROM kept")  # its backend outlives the postmaster for a moment
        os.kill(server.pid, signal.SIGKILL)
        again = ensure_running(home, settings=COMMITTED)
        assert again.pid != server.pid
        assert is_kept(again)


def test_a_process_id_that_is_somebody_elses_by_now_is_not_believed(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    keep_a_row(server)
    record = server.data / "postmaster.pid"
    lines = record.read_text().splitlines()
    socket_lock = Path(server.host, f".s.PGSQL.{server.port}.lock").read_text()
    stop(server)
    record.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    Path(server.host, f".s.PGSQL.{server.port}.lock").write_text(socket_lock.replace(str(server.pid), str(os.getpid())))
    assert is_kept(ensure_running(home, settings=QUICK))
    stop(server)
    record.write_text("")  # killed between making and filling it
    assert is_kept(ensure_running(home, settings=QUICK))


def test_the_postmaster_of_another_home_is_not_taken_for_ours(home: Path) -> None:
    ours = ensure_running(home / "a", settings=QUICK)
    other = ensure_running(home / "b", settings=QUICK)
    record = (ours.data / "postmaster.pid").read_text()
    stop(ours)
    (ours.data / "postmaster.pid").write_text(record.replace(str(ours.pid), str(other.pid), 1))
    again = ensure_running(home / "a", settings=QUICK)
    assert again.pid not in (ours.pid, other.pid)
    assert ensure_running(home / "b", settings=QUICK) == other


def test_a_server_whose_socket_was_deleted_is_started_again(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    keep_a_row(server)
    Path(server.host, f".s.PGSQL.{server.port}").unlink()
    again = ensure_running(home, settings=QUICK)
    assert again.pid != server.pid
    assert is_kept(again)


def test_processes_that_start_at_once_get_one_server(home: Path, shelter: Path) -> None:
    holders = [Holder(home, shelter) for _ in range(3)]
    servers = {holder.server() for holder in holders}
    with ThreadPoolExecutor() as threads:
        list(threads.map(Holder.leave, holders))
    assert len(servers) == 1
    assert read_postmaster(next(iter(servers))[2]) is None


def test_an_initdb_that_was_killed_leaves_nothing_in_the_way(home: Path) -> None:
    half = home / "postgres" / "data.making-0"
    half.mkdir(parents=True)
    half.parent.chmod(0o755)
    (half / "PG_VERSION").write_text("18\n")
    server = ensure_running(home, settings=QUICK)
    assert ask(server.dsn, b"SELECT 1") == "1"
    assert not half.exists()


def test_a_database_still_being_made_for_a_killed_process_is_waited_for(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    apart = server.dsn_for(database="postgres")
    with ThreadPoolExecutor() as threads, psycopg.connect(apart, autocommit=True) as killed:
        killed.execute("SELECT pg_advisory_lock(hashtext('newswire database'))")
        killed.execute("DROP DATABASE newswire")
        starting = threads.submit(ensure_running, home)
        with psycopg.connect(apart, autocommit=True) as watcher:
            while watcher.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone() is None:
                assert not starting.done()
        killed.execute("CREATE DATABASE newswire")
        killed.close()
        assert starting.result() == server


def test_data_of_another_major_version_are_refused_and_left_alone(home: Path) -> None:
    older = find_binaries().root.with_name("pginstall") / "bin"
    data = home / "postgres" / "data"
    data.parent.mkdir(parents=True)
    make_data(older, data)
    before = digest(data)
    with pytest.raises(OtherMajorError, match=r"written by PostgreSQL 16.*newswire upgrade") as caught:
        ensure_running(home, settings=QUICK)
    assert caught.value.code == "postgres-major"
    assert digest(data) == before
    assert before


def test_a_lost_password_is_said_and_not_replaced(home: Path) -> None:
    stop(ensure_running(home, settings=QUICK))
    (home / "postgres" / "password").unlink()
    with pytest.raises(LostDataError, match="password"):
        ensure_running(home, settings=QUICK)
    (home / "postgres" / "password").write_text("another")
    with pytest.raises(PostgresError, match="does not let us in"):
        ensure_running(home, settings=QUICK)


def test_a_long_path_gets_a_short_private_socket_folder_and_keeps_it(home: Path) -> None:
    deep = home.joinpath(*["a-folder-with-quite-a-long-name"] * 4)
    server = ensure_running(deep, settings=QUICK)
    host = Path(server.host)
    assert len(f"{host}/.s.PGSQL.{server.port}.") <= SOCKET_PATH_BYTES
    assert stat.S_IMODE(host.stat().st_mode) == 0o700
    assert ask(server.dsn, b"SELECT 1") == "1"
    stop(server)
    assert ensure_running(deep, settings=QUICK).host == str(host)
    stop(server)
    shutil.rmtree(host)  # as a machine does with /tmp when it starts
    anew = ensure_running(deep, settings=QUICK)
    assert ask(anew.dsn, b"SELECT 1") == "1"
    remove(deep)
    assert not Path(anew.host).exists()


def test_a_home_that_was_moved_works_at_its_new_place(home: Path) -> None:
    server = ensure_running(home, settings=COMMITTED)
    keep_a_row(server)
    moved = home.rename(home.with_name("it's a \u00e7er\u00e7eve"))  # with its server still running
    again = ensure_running(moved, settings=COMMITTED)
    assert again.data == moved / "postgres" / "data"
    assert is_kept(again)


def test_a_path_the_shell_would_expand_is_refused(home: Path) -> None:
    with pytest.raises(PostgresError, match="the path has one of"):
        ensure_running(home / "$HOME", settings=QUICK)


def test_remove_leaves_nothing(home: Path) -> None:
    server = ensure_running(home, settings=QUICK)
    remove(home)
    assert read_postmaster(server.data) is None
    assert list(home.iterdir()) == []

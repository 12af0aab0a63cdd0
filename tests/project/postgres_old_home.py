"""Homes whose data an older PostgreSQL wrote, with all that an upgrade must carry over."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from newswire.project.postgres.account import Account, choose_account
from newswire.project.postgres.binaries import find_binaries
from newswire.project.postgres.conf import INCLUDE, write_configuration
from newswire.project.postgres.places import PORT, Places, prepare_places
from newswire.project.postgres.postmaster import stop_postmaster
from newswire.project.postgres.roles import PUBLIC
from newswire.project.postgres.server import running
from tests.project.postgres_homes import COMMITTED, IMPORTS, QUICK
from tests.project.test_postgres_server import digest

SIXTEEN = find_binaries().root.with_name("pginstall") / "bin"
PASSWORD = "kept-since-sixteen"
PUBLIC_PASSWORD = "of-the-public-site"
STORIES = 500
OWN_SETTING = "work_mem = '17MB'"

STATEMENTS = f"""
    CREATE ROLE {PUBLIC} LOGIN PASSWORD '{PUBLIC_PASSWORD}';
    CREATE TABLE story (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, headline text UNIQUE, item jsonb);
    INSERT INTO story (headline, item)
        SELECT 'Ferry ' || n || ' back in service', jsonb_build_object('n', n) FROM generate_series(1, {STORIES}) n;
    CREATE TABLE release (seq bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE release_2026 PARTITION OF release FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    INSERT INTO release VALUES (1, '2026-03-01'), (2, '2026-04-01');
    CREATE SEQUENCE numbers INCREMENT 10;
    SELECT nextval('numbers'), nextval('numbers');
    CREATE SEQUENCE "never used";
    CREATE FUNCTION shout(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN upper($1); END';
    SELECT lo_from_bytea(4711, 'a picture');
    CREATE SCHEMA edition;
    CREATE TABLE edition.story (id int PRIMARY KEY, "Headline" text);
    INSERT INTO edition.story VALUES (1, 'Çeşme ferry back');
    CREATE VIEW edition.recent AS SELECT * FROM edition.story;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA edition TO {PUBLIC};
    GRANT SELECT ON ALL TABLES IN SCHEMA edition TO {PUBLIC};
"""


# upgrades a home and, where a stage is named, dies by kill -9 when it hears of it
UPGRADE = f"""
import os, signal, sys
from pathlib import Path
from newswire.project.postgres.upgrade import do_upgrade
def tell(stage):
    print(stage.name, flush=True)
    if sys.argv[3] and stage.name.startswith(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
do_upgrade(Path(sys.argv[1]), settings={QUICK!r}, shelter=Path(sys.argv[2]), tell=tell)
"""


def make_old_data(programs: Path, data: Path, superuser: str = "newswire") -> None:
    """Data as an earlier Newswire left them: database `newswire`, its two roles, and a second database."""
    account = choose_account(data)
    account.own(data.parent, 0o755)
    secret = data.with_name("secret")
    secret.write_text(PASSWORD)
    account.own(secret, 0o600)
    command = [str(programs / "initdb"), f"-D{data}", f"--username={superuser}", f"--pwfile={secret}", "--no-sync"]
    made = account.run([*command, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"])
    assert made.returncode == 0, made.stderr
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"{INCLUDE}\n# ours\n{OWN_SETTING}\n")
    places = Places(data=data, log=data.parent, run=data.parent)
    with _serving(programs, account, places, QUICK):
        with log_in(data.parent, "postgres", superuser) as connection:
            if superuser != "newswire":
                connection.execute(f"CREATE ROLE newswire LOGIN CREATEDB CREATEROLE PASSWORD '{PASSWORD}'".encode())
            connection.execute("CREATE DATABASE newswire OWNER newswire")
            connection.execute("CREATE DATABASE archive OWNER newswire")
            connection.execute("ALTER DATABASE newswire SET statement_timeout = '1h'")
            connection.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
            connection.execute("GRANT CONNECT ON DATABASE postgres TO newswire")
        with log_in(data.parent, "newswire", superuser) as connection:
            connection.execute("SET ROLE newswire")
            connection.execute(STATEMENTS.encode())
        with log_in(data.parent, "archive", superuser) as connection:
            connection.execute("SET ROLE newswire")
            connection.execute("CREATE TABLE old_story AS SELECT n, 'text ' || n FROM generate_series(1, 70) n")


def place_old_home(template: Path, home: Path) -> Path:
    """A home with a copy of the data in `template`; its data directory."""
    folder = home / "postgres"
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o600)
    subprocess.run(["/bin/cp", "-a", template, folder / "data"], check=True)
    return folder / "data"


@contextmanager
def old_server(data: Path) -> Iterator[str]:
    """The server of the old home's own version, as the Newswire of then ran it: the folder of its socket."""
    account = choose_account(data)
    places = prepare_places(data.parent, account, Path("/nonexistent"))
    with _serving(SIXTEEN, account, places, COMMITTED):
        yield str(places.run)


def log_in(
    host: Path | str, database: str = "newswire", user: str = "newswire", password: str = PASSWORD
) -> psycopg.Connection[tuple[object, ...]]:
    """An autocommitting connection with a password."""
    return psycopg.connect(host=str(host), port=PORT, dbname=database, user=user, password=password, autocommit=True)


def python_environment() -> dict[str, str]:
    """For a process that imports our code with the interpreter of somebody else."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(IMPORTS), "PYTHONDONTWRITEBYTECODE": "1"}


def contents(folder: Path) -> dict[str, str]:
    """What is in the files, by their names below `folder`."""
    return {str(Path(name).relative_to(folder)): found for name, (_, found) in digest(folder).items()}


def left_over(data: Path) -> list[str]:
    """What lies beside the data and is of their kind."""
    return sorted(path.name for path in data.parent.iterdir() if path.name.startswith("data."))


def ask(connection: psycopg.Connection[tuple[object, ...]], query: bytes) -> object:
    """The one value a query answers with."""
    row = connection.execute(query).fetchone()
    assert row
    return row[0]


def check_upgraded(home: Path, shelter: Path, stories: int = STORIES) -> None:
    """Starts the home in the normal way and finds in it what `STATEMENTS` made."""
    with running(home, settings=QUICK, shelter=shelter) as server:
        with log_in(server.host) as connection:
            assert str(ask(connection, b"SHOW server_version")).startswith("18.")
            assert ask(connection, b"SELECT count(*) FROM story") == stories
            assert ask(connection, b"SELECT item->>'n' FROM story WHERE headline = 'Ferry 7 back in service'") == "7"
            assert ask(connection, b"SELECT count(*) FROM release") == 2
            assert ask(connection, b"SELECT shout('flash')") == "FLASH"
            assert ask(connection, b"SELECT lo_get(4711)") == b"a picture"
            assert ask(connection, b"SHOW statement_timeout") == "1h"
            assert ask(connection, b"SHOW data_checksums") == "on"
            assert ask(connection, b"SELECT count(*) FROM pg_stats WHERE tablename = 'story'") != 0
        with log_in(server.host, "archive") as connection:
            assert ask(connection, b"SELECT count(*) FROM old_story") == 70


@contextmanager
def _serving(programs: Path, account: Account, places: Places, settings: dict[str, str]) -> Iterator[None]:
    write_configuration(places, {}, {**settings, "logging_collector": "off"})
    log = places.log / "old.log"
    started = account.run([str(programs / "pg_ctl"), "start", "-w", "-s", f"-D{places.data}", f"-l{log}"])
    assert started.returncode == 0, log.read_text()
    try:
        yield
    finally:
        stop_postmaster(places.data)

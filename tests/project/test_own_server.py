"""`DATABASE_URL`: the same agency on a PostgreSQL of one's own, the system's, with roles made by its administrator."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from newswire.project.database import read_public_password
from newswire.routing.router import Router
from newswire.wire.verify import verify
from tests.project.postgres_homes import other_server, require_system_server
from tests.project.test_postgres_roles import RELATIONS

Command = Callable[..., "subprocess.CompletedProcess[str]"]

PAGE = """World

Lock at Tollan opens again

Ada Lind   | 14.01.2026

The lock at Tollan opened again on Tuesday.
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    """The socket folder of the system's PostgreSQL, with an empty database `newswire`."""
    with other_server(require_system_server()) as found:
        with psycopg.connect(f"host={found} user=postgres", autocommit=True) as admin:
            admin.execute("CREATE DATABASE newswire TEMPLATE template0 ENCODING 'UTF8'")
        yield found


@pytest.fixture(scope="module")
def newswire(folder: str, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs a command against that server."""
    home = tmp_path_factory.mktemp("own") / "home"
    url = f"postgresql://newswire@/newswire?host={folder}&port=5432"

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWIRE_")}
        environment |= {"NEWSWIRE_HOME": str(home), "DATABASE_URL": url}
        command = [sys.executable, "-m", "newswire.cli.main", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    script = run("db", "roles")
    assert script.returncode == 0, script.stderr
    with psycopg.connect(f"host={folder} user=postgres dbname=newswire", autocommit=True) as admin:
        admin.execute(script.stdout.encode())
    run.home = home  # type: ignore[attr-defined]
    return run


def test_an_agency_works_on_a_server_of_ones_own(newswire: Command, folder: str, tmp_path: Path) -> None:
    migrated = newswire("db", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert newswire("subscriber", "add", "Daily Post").stdout.startswith("nw_live_")
    (tmp_path / "page.txt").write_text(PAGE)
    assert newswire("import", str(tmp_path / "page.txt")).returncode == 0
    assert "1 releases" in newswire("wire", "verify").stdout
    with psycopg.connect(f"host={folder} user=newswire dbname=newswire", autocommit=True) as connection:
        assert Router().do_route(connection) == 1
        assert list(verify(connection))[-1].faults == ()
        refused = connection.execute(RELATIONS).fetchall()
    password = read_public_password(newswire.home)  # type: ignore[attr-defined]
    public = make_conninfo(f"host={folder} dbname=newswire", user="newswire_public", password=password)
    with psycopg.connect(public, autocommit=True) as reader:
        assert reader.execute("SELECT count(*) FROM edition.story").fetchone() == (0,)
        assert len(refused) > 30
        for schema, name in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f'SELECT * FROM "{schema}"."{name}"'.encode())


def test_an_address_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    environment = {**os.environ, "NEWSWIRE_HOME": str(tmp_path), "DATABASE_URL": "no address"}
    command = [sys.executable, "-m", "newswire.cli.main", "db", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "DATABASE_URL cannot be read" in done.stderr
    assert "Traceback" not in done.stderr

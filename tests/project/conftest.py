"""The prepared demo newsroom: made once a run, copied for each test that asks for it."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from newswire.project.demo.credentials import path_of
from newswire.project.demo.prepare import NOTEBOOK, do_prepare
from newswire.project.postgres.server import Server
from tests.conftest import TEMPLATE, copy_database, django_on, run_as_owner
from tests.project.demo_wire import Connection

PREPARED = f"prepared_{os.getpid()}"


@pytest.fixture(scope="session")
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a prepared demo; its database is the template that each test copies (the drawings take seconds)."""
    copy_database(server, PREPARED, TEMPLATE)
    home = tmp_path_factory.mktemp("demo")
    with django_on(server.dsn_for(database=PREPARED)):
        do_prepare(home)
    yield home
    run_as_owner(server, f"DROP DATABASE {PREPARED} WITH (FORCE)")


@pytest.fixture
def demo(prepared: Path, server: Server, tmp_path: Path) -> Iterator[Path]:
    """A copy of the prepared demo for one test: its home; Django's default connection points at its database."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in (NOTEBOOK, path_of(prepared).name):
        (home / name).write_bytes((prepared / name).read_bytes())
    name = f"{PREPARED}_copy"
    copy_database(server, name, PREPARED)
    with django_on(server.dsn_for(database=name)):
        yield home
    run_as_owner(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def wire(demo: Path, server: Server) -> Iterator[Connection]:
    """An autocommitting connection to the demo's database."""
    assert demo.exists()
    with psycopg.connect(server.dsn_for(database=f"{PREPARED}_copy"), autocommit=True) as opened:
        yield opened

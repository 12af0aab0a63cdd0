"""Real PostgreSQL for every test: one server a run, one migrated template, a copy of it for each test."""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

# one folder a run, open to the account that PostgreSQL runs as; the workers of a run inherit its name
if "NEWSWIRE_TEST_RUN" not in os.environ:
    os.environ["NEWSWIRE_TEST_RUN"] = tempfile.mkdtemp(prefix="newswire-test-")
RUN = Path(os.environ["NEWSWIRE_TEST_RUN"])
RUN.chmod(0o755)
os.environ["PYTEST_DEBUG_TEMPROOT"] = str(RUN)  # two runs at once would close pytest's shared folder to each other
os.environ["NEWSWIRE_HOME"] = str(RUN / "django")
os.environ["DATABASE_URL"] = ""
os.environ["DJANGO_SETTINGS_MODULE"] = "newswire.project.settings"
os.environ["NEWSWIRE_SECRET_KEY"] = "only for tests"

import django

django.setup()

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from newswire.project.postgres.roles import PUBLIC, do_create_roles
from newswire.project.postgres.server import Server, running
from tests.newsroom import Newsroom
from tests.screens import open_browser
from tests.server_place import choose_place, remove_place

settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
if "NEWSWIRE_TEST_SERVER" not in os.environ:
    os.environ["NEWSWIRE_TEST_SERVER"] = str(choose_place(RUN))
PLACE = Path(os.environ["NEWSWIRE_TEST_SERVER"])

# what lies in memory must stay small: the log is cut every 256 MB instead of 2 GB
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
TEMPLATE = "template_newswire"
PUBLIC_PASSWORD = "only for tests"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The run's PostgreSQL with a migrated template database; workers of one run share it."""
    with running(PLACE / "home", settings=UNSAFE) as found:
        with _locked(RUN / "template.lock"):
            _make_template(found)
        yield found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that began the run takes its folders away."""
    if not hasattr(session.config, "workerinput"):
        remove_place(PLACE)
        shutil.rmtree(RUN, ignore_errors=True)


@pytest.fixture
def dsn(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database for this test; Django's default connection points at it."""
    name = f"test_{os.getpid()}_{abs(hash(request.node.nodeid)):x}"
    copy_database(server, name, TEMPLATE)
    dsn = server.dsn_for(database=name)
    with django_on(dsn):
        yield dsn
    run_as_owner(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def connection(dsn: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """An autocommitting psycopg connection to the test's database."""
    with psycopg.connect(dsn, autocommit=True) as opened:
        yield opened


@pytest.fixture
def public_dsn(dsn: str, connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """The test's database as the public role sees it. Roles belong to the whole server: one test at a time."""
    with _locked(RUN / "roles.lock"):
        do_create_roles(connection, PUBLIC_PASSWORD)
    return make_conninfo(dsn, user=PUBLIC, password=PUBLIC_PASSWORD)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests take place."""
    return datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty `NEWSWIRE_HOME` for this test."""
    return tmp_path / "home"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def django_on(dsn: str) -> Iterator[None]:
    parts = conninfo_to_dict(dsn)
    target = connections["default"]
    target.close()
    target.settings_dict.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts["host"],
        PORT=parts["port"],
        OPTIONS={},
    )
    try:
        yield
    finally:
        connections.close_all()


def _make_template(server: Server) -> None:
    with psycopg.connect(server.dsn_for(database="postgres"), autocommit=True) as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
            return
        admin.execute("CREATE DATABASE making_template")
    with django_on(server.dsn_for(database="making_template")):
        call_command("migrate", verbosity=0)
    run_as_owner(server, f"ALTER DATABASE making_template RENAME TO {TEMPLATE}")


def run_as_owner(server: Server, statement: str) -> None:
    with psycopg.connect(server.dsn_for(database="postgres"), autocommit=True) as admin:
        admin.execute(statement.encode())


def copy_database(server: Server, name: str, template: str) -> None:
    """A new database like `template`: file by file, which takes half of what writing it to the log takes."""
    run_as_owner(server, f'CREATE DATABASE "{name}" TEMPLATE {template} STRATEGY FILE_COPY')


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """One Chromium a worker (starting one takes a second of CPU), and the event loop that Playwright runs it on."""
    with open_browser() as browser:
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)  # between the tests that look at it this thread has no loop, as ever
        yield browser, loop
        asyncio._set_running_loop(loop)


@pytest.fixture
def chromium(running_chromium: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """Chromium with nothing kept of what other tests did in it."""
    browser, loop = running_chromium
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread; the tests' own questions to the database may still be asked here
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        asyncio._set_running_loop(loop)
        yield browser
        for context in browser.contexts:
            context.close()
        asyncio._set_running_loop(None)


@pytest.fixture
def newsroom(connection: psycopg.Connection[tuple[object, ...]], now: datetime) -> Newsroom:
    """A small agency on the test's database."""
    return Newsroom(connection, now)

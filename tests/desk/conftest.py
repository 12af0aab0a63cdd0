"""People with and without a right to the desk, each with a browser of their own."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser

from newswire.accounts.models import Role, User
from tests.editing.people import make_user

Enter = Callable[[Role], Client]


def client_of(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def stranger(dsn: str) -> Client:  # noqa: ARG001 - the database must be there
    """A browser in which nobody is signed in."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def enter(dsn: str) -> Enter:  # noqa: ARG001 - the database must be there
    """Signs a new person of a role in; `client.user` is nobody's business: ask `User` by the name `a-{role}`."""
    return lambda role: client_of(make_user(role))


class _Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        pass


@pytest.fixture
def desk_address(dsn: str) -> Iterator[str]:  # noqa: ARG001 - the database must be there
    """The address of a running server on a free port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, allow_reuse_address=True)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """A real browser, in which nobody is signed in."""
    return chromium


@pytest.fixture
def django_count(dsn: str) -> Callable[[Callable[[], object]], int]:  # noqa: ARG001 - the database must be there
    """How many queries a call makes."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count

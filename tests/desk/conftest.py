"""People with and without a right to the desk, each with a browser of their own."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler

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


@pytest.fixture
def desk_address(dsn: str) -> Iterator[str]:  # noqa: ARG001 - the database must be there
    """The address of a running server on a free port."""
    thread = LiveServerThread("127.0.0.1", _StaticFilesHandler, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()

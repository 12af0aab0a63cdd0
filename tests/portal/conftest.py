"""Fixtures of the portal's tests: its addresses, two organisations, a desk, a browser's worth of client."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client, override_settings

from newswire.portal import page
from tests.portal.newsroom import Db, Desk, Reader, seat_reader


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """The portal mounted as in the project."""
    with override_settings(ROOT_URLCONF="tests.portal.addresses"):
        yield


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's present is the tests'."""
    monkeypatch.setattr(page, "clock", lambda: now)


@pytest.fixture
def reader(dsn: str, now: datetime) -> Reader:
    """A person of the organisation whose pages are looked at; they get everything."""
    return seat_reader("harbour", now)


@pytest.fixture
def stranger(dsn: str, now: datetime) -> Reader:
    """A person of another organisation, who gets nothing of what the tests release."""
    return seat_reader("inland", now, query="lang:tr")


@pytest.fixture
def desk(connection: Db, now: datetime) -> Desk:
    """Releases stories."""
    return Desk(connection, now)


@pytest.fixture
def client(reader: Reader) -> Client:
    """A browser in which the reader is signed in."""
    browser = Client()
    browser.force_login(reader.user)
    return browser

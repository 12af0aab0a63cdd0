"""Fixtures of the portal's tests: two organisations, a browser in which one of their people is signed in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

from newswire.portal import page
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, seat_reader


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's present is the tests'."""
    monkeypatch.setattr(page, "clock", lambda: now)


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    """The person who looks; their organisation gets every story."""
    return seat_reader(newsroom, "harbour")


@pytest.fixture
def stranger(newsroom: Newsroom) -> Reader:
    """A person of another organisation, which gets stories in Turkish only."""
    return seat_reader(newsroom, "inland", "lang:tr")


@pytest.fixture
def browser(reader: Reader) -> Client:
    """A browser in which the reader is signed in."""
    return open_browser(reader.user)


@pytest.fixture
def settings_home(tmp_path: Path) -> Iterator[Path]:
    """The folder in which the portal looks for files of media."""
    with override_settings(NEWSWIRE_HOME=tmp_path):
        yield tmp_path

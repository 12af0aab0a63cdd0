"""Fixtures of the portal's tests: two organisations, a browser in which one of their people is signed in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Browser

from newswire.portal import page
from tests.newsroom import Newsroom
from tests.portal.events import Application
from tests.portal.newsroom import Reader, open_browser, seat_reader
from tests.portal.screens import Open, fill_list, opening
from tests.serving import serve


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


@pytest.fixture
def address(dsn: str, newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path) -> Iterator[str]:
    """A portal with a list that has everything in it, on a free port."""
    assert browser.cookies
    assert reader.number == 0
    fill_list(newsroom, settings_home)
    with serve(Application(dsn)) as base:
        yield base


@pytest.fixture
def open_page(chromium: Browser, address: str, browser: Client) -> Iterator[Open]:
    """Opens a path as the reader, at the tests' moment; a script error or a refused resource fails the test."""
    with opening(chromium, address, browser) as go:
        yield go

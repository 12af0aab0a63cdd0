"""Every address of the desk that shows a page, from the URL table: accessible, nothing runs over the edge."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Browser

from newswire.accounts.models import Role, User
from tests.desk.conftest import client_of
from tests.desk.test_browser import OVERFLOW, faults, sign_in
from tests.desk.test_rooms_browser import OVER_THE_EDGE, open_page
from tests.desk.test_view_rights import furnish, rooms
from tests.editing.people import make_user

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield
    gc.collect()


@pytest.fixture
def administrator(dsn: str, own_home: None, now: datetime) -> User:  # noqa: ARG001 - a database and a home must be there
    furnish(now)
    return make_user(Role.ADMINISTRATOR)


def shows_a_page(client: Client, address: str) -> bool:
    """Whether a whole page of the desk is there to be looked at: no redirect, no fragment, no file, no preview."""
    answer = client.get(address)
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and b"<main" in answer.content and b"wagtailadmin/js" in answer.content


def test_every_address_that_shows_a_page_is_accessible_and_fits(
    browser: Browser, desk_address: str, administrator: User
) -> None:
    client = client_of(administrator)
    shown = {name: address for name, address in rooms() if shows_a_page(client, address)}
    assert len(shown) > 50
    page, wrong = sign_in(browser, desk_address, administrator, viewport={"width": 390, "height": 844})
    found: dict[str, list[str]] = {}
    for name, address in shown.items():
        open_page(page, address)
        over = [f"wider than the screen by {page.evaluate(OVERFLOW)}"] if page.evaluate(OVERFLOW) > 0 else []
        found[name] = faults(page) + over + page.evaluate(OVER_THE_EDGE)
    assert {name: said for name, said in found.items() if said} == {}
    assert wrong == []

"""The usage statement in the portal: for the owner and whoever pays, of their own organisation and of no other."""

import csv
import io

import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.subscribers.models import Seat
from newswire.subscribers.service import do_change_subscription, do_save_product
from newswire.subscribers.usage import do_count
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read
from tests.portal.test_wire import text
from tests.stories import make_guid


@pytest.fixture
def owner(reader: Reader) -> Client:
    """The reader as the owner of their organisation."""
    Seat.objects.filter(user=reader.user).update(role="owner")
    return open_browser(reader.user)


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("billing", 200), ("editor", 404), ("developer", 404)])
def test_the_owner_and_who_pays_read_it_and_for_the_others_there_is_none(
    newsroom: Newsroom, reader: Reader, role: str, status: int
) -> None:
    Seat.objects.filter(user=reader.user).update(role=role)
    browser = open_browser(reader.user)
    read(browser, "/portal/usage/", status)
    read(browser, "/portal/usage.csv", status)
    newsroom.release("a")
    assert ('href="/portal/usage/"' in read(browser, f"/portal/wire/{reader.number}/")) is (status == 200)


def test_who_is_not_signed_in_or_has_no_seat_is_led_to_the_door(reader: Reader) -> None:
    assert reader.number is not None
    nobody = User.objects.create_user("nobody", role=Role.SUBSCRIBER)
    for browser in (open_browser(), open_browser(nobody)):
        for path in ("/portal/usage/", "/portal/usage.csv"):
            assert browser.get(path).headers["Location"].startswith("/portal/login/")


def test_it_says_what_was_delivered_opened_and_by_whom(newsroom: Newsroom, reader: Reader, owner: Client) -> None:
    newsroom.release("a")
    newsroom.release("b", language="tr")
    read(owner, f"/portal/story/{reader.number}/{make_guid('a')}")
    page = text(read(owner, "/portal/usage/"))
    assert "harbour · November 2026" in page
    assert "harbour Harbour 2 1 0 0" in page
    assert "harbour portal 1 0 0" in page
    assert f"{make_guid('a')} 1 0" in page
    assert "harbour Harbour 0 0 0 0" in text(read(owner, "/portal/usage/?month=2026-10"))


def test_it_is_split_by_product(newsroom: Newsroom, reader: Reader, owner: Client) -> None:
    do_save_product("turkish", "Turkish desk", "lang:tr")
    assert reader.number is not None
    do_change_subscription(reader.number, name="harbour", product_codes=["harbour", "turkish"])
    newsroom.release("a", language="en")
    newsroom.release("b", language="tr")
    newsroom.release("b", "kill")
    page = text(read(owner, "/portal/usage/"))
    assert "harbour Harbour, Turkish desk 3 0 0 0" in page
    assert "Harbour 2 0 0 Turkish desk 1 0 0 By no product: it follows a story that you had 1 0 0" in page


def test_nothing_of_another_organisation_is_in_it(
    newsroom: Newsroom, owner: Client, stranger: Reader, reader: Reader
) -> None:
    newsroom.release("theirs", language="tr")
    do_count(newsroom.connection, stranger.number, "portal", "view", seat=1, guid="inland-only", now=newsroom.now)
    do_count(newsroom.connection, reader.number, "portal", "view", seat=1, guid="ours", now=newsroom.now)
    for path in ("/portal/usage/", "/portal/usage.csv", f"/portal/usage/?subscriber={stranger.number}"):
        page = read(owner, path)
        assert "ours" in page
        assert "inland" not in page


def test_the_file_is_a_table(newsroom: Newsroom, owner: Client) -> None:
    newsroom.release("a")
    answer = owner.get("/portal/usage.csv?month=2026-11")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="usage-2026-11.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["2026-11-24", "0", "harbour", "Harbour", "delivery", "delivered", "", "", "", "", "1"]


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-11-01"])
def test_a_month_that_is_none_is_not_found(owner: Client, month: str) -> None:
    read(owner, f"/portal/usage/?month={month}", 404)
    read(owner, f"/portal/usage.csv?month={month}", 404)

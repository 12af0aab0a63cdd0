"""Links that open once: looking changes nothing, the key is shown one time, a password is set one time."""

import re
from datetime import datetime, timedelta
from io import StringIO
from logging import StreamHandler, getLogger

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from newswire.accounts.models import Act, User
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, direction
from newswire.kit.ids import new_secret
from newswire.portal import page
from newswire.subscribers.key_service import do_make_key_link
from newswire.subscribers.models import Key, Seat, SeatRole, Subscriber
from newswire.subscribers.sales.letters import ADDRESSES
from newswire.subscribers.seats import do_add_seat, do_make_seat_link
from tests.newsroom import PEPPER, Newsroom
from tests.portal.newsroom import open_browser, read

GOOD = "three ships at the quay"


@pytest.fixture(autouse=True)
def pepper() -> object:
    """The portal's secret is the tests'."""
    with override_settings(SECRET_KEY=PEPPER):
        yield


@pytest.fixture
def key_page(newsroom: Newsroom, now: datetime) -> str:
    """The address behind which a key waits."""
    subscription = newsroom.subscribe("paper")
    return ADDRESSES["key"].format(do_make_key_link(subscription, pepper=PEPPER, now=now))


@pytest.fixture
def seat(newsroom: Newsroom) -> Seat:
    """A person who has no password yet."""
    client = newsroom.subscribe("post").contract.subscriber
    assert client is not None
    return do_add_seat(client, name="Ada", email="ada@post.example", role=SeatRole.OWNER)


@pytest.fixture
def welcome_page(seat: Seat, now: datetime) -> str:
    """The address where they set it."""
    return ADDRESSES["welcome"].format(do_make_seat_link(seat, pepper=PEPPER, now=now))


def test_letters_lead_to_the_portals_own_addresses() -> None:
    for name in ("offer", "key", "welcome"):
        assert ADDRESSES[name].format("x") == reverse(f"portal:{name}", args=["x"])
    assert ADDRESSES["portal"] == reverse("portal:index")
    assert ADDRESSES["contact"] == reverse("contact")


def test_looking_at_the_link_makes_no_key_and_pressing_shows_it_once(key_page: str) -> None:
    visitor = open_browser()
    for _ in range(2):
        assert "Make the key and show it" in read(visitor, key_page)
        assert visitor.head(key_page).status_code == 200
    assert not Key.objects.exists()
    answer = visitor.post(key_page)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert shown.count("nw_live_") == 3
    assert "/v1/sample" in shown
    assert Key.objects.count() == 1
    for again in (visitor.post(key_page), visitor.get(key_page)):
        assert again.status_code == 404
        assert "This link is spent" in again.content.decode()
        assert "nw_live_" not in again.content.decode()
    assert Key.objects.count() == 1


def test_a_key_link_waits_a_week_and_a_guess_is_told_the_same(
    key_page: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = open_browser()
    guess = visitor.get(ADDRESSES["key"].format(new_secret("nw_link_")))
    monkeypatch.setattr(page, "clock", lambda: now + timedelta(days=7))
    late = visitor.post(key_page)
    assert (late.status_code, late.content) == (guess.status_code, guess.content)
    assert not Key.objects.exists()


def test_a_password_is_set_once_and_opens_the_portal(welcome_page: str, seat: Seat) -> None:
    visitor = open_browser()
    assert "ada@post.example" in read(visitor, welcome_page)
    answer = visitor.post(welcome_page, {"password": GOOD, "again": GOOD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/login/")
    signed_in = visitor.post("/portal/login/", {"username": seat.user.username, "password": GOOD})
    assert signed_in.status_code == 303
    assert visitor.get(welcome_page).status_code == 404
    assert Act.objects.filter(action="person-changed", actor="ada@post.example").exists()


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        ("password123", "password123", "too common"),
        ("ada@post.example", "ada@post.example", "too similar"),
        ("12345678901234", "12345678901234", "numeric"),
        (GOOD, "something else", "not alike"),
        ("", "", "required"),
    ],
)
def test_a_weak_password_is_refused_in_words_and_the_link_stays_good(
    welcome_page: str, seat: Seat, password: str, again: str, words: str
) -> None:
    visitor = open_browser()
    answer = visitor.post(welcome_page, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'type="password"' in answer.content.decode()
    assert not re.search(r'<input type="password"[^>]*value', answer.content.decode())
    assert not User.objects.get(pk=seat.user.pk).has_usable_password()
    assert visitor.get(welcome_page).status_code == 200


def test_somebody_who_was_switched_off_sets_no_password(welcome_page: str, seat: Seat) -> None:
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert open_browser().post(welcome_page, {"password": GOOD, "again": GOOD}).status_code == 404


@pytest.mark.parametrize("language", CLIENT_LANGUAGES)
def test_the_pages_speak_the_clients_language(key_page: str, welcome_page: str, language: str) -> None:
    Subscriber.objects.update(language=language)
    for address in (key_page, welcome_page):
        assert f'<html lang="{language}" dir="{direction(language)}">' in read(open_browser(), address)


def test_nothing_keeps_or_finds_these_pages(key_page: str, welcome_page: str) -> None:
    visitor = open_browser()
    for answer in (visitor.get(key_page), visitor.post(key_page), visitor.get(welcome_page), visitor.get(key_page)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "sessionid" not in answer.cookies


def test_a_form_posted_from_another_site_is_refused(key_page: str) -> None:
    visitor = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    visitor.get(key_page)
    assert visitor.post(key_page).status_code == 403
    assert not Key.objects.exists()


def test_an_error_behind_such_an_address_does_not_log_its_secret(
    key_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("newswire.portal.once.do_open_key_link", fail)
    written = StringIO()
    (handler,) = (one for one in getLogger("django.request").handlers if isinstance(one, StreamHandler))
    monkeypatch.setattr(handler, "stream", written)
    visitor = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    assert visitor.post(key_page).status_code == 500
    assert "out of paper" in written.getvalue()
    assert "/portal/key/nw_link_…" in written.getvalue()
    assert key_page.split("/")[3] not in written.getvalue()

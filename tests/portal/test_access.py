"""Who may see what: every address tried by nobody, by an editor, and by another organisation's person."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.item.item import Media
from newswire.media.renditions import do_make_renditions
from newswire.portal.access import NoSeatError, find_organisation, find_subscription
from newswire.portal.page import POLICY
from newswire.subscribers.models import Contract, Seat
from newswire.subscribers.service import do_subscribe
from tests.media.pictures import draw, encode
from tests.newsroom import START, Newsroom
from tests.portal.newsroom import Reader, hire_editor, open_browser, read, seat_reader
from tests.stories import make_guid

NEVER_GIVEN = 4711


@pytest.fixture
def paths(newsroom: Newsroom, reader: Reader, settings_home: Path) -> list[str]:
    """Every address of the portal that shows something of the reader's subscription."""
    renditions = do_make_renditions(settings_home, encode(draw(400, 300)))
    newsroom.release("secret", media=(Media("p", "picture", renditions=renditions),))
    guid, number = make_guid("secret"), reader.number
    return [
        f"/portal/wire/{number}/",
        f"/portal/wire/{number}/?before=2",
        f"/portal/story/{number}/{guid}",
        f"/portal/story/{number}/{guid}?pane=1",
        f"/portal/media/{number}/{guid}/{renditions[0].sha256}",
    ]


def test_the_reader_sees_all_of_it(browser: Client, paths: list[str]) -> None:
    for path in paths:
        assert browser.get(path).status_code == 200, path


@pytest.mark.parametrize("visitor", ["nobody", "editor", "without a seat"])
def test_whoever_has_no_seat_is_led_to_sign_in_and_back(visitor: str, paths: list[str]) -> None:
    user = None
    if visitor == "editor":
        user = hire_editor()
    elif visitor == "without a seat":
        user = User.objects.create_user("gone", role=Role.SUBSCRIBER)
    stranger = open_browser(user)
    for path in ["/portal/", *paths]:
        response = stranger.get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"].startswith("/portal/login/?next=%2Fportal%2F"), path
        assert response.content == b""
    assert stranger.get("/portal/live/0").status_code == 401


def test_another_organisations_person_finds_nothing_as_if_it_had_never_been(
    paths: list[str], reader: Reader, stranger: Reader
) -> None:
    browser = open_browser(stranger.user)
    missing = read(browser, f"/portal/wire/{NEVER_GIVEN}/", 404)
    for path in paths:
        assert read(browser, path, 404) == missing, path
    assert browser.get(f"/portal/live/{reader.number}").status_code == 404
    assert browser.get(f"/portal/live/{NEVER_GIVEN}").status_code == 404


def test_what_ones_own_subscription_did_not_get_does_not_exist_either(
    paths: list[str], reader: Reader, stranger: Reader
) -> None:
    browser = open_browser(stranger.user)
    own = [path.replace(f"/{reader.number}/", f"/{stranger.number}/", 1) for path in paths]
    never = read(browser, f"/portal/story/{stranger.number}/{make_guid('never-written')}", 404)
    for path in own[2:]:
        assert read(browser, path, 404) == never, path
    assert "secret" not in read(browser, own[0])


@pytest.mark.usefixtures("stranger")
def test_a_page_names_only_the_visitors_own_subscriptions(browser: Client, reader: Reader) -> None:
    page = read(browser, f"/portal/wire/{reader.number}/")
    assert re.findall(r"/portal/wire/(\d+)/\" aria", page) == [str(reader.number)]
    assert "inland" not in page


def test_all_subscriptions_of_the_organisation_are_offered_in_order(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.subscribe("between")
    organisation = Seat.objects.get(user=reader.user).subscriber
    second = do_subscribe(
        "harbour two", contract=Contract(subscriber=organisation, starts_at=START), product_codes=["harbour"]
    )
    found = find_organisation(reader.user)
    assert [(held.number, held.name) for held in found.subscriptions] == [
        (reader.number, "harbour"),
        (second.number, "harbour two"),
    ]
    assert find_subscription(reader.user, second.number).held.name == "harbour two"


def test_nobody_has_a_seat_and_a_dismissed_person_loses_it(reader: Reader) -> None:
    with pytest.raises(NoSeatError):
        find_organisation(AnonymousUser())
    reader.user.is_active = False
    reader.user.save()
    with pytest.raises(NoSeatError):
        find_subscription(reader.user, reader.number)


def test_the_websites_own_subscription_belongs_to_nobody(reader: Reader) -> None:
    website = do_subscribe("website", contract=Contract(subscriber=None, starts_at=START), product_codes=["harbour"])
    with pytest.raises(Http404):
        find_subscription(reader.user, website.number)


def test_an_organisation_without_a_subscription_is_told_so(browser: Client, reader: Reader) -> None:
    seat = Seat.objects.get(user=reader.user)
    seat.subscriber.contracts.get().subscriptions.all().delete()
    assert "No subscription yet" in read(browser, "/portal/")


def test_an_ended_subscription_is_still_readable_and_says_that_nothing_new_comes(newsroom: Newsroom) -> None:
    reader = seat_reader(newsroom, "former", ends_at=newsroom.now + timedelta(seconds=1))
    newsroom.release("last")
    page = read(open_browser(reader.user), f"/portal/wire/{reader.number}/")
    assert "(last)" in page
    assert "This subscription has ended" not in page
    reader = seat_reader(newsroom, "gone", ends_at=newsroom.now)
    page = read(open_browser(reader.user), f"/portal/wire/{reader.number}/")
    assert "This subscription has ended" in page


def test_every_answer_carries_the_security_headers(browser: Client, paths: list[str]) -> None:
    for path in ["/portal/", "/portal/login/", "/contact", "/portal/wire/4711/", *paths[:4]]:
        headers = browser.get(path).headers
        assert headers["Content-Security-Policy"] == POLICY, path
        assert headers["Cache-Control"] == "private, no-store" or path == "/portal/login/", path
        assert "no-store" in headers["Cache-Control"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    assert "'unsafe" not in POLICY


def test_pages_are_read_only(browser: Client, paths: list[str]) -> None:
    for path in ["/portal/", *paths, "/portal/live/0"]:
        assert browser.post(path).status_code == 405, path

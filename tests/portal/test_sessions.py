"""Open sessions: what is listed, how each is ended from elsewhere, and what ends them all."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts import doorkeeper
from newswire.accounts.known import COOKIE
from newswire.accounts.models import Act, Visit
from newswire.accounts.visits import SEEN_EVERY
from newswire.kit.clock import utc_now
from newswire.portal.agents import describe_agent
from newswire.subscribers.seats import do_make_seat_link, do_open_seat_link
from tests.newsroom import PEPPER
from tests.portal.newsroom import HOST, Reader, open_browser, read
from tests.portal.test_signin import sign_in

SECURITY = "/portal/security/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
GOOD = "three ships at the quay"


def enter(reader: Reader, agent: str = FIREFOX) -> Client:
    browser = Client(SERVER_NAME=HOST, headers={"user-agent": agent})
    assert sign_in(browser, reader.user.username)[0] == 303
    return browser


def is_in(browser: Client, reader: Reader) -> bool:
    return browser.get(f"/portal/wire/{reader.number}/").status_code == 200


def test_each_session_is_listed_with_its_browser_and_this_one_is_marked(reader: Reader) -> None:
    enter(reader, PHONE)
    shown = read(enter(reader), SECURITY)
    rows = re.findall(r"<li><div><strong><bdi>(.*?)</bdi></strong>(.*?)</li>", shown, re.S)
    assert {name for name, _ in rows} == {"Firefox, Windows", "Safari, iPhone"}
    assert {name for name, rest in rows if "this one" in rest} == {"Firefox, Windows"}
    assert "127.0.0.1" not in shown, "no place is kept"


def test_one_session_is_ended_from_another(reader: Reader) -> None:
    phone, browser = enter(reader, PHONE), enter(reader)
    visit = Visit.objects.get(agent=PHONE)
    assert browser.post(SECURITY + "sessions/", {"visit": str(visit.pk)}).status_code == 303
    assert (is_in(phone, reader), is_in(browser, reader)) == (False, True)
    assert "Safari, iPhone" not in read(browser, SECURITY)
    assert Act.objects.filter(action="sessions-ended", name=reader.user.username).count() == 1


def test_all_others_are_ended_at_once_and_nobody_elses(reader: Reader, stranger: Reader) -> None:
    others, theirs, browser = [enter(reader, PHONE) for _ in range(3)], enter(stranger), enter(reader)
    assert browser.post(SECURITY + "sessions/").status_code == 303
    assert [is_in(one, reader) for one in (*others, browser)] == [False, False, False, True]
    assert is_in(theirs, stranger)


def test_signing_out_takes_the_session_off_the_list(reader: Reader) -> None:
    browser = enter(reader)
    browser.post("/portal/logout/")
    assert not Visit.objects.exists()


def test_a_session_that_ended_by_itself_is_not_listed_and_forgotten_with_the_next(reader: Reader) -> None:
    enter(reader, PHONE)
    Session.objects.update(expire_date=utc_now() - timedelta(seconds=1))
    browser = enter(reader)
    assert "Safari, iPhone" not in read(browser, SECURITY)
    assert Visit.objects.count() == 1


def test_another_password_ends_every_other_session_and_this_one_goes_on(reader: Reader) -> None:
    phone, browser = enter(reader, PHONE), enter(reader)
    answer = browser.post(SECURITY + "password/", {"password": GOOD, "again": GOOD})
    assert answer.status_code == 303
    assert (is_in(phone, reader), is_in(browser, reader)) == (False, True)
    assert re.search(r"Firefox, Windows.*this one", read(browser, SECURITY), re.S)
    assert Visit.objects.count() == 1
    assert sign_in(open_browser(), reader.user.username, GOOD)[0] == 303


@pytest.mark.parametrize(
    ("password", "again", "words"), [("short", "short", "too short"), (GOOD, GOOD + "!", "The two are not alike.")]
)
def test_a_password_that_is_no_good_changes_nothing(reader: Reader, password: str, again: str, words: str) -> None:
    phone, browser = enter(reader, PHONE), enter(reader)
    answer = browser.post(SECURITY + "password/", {"password": password, "again": again})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert is_in(phone, reader)


def test_a_password_set_by_a_link_ends_every_session(reader: Reader, now: datetime) -> None:
    browser = enter(reader)
    link = do_make_seat_link(reader.user.seat, pepper=PEPPER, now=now)
    do_open_seat_link(link, GOOD, pepper=PEPPER, now=now)
    assert not is_in(browser, reader)
    assert not Visit.objects.exists()


def test_when_it_was_last_seen_is_written_once_in_a_while(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = enter(reader)
    began = Visit.objects.get().seen_at
    is_in(browser, reader)
    assert Visit.objects.get().seen_at == began
    later = utc_now() + SEEN_EVERY + timedelta(seconds=1)
    monkeypatch.setattr(doorkeeper, "utc_now", lambda: later)
    is_in(browser, reader)
    assert Visit.objects.get().seen_at == later


def test_signing_in_makes_the_browser_a_known_one(reader: Reader) -> None:
    browser = enter(reader)
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_session_of_before_signing_in_is_not_the_one_of_after(reader: Reader) -> None:
    browser = open_browser()
    browser.get("/portal/login/passkey/options")
    before = browser.cookies["sessionid"].value
    sign_in(browser, reader.user.username)
    assert browser.cookies["sessionid"].value != before


def test_the_page_takes_as_many_queries_for_twelve_sessions_as_for_three(reader: Reader) -> None:
    def count(sessions: int) -> int:
        Visit.objects.all().delete()
        browser = [enter(reader, PHONE) for _ in range(sessions)][-1]
        with CaptureQueriesContext(
            django_connection,
        ) as queries:
            assert read(browser, SECURITY).count("End this session") == sessions - 1
        return len(queries)

    assert count(3) == count(12)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "–"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, words: str) -> None:
    assert describe_agent(agent) == words

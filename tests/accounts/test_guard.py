"""Guessing made slow: what is counted, who waits how long, who is told, and how nobody is kept out for good."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from newswire.accounts import backend
from newswire.accounts.backend import GuardedBackend
from newswire.accounts.guard import (
    FIRST_WAIT,
    FORGOTTEN,
    LONGEST_WAIT,
    NAME,
    NETWORK,
    TOLD_AT,
    do_forget,
    do_forgive,
    do_sweep,
    do_take,
    key_of,
    network_of,
)
from newswire.accounts.known import COOKIE, set_known
from newswire.accounts.models import Act, Attempts, Mail, Role, User
from newswire.subscribers.models import Seat, Subscriber

pytestmark = pytest.mark.usefixtures("dsn")
RIGHT = "a long enough secret"
SECOND = timedelta(seconds=1)


class Clock:
    """A present that tests move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(now)
    monkeypatch.setattr(backend, "clock", moved)
    return moved


@pytest.fixture(autouse=True)
def ada(dsn: str) -> User:
    """A subscriber's person without a seat: doors refuse her, the guard does not know that."""
    assert dsn
    return User.objects.create_user("ada", "ada@paper.example", RIGHT, role=Role.SUBSCRIBER)


def request_from(address: str = "203.0.113.9", cookie: str = "") -> HttpRequest:
    request = RequestFactory().post("/portal/login/", REMOTE_ADDR=address)
    if cookie:
        request.COOKIES[COOKIE] = cookie
    return request


def guess(request: HttpRequest, name: str = "ada", password: str = "wrong") -> tuple[bool, float]:
    """Whether it was the right one, and how many seconds the next attempt has to wait (0: this one was looked at)."""
    try:
        found = GuardedBackend().authenticate(request, name, password)
    except PermissionDenied:
        return False, request.sign_in_wait.total_seconds()  # type: ignore[attr-defined]
    return found is not None, 0.0


def test_the_first_failures_cost_nothing_and_each_one_after_them_doubles_the_wait(now: datetime) -> None:
    waits, moment = [], now
    for _ in range(20):
        while (verdict := do_take("name:x", NAME, moment)).wait:
            waits.append(verdict.wait)
            moment += verdict.wait
    assert waits[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    assert [NAME.wait_after(count) for count in (NAME.free, NAME.free + 1, NAME.free + 2, 99)] == [
        timedelta(), FIRST_WAIT, 2 * FIRST_WAIT, LONGEST_WAIT,
    ]  # fmt: skip


def test_asking_while_one_has_to_wait_makes_the_wait_no_longer(now: datetime) -> None:
    for _ in range(NAME.free + 1):
        do_take("name:x", NAME, now)
    assert [do_take("name:x", NAME, now).wait for _ in range(50)] == [FIRST_WAIT] * 50
    assert do_take("name:x", NAME, now + FIRST_WAIT).wait == timedelta()


def test_guesses_at_the_same_moment_are_each_counted(now: datetime) -> None:
    def take(_count: int) -> bool:
        try:
            return not do_take("name:x", NAME, now).wait
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(take, range(40)))
    assert looked_at == NAME.free + 1


def test_after_a_day_without_failures_the_count_begins_anew(now: datetime) -> None:
    for _ in range(NAME.free + 1):
        do_take("name:x", NAME, now)
    assert do_take("name:x", NAME, now + FORGOTTEN + SECOND).failures == 1


def test_forgiving_gives_one_back_and_forgetting_all(now: datetime) -> None:
    for _ in range(NAME.free + 1):
        do_take("name:x", NAME, now)
    do_forgive("name:x", now)
    assert do_take("name:x", NAME, now).failures == NAME.free + 1
    do_forget("name:x")
    assert do_take("name:x", NAME, now).failures == 1


def test_what_nobody_tries_any_more_is_thrown_away(now: datetime) -> None:
    do_take("name:old", NAME, now - timedelta(days=8))
    do_take("name:new", NAME, now)
    assert do_sweep(now) == 1
    assert list(Attempts.objects.values_list("key", flat=True)) == ["name:new"]


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", ""), ("unix", "unix")],
)
def test_one_connection_is_one_sender(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_right_password_begins_the_count_of_the_name_anew(ada: User) -> None:
    for _ in range(NAME.free):
        assert guess(request_from()) == (False, 0)
    assert guess(request_from(), password=RIGHT) == (True, 0)
    assert not Attempts.objects.filter(key=key_of("name", ada.username)).exists()


def test_after_too_many_even_the_right_password_is_not_looked_at_and_no_hash_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(NAME.free + 1):
        guess(request_from())
    monkeypatch.setattr(User, "check_password", lambda *_: pytest.fail("the password was looked at"))
    assert guess(request_from(), password=RIGHT) == (False, FIRST_WAIT.total_seconds())


def test_then_it_is_looked_at_again(clock: Clock) -> None:
    for _ in range(NAME.free + 1):
        guess(request_from())
    clock.now += FIRST_WAIT
    assert guess(request_from(), password=RIGHT) == (True, 0)


def test_a_name_that_nobody_has_waits_as_one_that_somebody_has(ada: User) -> None:
    found = [[guess(request_from(f"203.0.113.{n}"), name) for _ in range(NAME.free + 3)] for n, name in
             enumerate((ada.username, "nobody"))]  # fmt: skip
    assert found[0] == found[1]


def test_one_sender_who_tries_many_names_waits() -> None:
    found = [guess(request_from(), f"name-{count}")[1] for count in range(NETWORK.free + 2)]
    assert found == [0.0] * (NETWORK.free + 1) + [FIRST_WAIT.total_seconds()]
    assert guess(request_from("198.51.100.1"), "name-1") == (False, 0), "another sender does not"


def test_a_senders_own_account_does_not_give_their_guesses_back() -> None:
    for count in range(NETWORK.free):
        guess(request_from(), f"name-{count}")
    assert guess(request_from(), password=RIGHT) == (True, 0)
    assert guess(request_from(), "one-more") == (False, 0)
    assert guess(request_from(), "and-one-more")[1] > 0


def test_a_browser_the_person_knows_is_not_kept_out_by_strangers(ada: User) -> None:
    cookie = known_cookie(ada)
    for _ in range(50):
        guess(request_from())
    assert guess(request_from(cookie=cookie), password=RIGHT) == (True, 0)


def test_a_known_browser_of_one_person_is_a_stranger_to_another() -> None:
    other = User.objects.create_user("bo", "bo@paper.example", RIGHT, role=Role.SUBSCRIBER)
    cookie = known_cookie(other)
    for _ in range(NAME.free + 1):
        guess(request_from())
    assert guess(request_from(cookie=cookie), password=RIGHT)[1] > 0


def test_a_forged_cookie_is_worth_nothing(ada: User) -> None:
    for _ in range(NAME.free + 1):
        guess(request_from())
    for forged in (f"{ada.pk}.browser", f"{ada.pk}.browser:abc:def", "x" * 5000):
        assert guess(request_from(cookie=forged), password=RIGHT)[1] > 0


def test_a_known_browser_that_guesses_waits_too(ada: User) -> None:
    cookie = known_cookie(ada)
    tried = [guess(request_from(cookie=cookie))[1] for _ in range(30)]
    assert 0 < sum(wait == 0 for wait in tried) <= 2 * (NAME.free + 1)
    assert tried[-1] > 0


def known_cookie(user: User) -> str:
    """What a browser holds in which the person signed in, or opened the link of the mail."""
    response = HttpResponse()
    set_known(response, user)
    return str(response.cookies[COOKIE].value)


def fail_until_told(clock: Clock, name: str = "ada") -> None:
    for _ in range(TOLD_AT + 1):
        while guess(request_from(), name)[1]:
            clock.now += LONGEST_WAIT


def test_the_person_is_told_once_by_mail_and_the_log_of_deeds_too(clock: Clock) -> None:
    fail_until_told(clock)
    fail_until_told(clock)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("ada@paper.example", "Attempts to sign in with your name")
    assert f"Somebody has tried {TOLD_AT} times" in mail.text
    deed = Act.objects.get(action="sign-in-slowed")
    assert (deed.name, deed.address) == ("ada", "203.0.113.9")


def test_nobody_is_mailed_about_a_name_that_nobody_has(clock: Clock) -> None:
    fail_until_told(clock, "nobody")
    assert not Mail.objects.exists()
    assert Act.objects.filter(action="sign-in-slowed", name="nobody").count() == 1


def test_the_link_of_the_mail_makes_a_browser_known_but_opens_nothing(clock: Clock) -> None:
    fail_until_told(clock)
    link = re.search(r"https?://[^/]+(/portal/known/\S+)", Mail.objects.get().text)
    assert link is not None
    browser = Client(SERVER_NAME="127.0.0.1")
    assert COOKIE not in browser.get(link[1]).cookies, "programs of mail servers open links"
    cookie = browser.post(link[1]).cookies[COOKIE].value
    assert "sessionid" not in browser.cookies
    assert guess(request_from(cookie=cookie)) == (False, 0)
    assert guess(request_from(cookie=cookie), password=RIGHT) == (True, 0)


@pytest.mark.parametrize("token", ["nothing", "1.abc:1:def"])
def test_a_link_that_is_not_ours_is_spent(token: str) -> None:
    assert Client(SERVER_NAME="127.0.0.1").post(f"/portal/known/{token}/").status_code == 404


@pytest.mark.parametrize("door", ["/portal/login/", "/desk/login/"])
def test_both_doors_answer_429_and_say_when_to_come_back(door: str) -> None:
    browser = Client(SERVER_NAME="127.0.0.1")
    answers = [browser.post(door, {"username": "ada", "password": "wrong"}) for _ in range(NAME.free + 2)]
    assert {one.status_code for one in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= FIRST_WAIT.total_seconds()
    again = browser.post(door, {"username": "ada", "password": RIGHT})
    assert again.status_code == 429
    assert "sessionid" not in browser.cookies


def test_what_was_typed_as_a_name_is_not_kept_by_the_guard() -> None:
    guess(request_from(), "my password in the wrong field")
    assert all("password" not in key for key in Attempts.objects.values_list("key", flat=True))


def test_programs_without_a_request_are_counted_by_name() -> None:
    for _ in range(NAME.free + 1):
        assert authenticate(username="ada", password="wrong") is None
    assert authenticate(username="ada", password=RIGHT) is None


@pytest.mark.parametrize(("door", "role"), [("/desk/login/", Role.EDITOR), ("/portal/login/", Role.SUBSCRIBER)])
def test_whoever_signed_in_at_either_door_is_not_kept_out_of_it_by_strangers(door: str, role: Role) -> None:
    user = User.objects.create_user("ida", "ida@paper.example", RIGHT, role=role)
    if role == Role.SUBSCRIBER:
        Seat.objects.create(user=user, subscriber=Subscriber.objects.create(name="Paper"))
    own, strange = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    assert own.post(door, {"username": "ida", "password": RIGHT}).status_code in (302, 303)
    own.cookies.pop("sessionid")
    while strange.post(door, {"username": "ida", "password": "wrong"}).status_code != 429:
        pass
    assert strange.post(door, {"username": "ida", "password": RIGHT}).status_code == 429
    assert own.post(door, {"username": "ida", "password": RIGHT}).status_code in (302, 303)

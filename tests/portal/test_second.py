"""The second step: codes of an app, recovery codes, who is asked for one, and that nothing opens before it."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from newswire.accounts.factors import read_factors
from newswire.accounts.guard import CODE, Budget
from newswire.accounts.models import Act, User, Visit
from newswire.portal import entering, page
from newswire.subscribers.models import Seat, Subscriber
from tests.portal.codes import code_of, seed_of
from tests.portal.newsroom import PASSWORD, Reader, open_browser, read
from tests.portal.test_signin import sign_in

APP = "/portal/security/app/"
SECOND = "/portal/login/second/"
SECURITY = "/portal/security/"


def enter(reader: Reader) -> Client:
    """A browser in which the reader has just signed in by password."""
    browser = open_browser()
    assert sign_in(browser, reader.user.username)[0] == 303
    return browser


def enrol(browser: Client) -> tuple[str, list[str]]:
    """Sets up an app; its seed, and the recovery codes that were shown."""
    seed = seed_of(read(browser, APP))
    answer = browser.post(APP, {"code": code_of(seed, page.clock())})
    assert answer.status_code == 200
    return seed, re.findall(r'<code dir="ltr">(\d{8})</code>', answer.content.decode())


@pytest.fixture
def enrolled(reader: Reader) -> tuple[str, list[str]]:
    """The reader has an app."""
    return enrol(enter(reader))


def half(reader: Reader) -> Client:
    """A browser in which the reader's password was right."""
    browser = open_browser()
    assert sign_in(browser, reader.user.username)[:2] == (303, SECOND)
    return browser


def try_code(browser: Client, code: str) -> int:
    return browser.post(SECOND, {"code": code}).status_code


def test_an_app_is_set_up_with_a_code_of_its_own_and_ten_recovery_codes_are_shown_once(reader: Reader) -> None:
    browser = enter(reader)
    seed, codes = enrol(browser)
    assert len(set(codes)) == 10
    shown = read(browser, SECURITY)
    assert "10 left" in shown
    assert not any(code in shown for code in codes)
    assert seed not in shown
    assert read(browser, SECURITY, 200).count("Set up an app") == 0


def test_a_wrong_code_sets_nothing_up_and_the_seed_stays(reader: Reader) -> None:
    browser = enter(reader)
    seed = seed_of(read(browser, APP))
    answer = browser.post(APP, {"code": "000000"})
    assert answer.status_code == 422
    assert seed_of(answer.content.decode()) == seed
    assert not read_factors(reader.user).any


def test_the_seed_lies_sealed_in_the_database(
    reader: Reader, enrolled: tuple[str, list[str]], connection: object
) -> None:
    rows = connection.execute("SELECT data::text FROM mfa_authenticator").fetchall()  # type: ignore[attr-defined]
    assert len(rows) == 2
    assert not any(enrolled[0] in row[0] for row in rows)
    assert read_factors(reader.user).any


def test_after_the_password_nothing_is_open_before_the_code(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = half(reader)
    for path in ("/portal/", f"/portal/wire/{reader.number}/", SECURITY, APP):
        assert browser.get(path).headers["Location"].startswith("/portal/login/")
    assert browser.get(f"/portal/live/{reader.number}").status_code == 401
    assert try_code(browser, code_of(enrolled[0], page.clock(), ahead=1)) == 303
    read(browser, f"/portal/wire/{reader.number}/")


def test_the_second_step_leads_where_the_first_one_was_going(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = open_browser()
    sign_in(browser, reader.user.username, next="/portal/usage/")
    assert (
        browser.post(SECOND, {"code": code_of(enrolled[0], page.clock(), ahead=1)}).headers["Location"]
        == "/portal/usage/"
    )


def test_a_code_is_good_once(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    code = code_of(enrolled[0], page.clock(), ahead=1)
    assert try_code(half(reader), code) == 303
    assert try_code(half(reader), code) == 422


def test_the_code_that_set_the_app_up_is_spent(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    assert try_code(half(reader), code_of(enrolled[0], page.clock())) == 422


@pytest.mark.parametrize(("ahead", "status"), [(-2, 422), (-1, 422), (1, 303), (2, 422)])
def test_a_code_of_another_time_does_not_fit(
    reader: Reader, enrolled: tuple[str, list[str]], ahead: int, status: int
) -> None:
    assert try_code(half(reader), code_of(enrolled[0], page.clock(), ahead=ahead)) == status


def test_a_recovery_code_is_good_once_and_leaves_a_deed(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    code = enrolled[1][3]
    assert try_code(half(reader), f"{code[:4]} {code[4:]}") == 303
    assert try_code(half(reader), code) == 422
    assert read_factors(reader.user).codes_left == 9
    assert Act.objects.filter(action="recovery-code-used", name=reader.user.username).count() == 1


def test_codes_cannot_be_guessed(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = half(reader)
    assert [try_code(browser, "000000") for _ in range(CODE.free + 1)] == [422] * (CODE.free + 1)
    answer = browser.post(SECOND, {"code": code_of(enrolled[0], page.clock(), ahead=1)})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert try_code(half(reader), code_of(enrolled[0], page.clock(), ahead=1)) == 429, "signing in anew does not help"


def test_who_waits_too_long_between_the_steps_begins_anew(
    reader: Reader, enrolled: tuple[str, list[str]], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = half(reader)
    monkeypatch.setattr(page, "clock", lambda: now + timedelta(minutes=11))
    assert (
        browser.post(SECOND, {"code": code_of(enrolled[0], page.clock(), ahead=1)}).headers["Location"]
        == "/portal/login/"
    )


def test_a_password_changed_between_the_steps_ends_them(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = half(reader)
    reader.user.set_password("another good one")
    reader.user.save()
    assert (
        browser.post(SECOND, {"code": code_of(enrolled[0], page.clock(), ahead=1)}).headers["Location"]
        == "/portal/login/"
    )


def test_somebody_elses_code_opens_nothing(reader: Reader, stranger: Reader, enrolled: tuple[str, list[str]]) -> None:
    seed, codes = enrol(enter(stranger))
    browser = half(reader)
    assert seed != enrolled[0]
    assert [try_code(browser, code) for code in (code_of(seed, page.clock(), ahead=1), codes[0])] == [422, 422]


def test_new_recovery_codes_end_the_old_ones(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = half(reader)
    assert try_code(browser, code_of(enrolled[0], page.clock(), ahead=1)) == 303
    answer = browser.post("/portal/security/change/", {"do": "codes"})
    fresh = re.findall(r'<code dir="ltr">(\d{8})</code>', answer.content.decode())
    assert len(fresh) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert try_code(half(reader), enrolled[1][0]) == 422
    assert try_code(half(reader), fresh[0]) == 303


def test_removing_the_app_takes_the_recovery_codes_along(reader: Reader, enrolled: tuple[str, list[str]]) -> None:
    browser = half(reader)
    try_code(browser, code_of(enrolled[0], page.clock(), ahead=1))
    assert browser.post("/portal/security/change/", {"do": "remove-app"}).status_code == 303
    assert not read_factors(reader.user).any
    assert read_factors(reader.user).codes_left == 0
    assert sign_in(open_browser(), reader.user.username)[:2] == (303, "/portal/")


def test_after_a_quarter_of_an_hour_a_change_asks_for_the_password_again(
    reader: Reader, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = enter(reader)
    monkeypatch.setattr(page, "clock", lambda: now + timedelta(minutes=16))
    for path in (APP, "/portal/security/passkey/"):
        assert browser.get(path).headers["Location"].startswith("/portal/security/prove/")
    for path, said in (("change/", {"do": "codes"}), ("password/", {"password": "x", "again": "x"})):
        assert browser.post(SECURITY + path, said).headers["Location"].startswith("/portal/security/prove/")
    prove = browser.get(APP).headers["Location"]
    assert browser.post(prove, {"password": "wrong", "next": APP}).status_code == 422
    assert browser.post(prove, {"password": PASSWORD, "next": APP}).headers["Location"] == APP
    read(browser, APP)


def test_the_proof_never_leads_to_another_site(reader: Reader) -> None:
    browser = enter(reader)
    answer = browser.post("/portal/security/prove/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/portal/"


def ask_second_factor(reader: Reader) -> None:
    Subscriber.objects.filter(seats__user=reader.user).update(asks_second_factor=True)


def test_where_the_organisation_asks_for_one_a_password_alone_leads_to_enrolment_and_nowhere_else(
    reader: Reader,
) -> None:
    ask_second_factor(reader)
    browser = open_browser()
    assert sign_in(browser, reader.user.username)[:2] == (303, SECURITY)
    for path in ("/portal/", f"/portal/wire/{reader.number}/", f"/portal/live/{reader.number}", "/portal/usage/"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, SECURITY)
    assert "Your organisation asks for a second factor." in read(browser, SECURITY)
    enrol(browser)
    read(browser, f"/portal/wire/{reader.number}/")


def test_the_last_factor_stays_where_the_organisation_asks_for_one(reader: Reader) -> None:
    browser = enter(reader)
    enrol(browser)
    ask_second_factor(reader)
    answer = browser.post("/portal/security/change/", {"do": "remove-app"})
    assert answer.status_code == 409
    assert "Add another one before you remove the last." in answer.content.decode()
    assert read_factors(reader.user).any


def test_nobody_changes_what_is_anothers(reader: Reader, stranger: Reader) -> None:
    browser = enter(reader)
    assert browser.post("/portal/security/change/", {"do": "remove-passkey", "passkey": "1"}).status_code == 404
    theirs = open_browser()
    sign_in(theirs, stranger.user.username)
    visit = Visit.objects.get(user=stranger.user)
    assert browser.post("/portal/security/sessions/", {"visit": str(visit.pk)}).status_code == 404
    read(theirs, f"/portal/wire/{stranger.number}/")


def test_a_passkey_answer_that_is_none_is_refused(reader: Reader) -> None:
    for answer in ("", "{}", "[]", "null", "{", '{"response": {"userHandle": 1}}', '{"id": "x", "rawId": "x"}'):
        assert open_browser().post("/portal/login/passkey/", {"answer": answer}).status_code == 422
    browser = enter(reader)
    for answer in ("", "{}", "[]", '{"id": "x"}'):
        assert browser.post("/portal/security/passkey/", {"answer": answer, "name": "x"}).status_code == 422
    assert not read_factors(reader.user).any


def test_without_a_seat_there_is_no_such_page(reader: Reader) -> None:
    browser = enter(reader)
    Seat.objects.all().delete()
    assert browser.get(SECURITY).headers["Location"].startswith("/portal/login/")
    assert User.objects.filter(pk=reader.user.pk).exists()


def test_recovery_codes_are_for_who_has_a_second_factor(reader: Reader) -> None:
    assert enter(reader).post("/portal/security/change/", {"do": "codes"}).status_code == 404
    assert read_factors(reader.user).codes_left == 0


def test_a_network_that_asks_for_passkeys_all_the_time_is_slowed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "BEGINNINGS", Budget(2))
    answers = [open_browser().get("/portal/login/passkey/options") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert sign_in(open_browser(), reader.user.username)[0] == 303

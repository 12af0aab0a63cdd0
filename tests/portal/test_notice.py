"""Notice in the portal: by the owner, of their own contracts and of no other, in time; both sides are told."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from newswire.accounts.models import Act, Mail, Role, User
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.portal import page
from newswire.subscribers.models import Contract, Seat, Subscriber, Subscription
from newswire.subscribers.sales.calendar import read_calendar
from newswire.subscribers.sales.letters import ADDRESSES
from newswire.subscribers.sales.renewals import do_remind_of_renewals
from newswire.subscribers.service import do_save_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import PASSWORD, Reader, open_browser, read
from tests.portal.test_wire import text
from tests.subscribers.sales.house import ask, hire, offer_to, sign

ADDRESS = "/portal/notice/"
DAY = timedelta(days=1)


@pytest.fixture
def contract(newsroom: Newsroom, reader: Reader) -> Contract:
    """The reader's contract: it runs another hundred days, with thirty days' notice, and renews itself by a year."""
    found = Subscription.objects.get(pk=reader.number).contract
    found.ends_at, found.notice_days, found.renewal_months = newsroom.now + 100 * DAY, 30, 12
    found.price = 900
    do_save_contract(found)
    Subscriber.objects.update(contact_email="office@client.example")
    return found


@pytest.fixture
def owner(reader: Reader, contract: Contract) -> Client:  # noqa: ARG001 - there must be one
    """The reader as the owner of their organisation."""
    Seat.objects.filter(user=reader.user).update(role="owner")
    User.objects.filter(pk=reader.user.pk).update(first_name="Ada", last_name="Lind", email="ada@client.example")
    return open_browser(reader.user)


def give(browser: Client, about: Contract, **said: str) -> tuple[int, str]:
    answer = browser.post(ADDRESS, {"contract": str(about.pk), "consent": "on", "reason": "We close", **said})
    return answer.status_code, answer.content.decode()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(page, "clock", lambda: moment)


@pytest.mark.parametrize("role", ["billing", "editor", "developer"])
def test_for_others_than_the_owner_there_is_no_such_page(reader: Reader, contract: Contract, role: str) -> None:
    Seat.objects.filter(user=reader.user).update(role=role)
    browser = open_browser(reader.user)
    read(browser, ADDRESS, 404)
    assert give(browser, contract)[0] == 404
    assert Contract.objects.get(pk=contract.pk).notice_at is None
    assert f'href="{ADDRESS}"' not in read(browser, f"/portal/wire/{reader.number}/")


def test_who_is_not_signed_in_is_led_to_the_door(contract: Contract) -> None:
    answer = open_browser().post(ADDRESS, {"contract": str(contract.pk), "consent": "on"})
    assert answer.headers["Location"].startswith("/portal/login/")
    assert Contract.objects.get(pk=contract.pk).notice_at is None


def test_the_page_says_the_last_day_for_notice_and_when_the_contract_would_end(owner: Client, reader: Reader) -> None:
    assert f'href="{ADDRESS}"' in read(owner, f"/portal/wire/{reader.number}/")
    shown = text(read(owner, ADDRESS))
    assert "harbour" in shown
    assert "900.00 EUR a month" in shown
    assert re.search(r"Notice can be given before 2 February 2027", shown)
    assert re.search(r"If you give notice now, the contract ends on 4 March 2027", shown)
    assert "Notice before the end, in days 30" in shown


def test_notice_ends_the_contract_and_both_sides_are_told(
    newsroom: Newsroom, owner: Client, contract: Contract
) -> None:
    hire("sara")
    hire("chief", Role.DUTY_CHIEF)
    assert give(owner, contract)[0] == 303
    contract.refresh_from_db()
    assert (contract.notice_at, contract.notice_by) == (newsroom.now, "Ada Lind")
    deed = Act.objects.get(action="give-notice")
    assert (deed.actor, deed.role, deed.reason) == ("harbour", "subscriber", "We close")
    assert deed.address == "127.0.0.1"
    letters = {one.to: one for one in Mail.objects.all()}
    assert set(letters) == {"office@client.example", "ada@client.example", "sara@agency.example"}
    assert letters["office@client.example"].subject == letters["ada@client.example"].subject == "We have your notice"
    told = letters["sara@agency.example"]
    assert told.subject == "harbour gave notice"
    assert "Ada Lind gave notice in the portal. The contract ends on 4 March 2027" in told.text
    assert "We close" in told.text
    assert ADDRESSES["contract"].format(contract.pk) in told.text
    shown = text(read(owner, ADDRESS))
    assert re.search(r"Notice was given on 24 Nov\w* 2026 \( ?Ada Lind ?\)", shown)
    assert "Give notice" not in shown
    assert [day for day in range(100) if do_remind_of_renewals(newsroom.now + day * DAY)] == []


def test_the_calendar_of_the_desk_shows_the_notice_and_the_end(
    newsroom: Newsroom, owner: Client, contract: Contract
) -> None:
    give(owner, contract)
    happens = read_calendar(newsroom.now - DAY, newsroom.now + 200 * DAY)
    assert [(one.happening, (one.at - newsroom.now).days) for one in happens] == [("notice-given", 0), ("ends", 100)]


def test_without_the_tick_nothing_is_given_and_what_was_written_stays(owner: Client, contract: Contract) -> None:
    status, shown = give(owner, contract, consent="", reason="Because of the price")
    assert status == 422
    assert "Without this no notice is given." in shown
    assert "No notice was given yet." in shown
    assert "Because of the price</textarea>" in shown
    assert Contract.objects.get(pk=contract.pk).notice_at is None
    assert not Mail.objects.exists()


def test_it_is_given_once(owner: Client, contract: Contract) -> None:
    give(owner, contract)
    status, shown = give(owner, contract)
    assert (status, "Notice was given already." in shown) == (409, True)
    assert Act.objects.filter(action="give-notice").count() == 1


def test_from_the_last_day_on_it_is_too_late_for_this_term(
    newsroom: Newsroom, owner: Client, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, newsroom.now + 70 * DAY - timedelta(seconds=1))
    assert "Give notice" in read(owner, ADDRESS)
    at(monkeypatch, newsroom.now + 70 * DAY)
    shown = read(owner, ADDRESS)
    assert "It is too late for this term" in shown
    assert "<form" not in shown.partition("<main")[2]
    assert give(owner, contract)[0] == 409
    assert Contract.objects.get(pk=contract.pk).notice_at is None


def test_another_organisations_contract_does_not_exist(owner: Client, stranger: Reader) -> None:
    theirs = Subscription.objects.get(pk=stranger.number).contract
    assert "inland" not in read(owner, ADDRESS)
    asked = [give(owner, theirs), *(give(owner, theirs, contract=one) for one in ("999", "", "x", "１"))]
    assert {status for status, _ in asked} == {404}
    assert Contract.objects.get(pk=theirs.pk).notice_at is None


def test_what_cannot_be_given_notice_of_says_why(newsroom: Newsroom, owner: Client, contract: Contract) -> None:
    for changes, words in (
        ({"renewal_months": 0}, "It ends by itself on the day above."),
        ({"ends_at": None, "renewal_months": 12}, "This contract has no end of its own."),
        ({"ends_at": newsroom.now + 5 * DAY, "is_trial": True}, "A trial ends by itself."),
        ({"ends_at": newsroom.now}, "No contract runs."),
    ):
        Contract.objects.filter(pk=contract.pk).update(**changes)
        shown = read(owner, ADDRESS)
        assert words in shown
        assert "<form" not in shown.partition("<main")[2]


def test_each_of_several_contracts_has_a_form_of_its_own(newsroom: Newsroom, owner: Client, contract: Contract) -> None:
    second = Contract.objects.create(
        subscriber=contract.subscriber, starts_at=newsroom.now, ends_at=newsroom.now + 300 * DAY
    )
    shown = read(owner, ADDRESS)
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert shown.count('name="consent"') == 2
    give(owner, second)
    assert list(Contract.objects.exclude(notice_at=None)) == [second]


def test_the_seller_who_made_the_offer_is_told_and_not_all_of_sales(newsroom: Newsroom) -> None:
    seller, _other = hire("sara"), hire("otto")
    offer = sign(offer_to(ask(newsroom.now), seller, newsroom.now), newsroom.now)
    assert offer.contract is not None
    seat = Seat.objects.get(subscriber=offer.contract.subscriber)
    seat.user.set_password(PASSWORD)
    seat.user.save()
    before = Mail.objects.count()
    assert give(open_browser(seat.user), offer.contract)[0] == 303
    told = {one.to for one in Mail.objects.order_by("pk")[before:]}
    assert told == {"mira@courier.example", "sara@agency.example"}


@pytest.mark.parametrize("language", list(CLIENT_LANGUAGES))
def test_the_page_is_in_the_readers_language(owner: Client, language: str) -> None:
    owner.cookies["django_language"] = language
    with translation.override("en"):  # what the middleware sets is not for the next test
        shown = read(owner, ADDRESS)
    assert f'lang="{language}"' in shown[:300]
    assert ("Give notice" in shown) is (language == "en")

"""The client's steps: the trial starts, the offer is signed; numbers, keys and what is known of secrets."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections

from newswire.accounts.models import Act, Mail, User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.routing.feed import read_entries
from newswire.subscribers.key_service import do_open_key_link, read_key_link
from newswire.subscribers.keys import check_key, read_access
from newswire.subscribers.models import Contract, Key, Offer, Seat, Subscriber, Subscription
from newswire.subscribers.sales.offers import read_state
from newswire.subscribers.sales.signing import do_sign_offer
from newswire.subscribers.seats import do_open_seat_link, read_seat_link
from newswire.subscribers.service import do_save_product
from tests.newsroom import PEPPER, Newsroom
from tests.subscribers.sales.house import (
    CONTACT,
    ask,
    find_secret,
    hire,
    last_mail,
    make_products,
    offer_to,
    sign,
    start,
)

pytestmark = pytest.mark.usefixtures("dsn")
DAY = timedelta(days=1)


def test_a_trial_makes_a_client_with_an_owner_and_runs_fourteen_days(newsroom: Newsroom, now: datetime) -> None:
    offer = start(offer_to(ask(now), hire(), now, embargo_right=True, ai_use="training"), now)
    seat = Seat.objects.get()
    assert (seat.role, seat.user.email, seat.user.role) == ("owner", CONTACT, "subscriber")
    assert not seat.user.has_usable_password()
    assert (seat.subscriber.name, seat.subscriber.country, seat.subscriber.outlet) == (
        "Northaven Courier",
        "NO",
        "newspaper",
    )
    subscription = Subscription.objects.get()
    terms = read_access(newsroom.connection, subscription.number).terms
    assert (terms.starts_at, terms.ends_at, terms.archive_days) == (now, now + 14 * DAY, 90)
    assert (terms.embargo_right, terms.ai_use) == (False, "none")
    assert (subscription.contract.is_trial, subscription.contract.price) == (True, Decimal(0))
    assert read_state(offer, now=now) == "trial"
    assert read_state(offer, now=now + 14 * DAY) == "tried"
    assert offer.enquiry is not None
    assert offer.enquiry.stage == "trial"


def test_an_offer_that_is_tried_on_its_last_day_can_be_signed_after_the_trial(now: datetime) -> None:
    offer = offer_to(ask(now), hire(), now, valid_until=now + DAY)
    assert start(offer, now).valid_until == now + 21 * DAY
    assert sign(offer, now + 20 * DAY).contract is not None


def test_the_letter_of_a_trial_holds_links_and_neither_key_nor_password(now: datetime) -> None:
    offer = start(offer_to(ask(now), hire(), now), now)
    text = last_mail().text
    welcome, link = find_secret("welcome", text), find_secret("key", text)
    assert welcome
    assert link
    assert f"/portal/offer/{offer.token}/" in text
    assert "nw_live_" not in text
    assert not Key.objects.exists(), "the key is made when the link is opened"
    assert read_key_link(link, pepper=PEPPER, now=now) == Subscription.objects.get()
    for act in Act.objects.all():
        assert not {one for one in (welcome, link, offer.token) if one in repr(act.__dict__)}


def test_each_link_opens_once(now: datetime) -> None:
    start(offer_to(ask(now), hire(), now), now)
    welcome, link = (find_secret(page, last_mail().text) for page in ("welcome", "key"))
    assert read_seat_link(welcome, pepper=PEPPER, now=now).user.email == CONTACT
    user = do_open_seat_link(welcome, "a long enough secret", pepper=PEPPER, now=now).user
    assert User.objects.get(pk=user.pk).check_password("a long enough secret")
    with pytest.raises(NotFoundError, match="opened before"):
        do_open_seat_link(welcome, "another secret", pepper=PEPPER, now=now)
    do_open_key_link(link, pepper=PEPPER, now=now)
    for open_again in (do_open_key_link, read_key_link):
        with pytest.raises(NotFoundError, match="opened before"):
            open_again(link, pepper=PEPPER, now=now)


def test_links_wait_a_week(now: datetime) -> None:
    start(offer_to(ask(now), hire(), now), now)
    welcome, link = (find_secret(page, last_mail().text) for page in ("welcome", "key"))
    late = now + 7 * DAY
    assert read_seat_link(welcome, pepper=PEPPER, now=late - timedelta(seconds=1))
    with pytest.raises(NotFoundError):
        read_seat_link(welcome, pepper=PEPPER, now=late)
    with pytest.raises(NotFoundError):
        read_key_link(link, pepper=PEPPER, now=late)


def test_a_signed_trial_keeps_its_number_its_key_and_what_it_got(newsroom: Newsroom, now: datetime) -> None:
    newsroom.subscribe("other")
    offer = start(offer_to(ask(now), hire(), now, embargo_right=True), now)
    tried = Subscription.objects.get(contract=offer.trial)
    _, key = do_open_key_link(find_secret("key", last_mail().text), pepper=PEPPER, now=now)
    newsroom.release("a")
    signed = sign(offer, now + 2 * DAY)
    assert signed.contract is not None
    subscription = Subscription.objects.get(contract=signed.contract)
    assert subscription.number == tried.number
    access = check_key(newsroom.connection, f"Bearer {key}", pepper=PEPPER, now=now + 2 * DAY)
    assert access.number == tried.number
    assert (access.terms.ends_at, access.terms.embargo_right) == (signed.contract.ends_at, True)
    for name, moment in (("on the seam", now + 2 * DAY - timedelta(seconds=1)), ("b", now + 2 * DAY)):
        newsroom.now = moment
        newsroom.release(name)
    entries = read_entries(newsroom.connection, newsroom.reader(tried.number, now + 2 * DAY), 0)
    assert [entry.n for entry in entries] == [1, 2, 3]
    assert Contract.objects.get(is_trial=True).ends_at == now + 2 * DAY
    assert not find_secret("key", last_mail().text)


def test_a_contract_is_what_was_offered(now: datetime) -> None:
    offer = sign(offer_to(ask(now), hire(), now, months=24, notice_days=60, billing="year", currency="nok"), now)
    contract = offer.contract
    assert contract is not None
    contract.refresh_from_db()
    assert (contract.price, contract.currency, contract.billing) == (Decimal("1250.50"), "NOK", "year")
    assert (contract.starts_at, contract.ends_at) == (now, now.replace(year=2028))
    assert (contract.notice_days, contract.renewal_months, contract.archive_days) == (60, 12, 90)
    assert (contract.signed_at, contract.signed_by) == (now, "Mira Solberg, Publisher")
    text = last_mail().text
    assert "Mira Solberg, Publisher signed our offer" in text
    assert "24 November 2028" in text
    assert "25 September 2028" in text


def test_an_offer_signed_without_a_trial_opens_a_subscription_and_sends_the_links(now: datetime) -> None:
    sign(offer_to(ask(now), hire(), now), now)
    text = last_mail().text
    assert find_secret("key", text)
    assert find_secret("welcome", text)
    assert Subscription.objects.get().product_codes == ["world"]


def test_a_trial_that_has_ended_takes_up_where_it_stopped(newsroom: Newsroom, now: datetime) -> None:
    offer = start(offer_to(ask(now), hire(), now), now)
    later = now + 16 * DAY
    number = Subscription.objects.get().number
    assert not read_access(newsroom.connection, number).terms.run_at(later)
    sign(offer, later)
    assert Subscription.objects.get().number == number
    assert read_access(newsroom.connection, number).terms.run_at(later)
    assert Contract.objects.get(is_trial=True).ends_at == now + 14 * DAY


def test_what_was_changed_in_the_trial_becomes_what_was_signed(now: datetime) -> None:
    offer = start(offer_to(ask(now), hire(), now), now)
    Subscription.objects.update(product_codes=make_products("sport")[0:0])
    do_save_product("world", "The world", "lang:en")
    sign(offer, now)
    subscription = Subscription.objects.get()
    assert (subscription.product_codes, subscription.name) == (["world"], "The world")


def test_of_two_offers_one_is_signed_and_takes_over_the_trial_of_the_other(now: datetime) -> None:
    seller, enquiry = hire(), ask(now)
    first, second = offer_to(enquiry, seller, now), offer_to(enquiry, seller, now, price=Decimal(2000))
    start(first, now)
    with pytest.raises(RuleError, match="another offer"):
        start(second, now)
    signed = sign(second, now)
    assert Subscription.objects.get().contract == signed.contract
    assert Subscriber.objects.count() == 1
    assert read_state(Offer.objects.get(pk=first.pk), now=now) == "withdrawn"
    with pytest.raises(RuleError, match="withdrawn"):
        sign(first, now)


def test_nobody_becomes_part_of_an_organisation_by_calling_themselves_so(now: datetime) -> None:
    offer = offer_to(ask(now), hire(), now)
    standing = Subscriber.objects.create(name="Northaven Courier")
    start(offer, now)
    assert Seat.objects.get().subscriber != standing
    assert Seat.objects.get().subscriber.name == "Northaven Courier (2)"


def test_a_person_of_the_desk_gets_a_second_name_and_keeps_the_first(now: datetime) -> None:
    editor = hire(CONTACT)
    start(offer_to(ask(now), hire(), now), now)
    seat = Seat.objects.get()
    assert seat.user != editor
    assert seat.user.username == f"{CONTACT}-2"


def test_a_client_who_can_sign_in_gets_no_link_to_a_password(now: datetime) -> None:
    seller = hire()
    first = start(offer_to(ask(now), seller, now), now)
    do_open_seat_link(find_secret("welcome", last_mail().text), "a long enough secret", pepper=PEPPER, now=now)
    again = offer_to(ask(now, organisation="Northaven Weekly"), seller, now, subscriber=first.subscriber)
    start(again, now)
    assert not find_secret("welcome", last_mail().text)
    assert find_secret("key", last_mail().text)
    assert Seat.objects.count() == 1
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize(("name", "position"), [("", "Publisher"), ("Mira", " ")])
def test_a_signature_needs_a_name_and_a_position(now: datetime, name: str, position: str) -> None:
    offer = offer_to(ask(now), hire(), now)
    with pytest.raises(RuleError, match="Write your name"):
        do_sign_offer(offer.pk, signed_by=name, position=position, pepper=PEPPER, now=now)


def test_two_clicks_at_once_make_one_contract(now: datetime) -> None:
    offer = offer_to(ask(now), hire(), now)
    said: list[str] = []

    def click() -> None:
        try:
            sign(offer, now)
            said.append("signed")
        except RuleError as refused:
            said.append(refused.detail)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["This offer is signed already."] * 3 + ["signed"]
    assert (Contract.objects.count(), Subscription.objects.count(), Mail.objects.count()) == (1, 1, 2)

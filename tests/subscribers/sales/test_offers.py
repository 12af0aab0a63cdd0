"""From an enquiry to an offer: who may, what is refused in words, what the client is told."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from newswire.accounts.models import Act, Mail, Role
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.models import Offer, Subscriber
from newswire.subscribers.sales.enquiries import do_answer, do_assign, do_mark_lost
from newswire.subscribers.sales.offers import (
    do_make_offer,
    do_withdraw_offer,
    read_offer,
    read_offer_steps,
    read_state,
)
from tests.subscribers.sales.house import CONTACT, ask, hire, last_mail, make_products, offer_to, propose, sign, start

pytestmark = pytest.mark.usefixtures("dsn")


def test_an_offer_has_an_address_of_its_own_that_the_contact_is_told(now: datetime) -> None:
    seller, enquiry = hire(), ask(now)
    offer = do_make_offer(
        propose(enquiry, now, note="With our best regards."), make_products("world", "sport"), actor=seller, now=now
    )
    kept = read_offer(offer.token)
    assert kept == offer
    assert (kept.price, kept.currency, kept.country, kept.made_by) == (Decimal("1250.50"), "EUR", "NO", "sara")
    assert len(kept.token) >= 40
    assert read_state(kept, now=now) == "open"
    assert read_offer_steps(kept, now=now) == ("start-trial", "sign", "withdraw")
    enquiry.refresh_from_db()
    assert (enquiry.stage, enquiry.stage_at) == ("offer", now)
    mail = last_mail()
    assert mail.to == CONTACT
    assert mail.subject == "Our offer to Northaven Courier"
    assert f"/portal/offer/{offer.token}/" in mail.text
    assert "24 December 2026" in mail.text
    assert "With our best regards." in mail.text


def test_a_letter_is_written_in_the_clients_language(now: datetime) -> None:
    offer_to(ask(now, language="kmr"), hire(), now)
    assert last_mail().subject == "Our offer to Northaven Courier"


def test_the_log_tells_the_deed_and_never_the_address_of_the_offer(now: datetime) -> None:
    offer = offer_to(ask(now), hire(), now)
    act = Act.objects.get(about="offer")
    assert (act.action, act.about, act.name, act.actor, act.role) == ("offer", "offer", str(offer.pk), "sara", "sales")
    assert act.detail["price"] == "1250.50 EUR"
    assert offer.token not in repr(act.__dict__)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SALES, Role.ADMINISTRATOR)])
def test_only_sellers_sell(now: datetime, role: Role) -> None:
    enquiry, seller, other = ask(now), hire(), hire("other", role)
    offer = offer_to(enquiry, seller, now)
    before = (Mail.objects.count(), Act.objects.count())
    for forbidden in (
        lambda: offer_to(enquiry, other, now),
        lambda: do_withdraw_offer(offer.pk, "", actor=other, now=now),
        lambda: do_answer(enquiry.pk, "Hello", actor=other, now=now),
        lambda: do_assign(enquiry.pk, seller, actor=other, now=now),
        lambda: do_assign(enquiry.pk, other, actor=seller, now=now),
        lambda: do_mark_lost(enquiry.pk, "Too dear", actor=other, now=now),
    ):
        with pytest.raises(RuleError, match="Only sales"):
            forbidden()
    assert (Mail.objects.count(), Act.objects.count()) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"months": 0}, "month at the least"),
        ({"months": 1, "notice_days": 28}, "shorter than the term"),
        ({"renewal_months": 1, "notice_days": 30}, "shorter than the term"),
        ({"country": "Norway"}, "no country “NORWAY”"),
        ({"country": "XX"}, "no country “XX”"),
        ({"country": ""}, "country"),
        ({"contact_email": "mira"}, "contact_email"),
        ({"price": Decimal(-1)}, "price"),
        ({"outlet": "circus"}, "outlet"),
        ({"organisation": "Inland Post"}, "client of that name"),
        ({"organisation": ""}, "organisation"),
    ],
)
def test_an_offer_that_could_not_be_signed_is_refused_in_words_and_nothing_is_kept(
    now: datetime, fields: dict[str, Any], words: str
) -> None:
    Subscriber.objects.create(name="Inland Post")
    enquiry = ask(now)
    with pytest.raises(RuleError, match=words):
        offer_to(enquiry, hire(), now, **fields)
    enquiry.refresh_from_db()
    assert (Offer.objects.count(), Mail.objects.count(), enquiry.stage) == (0, 0, "enquiry")


def test_an_offer_of_nothing_or_of_yesterday_is_refused(now: datetime) -> None:
    enquiry, seller = ask(now), hire()
    with pytest.raises(RuleError, match="at least one product"):
        do_make_offer(propose(enquiry, now), [], actor=seller, now=now)
    with pytest.raises(RuleError, match="expired before"):
        offer_to(enquiry, seller, now, valid_until=now)


def test_an_offer_needs_no_enquiry(now: datetime) -> None:
    client = Subscriber.objects.create(name="Inland Post")
    offer = Offer(
        subscriber=client,
        organisation=client.name,
        country="NO",
        outlet="website",
        contact_name="Ada",
        contact_email="ada@inland.example",
    )
    made = do_make_offer(offer, make_products("world"), actor=hire(role=Role.ADMINISTRATOR), now=now)
    assert made.valid_until == now + timedelta(days=30)
    assert read_offer_steps(made, now=now) == ("start-trial", "sign", "withdraw")


def test_a_withdrawn_offer_allows_nothing_and_the_contact_is_told(now: datetime) -> None:
    seller = hire()
    offer = offer_to(ask(now), seller, now)
    do_withdraw_offer(offer.pk, "The price was wrong", actor=seller, now=now)
    assert "withdrawn" in last_mail().subject
    for forbidden in (start, sign):
        with pytest.raises(RuleError, match="was withdrawn"):
            forbidden(offer, now)
    with pytest.raises(RuleError, match="was withdrawn"):
        do_withdraw_offer(offer.pk, "", actor=seller, now=now)
    assert Act.objects.latest("id").reason == "The price was wrong"


def test_an_expired_offer_allows_nothing(now: datetime) -> None:
    offer = offer_to(ask(now), hire(), now)
    for forbidden in (start, sign):
        with pytest.raises(RuleError, match="no longer valid"):
            forbidden(offer, now + timedelta(days=30))
    assert not Subscriber.objects.exists()


def test_whoever_answers_first_looks_after_the_enquiry(now: datetime) -> None:
    enquiry, first, second = ask(now), hire(), hire("sten")
    do_answer(enquiry.pk, "  We will call you.  ", actor=first, now=now)
    assert (last_mail().to, last_mail().subject) == (CONTACT, "Your enquiry")
    assert last_mail().text.startswith("We will call you.")
    assert do_answer(enquiry.pk, "We called you.", actor=second, now=now).assigned_to == "sara"
    assert do_assign(enquiry.pk, second, actor=first, now=now).assigned_to == "sten"
    with pytest.raises(RuleError, match="Write the answer"):
        do_answer(enquiry.pk, " ", actor=first, now=now)


def test_what_is_lost_cannot_be_signed_any_more_until_a_new_offer_takes_it_up(now: datetime) -> None:
    enquiry, seller = ask(now), hire()
    offer = offer_to(enquiry, seller, now)
    with pytest.raises(RuleError, match="Say why"):
        do_mark_lost(enquiry.pk, "", actor=seller, now=now)
    lost = do_mark_lost(enquiry.pk, "Too dear", actor=seller, now=now)
    assert (lost.stage, lost.lost_because) == ("lost", "Too dear")
    with pytest.raises(RuleError, match="withdrawn"):
        sign(offer, now)
    with pytest.raises(RuleError, match="given up"):
        do_mark_lost(enquiry.pk, "Again", actor=seller, now=now)
    again = offer_to(enquiry, seller, now, price=Decimal(900))
    assert read_state(again, now=now) == "open"
    sign(again, now)
    enquiry.refresh_from_db()
    assert enquiry.stage == "signed"


def test_what_does_not_exist_is_not_found(now: datetime) -> None:
    seller = hire()
    for missing in (
        lambda: read_offer("nothing"),
        lambda: do_withdraw_offer(4711, "", actor=seller, now=now),
        lambda: do_answer(4711, "Hello", actor=seller, now=now),
        lambda: start(Offer(pk=4711), now),
    ):
        with pytest.raises(NotFoundError):
            missing()

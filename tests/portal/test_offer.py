"""The page of an offer: what it says in every state, what can be done there, and how it keeps its address."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from newswire.accounts.models import Act, Mail
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, direction
from newswire.portal import page
from newswire.subscribers.models import Offer, Subscription
from newswire.subscribers.sales.letters import ADDRESSES
from newswire.subscribers.sales.offers import do_withdraw_offer
from tests.portal.newsroom import open_browser, read
from tests.subscribers.sales.house import ask, hire, offer_to, sign, start

SIGNED = {"step": "sign", "signed_by": "Mira Solberg", "position": "Publisher", "consent": "on"}
DAY = timedelta(days=1)


@pytest.fixture
def visitor(dsn: str) -> Client:
    """Somebody who is not signed in."""
    assert dsn
    return open_browser()


@pytest.fixture
def offer(visitor: Client, now: datetime) -> Offer:
    """An open offer."""
    assert visitor
    return offer_to(ask(now), hire(), now, note="We look forward to it.", months=18, takes_per_month=500)


def address_of(offer: Offer) -> str:
    return ADDRESSES["offer"].format(offer.token)


def test_an_open_offer_says_what_it_costs_and_what_one_gets(visitor: Client, offer: Offer) -> None:
    shown = read(visitor, address_of(offer))
    for part in (
        "Offer to Northaven Courier", "We look forward to it.", "World", "Full stories", "All about world.",
        "1,250.50 EUR a month", "18", "500", "Not at all", "24 December 2026",
        "Start the 14-day trial", "Sign the offer", "I accept this offer",
    ):  # fmt: skip
        assert part in shown, part


@pytest.mark.parametrize("language", CLIENT_LANGUAGES)
def test_an_offer_reads_in_its_own_language_and_in_any_other(visitor: Client, now: datetime, language: str) -> None:
    offer = offer_to(ask(now, language=language), hire(), now)
    own = read(visitor, address_of(offer))
    assert f'<html lang="{language}" dir="{direction(language)}">' in own
    assert visitor.get(address_of(offer)).headers["Content-Language"] == language
    with translation.override(language):
        assert translation.gettext("Start the 14-day trial") in own
    assert '<html lang="en" dir="ltr">' in read(visitor, f"{address_of(offer)}?lang=en")


def test_its_address_is_kept_and_found_by_nobody(visitor: Client, offer: Offer) -> None:
    answer = visitor.get(address_of(offer))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_an_address_that_is_none_says_so(visitor: Client) -> None:
    answer = visitor.get("/portal/offer/nw_offer_nothing/")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_trial_starts_by_a_button_and_the_page_says_until_when(visitor: Client, offer: Offer) -> None:
    answer = visitor.post(address_of(offer), {"step": "trial"}, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 303
    shown = read(visitor, answer.headers["Location"])
    assert "The trial is running." in shown
    assert "8 December 2026" in shown
    assert "Start the 14-day trial" not in shown
    assert "Sign the offer" in shown
    act = Act.objects.get(action="start-trial")
    assert (act.actor, act.address) == (offer.contact_email, "192.0.2.7")


def test_a_signature_needs_name_position_and_consent(visitor: Client, offer: Offer) -> None:
    for missing in ("signed_by", "position", "consent"):
        answer = visitor.post(address_of(offer), {name: said for name, said in SIGNED.items() if name != missing})
        assert answer.status_code == 422
        assert "Nothing was signed yet." in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not Subscription.objects.exists()
    answer = visitor.post(address_of(offer), SIGNED)
    assert answer.status_code == 303
    shown = read(visitor, answer.headers["Location"])
    assert "Mira Solberg, Publisher" in shown
    assert "<form" not in shown


def test_what_is_not_possible_is_refused_in_words_and_the_page_shows_how_it_stands(
    visitor: Client, offer: Offer, now: datetime
) -> None:
    sign(offer, now)
    written = Mail.objects.count()
    for said in (SIGNED, {"step": "trial"}):
        answer = visitor.post(address_of(offer), said)
        assert answer.status_code == 409
        assert "This offer is signed already." in answer.content.decode()
    assert Mail.objects.count() == written


def look(offer: Offer, visitor: Client, monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    monkeypatch.setattr(page, "clock", lambda: at)
    return read(visitor, address_of(offer))


def test_the_page_knows_every_state(
    visitor: Client, offer: Offer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = look(offer, visitor, monkeypatch, now + 31 * DAY)
    assert "no longer valid" in expired
    assert "<form" not in expired
    start(offer, now)
    tried = look(offer, visitor, monkeypatch, now + 15 * DAY)
    assert "The trial is over." in tried
    assert "Sign the offer" in tried
    do_withdraw_offer(offer.pk, "", actor=hire("sten"), now=now)
    withdrawn = look(offer, visitor, monkeypatch, now)
    assert "This offer was withdrawn." in withdrawn
    assert "<form" not in withdrawn


def test_what_clients_are_called_cannot_become_part_of_the_page(visitor: Client, now: datetime) -> None:
    evil: dict[str, Any] = {"organisation": "<script>alert(1)</script>", "name": "<b>x</b>"}
    offer = offer_to(ask(now, **evil), hire(), now, note="<img src=x>")
    shown = read(visitor, address_of(offer))
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown

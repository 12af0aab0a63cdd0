"""The demo's sales: somebody at each stage, contracts with prices and ends, and a trial with something to test."""

from datetime import timedelta
from pathlib import Path

import pytest

from newswire.accounts.models import Mail
from newswire.item.item import Item
from newswire.kit.clock import utc_now
from newswire.project.demo.sales import PRODUCTS
from newswire.routing.entitlement import make_reader
from newswire.routing.sample import do_read_sample
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Contract, Product, Seat, Subscription
from newswire.subscribers.sales.calendar import read_calendar
from newswire.subscribers.sales.pipeline import read_pipeline
from tests.project.demo_wire import Connection, route

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.usefixtures("demo")]


def test_somebody_stands_at_each_stage_of_the_pipeline(demo: Path) -> None:
    assert demo
    counts = {column.stage: len(column.lines) for column in read_pipeline(utc_now())}
    assert counts == {"enquiry": 2, "offer": 1, "trial": 1, "signed": 0, "lost": 0}
    trial = next(column for column in read_pipeline(utc_now()) if column.stage == "trial").lines[0]
    assert trial.until is not None
    assert trial.until > utc_now() + timedelta(days=8)


def test_every_contract_but_the_websites_has_a_price_and_an_end(demo: Path) -> None:
    assert demo
    contracts = Contract.objects.filter(is_trial=False).exclude(subscriber=None)
    assert contracts.count() == 3
    assert all(one.price > 0 and one.ends_at and one.ends_at > utc_now() and one.signed_by for one in contracts)
    happenings = [day.happening for day in read_calendar(utc_now(), utc_now() + timedelta(days=800))]
    assert {"trial-ends", "notice", "renews"} <= set(happenings)


def test_products_have_forms_and_descriptions(demo: Path) -> None:
    assert demo
    kept = Product.objects.filter(code__in=[one.code for one in PRODUCTS])
    assert {one.form for one in kept} == {"full", "summary", "headlines"}
    assert all(one.description for one in kept)


def test_letters_wait_in_the_outbox_and_hold_no_key(demo: Path) -> None:
    assert demo
    texts = [mail.text for mail in Mail.objects.all()]
    assert sum("/portal/offer/" in text for text in texts) == 3
    assert sum("/portal/key/" in text for text in texts) == 1
    assert not any("nw_live_" in text for text in texts)


def test_the_trial_has_something_to_test_against(demo: Path, wire: Connection) -> None:
    assert demo
    route(wire)
    subscription = Subscription.objects.get(contract__is_trial=True)
    terms = read_access(wire, subscription.number).terms
    entries = do_read_sample(wire, make_reader(subscription.number, terms, utc_now()), terms)
    items: list[Item] = [entry.item for entry in entries if entry.item is not None]
    assert len(items) >= 10
    assert not any(item.body for item in items)
    assert Seat.objects.filter(subscriber=subscription.contract.subscriber, role="owner").count() == 1

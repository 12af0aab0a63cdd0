"""What sales sees: the pipeline by stage with its money, the calendar day by day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import User
from newswire.subscribers.models import Offer
from newswire.subscribers.sales.calendar import read_calendar
from newswire.subscribers.sales.enquiries import do_assign, do_mark_lost
from newswire.subscribers.sales.offers import do_make_offer, do_withdraw_offer
from newswire.subscribers.sales.pipeline import Line, Money, read_pipeline
from newswire.subscribers.sales.renewals import do_give_notice
from tests.newsroom import Newsroom
from tests.subscribers.sales.house import ask, hire, make_products, offer_to, sign, start

DAY = timedelta(days=1)


def read_lines(now: datetime) -> dict[str, list[Line]]:
    return {column.stage: list(column.lines) for column in read_pipeline(now)}


def count_queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def offer_freely(seller: User, now: datetime) -> Offer:
    offer = Offer(
        organisation="Free", country="NO", outlet="website", contact_name="F", contact_email="f@free.example", price=10
    )
    return do_make_offer(offer, make_products("world"), actor=seller, now=now)


@pytest.mark.usefixtures("dsn")
def test_each_sale_stands_once_at_its_stage_with_what_it_is_worth(now: datetime) -> None:
    seller = hire()
    waiting = ask(now, organisation="Waits")
    do_assign(waiting.pk, seller, actor=seller, now=now)
    enquiry = ask(now, organisation="Offered")
    offer_to(enquiry, seller, now)
    newest = offer_to(enquiry, seller, now + DAY, price=Decimal("0.10"))
    tried = start(offer_to(ask(now, organisation="Tries"), seller, now), now)
    signed = sign(offer_to(ask(now, organisation="Signs"), seller, now, billing="year"), now)
    lost = do_mark_lost(ask(now, organisation="Lost").pk, "Too dear", actor=seller, now=now)
    free = offer_freely(seller, now)
    lines = read_lines(now + DAY)
    assert [(one.organisation, one.seller) for one in lines["enquiry"]] == [("Waits", "sara")]
    offered = {one.organisation: one for one in lines["offer"]}
    assert set(offered) == {"Offered", "Free"}
    assert (offered["Offered"].offer_id, offered["Offered"].offers) == (newest.pk, 2)
    assert offered["Offered"].worth == Money(Decimal("1.20"), "EUR")
    assert (offered["Free"].enquiry_id, offered["Free"].offer_id) == (None, free.pk)
    (trial,) = lines["trial"]
    assert (trial.offer_id, trial.until, trial.since) == (tried.pk, now + 14 * DAY, now)
    (done,) = lines["signed"]
    assert (done.offer_id, done.offer_state) == (signed.pk, "signed")
    assert [(one.enquiry_id, one.lost_because) for one in lines["lost"]] == [(lost.pk, "Too dear")]
    worth = {column.stage: column.worth for column in read_pipeline(now + DAY)}
    assert worth["offer"] == (Money(Decimal("121.20"), "EUR"),)
    assert worth["signed"] == (Money(Decimal("1250.50"), "EUR"),)


@pytest.mark.usefixtures("dsn")
def test_free_offers_move_through_the_columns_by_their_state(now: datetime) -> None:
    seller = hire()
    offer = offer_freely(seller, now)

    def stage(at: datetime) -> list[str]:
        return [stage for stage, lines in read_lines(at).items() if lines]

    assert stage(now) == ["offer"]
    assert stage(now + 30 * DAY) == ["lost"]
    start(offer, now)
    assert stage(now) == ["trial"]
    assert stage(now + 15 * DAY) == ["trial"]
    do_withdraw_offer(offer.pk, "", actor=seller, now=now + DAY)
    assert stage(now + DAY) == ["lost"]
    assert stage(now + 130 * DAY) == []


@pytest.mark.usefixtures("dsn")
def test_what_was_closed_long_ago_is_out_of_sight_and_what_is_open_is_not(now: datetime) -> None:
    seller = hire()
    ask(now)
    sign(offer_to(ask(now), seller, now), now)
    later = {stage: len(lines) for stage, lines in read_lines(now + 91 * DAY).items()}
    assert later == {"enquiry": 1, "offer": 0, "trial": 0, "signed": 0, "lost": 0}


@pytest.mark.usefixtures("dsn")
def test_the_pipeline_costs_as_many_queries_for_many_as_for_few(now: datetime) -> None:
    seller = hire()
    offer_to(ask(now), seller, now)
    few = count_queries(lambda: read_pipeline(now))
    for count in range(4):
        start(offer_to(ask(now, organisation=f"House {count}"), seller, now), now)
    assert count_queries(lambda: read_pipeline(now)) == few


def test_the_calendar_says_what_starts_ends_renews_and_until_when_notice_can_be_given(newsroom: Newsroom) -> None:
    now = newsroom.now
    year = newsroom.subscribe("year", starts_at=now, ends_at=now + 365 * DAY, notice_days=30, price=100)
    newsroom.subscribe("once", starts_at=now + DAY, ends_at=now + 100 * DAY, renewal_months=0)
    newsroom.subscribe("trial", starts_at=now + 2 * DAY, ends_at=now + 16 * DAY, is_trial=True)
    newsroom.subscribe("endless", starts_at=now + 3 * DAY)

    def read(since: datetime, until: datetime) -> list[tuple[int, str, str]]:
        return [((day.at - now).days, day.happening, day.organisation) for day in read_calendar(since, until)]

    assert read(now, now + 400 * DAY) == [
        (0, "starts", "year"),
        (1, "starts", "once"),
        (2, "trial-starts", "trial"),
        (3, "starts", "endless"),
        (16, "trial-ends", "trial"),
        (100, "ends", "once"),
        (335, "notice", "year"),
        (365, "renews", "year"),
    ]
    assert read(now + 335 * DAY, now + 336 * DAY) == [(335, "notice", "year")]
    assert read(now + 336 * DAY, now + 365 * DAY) == []
    assert read_calendar(now, now + DAY)[0].price == Money(Decimal("100.00"), "EUR")
    do_give_notice(year.contract_id, "they", actor=hire(), now=now)
    assert read(now + 300 * DAY, now + 400 * DAY) == [(365, "ends", "year")]

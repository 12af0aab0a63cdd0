"""The rules of the sale, each combination: what is not meant to be allowed is refused, days fall where they should."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.subscribers.models import Stage
from newswire.subscribers.sales.rules import (
    OFFER_STATES,
    OFFER_STEPS,
    REMINDERS,
    STAGES,
    STEPS,
    OfferState,
    OfferStep,
    StageName,
    Step,
    add_months,
    allowed_steps,
    ending_due,
    next_stage,
    notice_until,
    offer_state,
    offer_steps,
    yearly,
)
from newswire.subscribers.sales.wording import describe_offer_refusal, describe_stage_refusal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)

LEADS = """
          answer   assign   offer   start-trial  sign     lose
enquiry   enquiry  enquiry  offer   -            -        lost
offer     offer    offer    offer   trial        signed   lost
trial     trial    trial    trial   -            signed   lost
signed    -        signed   -       -            -        -
lost      -        lost     offer   -            -        -
"""
OFFERS = """
           start-trial  sign  withdraw
open       yes          yes   yes
trial      -            yes   yes
tried      -            yes   yes
expired    -            -     -
withdrawn  -            -     -
signed     -            -     -
"""


def read_table(text: str) -> dict[tuple[str, str], str]:
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {(row[0], step): cell for row in rows for step, cell in zip(head, row[1:], strict=True)}


@pytest.mark.parametrize(("stage", "step"), [*product(STAGES, STEPS)])
def test_every_step_at_every_stage_leads_where_the_table_says_or_nowhere(stage: StageName, step: Step) -> None:
    leads = read_table(LEADS)[stage, step]
    assert next_stage(stage, step) == (None if leads == "-" else leads)
    assert (step in allowed_steps(stage)) == (leads != "-")
    assert describe_stage_refusal(stage)


@pytest.mark.parametrize(("state", "step"), [*product(OFFER_STATES, OFFER_STEPS)])
def test_every_step_with_an_offer_in_every_state_is_allowed_or_refused_in_words(
    state: OfferState, step: OfferStep
) -> None:
    is_allowed = read_table(OFFERS)[state, step] == "yes"
    assert (step in offer_steps(state)) == is_allowed
    if not is_allowed:
        assert describe_offer_refusal(state, step)


def test_the_stages_of_the_rules_are_those_of_the_tables() -> None:
    assert list(STAGES) == [stage.value for stage in Stage]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "open"),
        ({"valid_until": NOW}, "expired"),
        ({"valid_until": NOW + MOMENT}, "open"),
        ({"withdrawn_at": NOW - DAY}, "withdrawn"),
        ({"withdrawn_at": NOW - DAY, "valid_until": NOW - DAY}, "withdrawn"),
        ({"trial_ends_at": NOW + MOMENT}, "trial"),
        ({"trial_ends_at": NOW}, "tried"),
        ({"trial_ends_at": NOW, "valid_until": NOW}, "expired"),
        ({"trial_ends_at": NOW + DAY, "withdrawn_at": NOW}, "withdrawn"),
        ({"signed_at": NOW, "withdrawn_at": NOW, "valid_until": NOW}, "signed"),
    ],
)
def test_an_offer_stands_where_its_days_put_it(facts: dict[str, datetime], state: OfferState) -> None:
    days: dict[str, datetime | None] = {"withdrawn_at": None, "trial_ends_at": None, "signed_at": None}
    valid_until = facts.pop("valid_until", NOW + 30 * DAY)
    assert offer_state(NOW, valid_until=valid_until, **(days | facts)) == state


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 1, 31), 1, (2024, 2, 29)),
        ((2026, 11, 24), 12, (2027, 11, 24)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 6, 15), 30, (2028, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(start: tuple[int, int, int], months: int, end: tuple[int, int, int]) -> None:
    assert add_months(datetime(*start, 9, 30, tzinfo=UTC), months) == datetime(*end, 9, 30, tzinfo=UTC)


def test_notice_is_a_day_before_the_end_at_the_least() -> None:
    assert notice_until(NOW, 30) == NOW - 30 * DAY
    assert notice_until(NOW, 0) == notice_until(NOW, 1) == NOW - DAY


def due(now: datetime, told_at: datetime, *, renewal_months: int = 12, notice_days: int = 30) -> str:
    return ending_due(NOW + 365 * DAY, notice_days=notice_days, renewal_months=renewal_months, told_at=told_at, now=now)


def test_people_are_reminded_thirty_and_seven_days_before_the_last_day_for_notice_and_once_each() -> None:
    deadline = NOW + 335 * DAY
    first, second = (deadline - before for before in REMINDERS)
    assert due(first - MOMENT, NOW) == ""
    assert due(first, NOW) == "remind"
    assert due(first + DAY, first) == ""
    assert due(second - MOMENT, first) == ""
    assert due(second, first) == "remind"
    assert due(second + DAY, second) == ""
    assert due(deadline - MOMENT, second) == ""
    assert due(deadline, second) == "renew"


def test_days_that_passed_unnoticed_make_one_reminder() -> None:
    late = NOW + 330 * DAY
    assert due(late, NOW) == "remind"
    assert due(late, late) == ""


def test_what_does_not_renew_reminds_before_its_end_and_stays_ended() -> None:
    end = NOW + 365 * DAY
    assert due(end - 30 * DAY, NOW, renewal_months=0) == "remind"
    assert due(end - MOMENT, end - 7 * DAY, renewal_months=0) == ""
    assert due(end, NOW, renewal_months=0) == due(end, NOW) == ""


def test_a_contract_shorter_than_its_reminders_does_not_remind_of_what_was_just_said() -> None:
    assert ending_due(NOW + 40 * DAY, notice_days=30, renewal_months=1, told_at=NOW, now=NOW + DAY) == ""
    assert ending_due(NOW + 40 * DAY, notice_days=30, renewal_months=1, told_at=NOW, now=NOW + 3 * DAY) == "remind"


@given(
    hours=st.lists(st.integers(1, 24 * 500), min_size=1, max_size=60, unique=True),
    notice_days=st.integers(0, 90),
    length=st.integers(1, 400),
)
def test_however_often_the_clock_looks_nobody_is_told_more_than_twice_before_a_renewal(
    hours: list[int], notice_days: int, length: int
) -> None:
    told_at, reminders, renewals = NOW, 0, 0
    for hour in sorted(hours):
        now = NOW + timedelta(hours=hour)
        said = ending_due(NOW + length * DAY, notice_days=notice_days, renewal_months=12, told_at=told_at, now=now)
        if said == "renew":
            renewals += 1
            assert now < NOW + length * DAY
            break
        if said == "remind":
            reminders += 1
            told_at = now
    assert reminders <= 2
    assert renewals <= 1


def test_a_price_is_reckoned_by_the_year_without_losing_a_cent() -> None:
    assert yearly(Decimal("0.10"), "month") == Decimal("1.20")
    assert yearly(Decimal("99.99"), "year") == yearly(Decimal("99.99"), "once") == Decimal("99.99")

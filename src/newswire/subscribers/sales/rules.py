"""Which step the sale allows at which stage, and on which day what is due: tables and pure decisions."""

import calendar
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, get_args

StageName = Literal["enquiry", "offer", "trial", "signed", "lost"]
Step = Literal["answer", "assign", "offer", "start-trial", "sign", "lose"]
OfferState = Literal["open", "trial", "tried", "expired", "withdrawn", "signed"]
OfferStep = Literal["start-trial", "sign", "withdraw"]

STAGES: tuple[StageName, ...] = get_args(StageName)
STEPS: tuple[Step, ...] = get_args(Step)
OFFER_STATES: tuple[OfferState, ...] = get_args(OfferState)
OFFER_STEPS: tuple[OfferStep, ...] = get_args(OfferStep)

TRIAL = timedelta(days=14)
TRIAL_WARNING = timedelta(days=3)
"""How long before a trial ends its people are told."""
AFTER_TRIAL = timedelta(days=7)
"""How long an offer that was tried can be signed after the trial, at the least."""
VALIDITY = timedelta(days=30)
"""How long an offer is valid where nobody says otherwise."""
REMINDERS = (timedelta(days=30), timedelta(days=7))
"""How long before the last day for notice (or the end, where nothing renews) people are told."""

_ALLOWED: dict[tuple[StageName, Step], StageName] = {
    ("enquiry", "answer"): "enquiry",
    ("enquiry", "assign"): "enquiry",
    ("enquiry", "offer"): "offer",
    ("enquiry", "lose"): "lost",
    ("offer", "answer"): "offer",
    ("offer", "assign"): "offer",
    ("offer", "offer"): "offer",
    ("offer", "start-trial"): "trial",
    ("offer", "sign"): "signed",
    ("offer", "lose"): "lost",
    ("trial", "answer"): "trial",
    ("trial", "assign"): "trial",
    ("trial", "offer"): "trial",
    ("trial", "sign"): "signed",
    ("trial", "lose"): "lost",
    ("signed", "assign"): "signed",
    ("lost", "assign"): "lost",
    ("lost", "offer"): "offer",
}
"""Where each allowed step leads. What is not in the table is forbidden; a new offer takes up what was lost."""

_OFFER_ALLOWED: dict[OfferState, frozenset[OfferStep]] = {
    "open": frozenset({"start-trial", "sign", "withdraw"}),
    "trial": frozenset({"sign", "withdraw"}),
    "tried": frozenset({"sign", "withdraw"}),
    "expired": frozenset(),
    "withdrawn": frozenset(),
    "signed": frozenset(),
}


def next_stage(stage: StageName, step: Step) -> StageName | None:
    """Where the step leads an enquiry; None where it is not allowed."""
    return _ALLOWED.get((stage, step))


def allowed_steps(stage: StageName) -> tuple[Step, ...]:
    """The steps that an enquiry allows, in the order of the table of steps."""
    return tuple(step for step in STEPS if (stage, step) in _ALLOWED)


def offer_steps(state: OfferState) -> tuple[OfferStep, ...]:
    """The steps that an offer allows."""
    return tuple(step for step in OFFER_STEPS if step in _OFFER_ALLOWED[state])


def offer_state(
    now: datetime,
    *,
    valid_until: datetime,
    withdrawn_at: datetime | None,
    trial_ends_at: datetime | None,
    signed_at: datetime | None,
) -> OfferState:
    """Where an offer stands: signed before withdrawn before expired before tried. Ends are excluded."""
    if signed_at is not None:
        return "signed"
    if withdrawn_at is not None:
        return "withdrawn"
    if valid_until <= now:
        return "expired"
    if trial_ends_at is None:
        return "open"
    return "trial" if now < trial_ends_at else "tried"


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and time that many months later; the last of the month where there is no such day."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def notice_until(ends_at: datetime, notice_days: int) -> datetime:
    """Until when (excluded) notice can be given; a day before the end at the latest: a renewal leaves no gap."""
    return ends_at - timedelta(days=max(notice_days, 1))


def ending_due(
    ends_at: datetime, *, notice_days: int, renewal_months: int, told_at: datetime, now: datetime
) -> Literal["", "remind", "renew"]:
    """What the clock owes a contract that runs and that nobody gave notice of; `told_at` is when its people were last
    told of its end, its start where never.

    Several days of reminders that passed unnoticed (nobody ran the clock) make one. What has ended stays ended.
    """
    if ends_at <= now:
        return ""
    deadline = notice_until(ends_at, notice_days) if renewal_months else ends_at
    if now >= deadline:
        return "renew"
    return "remind" if any(told_at < deadline - before <= now for before in REMINDERS) else ""


def yearly(price: Decimal, billing: str) -> Decimal:
    """What a price comes to in the first year."""
    return price * 12 if billing == "month" else price


def over_term(price: Decimal | int, billing: str, months: int) -> Decimal:
    """What a price comes to over that many months, to the cent."""
    parts = {"month": Decimal(months), "year": Decimal(months) / 12}
    return (price * parts.get(billing, Decimal(1))).quantize(Decimal("0.01"))

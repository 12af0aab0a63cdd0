"""The pipeline: everybody who asked or was offered something, by stage, with what it is worth."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

import msgspec
from django.db.models import Prefetch, Q, QuerySet

from newswire.subscribers.models import Enquiry, Offer
from newswire.subscribers.sales.offers import read_state
from newswire.subscribers.sales.rules import STAGES, OfferState, StageName, yearly

MOST = 200
"""Lines of one column at the most."""
CLOSED_FOR = timedelta(days=90)
"""How long what was signed or lost stays in sight."""
_STAGE_OF: dict[OfferState, StageName] = {
    "open": "offer",
    "trial": "trial",
    "tried": "trial",
    "signed": "signed",
    "expired": "lost",
    "withdrawn": "lost",
}


class Money(msgspec.Struct, frozen=True):
    """An amount in one currency."""

    amount: Decimal
    currency: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One sale: an enquiry with its newest offer, or an offer that nobody asked for. `since`: at this stage.

    `worth` is the offer's price in the first year; `until` the day that counts now: the offer's last or the trial's.
    """

    stage: StageName
    organisation: str
    contact: str
    since: datetime
    seller: str
    enquiry_id: int | None = None
    offer_id: int | None = None
    offer_state: OfferState | None = None
    offers: int = 0
    worth: Money | None = None
    until: datetime | None = None
    lost_because: str = ""


class Column(msgspec.Struct, frozen=True):
    """The sales at one stage, those that wait longest first (the newest first where they are closed)."""

    stage: StageName
    lines: tuple[Line, ...]
    worth: tuple[Money, ...]


def read_pipeline(now: datetime) -> tuple[Column, ...]:
    """One column for each stage, in order. Three queries."""
    lines: dict[StageName, list[Line]] = defaultdict(list)
    offers = Offer.objects.select_related("trial", "contract").order_by("-made_at", "-pk")
    for enquiry in _enquiries(now).prefetch_related(Prefetch("offers", offers)):
        line = _line_of_enquiry(enquiry, now)
        lines[line.stage].append(line)
    for offer in offers.filter(enquiry=None).filter(_in_sight(now))[: MOST * len(STAGES)]:
        line = _line_of_offer(offer, now)
        lines[line.stage].append(line)
    return tuple(_column(stage, lines[stage]) for stage in STAGES)


def _enquiries(now: datetime) -> QuerySet[Enquiry]:
    closed = Q(stage__in=("signed", "lost"))
    return Enquiry.objects.filter(~closed | Q(stage_at__gt=now - CLOSED_FOR)).order_by("-created_at")[
        : MOST * len(STAGES)
    ]


def _in_sight(now: datetime) -> Q:
    return Q(valid_until__gt=now - CLOSED_FOR) & (Q(contract=None) | Q(contract__signed_at__gt=now - CLOSED_FOR))


def _line_of_enquiry(enquiry: Enquiry, now: datetime) -> Line:
    offers = list(enquiry.offers.all())
    # what was signed or is tried says more than what was made last
    offer = max(offers, key=lambda one: (one.contract_id is not None, one.withdrawn_at is None), default=None)
    return Line(
        stage=cast(StageName, enquiry.stage),
        organisation=enquiry.organisation,
        contact=enquiry.name,
        since=enquiry.stage_at or enquiry.created_at,
        seller=enquiry.assigned_to or (offer.made_by if offer else ""),
        enquiry_id=enquiry.pk,
        offer_id=offer.pk if offer else None,
        offer_state=read_state(offer, now=now) if offer else None,
        offers=len(offers),
        worth=_worth(offer) if offer else None,
        until=_until(offers, now),
        lost_because=enquiry.lost_because,
    )


def _line_of_offer(offer: Offer, now: datetime) -> Line:
    state = read_state(offer, now=now)
    began = {
        "open": offer.made_at,
        "expired": offer.valid_until,
        "withdrawn": offer.withdrawn_at,
        "signed": offer.contract.signed_at if offer.contract else None,
    }
    return Line(
        stage=_STAGE_OF[state],
        organisation=offer.organisation,
        contact=offer.contact_name,
        since=began.get(state) or (offer.trial.starts_at if offer.trial else offer.made_at),
        seller=offer.made_by,
        offer_id=offer.pk,
        offer_state=state,
        offers=1,
        worth=_worth(offer),
        until=_until([offer], now),
    )


def _until(offers: Iterable[Offer], now: datetime) -> datetime | None:
    """The next end: of a trial that runs, else of an offer that stands."""
    standing = [one for one in offers if one.contract_id is None and one.withdrawn_at is None]
    trials = [one.trial.ends_at for one in standing if one.trial and one.trial.ends_at and one.trial.ends_at > now]
    return min(trials or [one.valid_until for one in standing if one.valid_until > now], default=None)


def _worth(offer: Offer) -> Money:
    return Money(yearly(offer.price, offer.billing), offer.currency)


def _column(stage: StageName, lines: list[Line]) -> Column:
    lines.sort(key=lambda one: one.since, reverse=stage in ("signed", "lost"))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.worth is not None:
            sums[line.worth.currency] += line.worth.amount
    return Column(stage, tuple(lines[:MOST]), tuple(Money(sums[currency], currency) for currency in sorted(sums)))

"""The calendar of contracts: what starts, ends, renews itself and can still be ended, day by day."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from django.db.models import Q

from newswire.subscribers.models import Contract
from newswire.subscribers.sales.pipeline import Money
from newswire.subscribers.sales.rules import notice_until

Happening = Literal["starts", "notice", "notice-given", "renews", "ends", "trial-starts", "trial-ends"]
MOST = 1000
_LONGEST_NOTICE = timedelta(days=400)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens to a contract at a moment; `notice` is the last moment (excluded) for notice."""

    at: datetime
    happening: Happening
    contract_id: int
    subscriber_id: int
    organisation: str
    subscriptions: tuple[str, ...]
    price: Money
    billing: str


def read_calendar(since: datetime, until: datetime) -> tuple[Day, ...]:
    """Everything from `since` (included) to `until` (excluded), in order of time. Two queries."""
    touched = Q(starts_at__gte=since, starts_at__lt=until) | Q(ends_at__gte=since, ends_at__lt=until + _LONGEST_NOTICE)
    touched |= Q(notice_at__gte=since, notice_at__lt=until)
    contracts = Contract.objects.filter(touched).exclude(subscriber=None).select_related("subscriber")
    found = [
        _make(contract, at, happening)
        for contract in contracts.prefetch_related("subscriptions").order_by("pk")
        for at, happening in _happenings(contract)
        if since <= at < until
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.contract_id, one.happening))[:MOST])


def _happenings(contract: Contract) -> list[tuple[datetime, Happening]]:
    days: list[tuple[datetime, Happening]] = [(contract.starts_at, "trial-starts" if contract.is_trial else "starts")]
    if contract.ends_at is None:
        return days
    if contract.is_trial:
        return [*days, (contract.ends_at, "trial-ends")]
    if contract.notice_at is not None:
        days.append((contract.notice_at, "notice-given"))
    if contract.renewal_months == 0 or contract.notice_at is not None:
        return [*days, (contract.ends_at, "ends")]
    last = notice_until(contract.ends_at, contract.notice_days)
    return [*days, (last, "notice"), (contract.ends_at, "renews")]


def _make(contract: Contract, at: datetime, happening: Happening) -> Day:
    assert contract.subscriber is not None
    return Day(
        at=at,
        happening=happening,
        contract_id=contract.pk,
        subscriber_id=contract.subscriber.pk,
        organisation=contract.subscriber.name,
        subscriptions=tuple(one.name for one in contract.subscriptions.all()),
        price=Money(contract.price, contract.currency),
        billing=contract.billing,
    )

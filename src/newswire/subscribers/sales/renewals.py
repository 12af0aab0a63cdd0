"""The ends of contracts: people are reminded, contracts renew themselves or are renewed, notice is taken."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import Role, User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.models import Contract, Offer, Seat, SeatRole
from newswire.subscribers.sales.changes import change
from newswire.subscribers.sales.enquiries import SELLERS, check_seller
from newswire.subscribers.sales.letters import (
    do_tell_of_notice,
    do_write_notice,
    do_write_reminder,
    do_write_renewal,
    do_write_renewal_at_price,
    do_write_trial_ending,
)
from newswire.subscribers.sales.rules import REMINDERS, TRIAL_WARNING, add_months, ending_due, notice_until
from newswire.subscribers.service import do_save_contract

CLOCK = "clock"
"""Who renews what nobody presses a button for."""


def do_remind_of_renewals(now: datetime) -> int:
    """Writes the reminders that are due, renews the contracts that nobody gave notice of; how many were dealt with.

    Each contract is a transaction of its own, and two clocks at once do not both take it. What ended before anybody
    looked stays ended. Called by the clock.
    """
    running = Contract.objects.filter(ends_at__gt=now, notice_at=None).exclude(subscriber=None)
    trials = running.filter(is_trial=True, ends_at__lte=now + TRIAL_WARNING, reminded_at=None)
    # the last day for notice as PostgreSQL reckons it, only to find whom to look at
    notice = Greatest(F("notice_days"), Value(1)) * Value(timedelta(days=1))
    last_day = ExpressionWrapper(F("ends_at") - notice, output_field=DateTimeField[datetime, datetime]())
    others = running.filter(is_trial=False).annotate(last_day=last_day).filter(last_day__lte=now + max(REMINDERS))
    waiting = [one.pk for one in (*trials, *others) if _due(one, now)]
    return sum(_do_deal(pk, now) for pk in waiting)


@transaction.atomic
def do_give_notice(contract_id: int, by: str, *, reason: str = "", actor: User, now: datetime) -> Contract:
    """Takes the notice that a client (`by`, in their own words who) gave: the contract ends and does not renew.

    `actor` is a seller, or the client's own owner: then whoever sold it is told by mail. The client is told in any
    case. Raises `RuleError` once it is too late.
    """
    contract = _lock(contract_id)
    _check_may_end(contract, actor)
    if contract.is_trial or contract.ends_at is None or contract.ends_at <= now:
        raise RuleError(_("There is nothing here that would renew itself."))
    if contract.notice_at is not None:
        raise RuleError(_("Notice was given already."))
    if contract.renewal_months and now >= notice_until(contract.ends_at, contract.notice_days):
        raise RuleError(_("It is too late for this term. Notice can be given again once the contract is renewed."))
    contract.notice_at, contract.notice_by = now, by.strip()[:200]
    contract.save(update_fields=["notice_at", "notice_by"])
    do_write_notice(contract, read_told(contract), now=now)
    if actor.role == Role.SUBSCRIBER:
        do_tell_of_notice(contract, _read_sellers(contract), reason.strip(), now=now)
    who, detail = actor.get_username(), {"by": contract.notice_by}
    do_record(
        "give-notice",
        "contract",
        str(contract.pk),
        actor=who,
        role=actor.role,
        now=now,
        reason=reason.strip()[:300],
        detail=detail,
    )
    return contract


@transaction.atomic
def do_renew(
    contract_id: int, ends_at: datetime, *, price: Decimal | None = None, actor: User, now: datetime
) -> Contract:
    """Lets a signed contract run on until `ends_at` (excluded), at another price where one is given.

    A notice is taken back with it, and whoever would have been reminded of the old end is told of the new one. Raises
    `RuleError` for a trial, for what has ended or has no end, and where nothing would be added.
    """
    check_seller(actor)
    contract = _lock(contract_id)
    if contract.is_trial:
        raise RuleError(_("A trial is not renewed: the client signs an offer."))
    if contract.ends_at is None:
        raise RuleError(_("The contract has no end."))
    if contract.ends_at <= now:
        raise RuleError(_("The contract has ended. Make a new offer."))
    if ends_at <= contract.ends_at:
        raise RuleError(_("The new end must lie after the present one."))
    said: dict[str, object] = {"ends_at": ends_at, "notice_at": None, "notice_by": ""}
    if price is not None:
        said["price"] = price
    changed = change(contract, said)
    contract.reminded_at = now
    do_save_contract(contract)
    write = do_write_renewal_at_price if "price" in changed else do_write_renewal
    write(contract, read_told(contract), now=now)
    who = actor.get_username()
    do_record("renew", "contract", str(contract.pk), actor=who, role=actor.role, now=now, detail=changed)
    return contract


def read_told(contract: Contract) -> list[str]:
    """The addresses that letters about a contract go to: the contact's, owners' and billing's, each once."""
    subscriber = contract.subscriber
    if subscriber is None:
        return []
    seats = Seat.objects.filter(subscriber=subscriber, role__in=(SeatRole.OWNER, SeatRole.BILLING))
    people = seats.filter(user__is_active=True).order_by("pk").values_list("user__email", flat=True)
    addresses = {one.lower(): one for one in (subscriber.contact_email, *people) if one}
    return list(addresses.values())


def _read_sellers(contract: Contract) -> list[str]:
    """The address of whoever made the offer that was signed; everybody's in sales where that person is gone."""
    sellers = User.objects.filter(is_active=True, role__in=SELLERS).exclude(email="")
    made_by = Offer.objects.filter(contract=contract).values_list("made_by", flat=True)
    return list(sellers.filter(username__in=made_by).values_list("email", flat=True)) or list(
        sellers.filter(role=Role.SALES).order_by("pk").values_list("email", flat=True)
    )


def _due(contract: Contract, now: datetime) -> Literal["", "warn", "remind", "renew"]:
    if contract.ends_at is None or contract.notice_at is not None or contract.ends_at <= now:
        return ""
    if contract.is_trial:
        return "warn" if contract.reminded_at is None and contract.ends_at <= now + TRIAL_WARNING else ""
    return ending_due(
        contract.ends_at,
        notice_days=contract.notice_days,
        renewal_months=contract.renewal_months,
        told_at=contract.reminded_at or contract.starts_at,
        now=now,
    )


@transaction.atomic
def _do_deal(contract_id: int, now: datetime) -> bool:
    """Does what is due, looked at again with the row locked; whether there was anything."""
    contract = Contract.objects.select_for_update(skip_locked=True).filter(pk=contract_id).first()
    due = _due(contract, now) if contract is not None else ""
    if contract is None or contract.ends_at is None or not due:
        return False
    contract.reminded_at = now
    if due == "renew":
        contract.ends_at = add_months(contract.ends_at, contract.renewal_months)
        do_save_contract(contract)
        do_write_renewal(contract, read_told(contract), now=now)
    else:
        contract.save(update_fields=["reminded_at"])
    if due == "remind":
        do_write_reminder(contract, read_told(contract), now=now)
    elif due == "warn":
        offer = Offer.objects.filter(trial=contract, contract=None, withdrawn_at=None).first()
        if offer is None:
            return False
        do_write_trial_ending(offer, contract.ends_at, now=now)
    action = "renew" if due == "renew" else "remind"
    detail = {"ends_at": contract.ends_at.isoformat()}
    do_record(action, "contract", str(contract.pk), actor=CLOCK, now=now, detail=detail)
    return True


def _check_may_end(contract: Contract, actor: User) -> None:
    """Sellers may, and the owner of the organisation."""
    seat = Seat.objects.filter(user=actor, role=SeatRole.OWNER, subscriber=contract.subscriber_id).exists()
    if actor.role != Role.SUBSCRIBER:
        check_seller(actor)
    elif not seat:
        raise NotFoundError("There is no such contract.")


def _lock(contract_id: int) -> Contract:
    contract = Contract.objects.select_for_update().filter(pk=contract_id).exclude(subscriber=None).first()
    if contract is None:
        raise NotFoundError("There is no such contract.")
    return contract

"""Verbs of whoever has the link of an offer: the trial starts, the offer is signed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import Role
from newswire.kit.errors import RuleError
from newswire.subscribers.key_service import do_make_key_link
from newswire.subscribers.models import Conditions, Contract, Offer, Seat, SeatRole, Subscriber, Subscription
from newswire.subscribers.sales.enquiries import do_move
from newswire.subscribers.sales.letters import do_write_contract, do_write_trial
from newswire.subscribers.sales.offers import check_offer_step, lock_offer
from newswire.subscribers.sales.rules import AFTER_TRIAL, TRIAL, add_months
from newswire.subscribers.seats import do_add_seat, do_make_seat_link
from newswire.subscribers.service import do_change_subscription, do_move_subscription, do_save_contract, do_subscribe

_SEAM = timedelta(minutes=1)
"""A story that was stamped just before the signature and numbered just after it must fall to the contract."""
_AGREED = tuple(field.name for field in Conditions._meta.get_fields())


@transaction.atomic
def do_start_trial(offer_id: int, *, pepper: str, now: datetime) -> Offer:
    """Starts the 14 days: organisation, owner's seat, trial contract, subscription; the contact gets the links.

    A trial has neither the embargo right nor any use by AI: those come with the signature.
    """
    offer = lock_offer(offer_id)
    check_offer_step(offer, "start-trial", now=now)
    if offer.enquiry is not None:
        do_move(offer.enquiry, "start-trial", now=now)
    subscriber = _become_client(offer)
    seat = _seat_owner(offer, subscriber)
    contract = Contract(
        subscriber=subscriber,
        starts_at=now,
        ends_at=now + TRIAL,
        is_trial=True,
        currency=offer.currency,
        renewal_months=0,
        notice_days=0,
        archive_days=offer.archive_days,
        web_display_days=offer.web_display_days,
        takes_per_month=offer.takes_per_month,
    )
    subscription = do_subscribe(_name(offer), contract=contract, product_codes=_codes(offer))
    offer.trial = contract
    offer.valid_until = max(offer.valid_until, now + TRIAL + AFTER_TRIAL)
    offer.save(update_fields=["trial", "valid_until"])
    welcome = _invite(seat, pepper, now)
    key = do_make_key_link(subscription, pepper=pepper, now=now)
    do_write_trial(offer, now + TRIAL, welcome=welcome, key=key, now=now)
    _record("start-trial", offer, now, subscription)
    return offer


@transaction.atomic
def do_sign_offer(offer_id: int, *, signed_by: str, position: str, pepper: str, now: datetime) -> Offer:
    """Signs the offer from now on. The trial's subscription moves to the contract and keeps its number and its keys.

    Without a trial there is a new subscription, and the contact gets the links. Other open offers of the same enquiry
    are withdrawn: they were alternatives.
    """
    if not (signed_by.strip() and position.strip()):
        raise RuleError(_("Write your name and what you are in your organisation."))
    offer = lock_offer(offer_id)
    check_offer_step(offer, "sign", now=now)
    if offer.enquiry is not None:
        do_move(offer.enquiry, "sign", now=now)
    trial = _find_trial(offer)
    contract = Contract(
        subscriber=_become_client(offer),
        starts_at=now,
        ends_at=add_months(now, offer.months),
        signed_at=now,
        signed_by=f"{signed_by.strip()}, {position.strip()}"[:200],
        reminded_at=now,
        **{name: getattr(offer, name) for name in _AGREED},
    )
    welcome = key = ""
    if trial is None:
        subscription = do_subscribe(_name(offer), contract=contract, product_codes=_codes(offer))
        key = do_make_key_link(subscription, pepper=pepper, now=now)
    else:
        subscription = _take_over(trial, contract, offer, now)
    assert contract.subscriber is not None
    if trial is None:
        welcome = _invite(_seat_owner(offer, contract.subscriber), pepper, now)
    offer.contract = contract
    offer.save(update_fields=["contract"])
    if offer.enquiry_id is not None:
        Offer.objects.filter(enquiry=offer.enquiry_id, contract=None, withdrawn_at=None).update(withdrawn_at=now)
    do_write_contract(offer, contract, welcome=welcome, key=key, now=now)
    _record("sign", offer, now, subscription, signed_by=contract.signed_by, price=f"{offer.price} {offer.currency}")
    return offer


def _become_client(offer: Offer) -> Subscriber:
    """The offer's organisation; made where it is new. Never found by its name: anybody can call themselves anything."""
    if offer.subscriber is not None:
        return offer.subscriber
    offer.subscriber = Subscriber.objects.create(
        name=_free_name(offer.organisation),
        country=offer.country,
        outlet=offer.outlet,
        contact_name=offer.contact_name,
        contact_email=offer.contact_email,
        language=offer.language,
    )
    offer.save(update_fields=["subscriber"])
    if offer.enquiry_id is not None:
        Offer.objects.filter(enquiry=offer.enquiry_id, subscriber=None).update(subscriber=offer.subscriber)
    return offer.subscriber


def _free_name(name: str) -> str:
    taken = set(Subscriber.objects.filter(name__startswith=name[:190]).values_list("name", flat=True))
    names = (name, *(f"{name[:190]} ({count})" for count in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def _seat_owner(offer: Offer, subscriber: Subscriber) -> Seat:
    return do_add_seat(subscriber, name=offer.contact_name, email=offer.contact_email, role=SeatRole.OWNER)


def _invite(seat: Seat, pepper: str, now: datetime) -> str:
    """The secret of a link to a password, for whoever has none yet."""
    return "" if seat.user.has_usable_password() else do_make_seat_link(seat, pepper=pepper, now=now)


def _find_trial(offer: Offer) -> Subscription | None:
    """The subscription that was tried: under this offer, or under another one of the same enquiry."""
    trials = Subscription.objects.select_related("contract")
    if offer.trial_id is not None:
        return trials.filter(contract=offer.trial_id).first()
    if offer.enquiry_id is None:
        return None
    tried = Offer.objects.filter(enquiry=offer.enquiry_id).exclude(trial=None).values("trial")
    return trials.filter(contract__in=tried).first()


def _take_over(trial: Subscription, contract: Contract, offer: Offer, now: datetime) -> Subscription:
    """Moves the tried subscription under the contract, with the products that were signed; the trial is over."""
    before = trial.contract
    if before.ends_at is None or before.ends_at > now:
        contract.starts_at = now - _SEAM
    subscription = do_move_subscription(trial.number, contract)
    if subscription.product_codes != _codes(offer):
        subscription = do_change_subscription(trial.number, name=_name(offer), product_codes=_codes(offer))
    if before.ends_at is None or before.ends_at > now:
        before.ends_at = now
        do_save_contract(before)
    return subscription


def _codes(offer: Offer) -> list[str]:
    return [one.code for one in offer.products.order_by("code")]


def _name(offer: Offer) -> str:
    return ", ".join(one.name for one in offer.products.order_by("code"))[:200]


def _record(action: str, offer: Offer, now: datetime, subscription: Subscription, **detail: str) -> None:
    """Logged as done by the contact's address: whoever has the link acts in their name."""
    do_record(
        action,
        "offer",
        str(offer.pk),
        actor=offer.contact_email[:150],
        role=Role.SUBSCRIBER,
        now=now,
        detail={"organisation": offer.organisation, "subscription": subscription.number, **detail},
    )

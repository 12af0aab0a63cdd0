"""Verbs on offers: made and sent, withdrawn; and where each stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.kit.ids import new_secret
from newswire.subscribers.countries import check_country
from newswire.subscribers.models import Enquiry, Offer, Product, Subscriber
from newswire.subscribers.sales.enquiries import check_seller, do_move, lock_enquiry
from newswire.subscribers.sales.letters import do_write_offer, do_write_withdrawal
from newswire.subscribers.sales.rules import (
    VALIDITY,
    OfferState,
    OfferStep,
    StageName,
    next_stage,
    offer_state,
    offer_steps,
)
from newswire.subscribers.sales.wording import describe_offer_refusal, describe_stage_refusal

_LINK_PREFIX = "nw_offer_"


def draft_offer(enquiry: Enquiry, *, now: datetime) -> Offer:
    """An offer with everything the enquiry says, not saved; the country was written by hand and must be chosen."""
    return Offer(
        enquiry=enquiry,
        organisation=enquiry.organisation,
        contact_name=enquiry.name,
        contact_email=enquiry.email,
        language=enquiry.language,
        valid_until=now + VALIDITY,
    )


@transaction.atomic
def do_make_offer(offer: Offer, products: Sequence[Product], *, actor: User, now: datetime) -> Offer:
    """Saves a new offer (of an enquiry, to a client, or free) with an address of its own and mails it to the contact.

    Raises `RuleError` where it could not be signed as it is.
    """
    check_seller(actor)
    if offer.enquiry_id is not None:
        offer.enquiry = lock_enquiry(offer.enquiry_id)
        do_move(offer.enquiry, "offer", now=now)
        if offer.subscriber is None:
            offer.subscriber = _client_of(offer.enquiry)
    offer.token = new_secret(_LINK_PREFIX)
    offer.made_by, offer.made_at = actor.get_username(), now
    offer.valid_until = offer.valid_until or now + VALIDITY
    offer.withdrawn_at = offer.trial = offer.contract = None
    _check(offer, products, now)
    offer.save(force_insert=True)
    offer.products.set(products)
    do_write_offer(offer, now=now)
    detail = {
        "organisation": offer.organisation,
        "products": [one.code for one in products],
        "price": f"{offer.price} {offer.currency}",
        "months": offer.months,
    }
    do_record("offer", "offer", str(offer.pk), actor=offer.made_by, role=actor.role, now=now, detail=detail)
    return offer


@transaction.atomic
def do_withdraw_offer(offer_id: int, reason: str, *, actor: User, now: datetime) -> Offer:
    """Withdraws an offer that is not signed and tells the contact. A trial runs to its end."""
    check_seller(actor)
    offer = lock_offer(offer_id)
    check_offer_step(offer, "withdraw", now=now)
    offer.withdrawn_at = now
    offer.save(update_fields=["withdrawn_at"])
    do_write_withdrawal(offer, now=now)
    who = actor.get_username()
    do_record("withdraw-offer", "offer", str(offer.pk), actor=who, role=actor.role, now=now, reason=reason)
    return offer


def read_offer(token: str) -> Offer:
    """The offer at that address. Raises `NotFoundError`."""
    related = Offer.objects.select_related("enquiry", "subscriber", "trial", "contract")
    offer = related.filter(token=token).first()
    if offer is None:
        raise NotFoundError("There is no such offer.")
    return offer


def lock_offer(offer_id: int) -> Offer:
    """The offer, its enquiry first, locked until the caller's transaction ends. Raises `NotFoundError`.

    Every verb takes the enquiry before its offers; and no join: what is joined would be from before the wait.
    """
    of_enquiry = Offer.objects.filter(pk=offer_id).values_list("enquiry", flat=True).first()
    enquiry = lock_enquiry(of_enquiry) if of_enquiry is not None else None
    offer = Offer.objects.select_for_update().filter(pk=offer_id).first()
    if offer is None:
        raise NotFoundError("There is no such offer.")
    offer.enquiry = enquiry
    return offer


def read_state(offer: Offer, *, now: datetime) -> OfferState:
    """Where the offer stands."""
    return offer_state(
        now,
        valid_until=offer.valid_until,
        withdrawn_at=offer.withdrawn_at,
        trial_ends_at=offer.trial.ends_at if offer.trial else None,
        signed_at=offer.contract.signed_at if offer.contract else None,
    )


def read_offer_steps(offer: Offer, *, now: datetime) -> tuple[OfferStep, ...]:
    """The steps that the offer and its enquiry allow now."""
    return tuple(step for step in offer_steps(read_state(offer, now=now)) if _stage_allows(offer, step))


def check_offer_step(offer: Offer, step: OfferStep, *, now: datetime) -> None:
    """Raises `RuleError` where the offer or its enquiry does not allow the step."""
    state = read_state(offer, now=now)
    if step not in offer_steps(state):
        raise RuleError(describe_offer_refusal(state, step))
    if not _stage_allows(offer, step) and offer.enquiry is not None:
        raise RuleError(describe_stage_refusal(cast(StageName, offer.enquiry.stage)))


def _stage_allows(offer: Offer, step: OfferStep) -> bool:
    if offer.enquiry is None or step == "withdraw":
        return True
    return next_stage(cast(StageName, offer.enquiry.stage), step) is not None


def _client_of(enquiry: Enquiry) -> Subscriber | None:
    """The organisation that an earlier offer of the same enquiry made a client."""
    earlier = Offer.objects.filter(enquiry=enquiry).exclude(subscriber=None).select_related("subscriber").first()
    return earlier.subscriber if earlier else None


def _check(offer: Offer, products: Sequence[Product], now: datetime) -> None:
    if not products:
        raise RuleError(_("An offer needs at least one product."))
    if offer.months < 1:
        raise RuleError(_("A contract lasts a month at the least."))
    if offer.notice_days >= 28 * min(offer.months, offer.renewal_months or offer.months):
        raise RuleError(_("The notice must be shorter than the term and each renewal."))
    if offer.valid_until <= now:
        raise RuleError(_("The offer would have expired before it is read."))
    if offer.subscriber is None and Subscriber.objects.filter(name__iexact=offer.organisation).exists():
        raise RuleError(_("There is a client of that name. Make the offer to that client, or write the name apart."))
    offer.country, offer.currency = check_country(offer.country), offer.currency.upper()
    try:
        offer.clean_fields(exclude={"withdrawn_at", "trial", "contract"})
    except ValidationError as error:
        raise RuleError(" ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())) from error

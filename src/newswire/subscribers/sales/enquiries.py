"""Verbs on enquiries: answered, given to somebody, given up; each moves only where the rules let it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import Role, User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.models import Enquiry, Offer
from newswire.subscribers.sales.letters import do_write_answer
from newswire.subscribers.sales.rules import StageName, Step, next_stage
from newswire.subscribers.sales.wording import describe_stage_refusal

SELLERS = frozenset({Role.SALES.value, Role.ADMINISTRATOR.value})
"""Who sells."""


@transaction.atomic
def do_answer(enquiry_id: int, text: str, *, actor: User, now: datetime) -> Enquiry:
    """Mails an answer to whoever asked; whoever answers first looks after the enquiry."""
    check_seller(actor)
    if not text.strip():
        raise RuleError(_("Write the answer first."))
    enquiry = lock_enquiry(enquiry_id)
    do_move(enquiry, "answer", now=now)
    if not enquiry.assigned_to:
        enquiry.assigned_to = actor.get_username()
        enquiry.save(update_fields=["assigned_to"])
    do_write_answer(enquiry.email, text.strip(), enquiry.language, now=now)
    _record("answer", enquiry, actor, now, detail={"text": text.strip()})
    return enquiry


@transaction.atomic
def do_assign(enquiry_id: int, seller: User, *, actor: User, now: datetime) -> Enquiry:
    """Gives an enquiry to a seller."""
    check_seller(actor)
    check_seller(seller)
    enquiry = lock_enquiry(enquiry_id)
    do_move(enquiry, "assign", now=now)
    enquiry.assigned_to = seller.get_username()
    enquiry.save(update_fields=["assigned_to"])
    _record("assign", enquiry, actor, now, detail={"to": enquiry.assigned_to})
    return enquiry


@transaction.atomic
def do_mark_lost(enquiry_id: int, because: str, *, actor: User, now: datetime) -> Enquiry:
    """Gives an enquiry up and says why; its open offers can no longer be signed. A trial runs to its end."""
    check_seller(actor)
    if not because.strip():
        raise RuleError(_("Say why it was lost."))
    enquiry = lock_enquiry(enquiry_id)
    do_move(enquiry, "lose", now=now)
    enquiry.lost_because = because.strip()[:300]
    enquiry.save(update_fields=["lost_because"])
    Offer.objects.filter(enquiry=enquiry, contract=None, withdrawn_at=None).update(withdrawn_at=now)
    _record("lose", enquiry, actor, now, reason=because)
    return enquiry


def check_seller(actor: User) -> None:
    """Raises `RuleError` for whoever does not sell."""
    if actor.role not in SELLERS:
        raise RuleError(_("Only sales and administrators may do this."))


def lock_enquiry(enquiry_id: int) -> Enquiry:
    """The enquiry, locked until the caller's transaction ends. Raises `NotFoundError`."""
    enquiry = Enquiry.objects.select_for_update().filter(pk=enquiry_id).first()
    if enquiry is None:
        raise NotFoundError("There is no such enquiry.")
    return enquiry


def do_move(enquiry: Enquiry, step: Step, *, now: datetime) -> None:
    """Takes the step with a locked enquiry. Raises `RuleError` where its stage does not allow it."""
    stage = next_stage(cast(StageName, enquiry.stage), step)
    if stage is None:
        raise RuleError(describe_stage_refusal(cast(StageName, enquiry.stage)))
    if stage != enquiry.stage:
        enquiry.stage, enquiry.stage_at = stage, now
        enquiry.save(update_fields=["stage", "stage_at"])


def _record(
    action: str, enquiry: Enquiry, actor: User, now: datetime, *, reason: str = "", detail: Mapping[str, Any] = {}
) -> None:
    do_record(
        action,
        "enquiry",
        str(enquiry.pk),
        actor=actor.get_username(),
        role=actor.role,
        now=now,
        reason=reason,
        detail=detail,
    )

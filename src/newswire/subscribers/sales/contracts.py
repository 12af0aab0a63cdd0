"""Verbs on contracts and subscriptions for those who sell: conditions, suspension, end, products, keys; each leaves a
deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.key_service import do_make_key_link, do_revoke_key
from newswire.subscribers.models import Conditions, Contract, Key, Subscription
from newswire.subscribers.sales.changes import change
from newswire.subscribers.sales.enquiries import check_seller
from newswire.subscribers.sales.letters import do_write_key
from newswire.subscribers.service import (
    do_change_subscription,
    do_end_contract,
    do_resume_contract,
    do_save_contract,
    do_suspend_contract,
)

CONDITIONS = tuple(field.name for field in Conditions._meta.get_fields())
"""What is agreed in a contract."""


@transaction.atomic
def do_change_conditions(contract_id: int, said: Mapping[str, Any], *, actor: User, now: datetime) -> Contract:
    """Changes what was agreed, from the next release on; of a contract that has not ended."""
    check_seller(actor)
    contract = _lock(contract_id)
    _check_runs(contract, now)
    wanted = {name: said[name] for name in CONDITIONS if name in said}
    if "currency" in wanted:
        wanted["currency"] = str(wanted["currency"]).upper()
    if changed := change(contract, wanted):
        do_save_contract(contract)
        _record("change", "contract", contract.pk, actor, now, detail=changed)
    return contract


@transaction.atomic
def do_suspend(contract_id: int, reason: str, *, actor: User, now: datetime) -> Contract:
    """Stops everything new; holds, corrections and kills still arrive."""
    check_seller(actor)
    _check_reason(reason)
    contract = _lock(contract_id)
    _check_runs(contract, now)
    if contract.suspended_at is not None:
        raise RuleError(_("The contract is suspended already."))
    contract = do_suspend_contract(contract_id, reason.strip()[:300], now=now)
    _record("suspend", "contract", contract.pk, actor, now, reason=reason)
    return contract


@transaction.atomic
def do_resume(contract_id: int, *, actor: User, now: datetime) -> Contract:
    """Ends a suspension. What was released meanwhile does not come after all."""
    check_seller(actor)
    contract = _lock(contract_id)
    if contract.suspended_at is None:
        raise RuleError(_("The contract is not suspended."))
    contract = do_resume_contract(contract_id)
    _record("resume", "contract", contract.pk, actor, now)
    return contract


@transaction.atomic
def do_end(contract_id: int, ends_at: datetime, reason: str, *, actor: User, now: datetime) -> Contract:
    """Ends a contract at that moment, now at the earliest. What was delivered stays readable."""
    check_seller(actor)
    _check_reason(reason)
    contract = _lock(contract_id)
    _check_runs(contract, now)
    if contract.ends_at is not None and ends_at > contract.ends_at:
        raise RuleError(_("It ends before that already."))
    contract = do_end_contract(contract_id, max(ends_at, now))
    detail = {"ends_at": max(ends_at, now).isoformat()}
    _record("end", "contract", contract.pk, actor, now, reason=reason, detail=detail)
    return contract


@transaction.atomic
def do_rename_subscription(
    number: int, *, name: str, product_codes: Sequence[str], actor: User, now: datetime
) -> Subscription:
    """Gives a client's subscription another name and other products, from the next release on."""
    check_seller(actor)
    subscription = _lock_subscription(number)
    if not product_codes:
        raise RuleError(_("A subscription needs at least one product."))
    if changed := change(subscription, {"name": name.strip(), "product_codes": sorted(product_codes)}):
        subscription = do_change_subscription(number, name=name.strip(), product_codes=sorted(product_codes))
        _record("change", "subscription", number, actor, now, detail=changed)
    return subscription


@transaction.atomic
def do_send_key(
    number: int, *, to: str, label: str, scopes: Sequence[str], pepper: str, actor: User, now: datetime
) -> None:
    """Mails a link that makes and shows a key once: whoever sells never sees it."""
    check_seller(actor)
    subscription = _lock_subscription(number)
    secret = do_make_key_link(subscription, pepper=pepper, now=now, label=label, scopes=scopes)
    do_write_key(to, subscription, secret, now=now)
    _record("key-link", "subscription", number, actor, now, detail={"to": to, "name": label})


@transaction.atomic
def do_send_rotation(key_id: int, *, to: str, pepper: str, actor: User, now: datetime) -> Key:
    """Mails a link that shows the key's successor once; from then on the old one goes on for the overlap."""
    check_seller(actor)
    key = _find_key(key_id)
    if key.revoked_at is not None or key.successor_id or (key.expires_at is not None and key.expires_at <= now):
        raise RuleError(_("This key has ended, or has a successor already."))
    secret = do_make_key_link(key.subscription, pepper=pepper, now=now, label=key.label, scopes=key.scopes, rotates=key)
    do_write_key(to, key.subscription, secret, now=now)
    _record("key-rotate", "key", key.pk, actor, now, detail={"to": to, "prefix": key.prefix})
    return key


@transaction.atomic
def do_revoke(key_id: int, reason: str, *, actor: User, now: datetime) -> Key:
    """Ends a key at once."""
    check_seller(actor)
    _check_reason(reason)
    key = _find_key(key_id)
    try:
        do_revoke_key(key_id, now=now)
    except NotFoundError as error:
        raise RuleError(_("This key has ended, or has a successor already.")) from error
    _record("key-revoke", "key", key.pk, actor, now, reason=reason, detail={"prefix": key.prefix})
    return key


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleError(_("Say why."))


def _check_runs(contract: Contract, now: datetime) -> None:
    if contract.ends_at is not None and contract.ends_at <= now:
        raise RuleError(_("The contract has ended."))


def _lock(contract_id: int) -> Contract:
    contract = Contract.objects.select_for_update().filter(pk=contract_id).exclude(subscriber=None).first()
    if contract is None:
        raise NotFoundError("There is no such contract.")
    return contract


def _lock_subscription(number: int) -> Subscription:
    subscription = Subscription.objects.select_for_update().filter(pk=number, is_website=False).first()
    if subscription is None:
        raise NotFoundError("There is no such subscription.")
    return subscription


def _find_key(key_id: int) -> Key:
    key = Key.objects.select_related("subscription__contract__subscriber").filter(pk=key_id).first()
    if key is None:
        raise NotFoundError("There is no such key.")
    return key


def _record(
    action: str,
    about: str,
    pk: int,
    actor: User,
    now: datetime,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    who = actor.get_username()
    do_record(action, about, str(pk), actor=who, role=actor.role, now=now, reason=reason, detail=detail)

"""Verbs on keys for an organisation's own people: made, rotated and revoked by a seat that may, each a deed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.key_service import do_create_key, do_revoke_key, do_rotate_key
from newswire.subscribers.models import Key, Scope, Seat, SeatRole, Subscription

MAY = frozenset({SeatRole.OWNER.value, SeatRole.DEVELOPER.value})
MOST = 50
"""Keys of one subscription that are good at the same time."""
LONGEST_OVERLAP = timedelta(days=90)


@transaction.atomic
def do_make_own_key(
    seat: Seat,
    number: int,
    *,
    label: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    pepper: str,
    now: datetime,
) -> str:
    """A key for a subscription of the seat's organisation; the secret is given here and never again.

    Raises `NotFoundError` for another's subscription, `RuleError` for who may not, for a scope that does not exist, an
    end that has passed, and above `MOST`.
    """
    _check_may(seat)
    found = Subscription.objects.select_for_update().filter(number=number, contract__subscriber=seat.subscriber_id)
    subscription = found.first()
    if subscription is None:
        raise NotFoundError("There is no such subscription.")
    if set(scopes) - set(Scope.values):
        raise RuleError(_("There is no such scope."))
    if expires_at is not None and expires_at <= now:
        raise RuleError(_("This end has passed already."))
    if Key.objects.filter(subscription=subscription, revoked_at=None).exclude(expires_at__lte=now).count() >= MOST:
        raise RuleError(_("There are %(most)s keys already. Revoke those that nobody uses.") % {"most": MOST})
    secret = do_create_key(
        subscription, pepper=pepper, now=now, expires_at=expires_at, label=label[:100].strip(), scopes=scopes
    )
    _record("key-made", seat, number, now, {"name": label[:100], "scopes": ", ".join(scopes)})
    return secret


@transaction.atomic
def do_rotate_own_key(seat: Seat, key_id: int, *, overlap: timedelta, pepper: str, now: datetime) -> tuple[int, str]:
    """A successor for a key; the old one goes on for `overlap`. Gives the subscription's number and the secret.

    Raises `NotFoundError` for another's key, one that ended or was rotated already.
    """
    _check_may(seat)
    key = _find_key(seat, key_id)
    secret = do_rotate_key(key.pk, pepper=pepper, now=now, overlap=min(max(overlap, timedelta()), LONGEST_OVERLAP))
    _record("key-rotated", seat, key.subscription_id, now, {"key": key.prefix})
    return key.subscription_id, secret


@transaction.atomic
def do_revoke_own_key(seat: Seat, key_id: int, *, now: datetime) -> None:
    """Ends a key at once. Raises `NotFoundError`."""
    _check_may(seat)
    key = _find_key(seat, key_id)
    do_revoke_key(key.pk, now=now)
    _record("key-revoked", seat, key.subscription_id, now, {"key": key.prefix})


def _check_may(seat: Seat) -> None:
    if seat.role not in MAY:
        raise RuleError(_("Keys are looked after by owners and developers."))


def _find_key(seat: Seat, key_id: int) -> Key:
    key = Key.objects.filter(pk=key_id, subscription__contract__subscriber=seat.subscriber_id).first()
    if key is None:
        raise NotFoundError("There is no such key.")
    return key


def _record(action: str, seat: Seat, number: int, now: datetime, detail: dict[str, str]) -> None:
    who = seat.user
    do_record(action, "subscription", str(number), actor=who.get_username(), role=who.role, now=now, detail=detail)

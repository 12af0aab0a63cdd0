"""Verbs on keys: made once, shown once, rotated with an overlap, revoked; and the link that shows one once."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from newswire.kit.errors import NotFoundError
from newswire.kit.ids import new_secret
from newswire.subscribers.keys import PREFIX, hash_key
from newswire.subscribers.models import Key, KeyLink, Subscription

OVERLAP = timedelta(days=7)
"""How long the old key of a rotation goes on by default."""
LINK_LIFE = timedelta(days=7)
"""How long a link to a key may wait to be opened."""
_LINK_PREFIX = "nw_link_"


def do_create_key(
    subscription: Subscription,
    *,
    pepper: str,
    now: datetime,
    expires_at: datetime | None = None,
    label: str = "",
    scopes: Sequence[str] = (),
) -> str:
    """A new key for the subscription. The secret is returned here and can never be read again."""
    return _create(subscription, pepper, now, expires_at, label, scopes)[0]


@transaction.atomic
def do_rotate_key(key_id: int, *, pepper: str, now: datetime, overlap: timedelta = OVERLAP) -> str:
    """A successor with the same name, scopes and end; the old key goes on for `overlap`. Returns the new secret.

    Raises `NotFoundError` for a key that is gone, revoked, expired or was rotated already.
    """
    key = Key.objects.select_for_update().filter(pk=key_id, revoked_at=None, successor=None).first()
    if key is None or (key.expires_at is not None and key.expires_at <= now):
        raise NotFoundError("There is no such key that is still good and was not rotated yet.")
    secret, successor = _create(key.subscription, pepper, now, key.expires_at, key.label, key.scopes)
    key.successor = successor
    key.expires_at = now + overlap if key.expires_at is None else min(key.expires_at, now + overlap)
    key.save(update_fields=["successor", "expires_at"])
    return secret


def do_revoke_key(key_id: int, *, now: datetime) -> None:
    """Ends a key at once. Raises `NotFoundError` where there is none that could be ended."""
    if not Key.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=now):
        raise NotFoundError("There is no such key, or it was revoked before.")


def do_make_key_link(
    subscription: Subscription,
    *,
    pepper: str,
    now: datetime,
    label: str = "",
    scopes: Sequence[str] = (),
    rotates: Key | None = None,
) -> str:
    """The secret part of a link that makes and shows a key once; it may wait `LINK_LIFE`.

    With `rotates` the key is that one's successor: the old one goes on until the link is opened, and `OVERLAP` longer.
    """
    secret = new_secret(_LINK_PREFIX)
    KeyLink.objects.create(
        subscription=subscription,
        label=label,
        scopes=list(scopes),
        rotates=rotates,
        digest=hash_key(secret, pepper),
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    return secret


def read_key_link(secret: str, *, pepper: str, now: datetime) -> Subscription:
    """The subscription whose key the link promises; nothing is made yet. Raises `NotFoundError` as opening it does."""
    return _find_link(KeyLink.objects.all(), secret, pepper, now).subscription


@transaction.atomic
def do_open_key_link(secret: str, *, pepper: str, now: datetime) -> tuple[Subscription, str]:
    """Makes the key that the link promises; the link is spent. Returns the subscription and the key.

    Raises `NotFoundError` alike for a link that never was, was opened, or waited too long.
    """
    link = _find_link(KeyLink.objects.select_for_update(of=("self",)), secret, pepper, now)
    link.opened_at = now
    link.save(update_fields=["opened_at"])
    return link.subscription, _make_promised(link, pepper, now)


def _make_promised(link: KeyLink, pepper: str, now: datetime) -> str:
    """The key of the link: a successor where the key to rotate can still have one, else one of its own."""
    if link.rotates_id is not None:
        with suppress(NotFoundError):  # rotated or ended meanwhile: whoever opens the link still needs a key
            return do_rotate_key(link.rotates_id, pepper=pepper, now=now)
    return do_create_key(link.subscription, pepper=pepper, now=now, label=link.label, scopes=link.scopes)


def _find_link(links: QuerySet[KeyLink], secret: str, pepper: str, now: datetime) -> KeyLink:
    waiting = links.filter(digest=hash_key(secret, pepper), opened_at=None, expires_at__gt=now)
    link = waiting.select_related("subscription").first()
    if link is None:
        raise NotFoundError("This link was opened before or has waited too long. Ask us for another.")
    return link


def _create(
    subscription: Subscription,
    pepper: str,
    now: datetime,
    expires_at: datetime | None,
    label: str,
    scopes: Sequence[str],
) -> tuple[str, Key]:
    secret = new_secret(PREFIX)
    key = Key.objects.create(
        subscription=subscription,
        label=label,
        prefix=secret[: len(PREFIX) + 4],
        digest=hash_key(secret, pepper),
        scopes=list(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    return secret, key

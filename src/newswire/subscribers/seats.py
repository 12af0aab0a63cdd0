"""Verbs on seats: a person of an organisation gets one, and a link with which they set their own password once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from newswire.accounts.audit import acting_as
from newswire.accounts.models import Role, User
from newswire.accounts.visits import do_end_visits
from newswire.kit.errors import NotFoundError
from newswire.kit.ids import new_secret
from newswire.subscribers.keys import hash_key
from newswire.subscribers.models import Seat, SeatLink, SeatRole, Subscriber

LINK_LIFE = timedelta(days=7)
"""How long a link to a password may wait to be opened."""
_LINK_PREFIX = "nw_seat_"
_LONGEST_USERNAME = 150


@transaction.atomic
def do_add_seat(subscriber: Subscriber, *, name: str, email: str, role: SeatRole) -> Seat:
    """The person's seat in the organisation, found by address or made; a new person cannot sign in before the link."""
    standing = Seat.objects.filter(subscriber=subscriber, user__email__iexact=email, user__is_active=True)
    if found := standing.select_related("user").order_by("pk").first():
        return found
    user = User(username=_free_username(email), email=email, first_name=name[:150], role=Role.SUBSCRIBER)
    user.set_unusable_password()
    user.save()
    return Seat.objects.create(user=user, subscriber=subscriber, role=role)


def do_make_seat_link(seat: Seat, *, pepper: str, now: datetime) -> str:
    """The secret part of a link with which the person sets a password; it may wait `LINK_LIFE`."""
    secret = new_secret(_LINK_PREFIX)
    SeatLink.objects.create(seat=seat, digest=hash_key(secret, pepper), created_at=now, expires_at=now + LINK_LIFE)
    return secret


def read_seat_link(secret: str, *, pepper: str, now: datetime) -> Seat:
    """Whose password the link sets; nothing is changed. Raises `NotFoundError` as opening it does."""
    return _find_link(SeatLink.objects.all(), secret, pepper, now).seat


@transaction.atomic
def do_open_seat_link(secret: str, password: str, *, pepper: str, now: datetime) -> Seat:
    """Sets the password (the caller has checked its strength); this and every older link of the person is spent.

    Raises `NotFoundError` alike for a link that never was, was opened, or waited too long.
    """
    link = _find_link(SeatLink.objects.select_for_update(of=("self",)), secret, pepper, now)
    link.seat.user.set_password(password)
    with acting_as(link.seat.user.get_username()):  # the change is logged by `accounts.watch`
        link.seat.user.save(update_fields=["password"])
    SeatLink.objects.filter(seat=link.seat, opened_at=None).update(opened_at=now)
    do_end_visits(link.seat.user, now=now)  # whoever knew the old password is out
    return link.seat


def _find_link(links: QuerySet[SeatLink], secret: str, pepper: str, now: datetime) -> SeatLink:
    waiting = links.filter(digest=hash_key(secret, pepper), opened_at=None, expires_at__gt=now)
    link = waiting.filter(seat__user__is_active=True).select_related("seat__user", "seat__subscriber").first()
    if link is None:
        raise NotFoundError("This link was opened before or has waited too long. Ask us for another.")
    return link


def _free_username(email: str) -> str:
    """The address, with a number behind it where somebody has that name: the same person elsewhere, or at the desk."""
    name = email.lower()[: _LONGEST_USERNAME - 4]
    taken = set(User.objects.filter(username__startswith=name).values_list("username", flat=True))
    names = (name, *(f"{name}-{count}" for count in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)

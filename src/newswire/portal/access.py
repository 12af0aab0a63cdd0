"""Who may see what in the portal: people see their own organisation's subscriptions; nothing else exists for them."""

from datetime import datetime
from typing import TypeAlias

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from newswire.accounts.models import User
from newswire.subscribers.models import Seat, SeatRole, Subscription

Visitor: TypeAlias = User | AnonymousUser


OWNERS = frozenset({SeatRole.OWNER.value})
"""Who looks after the organisation."""
PAYERS = OWNERS | {SeatRole.BILLING.value}
"""Who is told what it took and what it owes."""


class NoSeatError(Exception):
    """The visitor is not signed in, or has no seat in any organisation."""


class Held(msgspec.Struct, frozen=True):
    """A subscription of the visitor's organisation. Times are UTC; `ends_at` is excluded, None for no end."""

    number: int
    name: str
    ends_at: datetime | None

    def has_ended(self, now: datetime) -> bool:
        """Whether nothing new arrives any more; holds, corrections and kills of what came still do."""
        return self.ends_at is not None and self.ends_at <= now


class Organisation(msgspec.Struct, frozen=True):
    """The visitor's organisation with all its subscriptions, by number, and the visitor's seat and role in it."""

    name: str
    subscriptions: tuple[Held, ...]
    id: int = 0
    seat: int = 0
    role: str = ""

    @property
    def reads_usage(self) -> bool:
        """Whether the visitor is shown what the organisation took: its owner, and who pays."""
        return self.role in PAYERS

    @property
    def may_give_notice(self) -> bool:
        """Whether the visitor may end what the organisation agreed to: its owner."""
        return self.role in OWNERS


class Access(msgspec.Struct, frozen=True):
    """What a page about one subscription needs to know about who looks at it."""

    organisation: Organisation
    held: Held

    @property
    def number(self) -> int:
        """The subscription's number."""
        return self.held.number


def find_organisation(user: Visitor) -> Organisation:
    """The organisation the visitor has a seat in. Two queries. Raises `NoSeatError`."""
    if not user.is_authenticated:
        raise NoSeatError
    seat = Seat.objects.select_related("subscriber").filter(user=user, user__is_active=True).first()
    if seat is None:
        raise NoSeatError
    rows = Subscription.objects.filter(contract__subscriber=seat.subscriber).order_by("number")
    held = tuple(Held(*row) for row in rows.values_list("number", "name", "contract__ends_at"))
    return Organisation(seat.subscriber.name, held, seat.subscriber_id, seat.pk, seat.role)


def find_subscription(user: Visitor, number: int) -> Access:
    """The visitor's subscription of that number.

    Raises `NoSeatError`, and `Http404` alike for a number that was never given and for another organisation's.
    """
    organisation = find_organisation(user)
    for held in organisation.subscriptions:
        if held.number == number:
            return Access(organisation, held)
    raise Http404

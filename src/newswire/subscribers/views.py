"""Verbs on saved views: who sees one may copy it and be told of it; who owns it, or the organisation, changes it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import available_timezones

import msgspec
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.kit.errors import InvalidRequestError, NotFoundError, RuleError
from newswire.query.ast import Node
from newswire.query.errors import QueryError
from newswire.query.standing import WIRE_FIELD, parse_standing_query
from newswire.subscribers.models import Seat, SeatRole, Subscription
from newswire.subscribers.view_models import AlertHabits, AlertMail, SavedView, ViewAlert, ViewChange, ViewSort

MOST_VIEWS = 500
"""Views of one organisation."""
MOST_DIGESTS = 6
"""Digests a day."""


class Person(msgspec.Struct, frozen=True):
    """Somebody of an organisation: the ids of both, and the role."""

    subscriber: int
    seat: int
    role: str = ""


class ViewDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a view is to be. `subscription` is a number, None for all of the organisation's."""

    name: str
    query: str = ""
    subscription: int | None = None
    is_shared: bool = False
    sort: ViewSort = ViewSort.NEWEST


class AlertDraft(msgspec.Struct, frozen=True, kw_only=True):
    """How a person wants to be told of a view's stories; nothing at all ends it."""

    in_app: bool = False
    desktop: bool = False
    mail: AlertMail = AlertMail.NONE
    urgency: int = 9

    @property
    def is_silent(self) -> bool:
        """Whether nothing is wanted."""
        return not (self.in_app or self.desktop or self.mail != AlertMail.NONE)


class HabitsDraft(msgspec.Struct, frozen=True, kw_only=True):
    """When a person wants to be told; hours are whole ones of the zone's clock, 0 to 23."""

    zone: str = "UTC"
    language: str = "en"
    digest_hours: tuple[int, ...] = ()
    quiet_from: int = 0
    quiet_until: int = 0


def parse_view_query(text: str) -> Node:
    """The tree of a view's query. Raises `QueryError`, also where it asks for a kind of release."""
    try:
        return parse_standing_query(text)
    except QueryError as error:
        if f"“{WIRE_FIELD}:”" not in error.detail:
            raise
        sentence = f"“{WIRE_FIELD}:” is for searching; a view is told of what follows its stories without asking"
        raise QueryError(sentence, error.position) from error


def read_views(person: Person) -> Sequence[SavedView]:
    """What the person sees, by name: their own and those that are shared. One query."""
    return list(_visible(person).select_related("subscription", "owner__user").order_by("name", "pk"))


def find_view(person: Person, view_id: int) -> SavedView:
    """Raises `NotFoundError` alike where there is none and where it is another's."""
    view = _visible(person).select_related("subscription", "owner__user").filter(pk=view_id).first()
    if view is None:
        raise NotFoundError("There is no such view.")
    return view


def may_change(person: Person, view: SavedView) -> bool:
    """Whoever made it, and for a shared one the organisation's owner too."""
    return view.owner_id == person.seat or (view.is_shared and person.role == SeatRole.OWNER)


@transaction.atomic
def do_save_view(person: Person, draft: ViewDraft, *, view_id: int | None = None, now: datetime) -> SavedView:
    """Makes a view, or changes the one of that id; it counts from the next release on.

    Raises `QueryError`, `NotFoundError` for a view or subscription that is not theirs, `RuleError` where they may not
    change it or the organisation has as many views as it may; nothing is changed then.
    """
    parse_view_query(draft.query)
    view = _find_own(person, view_id) if view_id is not None else _new_view(person, now)
    theirs = Subscription.objects.filter(contract__subscriber=person.subscriber)
    if draft.subscription is not None and not theirs.filter(pk=draft.subscription).exists():
        raise NotFoundError("There is no such subscription.")
    view.name, view.query, view.sort = draft.name, draft.query, draft.sort
    view.subscription_id, view.is_shared = draft.subscription, draft.is_shared
    view.changed_at = now
    view.save()
    if not view.is_shared:
        ViewAlert.objects.filter(view=view).exclude(seat=view.owner_id).delete()
    _note_change(view.pk)
    return view


@transaction.atomic
def do_delete_view(person: Person, view_id: int) -> None:
    """Takes a view away, with everybody's alerts of it."""
    _find_own(person, view_id).delete()
    _note_change(view_id)


@transaction.atomic
def do_duplicate_view(person: Person, view_id: int, name: str, *, now: datetime) -> SavedView:
    """A private copy of a view that they see, without alerts."""
    view = find_view(person, view_id)
    draft = ViewDraft(
        name=name[:100], query=view.query, subscription=view.subscription_id, sort=ViewSort(view.sort), is_shared=False
    )
    return do_save_view(person, draft, now=now)


@transaction.atomic
def do_set_alert(person: Person, view_id: int, draft: AlertDraft) -> None:
    """How the person is told of a view that they see, from the next release on."""
    view = find_view(person, view_id)
    if not 1 <= draft.urgency <= 9:
        raise InvalidRequestError("urgency goes from 1 to 9")
    standing = ViewAlert.objects.filter(view=view, seat=person.seat)
    if draft.is_silent:
        standing.delete()
    else:
        ViewAlert.objects.update_or_create(view=view, seat_id=person.seat, defaults=msgspec.structs.asdict(draft))
    _note_change(view.pk)


@transaction.atomic
def do_end_mail(seat_id: int, view_id: int | None = None) -> int:
    """No more mails to the person of this view, of none where it is None; returns of how many there were some."""
    wanted = ViewAlert.objects.filter(seat=seat_id).exclude(mail=AlertMail.NONE)
    if view_id is not None:
        wanted = wanted.filter(view=view_id)
    return wanted.update(mail=AlertMail.NONE)


def read_alert(person: Person, view_id: int) -> AlertDraft:
    """How the person is told of a view now."""
    found = ViewAlert.objects.filter(view=view_id, seat=person.seat).first()
    if found is None:
        return AlertDraft()
    return AlertDraft(in_app=found.in_app, desktop=found.desktop, mail=AlertMail(found.mail), urgency=found.urgency)


def read_told(person: Person) -> dict[int, AlertDraft]:
    """How the person is told of every view of which they are. One query."""
    rows = ViewAlert.objects.filter(seat=person.seat).values_list("view", "in_app", "desktop", "mail", "urgency")
    return {
        view: AlertDraft(in_app=in_app, desktop=desktop, mail=AlertMail(mail), urgency=urgency)
        for view, in_app, desktop, mail, urgency in rows
    }


def read_habits(seat_id: int) -> HabitsDraft | None:
    """When the person is told; None where they never said."""
    found = AlertHabits.objects.filter(seat=seat_id).first()
    if found is None:
        return None
    return HabitsDraft(
        zone=found.zone,
        language=found.language,
        digest_hours=tuple(found.digest_hours),
        quiet_from=found.quiet_from,
        quiet_until=found.quiet_until,
    )


@transaction.atomic
def do_set_habits(seat_id: int, draft: HabitsDraft) -> None:
    """Keeps when the person is told. Raises `InvalidRequestError` for a zone, language or hour that does not exist."""
    if draft.zone not in available_timezones():
        raise InvalidRequestError(f"there is no time zone {draft.zone}")
    if draft.language not in CLIENT_LANGUAGES:
        raise InvalidRequestError(f"mails are not written in {draft.language}")
    hours = sorted(set(draft.digest_hours))
    if any(not 0 <= hour <= 23 for hour in (*hours, draft.quiet_from, draft.quiet_until)):
        raise InvalidRequestError("hours go from 0 to 23")
    if len(hours) > MOST_DIGESTS:
        raise InvalidRequestError(f"there are at most {MOST_DIGESTS} digests a day")
    AlertHabits.objects.update_or_create(
        seat_id=seat_id, defaults=msgspec.structs.asdict(draft) | {"digest_hours": hours}
    )


def _visible(person: Person) -> QuerySet[SavedView]:
    mine = Q(is_shared=True) | Q(owner=person.seat)
    return SavedView.objects.filter(mine, subscriber=person.subscriber)


def _find_own(person: Person, view_id: int) -> SavedView:
    """The view, held still. Raises `RuleError` where the person sees it and may not change it."""
    view = _visible(person).select_for_update(of=("self",)).filter(pk=view_id).first()
    if view is None:
        raise NotFoundError("There is no such view.")
    if not may_change(person, view):
        raise RuleError("Whoever made this view changes it. Make a copy to have it otherwise.")
    return view


def _new_view(person: Person, now: datetime) -> SavedView:
    Seat.objects.select_for_update().get(pk=person.seat, subscriber=person.subscriber)
    if SavedView.objects.filter(subscriber=person.subscriber).count() >= MOST_VIEWS:
        raise RuleError(f"Your organisation has {MOST_VIEWS} views, which is as many as it may. Delete some first.")
    return SavedView(subscriber_id=person.subscriber, owner_id=person.seat, made_at=now)


def _note_change(view_id: int) -> None:
    """Tells whoever keeps views in memory; the lock makes the numbers visible in the order in which they are given."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE subscribers_viewchange IN SHARE ROW EXCLUSIVE MODE")
    ViewChange.objects.create(view=view_id)

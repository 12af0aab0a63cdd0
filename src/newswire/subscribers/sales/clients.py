"""Verbs on clients for those who sell: an organisation and its people; each leaves a deed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import acting_as, do_record
from newswire.accounts.factors import do_remove_all
from newswire.accounts.models import Role, User
from newswire.accounts.visits import do_end_visits
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.countries import check_country
from newswire.subscribers.models import Seat, SeatRole, Subscriber
from newswire.subscribers.sales.changes import change
from newswire.subscribers.sales.enquiries import check_seller
from newswire.subscribers.sales.letters import do_write_reset, do_write_welcome
from newswire.subscribers.seats import do_add_seat, do_make_seat_link
from newswire.subscribers.service import do_save_subscriber

EDITABLE = ("name", "country", "outlet", "contact_name", "contact_email", "contact_phone", "language")
"""What of an organisation can be changed."""


@transaction.atomic
def do_change_client(subscriber_id: int, said: Mapping[str, Any], *, actor: User, now: datetime) -> Subscriber:
    """Changes an organisation's words, country and kind of house (restrictions look at those two)."""
    check_seller(actor)
    client = _lock(subscriber_id)
    wanted = {name: said[name] for name in EDITABLE if name in said}
    if "country" in wanted:
        wanted["country"] = check_country(str(wanted["country"]))
    if Subscriber.objects.filter(name__iexact=wanted.get("name", client.name)).exclude(pk=client.pk).exists():
        raise RuleError(_("There is another client of that name."))
    if changed := change(client, wanted):
        do_save_subscriber(client)
        who = actor.get_username()
        do_record("change", "client", str(client.pk), actor=who, role=actor.role, now=now, detail=changed)
    return client


@transaction.atomic
def do_add_person(
    subscriber_id: int, *, name: str, email: str, role: SeatRole, pepper: str, actor: User, now: datetime
) -> Seat:
    """Gives a person a seat and mails them the link with which they set a password once."""
    check_may_seat(actor, subscriber_id)
    client = _lock(subscriber_id)
    if client.seats.filter(user__email__iexact=email, user__is_active=True).exists():
        raise RuleError(_("Somebody with this address has a seat already."))
    seat = do_add_seat(client, name=name, email=email, role=role)
    do_write_welcome(seat, do_make_seat_link(seat, pepper=pepper, now=now), now=now)
    _record("seat-added", seat, actor, now, {"role": role.value})
    return seat


@transaction.atomic
def do_change_seat_role(seat_id: int, role: SeatRole, *, actor: User, now: datetime) -> Seat:
    """Gives a person another role; an organisation that has an owner keeps one."""
    seat = _lock_seat(seat_id)
    check_may_seat(actor, seat.subscriber_id)
    if role != seat.role:
        _check_owner_stays(seat)
        seat.role = role
        seat.save(update_fields=["role"])
        _record("seat-role", seat, actor, now, {"role": role.value})
    return seat


@transaction.atomic
def do_remove_person(seat_id: int, *, actor: User, now: datetime) -> Seat:
    """Takes a person's seat: they cannot sign in any more. What they did stays in the figures."""
    seat = _lock_seat(seat_id)
    check_may_seat(actor, seat.subscriber_id)
    _check_owner_stays(seat)
    seat.user.is_active = False
    seat.user.save(update_fields=["is_active"])
    with acting_as(actor.get_username(), actor.role):
        do_end_visits(seat.user, now=now)
    _record("seat-removed", seat, actor, now, {})
    return seat


@transaction.atomic
def do_send_welcome(seat_id: int, *, pepper: str, actor: User, now: datetime) -> Seat:
    """Mails a person another link with which they set a password once."""
    seat = _lock_seat(seat_id)
    check_may_seat(actor, seat.subscriber_id)
    do_write_welcome(seat, do_make_seat_link(seat, pepper=pepper, now=now), now=now)
    _record("seat-link", seat, actor, now, {})
    return seat


@transaction.atomic
def do_reset_second_factor(seat_id: int, *, actor: User, now: datetime) -> Seat:
    """Takes every second factor of a person away, who has lost them; their sessions end and they are told by mail.

    Raises `NotFoundError` where there is none.
    """
    seat = _lock_seat(seat_id)
    check_may_seat(actor, seat.subscriber_id)
    with acting_as(actor.get_username(), actor.role):
        do_remove_all(seat.user, now=now)
        do_end_visits(seat.user, now=now)
    do_write_reset(seat, now=now)
    _record("second-factor-reset", seat, actor, now, {})
    return seat


def check_may_seat(actor: User, subscriber_id: int) -> None:
    """Whether somebody may look after an organisation's people: who sells, and its own owners. Raises `RuleError`."""
    if actor.role != Role.SUBSCRIBER:
        check_seller(actor)
        return
    if (
        not actor.is_active
        or not Seat.objects.filter(user=actor, subscriber=subscriber_id, role=SeatRole.OWNER).exists()
    ):
        raise RuleError(_("Only an owner of the organisation may do this."))


def _check_owner_stays(seat: Seat) -> None:
    """Called with the organisation locked, so that two owners cannot leave at once."""
    others = Seat.objects.filter(subscriber=seat.subscriber_id, role=SeatRole.OWNER, user__is_active=True)
    if seat.role == SeatRole.OWNER and not others.exclude(pk=seat.pk).exists():
        raise RuleError(_("This is the only owner. Make somebody else an owner first."))


def _lock(subscriber_id: int) -> Subscriber:
    client = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if client is None:
        raise NotFoundError("There is no such client.")
    return client


def _lock_seat(seat_id: int) -> Seat:
    """An active person's seat, its organisation locked first: every verb takes the organisation before its people."""
    seats = Seat.objects.filter(pk=seat_id, user__is_active=True)
    subscriber_id = seats.values_list("subscriber", flat=True).first()
    if subscriber_id is not None:
        _lock(subscriber_id)
    seat = seats.select_related("user", "subscriber").first()
    if seat is None:
        raise NotFoundError("There is no such seat.")
    return seat


def _record(action: str, seat: Seat, actor: User, now: datetime, detail: dict[str, str]) -> None:
    told = {"person": seat.user.get_username(), **detail}
    who, name = actor.get_username(), str(seat.subscriber_id)
    do_record(action, "client", name, actor=who, role=actor.role, now=now, detail=told)

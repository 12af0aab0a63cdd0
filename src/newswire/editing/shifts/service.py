"""The roster of duty chiefs: who is on duty when, written by seniors, each change in the log of deeds."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import name_of, role_of
from newswire.editing.rules import SENIOR
from newswire.editing.shifts.models import Duty
from newswire.editing.shifts.rules import Fault, check_duty
from newswire.kit.clock import format_utc, to_utc
from newswire.kit.errors import NotFoundError, RuleError


def read_on_duty(now: datetime) -> list[User]:
    """Who is on duty as a chief at `now`: several where shifts overlap, nobody where the roster has a gap."""
    people = User.objects.filter(is_active=True, role__in=SENIOR, duties__starts_at__lte=now, duties__ends_at__gt=now)
    return list(people.distinct().order_by("username"))


def read_roster(now: datetime) -> list[Duty]:
    """The shifts that are running or to come, soonest first."""
    return list(Duty.objects.filter(ends_at__gt=now).select_related("person"))


def require_senior(actor: User) -> None:
    """Raises RuleError for whoever is neither duty chief nor administrator."""
    if role_of(actor) not in SENIOR:
        raise RuleError(_("Only a duty chief or an administrator may do this."))


@transaction.atomic
def do_save_duty(
    *, person: User, starts_at: datetime, ends_at: datetime, actor: User, now: datetime, duty_id: int | None = None
) -> Duty:
    """Writes a shift, or changes the one with that id. RuleError where the shift cannot be."""
    require_senior(actor)
    User.objects.select_for_update().get(pk=person.pk)  # two shifts of one person are written one after the other
    starts_at, ends_at = to_utc(starts_at), to_utc(ends_at)
    others = Duty.objects.filter(person=person).exclude(pk=duty_id or 0).values_list("starts_at", "ends_at")
    fault = check_duty(starts_at, ends_at, is_senior=role_of(person) in SENIOR, others=list(others))
    if fault is not None:
        raise RuleError(describe_fault(fault))
    duty = _find(duty_id) if duty_id else Duty()
    duty.person, duty.starts_at, duty.ends_at = person, starts_at, ends_at
    duty.save()
    _record("roster", duty, actor, now)
    return duty


@transaction.atomic
def do_delete_duty(duty_id: int, *, actor: User, now: datetime) -> None:
    """Takes a shift off the roster."""
    require_senior(actor)
    duty = _find(duty_id)
    _record("unroster", duty, actor, now)
    duty.delete()


def describe_fault(fault: Fault) -> str:
    """The sentence for what is wrong with a shift."""
    match fault:
        case "order":
            return _("A shift ends after it begins.")
        case "length":
            return _("A shift is at most 24 hours long.")
        case "person":
            return _("Only a duty chief or an administrator can be on duty.")
        case "overlap":
            return _("This person already has a shift at that time.")


def _find(duty_id: int) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("person").filter(pk=duty_id).first()
    if duty is None:
        raise NotFoundError(_("There is no such shift."))
    return duty


def _record(action: str, duty: Duty, actor: User, now: datetime) -> None:
    detail = {
        "person": name_of(duty.person),
        "starts_at": format_utc(duty.starts_at),
        "ends_at": format_utc(duty.ends_at),
    }
    do_record(action, "duty", str(duty.pk), actor=name_of(actor), now=now, role=role_of(actor), detail=detail)

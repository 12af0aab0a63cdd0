"""The desks of the newsroom: which one a story begins at, how a desk is made, changed, and weighs its checks."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.checks.table import CHECKS
from newswire.editing.deed import name_of, role_of
from newswire.editing.models import Desk
from newswire.editing.rules import EDITORS, SENIOR
from newswire.kit.errors import RuleError


def first_desk(user: User) -> Desk | None:
    """The desk at which a story of `user` begins: the first of theirs by name; None for whoever has none."""
    return user.desks.order_by("name", "pk").first()


def may_keep_desks(user: User) -> bool:
    """Whether `user` may make and change desks."""
    return role_of(user) in EDITORS


@transaction.atomic
def do_keep_desk(desk: Desk, *, members: Iterable[User], actor: User, now: datetime) -> Desk:
    """Saves a desk, new or changed, with exactly these members.

    RuleError for a role that may not, or for a member who does not work at the agency.
    """
    if not may_keep_desks(actor):
        raise RuleError(_("Only editors can make and change desks."))
    people = list(members)
    if any(not one.is_desk for one in people):
        raise RuleError(_("Only people of the newsroom can be members of a desk."))
    desk.full_clean()
    desk.save()
    desk.members.set(people)
    names = sorted(name_of(one) for one in people)
    do_record(
        "desk",
        "desk",
        desk.code,
        actor=name_of(actor),
        now=now,
        role=role_of(actor),
        detail={"name": desk.name, "silence_minutes": desk.silence_minutes, "members": names},
    )
    return desk


@transaction.atomic
def do_weigh(desk_id: int, own: Mapping[str, str], *, actor: User, now: datetime) -> None:
    """Gives a desk weights of its own and writes down what changed.

    RuleError for a role that may not, ValidationError for what cannot be weights.
    """
    if role_of(actor) not in SENIOR:
        raise RuleError(_("Only the duty chief and the administrator weigh checks."))
    desk = Desk.objects.select_for_update(no_key=True).get(pk=desk_id)
    before, desk.checks = desk.checks, dict(own)
    desk.clean_fields(exclude=["code", "name", "silence_minutes"])
    desk.save(update_fields=["checks"])
    changed = {
        code: f"{before.get(code, '–')} → {own.get(code, '–')}" for code in CHECKS if before.get(code) != own.get(code)
    }
    if changed:
        actor_name = name_of(actor)
        do_record("weights", "desk", desk.code, actor=actor_name, role=role_of(actor), now=now, detail=changed)

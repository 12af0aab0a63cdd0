"""Dossiers: developing affairs that stories are gathered under. Opened, described, closed, opened again; never deleted,
because released stories name them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import Role, User
from newswire.editing.deed import name_of, role_of
from newswire.editing.models import Dossier, Story
from newswire.kit.errors import NotFoundError, RuleError

KEEPERS = frozenset({Role.EDITOR.value, Role.DUTY_CHIEF.value, Role.ADMINISTRATOR.value})
"""The roles that keep the list of dossiers; every writer may put a story into one."""


def may_keep(actor: User) -> bool:
    """Whether the actor may open, change and close dossiers."""
    return role_of(actor) in KEEPERS


def read_dossiers() -> QuerySet[Dossier]:
    """All dossiers, the open ones first, each with `story_count`: one query."""
    return Dossier.objects.annotate(story_count=Count("stories")).order_by("is_closed", "name")


def read_stories_in_dossiers(limit: int, code: str = "") -> list[str]:
    """The guids of the released stories that stand in dossiers (in that of `code`), newest first: one query.

    Where to look, nothing more: who may know of a story, and in which dossiers it left, its releases say.
    """
    found = Story.objects.filter(dossiers__code=code) if code else Story.objects.filter(dossiers__isnull=False)
    rows = found.filter(first_released_at__isnull=False).order_by("-released_at", "-pk").distinct()
    return list(rows.values_list("guid", flat=True)[:limit])


@transaction.atomic
def do_open_dossier(*, code: str, name: str, about: str, actor: User, now: datetime) -> Dossier:
    """A new dossier. RuleError where the actor may not, or the code is taken."""
    _require(actor)
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(code=code, name=name.strip(), about=about.strip(), created_at=now)
    except IntegrityError as error:
        raise RuleError(_("There is a dossier with this code already.")) from error
    _record("open", dossier, actor, now)
    return dossier


@transaction.atomic
def do_change_dossier(dossier_id: int, *, name: str, about: str, actor: User, now: datetime) -> Dossier:
    """New words for a dossier; its code stays, because releases cite it."""
    dossier = _locked(dossier_id, actor)
    dossier.name, dossier.about = name.strip(), about.strip()
    dossier.save(update_fields=["name", "about"])
    _record("change", dossier, actor, now)
    return dossier


@transaction.atomic
def do_close_dossier(dossier_id: int, *, actor: User, now: datetime) -> Dossier:
    """No story is put into it any more; those that are stay."""
    return _turn(_locked(dossier_id, actor), "close", actor, now)


@transaction.atomic
def do_reopen_dossier(dossier_id: int, *, actor: User, now: datetime) -> Dossier:
    """A closed dossier goes on."""
    return _turn(_locked(dossier_id, actor), "reopen", actor, now)


def _turn(dossier: Dossier, action: str, actor: User, now: datetime) -> Dossier:
    dossier.is_closed = action == "close"
    dossier.save(update_fields=["is_closed"])
    _record(action, dossier, actor, now)
    return dossier


def _locked(dossier_id: int, actor: User) -> Dossier:
    _require(actor)
    dossier = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFoundError(_("There is no such dossier."))
    return dossier


def _require(actor: User) -> None:
    if not may_keep(actor):
        raise RuleError(_("Only editors keep the dossiers."))


def _record(action: str, dossier: Dossier, actor: User, now: datetime) -> None:
    do_record(action, "dossier", dossier.code, actor=name_of(actor), role=role_of(actor), now=now)

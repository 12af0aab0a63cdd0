"""Who may do what to a story at which stage: the table of the rules, in words."""

from collections.abc import Mapping

import msgspec
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.accounts.models import Role as RoleChoice
from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.models import StoryType
from newswire.editing.rules import ACTIONS, LIMITED, REASONED, ROLES, SECOND_LOOK, STAGES, STEPS, Action, Role, Stage
from newswire.editing.wording import ACTION_LABELS, STAGE_LABELS
from newswire.item.item import ItemType


class Right(msgspec.Struct, frozen=True):
    """One role that may; `types` are the only types it may do it with, empty for all."""

    role: Role
    name: str
    types: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """One action at one stage: who may take it, where it leads, what it asks for."""

    action: Action
    label: str
    to: str
    rights: tuple[Right, ...]
    needs_reason: bool
    needs_second_look: bool
    is_mine: bool


class Chapter(msgspec.Struct, frozen=True):
    """All that may be done at one stage."""

    stage: Stage
    label: str
    lines: tuple[Line, ...]


def read_rights(role: Role) -> tuple[Chapter, ...]:
    """The whole table, stage by stage, seen by somebody of `role`."""
    return tuple(
        Chapter(
            stage,
            str(STAGE_LABELS[stage]),
            tuple(_line(stage, action, role) for action in ACTIONS if (stage, action) in STEPS),
        )
        for stage in STAGES
    )


def _line(stage: Stage, action: Action, role: Role) -> Line:
    step = STEPS[stage, action]
    return Line(
        action,
        str(ACTION_LABELS[action]),
        str(STAGE_LABELS[step.to]) if step.to != stage else "",
        tuple(_right(one, action, LIMITED) for one in ROLES if one in step.roles),
        action in REASONED,
        action in SECOND_LOOK,
        role in step.roles,
    )


def _right(role: Role, action: Action, limited: Mapping[tuple[Role, Action], frozenset[ItemType]]) -> Right:
    types = tuple(sorted(str(StoryType(one).label) for one in limited.get((role, action), frozenset())))
    return Right(role, str(RoleChoice(role).label), types)


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The page for everybody of the agency."""
    assert isinstance(request.user, User)
    context = {
        "chapters": read_rights(role_of(request.user)),
        "page_title": _("Who may do what"),
        "header_title": _("Who may do what"),
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Who may do what")},
        ],
    }
    return TemplateResponse(request, "desk/rights.html", context)

"""The queues of the desks: what was handed in, what is in edit, what is ready, and my own drafts beside it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.accounts.models import Act, User
from newswire.editing.deed import role_of
from newswire.editing.desks import may_keep_desks
from newswire.editing.models import Desk, Story
from newswire.editing.rules import BEFORE_RELEASE, WRITERS, Action, Stage, allowed_actions
from newswire.editing.wording import ACTION_LABELS, STAGE_LABELS
from newswire.kit.clock import utc_now

AT_ONCE: tuple[Action, ...] = ("submit", "take", "approve")
"""Actions that need no words: a button does them from the row."""
IN_A_DIALOGUE: tuple[Action, ...] = ("release", "return", "assign")
"""Actions that ask for something first: a link opens their dialogue."""
LONGEST = 50
_MOVES = ("submit", "take", "approve", "return", "assign")
_OFFERED = (*AT_ONCE, *IN_A_DIALOGUE)


class Offer(msgspec.Struct, frozen=True):
    """One thing that may be done to a story from its row."""

    action: Action
    label: str
    is_at_once: bool
    url: str


class Row(msgspec.Struct, frozen=True):
    """A story in a queue: since when it stands there and what this person may do to it."""

    story: Story
    since: datetime
    offers: tuple[Offer, ...]


class Column(msgspec.Struct, frozen=True):
    """One stage of a queue; `more` is how many rows are not shown."""

    stage: Stage
    label: str
    rows: tuple[Row, ...]
    more: int


def read_queue(desk: Desk, user: User) -> tuple[Column, ...]:
    """The columns of a desk's queue as `user` sees them, most urgent first: six questions and `LONGEST` rows a column,
    however long it is."""
    mine = Q(stage="draft") & (Q(created_by=user) | Q(assignee=user))
    stories = Story.objects.filter(mine | Q(stage__in=BEFORE_RELEASE[1:]), desk=desk)
    counts = dict(stories.values_list("stage").annotate(Count("pk")).order_by())
    rows = stories.select_related("assignee").defer("body", "adopted").order_by("urgency", "pk")
    shown = {stage: list(rows.filter(stage=stage)[:LONGEST]) for stage in BEFORE_RELEASE}
    since = _since(story for rows in shown.values() for story in rows)
    order = (*BEFORE_RELEASE[1:], BEFORE_RELEASE[0])
    return tuple(
        Column(
            stage,
            str(STAGE_LABELS[stage]) if stage != "draft" else _("My drafts"),
            tuple(Row(one, since.get(one.guid, one.created_at), _offers(one, user)) for one in shown[stage]),
            max(counts.get(stage, 0) - len(shown[stage]), 0),
        )
        for stage in order
    )


def _since(stories: Iterable[Story]) -> dict[str, datetime]:
    """When each story was last moved, by guid."""
    acts = Act.objects.filter(about="story", name__in=[one.guid for one in stories], action__in=_MOVES)
    return dict(acts.values_list("name").annotate(Max("at")).order_by())


def _offers(story: Story, user: User) -> tuple[Offer, ...]:
    allowed = allowed_actions(story.stage_now, role_of(user), story.type_now)
    return tuple(
        Offer(action, str(ACTION_LABELS[action]), action in AT_ONCE, reverse("desk:action", args=[story.pk, action]))
        for action in _OFFERED
        if action in allowed
    )


def _allowed(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or role_of(request.user) not in WRITERS:
        raise PermissionDenied
    return request.user


@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """All desks with what waits at each; one's own first."""
    user = _allowed(request)
    counts = {
        "submitted_count": Count("stories", filter=Q(stories__stage="submitted")),
        "in_edit_count": Count("stories", filter=Q(stories__stage="in-edit")),
        "ready_count": Count("stories", filter=Q(stories__stage="ready")),
    }
    own = set(user.desks.values_list("pk", flat=True))
    desks = sorted(Desk.objects.annotate(**counts), key=lambda one: (one.pk not in own, one.name))
    context = {
        "desks": desks,
        "own": own,
        "may_keep": may_keep_desks(user),
        **_titles(_("Queues"), []),
    }
    return TemplateResponse(request, "desk/queues.html", context)


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """The queue of one desk."""
    user = _allowed(request)
    desk = get_object_or_404(Desk, code=code)
    context = {
        "desk": desk,
        "desks": Desk.objects.all(),
        "columns": read_queue(desk, user),
        "now": utc_now(),
        **_titles(desk.name, [{"url": reverse("desk:queues"), "label": _("Queues")}]),
    }
    return TemplateResponse(request, "desk/queue.html", context)


def _titles(title: str, trail: list[dict[str, str]]) -> dict[str, object]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "tasks",
        "breadcrumbs_items": [home, *trail, {"url": "", "label": title}],
    }

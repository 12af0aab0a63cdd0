"""Several people at one story: who else has it open, who holds it, and how it is taken over."""

from typing import Any

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.models import EditingSession

from newswire.accounts.models import User
from newswire.desk.locks import lock_of, may_edit
from newswire.editing import workflow
from newswire.editing.kept import Kept, do_set_aside, read_kept
from newswire.editing.models import Story
from newswire.editing.rules import WRITERS
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError, NotFoundError


class KeptText(msgspec.Struct, frozen=True):
    """Text that waits beside the story: whose it is, since when, as which version, whether it is one's own."""

    name: str
    at: Any
    revision: int
    is_mine: bool


class Presence(msgspec.Struct, frozen=True):
    """Who else is at a story: the holder of its lock, whether that is oneself, and who has it open.

    `key` changes when any of it does.
    """

    holder: str
    is_mine: bool
    since: Any
    others: tuple[tuple[str, bool], ...]
    may_take_over: bool
    kept: tuple[KeptText, ...] = ()
    may_set_aside: bool = False

    @property
    def key(self) -> str:
        """One word for the whole."""
        others = (f"{name}:{editing}" for name, editing in self.others)
        return "|".join((self.holder, str(self.since), *others, *(str(one.revision) for one in self.kept)))


def read_presence(story: Story, user: User) -> Presence:
    """Who is at `story` beside `user`, and what text waits there: four or five questions to the database."""
    sessions = EditingSession.objects.available().filter(
        content_type=ContentType.objects.get_for_model(Story), object_id=str(story.pk)
    )
    open_by: dict[str, bool] = {}
    for session in sessions.exclude(user=user).select_related("user").order_by("pk"):
        name = _name(session.user)
        open_by[name] = open_by.get(name, False) or session.is_editing
    holder = story.locked_by if story.locked else None
    lock = lock_of(story, user)
    is_mine = holder is not None and holder.pk == user.pk
    is_shared = bool(open_by) or bool(lock and lock.for_user(user))
    return Presence(
        holder=_name(holder) if holder else "",
        is_mine=is_mine,
        since=story.locked_at if holder else None,
        others=tuple(open_by.items()),
        may_take_over=is_shared and not is_mine and may_edit(story, user),
        kept=_name_kept(read_kept(story), user),
        may_set_aside=may_edit(story, user) and not (lock and lock.for_user(user)),
    )


def _name_kept(kept: tuple[Kept, ...], user: User) -> tuple[KeptText, ...]:
    """The kept texts with the names people go by; no question where there are none."""
    if not kept:
        return ()
    people = {one.get_username(): one for one in User.objects.filter(username__in={one.actor for one in kept})}
    return tuple(
        KeptText(
            _name(people[one.actor]) if one.actor in people else one.actor,
            one.at,
            one.revision,
            one.actor == user.get_username(),
        )
        for one in kept
    )


def _name(user: User) -> str:
    return str(user.get_full_name() or user.get_username())


def _allowed(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or request.user.role not in WRITERS:
        raise PermissionDenied
    return request.user


@require_safe
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """The strip that an open editor asks for every few seconds: `{"key", "html"}`."""
    user = _allowed(request)
    story = get_object_or_404(Story.objects.select_related("locked_by").defer("body", "adopted"), pk=pk)
    found = read_presence(story, user)
    html = render_to_string("desk/presence_lines.html", {"presence": found, "story": story}, request)
    return JsonResponse({"key": found.key, "html": html})


@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the story into one's own hands; refused where the table does not let this role edit it."""
    user = _allowed(request)
    get_object_or_404(Story, pk=pk)
    try:
        workflow.do_take_over(pk, actor=user, now=utc_now())
    except NewswireError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("The story is in your hands."))
    return redirect(reverse("stories:edit", args=[pk]))


@require_POST
def set_aside(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Says that kept text was seen to; 403 for whoever may not edit the story, 404 for text that does not wait."""
    user = _allowed(request)
    story = get_object_or_404(Story, pk=pk)
    if not may_edit(story, user):
        raise PermissionDenied
    try:
        do_set_aside(pk, revision, actor=user, now=utc_now())
    except NotFoundError as error:
        raise Http404 from error
    return redirect(reverse("stories:edit", args=[pk]))

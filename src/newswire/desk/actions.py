"""The dialogues in which something is done to a story: what will happen, what is missing, the reason, the button."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from newswire.accounts.models import User
from newswire.desk.action_forms import (
    ActionForm,
    AssignForm,
    CorrectForm,
    EmbargoForm,
    HoldForm,
    KillForm,
    LiftForm,
    RefileForm,
    ReleaseForm,
    ReturnForm,
    SecondLookForm,
    UpdateForm,
)
from newswire.desk.check_views import show_findings
from newswire.editing import deed, second_look, service, timing, workflow
from newswire.editing.checks.finding import Check, has_block
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import SecondLook, Story
from newswire.editing.rules import ACTIONS, SECOND_LOOK, Action, check_action, check_ask
from newswire.editing.wording import describe_refusal
from newswire.item.item import Item
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.routing.preview import count_audience

Do = Callable[[Story, User, datetime, dict[str, Any]], object]


class Dialogue(msgspec.Struct, frozen=True):
    """One action on screen: its form, what it calls, its title, whether it puts content on the wire or is grave."""

    form: type[ActionForm]
    do: Do
    title: object
    done: object
    carries_content: bool = False
    is_grave: bool = False


def _release(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
    confirmed = said.get("confirmed", "")
    if said.get("at"):
        at: datetime = said["at"]
        return timing.do_schedule(story.pk, actor=actor, now=now, at=at, seen=said["seen"], confirmed=confirmed)
    line = said.get("update_line", "")
    return service.do_release(story.pk, actor=actor, now=now, update_line=line, seen=said["seen"], confirmed=confirmed)


def _second_look(action: Action) -> Do:
    """A correction or a kill: asked for, or done alone, by the button that was pressed."""

    def do(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
        if said["way"] == "ask":
            return second_look.do_ask(story.pk, action, actor=actor, now=now, said=said, seen=said["seen"])
        return second_look.do_override(
            story.pk, action, actor=actor, now=now, said=said, override=said["override"], seen=said["seen"]
        )

    return do


def _refile(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
    return service.do_refile(story.pk, actor=actor, now=now, reason=said["reason"], seen=said["seen"])


def _hold(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
    return service.do_hold(story.pk, actor=actor, now=now, reason=said["reason"])


def _lift(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
    return service.do_lift(story.pk, actor=actor, now=now, reason=said["reason"])


def _submit(story: Story, actor: User, now: datetime, _said: dict[str, Any]) -> None:
    workflow.do_submit(story.pk, actor=actor, now=now)


def _return(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> None:
    workflow.do_return(story.pk, actor=actor, now=now, reason=said["reason"])


def _take(story: Story, actor: User, now: datetime, _said: dict[str, Any]) -> None:
    workflow.do_take(story.pk, actor=actor, now=now)


def _approve(story: Story, actor: User, now: datetime, _said: dict[str, Any]) -> None:
    workflow.do_approve(story.pk, actor=actor, now=now)


def _assign(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> None:
    workflow.do_assign(story.pk, actor=actor, now=now, desk=said["desk"], assignee=said["assignee"], note=said["note"])


def _embargo(story: Story, actor: User, now: datetime, said: dict[str, Any]) -> object:
    return timing.do_move_embargo(story.pk, actor=actor, now=now, until=said["until"], reason=said["reason"])


def _unschedule(story: Story, actor: User, now: datetime, _said: dict[str, Any]) -> None:
    timing.do_unschedule(story.pk, actor=actor, now=now)


DIALOGUES: dict[Action, Dialogue] = {
    "release": Dialogue(
        ReleaseForm, _release, gettext_lazy("Release"), gettext_lazy("Released."), carries_content=True
    ),
    "correct": Dialogue(
        CorrectForm, _second_look("correct"), gettext_lazy("Correct"), gettext_lazy("Correction released."), True, True
    ),
    "refile": Dialogue(RefileForm, _refile, gettext_lazy("Refile"), gettext_lazy("Refiled."), carries_content=True),
    "hold": Dialogue(HoldForm, _hold, gettext_lazy("Hold"), gettext_lazy("Hold released."), is_grave=True),
    "lift": Dialogue(LiftForm, _lift, gettext_lazy("Lift hold"), gettext_lazy("The hold is lifted.")),
    "kill": Dialogue(
        KillForm, _second_look("kill"), gettext_lazy("Kill"), gettext_lazy("Kill released."), is_grave=True
    ),
    "submit": Dialogue(ActionForm, _submit, gettext_lazy("Submit"), gettext_lazy("Submitted to the editors.")),
    "return": Dialogue(ReturnForm, _return, gettext_lazy("Send back"), gettext_lazy("Sent back to the writer.")),
    "take": Dialogue(ActionForm, _take, gettext_lazy("Take into edit"), gettext_lazy("The story is yours.")),
    "approve": Dialogue(ActionForm, _approve, gettext_lazy("Mark as ready"), gettext_lazy("Ready for release.")),
    "assign": Dialogue(AssignForm, _assign, gettext_lazy("Assign"), gettext_lazy("Assigned.")),
    "embargo": Dialogue(EmbargoForm, _embargo, gettext_lazy("Move embargo"), gettext_lazy("The embargo is moved.")),
    "unschedule": Dialogue(
        ActionForm, _unschedule, gettext_lazy("Cancel schedule"), gettext_lazy("The schedule is cancelled.")
    ),
}
"""Every action with a dialogue. `edit` is the editor itself, `schedule` is part of the release dialogue."""


@require_http_methods(["GET", "HEAD", "POST"])
def take_action(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """The dialogue of one action (GET), and the action itself (POST).

    403 where the role does not allow it, 409 where the stage does not or the rules refuse; nothing is done then, and
    what was typed is shown again.
    """
    known = next((one for one in ACTIONS if one == action and one in DIALOGUES), None)
    if known is None:
        raise Http404
    story = get_object_or_404(Story.objects.select_related("latest_revision", "picture"), pk=pk)
    actor, now = request.user, utc_now()
    assert isinstance(actor, User)
    role = deed.role_of(actor)
    refusal = check_action(story.stage_now, known, role, story.type_now)
    only_asks = refusal == "role" and check_ask(story.stage_now, known, role, story.type_now) is None
    if only_asks and (request.method != "POST" or request.POST.get("way") == "ask"):
        refusal = None
    if refusal is not None:
        words = describe_refusal(refusal, story.stage_now, known)
        return _show(request, story, known, None, refused=words, status=403 if refusal in ("role", "type") else 409)
    form = _form_class(story, known)(request.POST if request.method == "POST" else None, story=story)
    if only_asks and isinstance(form, SecondLookForm):
        form.leave_only_asking()
    if request.method != "POST" or not form.is_valid():
        return _show(request, story, known, form)
    try:
        outcome = DIALOGUES[known].do(story, actor, now, form.cleaned_data)
    except NewswireError as error:
        return _show(request, story, known, form, refused=error.detail, status=409)
    messages.success(request, _done_words(known, outcome))
    return redirect(get_valid_next_url_from_request(request) or reverse("stories:edit", args=[pk]))


def _form_class(story: Story, action: Action) -> type[ActionForm]:
    return UpdateForm if action == "release" and story.version else DIALOGUES[action].form


def _done_words(action: Action, outcome: object) -> str:
    if isinstance(outcome, SecondLook):
        return _("A second look is asked for.")
    seq = getattr(outcome, "seq", None)
    if seq is not None:
        return f"{DIALOGUES[action].done} " + _("Number %(seq)s on the wire.") % {"seq": seq}
    if action == "release":
        return _("Scheduled.")
    return str(DIALOGUES[action].done)


def _show(
    request: HttpRequest, story: Story, action: Action, form: ActionForm | None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    dialogue, now = DIALOGUES[action], utc_now()
    title = _("Update") if action == "release" and story.version else str(dialogue.title)
    latest = story.get_latest_revision_as_object()
    findings: tuple[Check, ...] = ()
    sentence = ""
    if form is not None:
        try:
            item = deed.prepare(latest, now=now) if dialogue.carries_content else None
        except NewswireError as error:  # a picture of the text is gone, or its file cannot be used
            return _show(request, story, action, None, refused=error.detail, status=409)
        if item is not None:
            assert isinstance(request.user, User)
            findings = deed.check_story(latest, item, role=deed.role_of(request.user), now=now)
        form.show(fingerprint(latest))
        sentence = describe_action(story, action, item)
    context = {
        "story": latest,
        "action": action,
        "dialogue": dialogue,
        "form": form,
        "media": form.media if form else "",
        "findings": show_findings(findings),
        "is_blocked": has_block(findings),
        "sentence": sentence,
        "refused": refused,
        "needs_second": action in SECOND_LOOK,
        "open_look": second_look.read_open().filter(story=story, action=action).first(),
        "page_title": title,
        "header_title": f"{title}: {latest.headline}",
        "breadcrumbs_items": [
            {"url": reverse("stories:list"), "label": _("Stories")},
            {"url": reverse("stories:edit", args=[story.pk]), "label": latest.headline},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, "desk/action.html", context, status=status)


def describe_action(story: Story, action: Action, item: Item | None) -> str:
    """What the button will do, in one sentence: `Release update 3 to 214 subscribers`."""
    number = story.version + 1
    if item is not None and action in ("release", "refile"):
        return _with_audience(story, action, item)
    match action:
        case "correct":
            return _("Release correction %(n)s to everyone who had the story") % {"n": number}
        case "hold":
            return _("Ask everyone who had the story not to use it")
        case "lift":
            return _("Give the story free again, as it was last released")
        case "kill":
            return _("Kill the story for everyone who had it, for good")
        case "submit":
            return _("Submit the story to the editors")
        case "embargo":
            return _("End or move the embargo for everyone who has the story")
        case "take":
            return _("Take the story into edit")
        case "approve":
            return _("Mark the story as ready for release")
        case "assign":
            return _("Give the story to a desk and a person")
        case "return":
            return _("Send the story back to its writer")
        case _:
            return _("Cancel the scheduled release")


def _with_audience(story: Story, action: Action, item: Item) -> str:
    number = story.version + 1
    count = count_audience(item)
    words = {"n": number, "count": count}
    if action == "refile":
        form = ngettext(
            "Refile as version %(n)s to %(count)s subscriber", "Refile as version %(n)s to %(count)s subscribers", count
        )
    elif story.version:
        form = ngettext(
            "Release update %(n)s to %(count)s subscriber", "Release update %(n)s to %(count)s subscribers", count
        )
    else:
        form = ngettext("Release to %(count)s subscriber", "Release to %(count)s subscribers", count)
    return form % words

"""The second look: the list of what waits, and the page behind the link in the mail, made for a telephone."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.desk.derived_form import DECISION_LABELS
from newswire.editing import deed
from newswire.editing import second_look as looks
from newswire.editing.derived import Decision
from newswire.editing.models import SecondLook, Story
from newswire.editing.rules import SENIOR, WRITERS
from newswire.editing.wording import describe_check
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError

_OPEN_SHOWN = 100
_DECIDED_SHOWN = 20


class DecisionForm(forms.Form):
    """Yes, no, or taken back, and why; only a no must say why."""

    decision = forms.ChoiceField(choices=[(name, name) for name in ("approve", "refuse", "withdraw")])
    because = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("A refusal needs a reason. Stays in the newsroom."),
    )


def _person(request: HttpRequest) -> User:
    """Whoever asks for the page, one of the newsroom."""
    assert isinstance(request.user, User)
    if deed.role_of(request.user) not in WRITERS:
        raise PermissionDenied
    return request.user


@require_safe
def second_looks(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided last."""
    _person(request)
    decided = SecondLook.objects.exclude(decision=SecondLook.Decision.OPEN)
    decided = decided.select_related("story", "asked_by", "decided_by").defer("story__body", "story__adopted")
    context = {
        "open": looks.read_open()[:_OPEN_SHOWN],
        "decided": decided[:_DECIDED_SHOWN],
        "now": utc_now(),
        "page_title": _("Second looks"),
        "header_title": _("Second looks"),
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Second looks")},
        ],
    }
    return TemplateResponse(request, "desk/second_looks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: HttpRequest, pk: int) -> HttpResponse:
    """One request (GET) and its decision (POST). 409 where the rules refuse; nothing is done then, nothing typed lost.

    Everybody of the newsroom reads; who may decide is for the rules.
    """
    actor = _person(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    refused, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(pk, actor, form.cleaned_data)
        except NewswireError as error:
            refused, status = error.detail, error.status
        else:
            messages.success(request, done)
            return redirect(reverse("desk:second-look", args=[pk]))
    return _show(request, pk, form, refused=refused, status=status)


def _decide(pk: int, actor: User, said: dict[str, Any]) -> str:
    """Takes the decision; the words that say so."""
    now, because = utc_now(), said["because"]
    match said["decision"]:
        case "approve":
            release = looks.do_approve(pk, actor=actor, now=now, because=because)
            return _("Approved.") + " " + _("Number %(seq)s on the wire.") % {"seq": release.seq}
        case "refuse":
            looks.do_refuse(pk, actor=actor, now=now, because=because)
            return _("Refused. Nothing was released.")
        case _:
            looks.do_withdraw(pk, actor=actor, now=now, because=because)
            return _("Withdrawn. Nothing was released.")


def _read_decisions(look: SecondLook) -> list[tuple[Story, object]]:
    """What happens, if approved, to the stories made from this one."""
    decisions: dict[str, Decision] = look.proposal["said"].get("derived", {})
    rows = Story.objects.filter(guid__in=decisions).defer("body", "adopted").order_by("pk")
    return [(one, DECISION_LABELS[decisions[one.guid]]) for one in rows]


def _show(request: HttpRequest, pk: int, form: DecisionForm, *, refused: str, status: int) -> HttpResponse:
    rows = SecondLook.objects.select_related("story__latest_revision", "asked_by", "decided_by")
    look = get_object_or_404(rows, pk=pk)
    actor, now = _person(request), utc_now()
    story = look.story.get_latest_revision_as_object()
    is_open = look.decision == SecondLook.Decision.OPEN
    role = deed.role_of(actor)
    findings: tuple[Any, ...] = ()
    if is_open and look.action == "correct":
        findings = deed.check_story(story, deed.prepare(story, now=now), role=role, now=now)
    title = _("Second look: kill") if look.action == "kill" else _("Second look: correction")
    context = {
        "look": look,
        "said": look.proposal["said"],
        "derived": _read_decisions(look),
        "story": story,
        "form": form,
        "is_open": is_open,
        "is_own": look.asked_by_id == actor.pk,
        "may_decide": is_open and role in SENIOR and look.asked_by_id != actor.pk,
        "has_changed": is_open and looks.has_changed(look, look.story),
        "findings": [(finding.severity, describe_check(finding)) for finding in findings],
        "refused": refused,
        "now": now,
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("desk:second-looks"), "label": _("Second looks")},
            {"url": "", "label": story.headline},
        ],
    }
    return TemplateResponse(request, "desk/second_look.html", context, status=status)

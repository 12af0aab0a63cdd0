"""Planning: what comes on a day or in a week, who makes what of it until when, and the advisory that says so."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from newswire.accounts.models import Role, User
from newswire.desk.topic_picker import TopicField, lazy_sections
from newswire.desk.zoned_time import ZonedTimeField
from newswire.editing.deed import role_of
from newswire.editing.models import default_language
from newswire.editing.planning import service
from newswire.editing.planning.agenda import read_days
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.planning.rules import PLANNERS
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import read_day, utc_now
from newswire.kit.errors import NewswireError

_OWN = {"dir": "auto"}
_EVENTS = 200
"""Events that are offered to those who plan a coverage: those that come last."""
_LANGUAGES = [(one.tag, one.name) for one in LANGUAGES.values()]


class EventForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Something that will happen."""

    starts_at = ZonedTimeField(label=gettext_lazy("Starts"))
    ends_at = ZonedTimeField(label=gettext_lazy("Ends"), required=False)

    class Meta:
        model = Event
        fields = ["title", "place", "starts_at", "ends_at", "details"]
        widgets = {
            "title": forms.TextInput(_OWN), "place": forms.TextInput(_OWN),
            "details": forms.Textarea({"rows": 3, **_OWN}),
        }  # fmt: skip


class CoverageForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What is promised."""

    due_at = ZonedTimeField(label=gettext_lazy("Due"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_LANGUAGES)
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), choices=lazy_sections, required=False, widget=forms.CheckboxSelectMultiple
    )
    subjects = TopicField(
        label=gettext_lazy("Subjects"), required=False, help_text=gettext_lazy("Type a word to find a topic.")
    )
    is_announced = forms.BooleanField(
        label=gettext_lazy("Announce to subscribers"),
        required=False,
        help_text=gettext_lazy(
            "Those who would get the story for certain, by language, type, sections, subjects and words, see slugline, "
            "what, event, place, time, words and pictures. Desk, name and note stay here."
        ),
    )

    class Meta:
        model = Coverage
        fields = ["slugline", "about", "event", "type", "language", "sections", "subjects", "desk", "assignee",
                  "due_at", "words", "pictures", "note", "is_announced"]  # fmt: skip
        widgets = {
            "slugline": forms.TextInput(_OWN), "about": forms.TextInput(_OWN),
            "note": forms.Textarea({"rows": 3, **_OWN}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events: Any = self.fields["event"]
        latest = Event.objects.order_by("-starts_at").values("pk")[:_EVENTS]
        own = self.instance.event_id or self.initial.get("event") or 0
        events.queryset = Event.objects.filter(Q(pk__in=latest) | Q(pk=own))
        people: Any = self.fields["assignee"]
        people.queryset = User.objects.filter(is_active=True).exclude(role=Role.SUBSCRIBER).order_by("username")


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """The day (`?day=2026-11-24`), or the week from it on (`&view=week`); today where no day can be read."""
    zone = timezone.get_current_timezone()
    day = read_day(request.GET.get("day", "")) or timezone.localdate()
    is_week = request.GET.get("view") == "week"
    first = day - timedelta(days=day.weekday()) if is_week else day
    step = timedelta(days=7 if is_week else 1)
    context = {
        "day": day,
        "days": read_days(first, step.days, zone),
        "is_week": is_week,
        "earlier": (day - step).isoformat(),
        "later": (day + step).isoformat(),
        "today": timezone.localdate(),
        "now": utc_now(),
        "may_plan": _may_plan(request),
        "languages": _LANGUAGES,
        "language": default_language(),
    }
    return TemplateResponse(request, "desk/planning.html", context | _titles(_("Planning")))


@require_http_methods(["GET", "HEAD", "POST"])
def event_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """An event, new or changed."""
    event = get_object_or_404(Event, pk=pk) if pk else None
    form = EventForm(request.POST or None, instance=event)
    return _save(request, form, _("Event") if event else _("New event"), "event")


@require_http_methods(["GET", "HEAD", "POST"])
def coverage_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A coverage, new (of an event: `?event=`) or changed."""
    coverage = get_object_or_404(Coverage.objects.select_related("story"), pk=pk) if pk else None
    event = Event.objects.filter(pk=_read_number(request.GET.get("event", "")) or 0).first()
    first = {
        "event": event.pk if event else None,
        "due_at": event.starts_at if event else None,
        "language": default_language(),
    }
    form = CoverageForm(request.POST or None, instance=coverage, initial={} if coverage else first)
    return _save(request, form, _("Coverage") if coverage else _("New coverage"), "coverage")


@require_POST
def plan_action(request: HttpRequest, what: str, pk: int, action: str) -> HttpResponse:
    """Cancels an event or a coverage, begins a coverage's story or says which one it is; then on to what is next."""
    actor, now = _actor(request), utc_now()
    try:
        match what, action:
            case "event", "cancel":
                service.do_cancel_event(pk, actor=actor, now=now, reason=request.POST.get("reason", ""))
            case "coverage", "cancel":
                service.do_cancel_coverage(pk, actor=actor, now=now, reason=request.POST.get("reason", ""))
            case "coverage", "begin":
                story = service.do_begin_story(pk, actor=actor, now=now)
                return redirect(reverse("stories:edit", args=[story.pk]))
            case "coverage", "link":
                service.do_link_story(pk, actor=actor, now=now, guid=request.POST.get("guid", ""))
            case _:
                raise Http404
    except NewswireError as error:
        messages.error(request, error.detail)
    return redirect(_back(request.POST.get("day", "")))


@require_POST
def begin_advisory(request: HttpRequest) -> HttpResponse:
    """The day's budget as a story of type advisory, opened in the editor."""
    day = read_day(request.POST.get("day", "")) or timezone.localdate()
    language = request.POST.get("language", "")
    try:
        story = service.do_begin_advisory(
            day,
            timezone.get_current_timezone(),
            actor=_actor(request),
            now=utc_now(),
            language=language if language in LANGUAGES else default_language(),
        )
    except NewswireError as error:
        messages.error(request, error.detail)
        return redirect(_back(day.isoformat()))
    return redirect(reverse("stories:edit", args=[story.pk]))


def _save(request: HttpRequest, form: EventForm | CoverageForm, title: str, what: str) -> HttpResponse:
    """Shows the form; saves what was sent and goes to its day. What is refused is shown again with the reason."""
    refused, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, EventForm):
                at = service.do_save_event(form.save(commit=False), actor=_actor(request), now=utc_now()).starts_at
            else:
                at = service.do_save_coverage(form.save(commit=False), actor=_actor(request), now=utc_now()).due_at
        except NewswireError as error:
            refused, status = error.detail, 409
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(timezone.localtime(at).date().isoformat()))
    context = {"form": form, "media": form.media, "what": what, "refused": refused, "may_plan": _may_plan(request)}
    return TemplateResponse(request, "desk/planning_form.html", context | _titles(title), status=status)


def _titles(title: str) -> dict[str, Any]:
    home = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    planned = [{"url": reverse("desk:planning"), "label": _("Planning")}]
    own = [] if title == _("Planning") else [{"url": "", "label": title}]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "calendar",
        "breadcrumbs_items": home + planned + own,
    }


def _back(day: str) -> str:
    read = read_day(day)
    return reverse("desk:planning") + (f"?day={read.isoformat()}" if read else "")


def _read_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _may_plan(request: HttpRequest) -> bool:
    return role_of(_actor(request)) in PLANNERS


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

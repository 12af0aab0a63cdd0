"""The wire monitor: what has left, newest first, and the way to open any of it at the desk."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.desk.topic_picker import lazy_sections
from newswire.desk.words import KIND_LABELS
from newswire.editing.adopt import do_adopt
from newswire.editing.deed import wire_connection
from newswire.editing.models import Desk, StoryType
from newswire.editing.monitor import Filters, read_monitor, read_newer, read_silences
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.wire.follow import read_head

NAMES = ("words", "kind", "language", "actor", "desk", "type", "section")


def _desk_choices() -> list[tuple[str, object]]:
    return [("", gettext_lazy("All")), *Desk.objects.values_list("code", "name")]


def _section_choices() -> list[tuple[str, object]]:
    return [("", gettext_lazy("All")), *lazy_sections()]


def _urgencies() -> list[tuple[str, object]]:
    return [(str(n), format_lazy(gettext_lazy("{n} or more urgent"), n=n)) for n in range(1, 9)]


class FilterForm(forms.Form):
    """What the monitor can be narrowed to."""

    words = forms.CharField(label=gettext_lazy("Words in the headline"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *KIND_LABELS.items()]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("All")), *((one.tag, one.name) for one in LANGUAGES.values())],
    )
    desk = forms.ChoiceField(label=gettext_lazy("Desk"), required=False, choices=lazy(_desk_choices, list)())
    type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False, choices=[("", gettext_lazy("All")), *StoryType.choices]
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), required=False, choices=[("", gettext_lazy("All")), *_urgencies()]
    )
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False, choices=lazy(_section_choices, list)())
    actor = forms.CharField(label=gettext_lazy("Who"), required=False)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@require_safe
def wire_monitor(request: HttpRequest) -> HttpResponse:
    """The newest releases, filtered; filters that cannot be read are passed over and shown as wrong."""
    form, filters = _read_filters(request)
    head = read_head(wire_connection()).seq  # first: what comes meanwhile is asked for again, never missed
    page = read_monitor(filters, before=form.cleaned_data.get("before"))
    older = request.GET.copy()
    older["before"] = str(page.before or "")
    now = utc_now()
    context = {
        "form": form,
        "page": page,
        "head": max([head, *(line.release.seq for line in page.lines)]),
        "silences": read_silences(now),
        "now": now,
        "is_filtered": filters != Filters(),
        "is_live": not form.cleaned_data.get("before"),
        "older": older.urlencode() if page.before else "",
        "page_title": _("Wire"),
        "header_title": _("Wire"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Wire")},
        ],
    }
    return TemplateResponse(request, "desk/wire.html", context)


@require_safe
def wire_newer(request: HttpRequest) -> JsonResponse:
    """What has come since the page was opened (`after`) and matches its filters, as rows, and the strip of desks."""
    form, filters = _read_filters(request)
    newer = read_newer(filters, form.cleaned_data.get("after") or 0)
    now, count = utc_now(), len(newer.lines)
    words = ngettext("%(count)s new release", "%(count)s new releases", count) % {"count": count}
    return JsonResponse({
        "count": count,
        "label": _("More than %(count)s new releases") % {"count": count} if newer.is_more else words,
        "is_more": newer.is_more,
        "rows": render_to_string("desk/wire_rows.html", {"lines": newer.lines, "now": now}, request),
        "strip": render_to_string("desk/wire_silence.html", {"silences": read_silences(now), "now": now}, request),
    })  # fmt: skip


def _read_filters(request: HttpRequest) -> tuple[FilterForm, Filters]:
    form = FilterForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    urgency = int(said.get("urgency") or 9)
    return form, Filters(**{name: said.get(name) or "" for name in NAMES}, urgency=urgency)


@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """Opens a story of the wire at the desk: makes its row where there is none, and goes to the editor."""
    assert isinstance(request.user, User)
    try:
        story = do_adopt(request.POST.get("guid", ""), actor=request.user, now=utc_now())
    except NewswireError as error:
        messages.error(request, error.detail)
        return redirect(reverse("desk:wire"))
    return redirect(reverse("stories:edit", args=[story.pk]))

"""The audit page: who did what to which version of what, when and from where; and the same as a file."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from newswire.accounts.deeds import DeedFilters, follow_deeds, read_deeds, read_kinds
from newswire.accounts.models import Act, User
from newswire.desk.words import about_label, act_label, detail_line
from newswire.editing.deed import role_of
from newswire.editing.models import Story
from newswire.editing.rules import SENIOR
from newswire.kit.clock import format_utc, utc_now
from newswire.kit.csv_cells import BYTE_ORDER_MARK, write_line

COLUMNS = ("at", "actor", "role", "action", "about", "name", "version", "seq", "reason", "address", "detail")


class AuditForm(forms.Form):
    """What the log can be narrowed to."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=150)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    name = forms.CharField(label=gettext_lazy("Which one"), required=False, max_length=255)
    address = forms.CharField(label=gettext_lazy("From where"), required=False, max_length=64)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions, about = read_kinds()
        every = ("", _("All"))
        self.fields["what"].choices = [every, *((one, act_label(one)) for one in actions)]  # type: ignore[attr-defined]
        self.fields["about"].choices = [every, *((one, about_label(one)) for one in about)]  # type: ignore[attr-defined]

    def read_filters(self) -> DeedFilters:
        """The filters that could be read; the others are passed over and shown as wrong. Days are the reader's own."""
        self.is_valid()
        said = self.cleaned_data
        texts = {name: (said.get(name) or "").strip() for name in ("who", "what", "about", "name", "address")}
        since, until = said.get("since"), said.get("until")
        zone = timezone.get_current_timezone()
        return DeedFilters(
            **texts,
            since=datetime.combine(since, time.min, zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
        )


class Deed(msgspec.Struct, frozen=True):
    """One deed with its words, the headline of its story and what was written down with it."""

    act: Act
    label: str
    about: str
    title: str
    story_id: int | None
    detail: str


def _refuse(request: HttpRequest) -> HttpResponse | None:
    """403 for everybody below the duty chief."""
    assert isinstance(request.user, User)
    if role_of(request.user) in SENIOR:
        return None
    return render(request, "desk/audit_refused.html", {"page_title": _("Audit")}, status=403)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The newest deeds, filtered, a hundred a page. Always the same number of queries."""
    if refusal := _refuse(request):
        return refusal
    form = AuditForm(request.GET)
    filters = form.read_filters()
    page = read_deeds(filters, before=form.cleaned_data.get("before"))
    query = request.GET.copy()
    query.pop("before", None)
    export = query.urlencode()
    query["before"] = str(page.before or "")
    context = {
        "form": form,
        "deeds": _with_stories(page.acts),
        "now": utc_now(),
        "is_filtered": filters != DeedFilters(),
        "older": query.urlencode() if page.before else "",
        "export": export,
        "page_title": _("Audit"),
        "header_title": _("Audit"),
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Audit")},
        ],
    }
    return TemplateResponse(request, "desk/audit.html", context)


@require_safe
def audit_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All deeds that match the filters as CSV, written while it is read."""
    if refusal := _refuse(request):
        return refusal
    form = AuditForm(request.GET)
    response = StreamingHttpResponse(_write_csv(form.read_filters()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{utc_now():%Y%m%d-%H%M}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _write_csv(filters: DeedFilters) -> Iterator[str]:
    yield BYTE_ORDER_MARK + write_line(COLUMNS)
    for act in follow_deeds(filters):
        yield write_line([format_utc(act.at), *(getattr(act, name) for name in COLUMNS[1:-1]), _detail(act)])


def _detail(act: Act) -> str:
    return ", ".join(f"{name}: {value}" if value else str(name) for name, value in act.detail.items())


def _with_stories(acts: tuple[Act, ...]) -> list[Deed]:
    """The deeds with the headlines of the stories they are about: one query for all of them."""
    guids = {act.name for act in acts if act.about == "story"}
    stories = {guid: (pk, headline) for guid, pk, headline in
               Story.objects.filter(guid__in=guids).values_list("guid", "pk", "headline")}  # fmt: skip
    deeds = []
    for act in acts:
        pk, title = stories.get(act.name, (None, act.name)) if act.about == "story" else (None, act.name)
        told = ", ".join(detail_line(name, value) for name, value in act.detail.items())
        deeds.append(Deed(act, act_label(act.action), about_label(act.about), title, pk, told))
    return deeds

"""The checks on screen: the findings on one story, and the table in which seniors weigh them for their desk."""

from collections.abc import Iterable
from typing import cast

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.editing import deed
from newswire.editing.checks.finding import SEVERITIES, Check, Severity
from newswire.editing.checks.table import CHECKS, read_severity
from newswire.editing.desks import do_weigh
from newswire.editing.models import Desk, Story, StoryType
from newswire.editing.rules import SENIOR
from newswire.editing.wording import CHECK_LABELS, SEVERITY_LABELS, describe_check
from newswire.item.item import ItemType
from newswire.kit.clock import utc_now


class Shown(msgspec.Struct, frozen=True):
    """A finding in words, with the field of the editor it is about and that field's name."""

    severity: str
    words: str
    field: str
    label: str


class Cell(msgspec.Struct, frozen=True):
    """What a check weighs for one type."""

    severity: Severity
    label: str


class Line(msgspec.Struct, frozen=True):
    """One check in the table: what it weighs for each type, and what the desk has chosen."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    own: str
    is_fixed: bool


def show_findings(findings: Iterable[Check]) -> list[Shown]:
    """The findings in the words of the screen."""
    shown = []
    for one in findings:
        label = str(cast("Field[object, object]", Story._meta.get_field(one.field)).verbose_name) if one.field else ""
        shown.append(Shown(one.severity, describe_check(one), one.field, label))
    return shown


@require_safe
def story_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings on a story as last saved: a piece of HTML for the editor. Changes nothing on the wire."""
    story = get_object_or_404(Story.objects.select_related("latest_revision", "picture", "desk"), pk=pk)
    assert isinstance(request.user, User)
    now, latest = utc_now(), story.get_latest_revision_as_object()
    findings = deed.check_story(latest, deed.prepare(latest, now=now), role=deed.role_of(request.user), now=now)
    return render(request, "desk/story_checks.html", {"story": story, "findings": show_findings(findings)})


@require_http_methods(["GET", "HEAD", "POST"])
def check_table(request: HttpRequest) -> HttpResponse:
    """All checks by type of story, for one desk or for none; seniors change a desk's weights (403 for others)."""
    assert isinstance(request.user, User)
    may_change = deed.role_of(request.user) in SENIOR
    desks = list(Desk.objects.all())
    code = (request.POST if request.method == "POST" else request.GET).get("desk", "")
    desk = next((one for one in desks if one.code == code), None)
    wrong, status = "", 200
    if request.method == "POST":
        if not may_change:
            return _show_table(request, desks, desk, _("Only the duty chief and the administrator weigh checks."), 403)
        if desk is None:
            return _show_table(request, desks, desk, _("Choose a desk first."), 409)
        own = {one: severity for one in CHECKS if (severity := request.POST.get(f"check-{one}", ""))}
        try:
            do_weigh(desk.pk, own, actor=request.user, now=utc_now())
        except ValidationError as error:
            wrong, status = " ".join(error.messages), 422
        else:
            messages.success(request, _("The checks of this desk are saved."))
            return redirect(f"{reverse('desk:checks')}?desk={desk.code}")
    return _show_table(request, desks, desk, wrong, status)


def _show_table(
    request: HttpRequest, desks: list[Desk], desk: Desk | None, wrong: str = "", status: int = 200
) -> HttpResponse:
    assert isinstance(request.user, User)
    types: list[ItemType] = [msgspec.convert(value, ItemType) for value in StoryType.values]
    own: dict[str, str] = desk.checks if desk else {}
    lines = [_make_line(code, types, own) for code in CHECKS]
    context = {
        "desks": desks,
        "desk": desk,
        "types": StoryType.labels,
        "lines": lines,
        "severities": [(severity, str(SEVERITY_LABELS[severity])) for severity in SEVERITIES],
        "may_change": desk is not None and deed.role_of(request.user) in SENIOR,
        "wrong": wrong,
        "page_title": _("Checks"),
        "header_title": _("Checks"),
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Checks")},
        ],
    }
    return TemplateResponse(request, "desk/checks.html", context, status=status)


def _make_line(code: str, types: list[ItemType], own: dict[str, str]) -> Line:
    severities = [read_severity(code, type_, own) for type_ in types]
    cells = tuple(Cell(severity, str(SEVERITY_LABELS[severity])) for severity in severities)
    return Line(code, str(CHECK_LABELS[code]), cells, own.get(code, ""), CHECKS[code].is_fixed)

"""`/portal/views/`: saved views of the organisation, one page each with the stories that match, and the form."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newswire.kit.errors import RuleError, UnavailableError
from newswire.portal import page
from newswire.portal.access import Organisation, find_organisation
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.parameters import hide_number, read_hidden_number, read_number
from newswire.portal.reading import plain_connection
from newswire.portal.rows import Row, make_row
from newswire.portal.views_find import DAYS, Finding, Matched, find_newer, find_newest, find_older, make_preview
from newswire.portal.views_form import AlertForm, ViewForm, fill_alert, fill_view
from newswire.portal.views_read import describe_alert, person_of, read_lines
from newswire.query.ast import Node
from newswire.query.errors import find_stumble
from newswire.query.parse import LONGEST, QueryError
from newswire.subscribers.view_models import SavedView, ViewSort
from newswire.subscribers.views import (
    AlertDraft,
    do_delete_view,
    do_duplicate_view,
    do_save_view,
    do_set_alert,
    find_view,
    may_change,
    parse_view_query,
    read_alert,
    read_habits,
)


@require_safe
@portal_page
def views(request: HttpRequest) -> HttpResponse:
    """What the visitor sees: their own views and those that are shared."""
    organisation = find_organisation(request.user)
    return show(request, "views", {"organisation": organisation, "lines": read_lines(organisation)})


@require_safe
@portal_page
def view(request: HttpRequest, view: int) -> HttpResponse:
    """The newest stories that match, or with `?before=…` the archive's that come after a page."""
    organisation = find_organisation(request.user)
    found = find_view(person_of(organisation), view)
    numbers, node = numbers_of(organisation, found), _read_query(found)
    before = read_hidden_number(request, "before")
    finding = _find(numbers, node, before)
    values = {
        "organisation": organisation,
        "view": found,
        "told": describe_alert(read_alert(person_of(organisation), view)),
        "may_change": may_change(person_of(organisation), found),
        "is_unreadable": node is None,
        "rows": _make_rows(_sort(finding.found, found.sort)),
        "older": hide_number(finding.older) if finding.older is not None else "",
        "is_recent": finding.is_recent,
        "is_newest": before is None,
        "cursor": write_cursor(finding.cursor),
        "live": [reverse("portal:live", args=[number]) for number in numbers[:2]],
    }
    return show(request, "view", values)


@require_safe
@portal_page
def view_newer(request: HttpRequest, view: int) -> HttpResponse:
    """The rows that came after `?after=0:48,3:12` (numbers by subscription), oldest first; the header `X-Cursor` says
    where to go on. What came without content is among them: it may concern a story that is shown."""
    organisation = find_organisation(request.user)
    found = find_view(person_of(organisation), view)
    node = _read_query(found)
    cursor = read_cursor(request.GET.get("after", ""))
    if node is None or not set(cursor) <= set(numbers_of(organisation, found)):
        raise Http404
    with plain_connection() as plain:
        newer, reached = find_newer(plain, cursor, node, now=page.clock())
    response = show(request, "view_rows", {"rows": _make_rows(newer)})
    response.headers["X-Cursor"] = write_cursor(reached)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def view_new(request: HttpRequest) -> HttpResponse:
    """A new view; `?q=` and `?subscription=` fill it in."""
    organisation = find_organisation(request.user)
    if request.method == "POST":
        return _save(request, organisation, None)
    query, number = request.GET.get("q", "")[:LONGEST], read_number(request, "subscription")
    given = {"query": query, "name": query[:100], "subscription": "" if number is None else number}
    form = ViewForm(initial=given, organisation=organisation)
    alert = AlertForm(initial=fill_alert(AlertDraft(in_app=True)))
    return _show_form(request, organisation, None, form, alert)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def view_edit(request: HttpRequest, view: int) -> HttpResponse:
    """A view that is there; who may not change it says here how they want to be told."""
    organisation = find_organisation(request.user)
    person = person_of(organisation)
    found = find_view(person, view)
    if request.method == "POST":
        return _save(request, organisation, found)
    form = ViewForm(initial=fill_view(found), organisation=organisation)
    return _show_form(request, organisation, found, form, AlertForm(initial=fill_alert(read_alert(person, view))))


@require_POST
@portal_page
def view_delete(request: HttpRequest, view: int) -> HttpResponse:
    """Takes a view away."""
    organisation = find_organisation(request.user)
    try:
        do_delete_view(person_of(organisation), view)
    except RuleError as refused:
        return show(request, "refused", {"organisation": organisation, "refused": refused.detail}, status=409)
    return _go(reverse("portal:views"))


@require_POST
@portal_page
def view_duplicate(request: HttpRequest, view: int) -> HttpResponse:
    """Makes a private copy and opens its form."""
    organisation = find_organisation(request.user)
    person = person_of(organisation)
    name = _("%(name)s (copy)") % {"name": find_view(person, view).name}
    try:
        copy = do_duplicate_view(person, view, name, now=page.clock())
    except RuleError as refused:
        return show(request, "refused", {"organisation": organisation, "refused": refused.detail}, status=409)
    return _go(reverse("portal:view-edit", args=[copy.pk]))


@require_safe
@portal_page
def view_preview(request: HttpRequest) -> HttpResponse:
    """What `?query=` would have found lately, as a fragment for the form: asked while one types."""
    organisation = find_organisation(request.user)
    number = read_number(request, "subscription")
    values = preview_values(organisation, request.GET.get("query", ""), number, request.GET.get("zone", ""))
    return show(request, "view_preview", values)


def preview_values(organisation: Organisation, query: str, number: int | None, zone: str = "") -> dict[str, object]:
    """What the preview shows: `preview`, or `stumble` where the query cannot be read, or `is_unavailable`."""
    numbers = [one.number for one in organisation.subscriptions if number is None or one.number == number]
    values: dict[str, object] = {"days_back": DAYS}
    try:
        node = parse_view_query(query.strip())
    except QueryError as error:
        return values | {"stumble": find_stumble(query.strip(), error)}
    if number is not None and not numbers:
        raise Http404
    try:
        with plain_connection() as plain:
            found = make_preview(plain, numbers, node, now=page.clock(), zone=_find_zone(organisation, zone))
    except UnavailableError:
        return values | {"is_unavailable": True}
    misses = [{"clause": one.clause, "rows": _make_rows(one.found)} for one in found.misses]
    return values | {"preview": found, "rows": _make_rows(found.found), "misses": misses}


def numbers_of(organisation: Organisation, view: SavedView) -> list[int]:
    """The organisation's subscriptions that the view goes over."""
    return [
        one.number
        for one in organisation.subscriptions
        if view.subscription_id is None or one.number == view.subscription_id
    ]


def write_cursor(cursor: Mapping[int, int]) -> str:
    """`0:48,3:12`: how far each subscription has come."""
    return ",".join(f"{number}:{n}" for number, n in sorted(cursor.items()))


def read_cursor(text: str) -> dict[int, int]:
    """The same read. Raises `Http404` for anything else."""
    cursor = {}
    for part in text.split(","):
        number, colon, n = part.partition(":")
        if not (colon and all(one.isascii() and one.isdecimal() and len(one) < 16 for one in (number, n))):
            raise Http404
        cursor[int(number)] = int(n)
    return cursor


def _save(request: HttpRequest, organisation: Organisation, found: SavedView | None) -> HttpResponse:
    person = person_of(organisation)
    is_theirs = found is None or may_change(person, found)
    alert = AlertForm(request.POST)
    initial = fill_view(found) if found is not None else None
    form = ViewForm(request.POST if is_theirs else None, initial=initial, organisation=organisation)
    is_valid = alert.is_valid() and (not is_theirs or form.is_valid())
    if not is_valid:
        return _show_form(request, organisation, found, form, alert, status=422)
    try:
        if is_theirs:
            found = do_save_view(
                person, form.draft(), view_id=found.pk if found is not None else None, now=page.clock()
            )
        assert found is not None
        do_set_alert(person, found.pk, alert.draft())
    except RuleError as refused:
        return _show_form(request, organisation, found, form, alert, status=409, refused=refused.detail)
    return _go(reverse("portal:view", args=[found.pk]))


def _show_form(
    request: HttpRequest,
    organisation: Organisation,
    found: SavedView | None,
    form: ViewForm,
    alert: AlertForm,
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    query, number = form["query"].value() or "", str(form["subscription"].value() or "")
    known = {str(one.number): one.number for one in organisation.subscriptions}
    values: dict[str, object] = {
        "organisation": organisation,
        "view": found,
        "form": form,
        "alert": alert,
        "refused": refused,
        "is_theirs": found is None or may_change(person_of(organisation), found),
    }
    if found is not None or query or request.method == "POST":
        values |= preview_values(organisation, str(query), known.get(number))
    return show(request, "view_edit", values, status=status)


def _find(numbers: Sequence[int], node: Node | None, before: int | None) -> Finding:
    if node is None or not numbers:
        return Finding((), None, {}, is_recent=False)
    with plain_connection() as plain:
        if before is None:
            return find_newest(plain, numbers, node, now=page.clock())
        try:
            return find_older(plain, numbers, node, before, now=page.clock())
        except UnavailableError:
            return Finding((), None, {}, is_recent=True)


def _read_query(found: SavedView) -> Node | None:
    """None where it was saved when the language was another."""
    try:
        return parse_view_query(found.query)
    except QueryError:
        return None


def _make_rows(found: Sequence[Matched]) -> list[Row]:
    now, language = page.clock(), page_language()
    return [make_row(one.number, one.entry, now, language) for one in found]


def _sort(found: Sequence[Matched], sort: str) -> Sequence[Matched]:
    """The page in the view's order; stories of one urgency stay newest first."""
    if sort != ViewSort.URGENCY:
        return found
    return sorted(found, key=lambda one: one.entry.item.urgency if one.entry.item is not None else 0)


def _find_zone(organisation: Organisation, given: str) -> ZoneInfo:
    """The browser's zone, else the one that the person named, else UTC."""
    habits = None if given else read_habits(organisation.seat)
    try:
        return ZoneInfo(given or (habits.zone if habits is not None else "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _go(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response

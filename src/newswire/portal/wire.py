"""The list: what a subscription got, newest first, fifty a page, older pages by number."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from newswire.portal import page
from newswire.portal.access import find_organisation, find_subscription
from newswire.portal.live import cursor_of
from newswire.portal.marking import read_marks_of
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import count_versions, read_page
from newswire.portal.rows import make_row
from newswire.subscribers.marks import NONE


@require_safe
@portal_page
def index(request: HttpRequest) -> HttpResponse:
    """Leads to the organisation's first subscription; says so where it has none."""
    organisation = find_organisation(request.user)
    if not organisation.subscriptions:
        return show(request, "empty", {"organisation": organisation})
    return HttpResponseRedirect(reverse("portal:wire", args=[organisation.subscriptions[0].number]))


@require_safe
@portal_page
def wire(request: HttpRequest, number: int) -> HttpResponse:
    """The newest entries of a subscription, or with `?before=N` those numbered below N."""
    access = find_subscription(request.user, number)
    before = _read_before(request)
    found = read_page(number, before)
    now, language = page.clock(), page_language()
    marks = read_marks_of(access, found.entries)
    values = {
        "access": access,
        "organisation": access.organisation,
        "ended": access.held.has_ended(now),
        "rows": [
            make_row(
                number,
                entry,
                now,
                language,
                marks.get(entry.guid, NONE),
                count_versions(entry, found.chains),
            )
            for entry in found.entries
        ],
        "older": found.older,
        "is_newest": before is None,
        "cursor": cursor_of(found.newest),
        "newest": found.newest,
    }
    return show(request, "wire", values)


def _read_before(request: HttpRequest) -> int | None:
    """The parameter `before`; an address with anything but a number from 1 is one that does not exist."""
    text = request.GET.get("before", "")
    if not text:
        return None
    # nineteen digits and more would overflow the database's numbers
    if not (text.isascii() and text.isdecimal()) or len(text) > 15 or int(text) < 1:
        raise Http404
    return int(text)

"""`/portal/saved/`: the stories a person keeps for later, and the button that keeps and drops them."""

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from newswire.portal import page
from newswire.portal.access import Access, Organisation, find_organisation, find_subscription
from newswire.portal.marking import read_marks_of
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import count_versions, plain_connection, read_chains_of, read_stories_by_guid
from newswire.portal.rows import Row, make_row
from newswire.portal.story import find_entry
from newswire.subscribers.marks import NONE, do_drop_saved, do_save, read_saved


@require_safe
@portal_page
def saved(request: HttpRequest) -> HttpResponse:
    """What the visitor keeps, the newest first, each story as it stands now."""
    organisation = find_organisation(request.user)
    return show(request, "saved", {"organisation": organisation, "rows": read_saved_rows(organisation)})


@require_POST
@portal_page
def save(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """Keeps the story, or drops it where `saved` is `0`; leads back to the story."""
    access = find_subscription(request.user, number)
    find_entry(number, guid)
    with plain_connection() as plain:
        if request.POST.get("saved") == "0":
            do_drop_saved(plain, access.organisation.seat, number, guid)
        else:
            do_save(plain, access.organisation.seat, number, guid, now=page.clock())
    response = HttpResponseRedirect(reverse("portal:story", args=[number, guid]))
    response.status_code = 303
    return response


def read_saved_rows(organisation: Organisation) -> Sequence[Row]:
    """The rows of the list; what came through a subscription that is not the organisation's any more is left out.

    Queries: a handful for each subscription that something came through, however much that is.
    """
    with plain_connection() as plain:
        kept = read_saved(plain, organisation.seat)
    guids: dict[int, list[str]] = defaultdict(list)
    for one in kept:
        guids[one.number].append(one.guid)
    rows: dict[tuple[int, str], Row] = {}
    for held in organisation.subscriptions:
        if held.number in guids:
            for row in _read_rows(Access(organisation, held), guids[held.number]):
                rows[held.number, row.guid] = row
    return [rows[one.number, one.guid] for one in kept if (one.number, one.guid) in rows]


def _read_rows(access: Access, guids: Sequence[str]) -> list[Row]:
    entries = list(read_stories_by_guid(access.number, guids).values())
    marks, chains = read_marks_of(access, entries), read_chains_of(access.number, entries)
    now, language = page.clock(), page_language()
    return [
        make_row(access.number, one, now, language, marks.get(one.guid, NONE), count_versions(one, chains))
        for one in entries
    ]

"""`/portal/organisation/recalls/`: kills, holds and corrections that nobody of the house has acknowledged yet."""

from collections.abc import Sequence

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from newswire.accounts.audit import do_record
from newswire.delivery.acknowledgements import do_acknowledge, read_open_recalls
from newswire.portal import page
from newswire.portal.access import Organisation, find_subscription
from newswire.portal.entering import redirect
from newswire.portal.organisation.gate import acting, find_house, number_of
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import plain_connection
from newswire.portal.rows import Row, make_row
from newswire.routing.entitlement import make_reader
from newswire.subscribers.keys import read_access


class Open(msgspec.Struct, frozen=True):
    """A subscription with what waits to be acknowledged."""

    name: str
    number: int
    rows: Sequence[Row]


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def recalls(request: HttpRequest) -> HttpResponse:
    """What waits, by subscription; POST acknowledges number `n` of `subscription`, or all of it that was shown."""
    organisation, user = find_house(request, "portal:recalls")
    if request.method != "POST":
        values = {"organisation": organisation, "open": _read(organisation)}
        return show(request, "house_recalls", values)
    access = find_subscription(user, _number(request.POST.get("subscription", "")))
    asked = [number_of(one) for one in request.POST.getlist("n")]
    if not asked or not all(asked):
        raise Http404
    now = page.clock()
    with plain_connection() as plain:
        for n in asked:
            do_acknowledge(plain, access.number, n, seat=organisation.seat, now=now)
    with acting(request):
        who, said = user.get_username(), {"numbers": ", ".join(map(str, asked))}
        do_record("acknowledge", "subscription", str(access.number), actor=who, role=user.role, now=now, detail=said)
    return redirect(reverse("portal:recalls"))


def _read(organisation: Organisation) -> list[Open]:
    found = []
    now, language = page.clock(), page_language()
    with plain_connection() as plain:
        for held in organisation.subscriptions:
            reader = make_reader(held.number, read_access(plain, held.number).terms, now)
            entries = read_open_recalls(plain, reader)
            if entries:
                rows = [make_row(held.number, entry, now, language) for entry in entries]
                found.append(Open(held.name, held.number, rows))
    return found


def _number(text: str) -> int:
    """A subscription's number, of which 0 is one; -1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

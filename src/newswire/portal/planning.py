"""The planning as a client sees it: today and this week, watched coverages on top, the address of a calendar."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from newswire.editing.planning.watching import (
    do_end_calendar_address,
    do_make_calendar_address,
    do_stop_watching,
    do_watch,
    read_calendar_made_at,
    read_watched,
)
from newswire.portal import page
from newswire.portal.access import Access, find_subscription
from newswire.portal.entrance import enter
from newswire.portal.page import portal_page, show
from newswire.portal.plans import WATCHED_FOR, Shown, read_shown
from newswire.portal.zone import read_zone

DAYS = 7
"""Today and the six days after it."""


class Day(msgspec.Struct, frozen=True):
    """What is due on a day of the visitor's zone, by time; `is_today` for the first heading."""

    date: date
    is_today: bool
    plans: Sequence[Shown]


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def planning(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The week of a subscription; POST watches a coverage or stops, makes or ends the address of a calendar."""
    if number is None:
        return enter(request, "portal:planning")
    access = find_subscription(request.user, number)
    now, zone = page.clock(), read_zone(request)
    if request.method != "POST":
        return _show(request, access, now, zone)
    if "calendar" in request.POST:
        return _change_calendar(request, access, now, zone)
    _change_watch(request, access, now, zone)
    return _go_back(number)


def _show(request: HttpRequest, access: Access, now: datetime, zone: tzinfo, address: str = "") -> HttpResponse:
    shown = _read(access, now, zone)
    today = now.astimezone(zone).date()
    start, end = _bounds(now, zone)
    week = [one for one in shown if start <= one.plan.due_at < end]
    by_day = groupby(week, key=lambda one: one.plan.due_at.astimezone(zone).date())
    values = {
        "access": access,
        "organisation": access.organisation,
        "ended": access.held.has_ended(now),
        "watched": [one for one in shown if one.is_watched],
        "days": [Day(day, day == today, list(plans)) for day, plans in by_day],
        "zone": str(zone) if request.method == "GET" else "",
        "zone_name": str(zone).replace("_", " "),
        "tzinfo": zone,
        "calendar_address": address,
        "calendar_made_at": read_calendar_made_at(access.organisation.seat),
    }
    return show(request, "planning", values)


def _read(access: Access, now: datetime, zone: tzinfo) -> list[Shown]:
    start, end = _bounds(now, zone)
    watched = read_watched(access.organisation.seat, start - WATCHED_FOR)
    return read_shown(access.number, start, end, now, watched)


def _bounds(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """From when today begins in the zone until the week is over."""
    today = now.astimezone(zone).date()
    return datetime.combine(today, time(), zone), datetime.combine(today + timedelta(days=DAYS), time(), zone)


def _change_watch(request: HttpRequest, access: Access, now: datetime, zone: tzinfo) -> None:
    """`Http404` alike for a coverage that the subscription is not told of and for one that does not exist."""
    ref = request.POST.get("watch", "") or request.POST.get("unwatch", "")
    one = next((one for one in _read(access, now, zone) if one.ref == ref), None)
    if one is None:
        raise Http404
    if "watch" in request.POST:
        do_watch(access.organisation.seat, one.plan.key, now=now)
    else:
        do_stop_watching(access.organisation.seat, one.plan.key)


def _change_calendar(request: HttpRequest, access: Access, now: datetime, zone: tzinfo) -> HttpResponse:
    """Makes an address, which this one answer shows, or ends the one there is."""
    seat = access.organisation.seat
    if request.POST["calendar"] != "make":
        do_end_calendar_address(seat)
        return _go_back(access.number)
    secret = do_make_calendar_address(seat, pepper=settings.SECRET_KEY, now=now)
    address = settings.NEWSWIRE_BASE_URL.rstrip("/") + reverse("portal:calendar", args=[secret])
    return page.keep_secret(_show(request, access, now, zone, address))


def _go_back(number: int) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse("portal:planning", args=[number])})

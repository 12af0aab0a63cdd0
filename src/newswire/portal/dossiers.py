"""Dossiers: the affairs that a subscription's stories belong to, and the timeline of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from itertools import groupby

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from newswire.editing.dossiers import read_stories_in_dossiers
from newswire.item.item import Item, Subject
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import find_subscription
from newswire.portal.entrance import enter
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import plain_connection
from newswire.portal.rows import Row, make_row
from newswire.portal.zone import read_zone
from newswire.routing.chains import read_newest_of
from newswire.routing.entitlement import make_reader
from newswire.subscribers.keys import read_access

MOST = 200
"""Stories that one page looks through: the newest."""
_NAMES = 16
"""People and places that a dossier names: those that stand in most of its stories."""


class Summary(msgspec.Struct, frozen=True):
    """A dossier in the list: how many of its stories the subscription has, and the newest of them."""

    code: str
    name: str
    language: str
    stories: int
    newest: Row


class Line(msgspec.Struct, frozen=True):
    """A story in the timeline, its versions folded into the newest."""

    row: Row
    standfirst: str


class Day(msgspec.Struct, frozen=True):
    """The stories that were released on a day of the visitor's zone, newest first."""

    date: date
    lines: Sequence[Line]


@require_safe
@portal_page
def dossiers(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The dossiers that a subscription has stories of, the one with the newest first."""
    if number is None:
        return enter(request, "portal:dossiers")
    access = find_subscription(request.user, number)
    now = page.clock()
    values = {
        "access": access,
        "organisation": access.organisation,
        "dossiers": _sum_up(number, _read(number, now), now, page_language()),
    }
    return show(request, "dossiers", values)


@require_safe
@portal_page
def dossier(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """One dossier: what the subscription got of it by day, its people and places.

    The same 404 for one that does not exist and for one of which the subscription got nothing.
    """
    access = find_subscription(request.user, number)
    now, zone = page.clock(), read_zone(request)
    entries = [one for one in _read(number, now, slug) if _find(one, slug) is not None]
    if not entries:
        raise Http404
    subject, newest = _find(entries[0], slug), entries[0]
    assert subject is not None
    assert newest.item is not None
    items = [one.item for one in entries if one.item is not None]
    values = {
        "access": access,
        "organisation": access.organisation,
        "name": subject.name or slug,
        "name_language": newest.item.language,
        "days": _make_days(number, entries, now, zone),
        "stories": len(entries),
        "is_cut": len(entries) == MOST,
        "people": _count(one.name for item in items for one in item.people),
        "places": _count(one.name for item in items for one in item.places),
        "zone": str(zone),
        "zone_name": str(zone).replace("_", " "),
        "tzinfo": zone,
        "back": reverse("portal:dossiers", args=[number]),
    }
    return show(request, "dossier", values)


def _read(number: int, now: datetime, code: str = "") -> list[Entry]:
    """What the subscription may read now of the stories that stand in dossiers, newest first."""
    guids = read_stories_in_dossiers(MOST, code)
    with plain_connection() as plain:
        reader = make_reader(number, read_access(plain, number).terms, now)
        found = read_newest_of(plain, reader, guids).values() if guids else ()
    return sorted((one for one in found if one.item is not None), key=lambda one: -one.n)


def _find(entry: Entry, code: str) -> Subject | None:
    """The dossier as the entry names it: what counts is how the story left."""
    item = entry.item
    return next((one for one in item.dossiers if one.qcode == code), None) if item is not None else None


def _sum_up(number: int, entries: Sequence[Entry], now: datetime, language: str) -> list[Summary]:
    found: dict[str, tuple[Subject, Entry, Item]] = {}
    counted: Counter[str] = Counter()
    for entry in entries:
        for subject in entry.item.dossiers if entry.item is not None else ():
            assert entry.item is not None
            found.setdefault(subject.qcode, (subject, entry, entry.item))
            counted[subject.qcode] += 1
    return [
        Summary(code, subject.name or code, item.language, counted[code], make_row(number, entry, now, language))
        for code, (subject, entry, item) in found.items()
    ]


def _make_days(number: int, entries: Sequence[Entry], now: datetime, zone: tzinfo) -> list[Day]:
    newest_first = sorted(entries, key=lambda one: (one.released_at, one.n), reverse=True)
    days = groupby(newest_first, key=lambda one: one.released_at.astimezone(zone).date())
    return [Day(day, [_make_line(number, one, now) for one in same]) for day, same in days]


def _make_line(number: int, entry: Entry, now: datetime) -> Line:
    standfirst = entry.item.standfirst if entry.item is not None else ""
    return Line(make_row(number, entry, now, page_language()), standfirst)


def _count(names: Iterable[str]) -> list[tuple[str, int]]:
    """Names by how many stories have them, the most frequent first."""
    return Counter(names).most_common(_NAMES)

"""`/portal/versions/…`: what a subscription got of a story, and what changed from one version to another."""

from collections.abc import Sequence

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import find_subscription
from newswire.portal.compare import Comparison, compare_items
from newswire.portal.marking import do_note_read
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import read_story_versions
from newswire.portal.rows import Row, make_row
from newswire.portal.usage import do_note_view


class Version(msgspec.Struct, frozen=True):
    """One version as the page lists it: its row, the version it is held against (0: none can be), and whether it is the
    newer or the older of the two that are compared."""

    row: Row
    against: int
    is_newer: bool
    is_older: bool


class Pair(msgspec.Struct, frozen=True):
    """The two versions that are compared."""

    older: Entry
    newer: Entry


@require_safe
@portal_page
def versions(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """All versions the subscription got, newest first, and what changed from `?from=` to `?to=` (versions by number).

    Without them the newest text is held against the one before it. With `?pane=1` only the part for the pane, with
    `?rows=1` only the older versions, for the list.
    """
    access = find_subscription(request.user, number)
    entries = read_story_versions(number, guid)
    if not entries:
        raise Http404
    now, language = page.clock(), page_language()
    if request.GET.get("rows"):
        older = [make_row(number, one, now, language) for one in reversed(entries[:-1])]
        return show(request, "older", {"access": access, "rows": older})
    pair = find_pair(entries, _read_version(request, "from"), _read_version(request, "to"))
    if pair is not None and request.method == "GET":
        do_note_view(access, guid)
        do_note_read(access, pair.newer)
    values: dict[str, object] = {
        "access": access,
        "organisation": access.organisation,
        "entry": entries[-1],
        "row": make_row(number, entries[-1], now, language),
        "versions": _list(number, entries, pair, language),
        "pair": pair,
        "comparison": _compare(pair),
    }
    return show(request, "versions_pane" if request.GET.get("pane") else "versions", values)


def find_pair(entries: Sequence[Entry], older: int | None, newer: int | None) -> Pair | None:
    """The two versions to compare, by their numbers, else the newest two that have a text; None where there are none.

    Raises `Http404` for a version that never came or has no text (any more).
    """
    readable = [one for one in entries if one.item is not None]
    if older is None and newer is None and len(readable) < 2:
        return None
    last = _find(readable, newer) if newer is not None else readable[-1] if readable else None
    before = [one for one in readable if last is not None and one.version < last.version]
    first = _find(readable, older) if older is not None else before[-1] if before else None
    if first is None or last is None or first.version >= last.version:
        raise Http404
    return Pair(first, last)


def _find(entries: Sequence[Entry], version: int) -> Entry | None:
    return next((one for one in entries if one.version == version), None)


def _read_version(request: HttpRequest, name: str) -> int | None:
    """The parameter as a version; an address with anything else is one that does not exist."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise Http404
    return int(text)


def _compare(pair: Pair | None) -> Comparison | None:
    if pair is None or pair.older.item is None or pair.newer.item is None:
        return None
    return compare_items(pair.older.item, pair.newer.item)


def _list(number: int, entries: Sequence[Entry], pair: Pair | None, language: str) -> list[Version]:
    now = page.clock()
    found: list[Version] = []
    before = 0
    for one in entries:
        against = before if one.item is not None else 0
        row = make_row(number, one, now, language)
        shown = (pair is not None and one == pair.newer, pair is not None and one == pair.older)
        found.append(Version(row, against, *shown))
        before = one.version if one.item is not None else before
    return found[::-1]

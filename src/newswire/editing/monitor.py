"""The wire as the newsroom sees it: newest first, with headlines, filtered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db.models import OuterRef, Subquery

from newswire.editing.deed import wire_connection
from newswire.editing.models import Desk, Story
from newswire.item.item import Item
from newswire.wire.follow import read_after, read_content_seqs, read_items, read_newest
from newswire.wire.release import Release

_BATCH = 200
_FURTHEST = 4000
"""How many releases one page looks through: 4,000 take 0.3 s, and a filter that finds nothing must end."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the monitor is narrowed to; empty means everything. `words` must all occur in the headline, `urgency` is
    the least urgent that is shown, `desk` the code of the desk whose story it is."""

    kind: str = ""
    language: str = ""
    actor: str = ""
    words: str = ""
    desk: str = ""
    type: str = ""
    section: str = ""
    urgency: int = 9


class Own(msgspec.Struct, frozen=True):
    """The desk's own row of a story on the wire."""

    pk: int
    desk_code: str = ""
    desk_name: str = ""


class Line(msgspec.Struct, frozen=True):
    """One release with its headline (for a hold or kill: the newest before it) and the desk's own row, if any."""

    release: Release
    headline: str
    language: str
    urgency: int
    embargo: bool
    story_id: int | None
    type: str = "text"
    sections: tuple[str, ...] = ()
    embargo_until: datetime | None = None
    desk_code: str = ""
    desk_name: str = ""


class Page(msgspec.Struct, frozen=True):
    """Lines, newest first. `before` asks for the page after this one; None at the beginning of the wire."""

    lines: tuple[Line, ...]
    before: int | None


class Newer(msgspec.Struct, frozen=True):
    """What has come since a page was opened, newest first; `is_more` where it is too much to list."""

    lines: tuple[Line, ...]
    is_more: bool


class Silence(msgspec.Struct, frozen=True):
    """How long ago a desk released anything: None where it never did. `limit` is how long it may be silent, 0: ever."""

    name: str
    last_at: datetime | None
    limit: int
    is_over: bool


def read_monitor(filters: Filters, *, before: int | None = None, limit: int = 50) -> Page:
    """Up to `limit` releases below `before` that match."""
    found: list[Line] = []
    looked_at = 0
    while len(found) < limit and looked_at < _FURTHEST:
        releases = read_newest(wire_connection(), _BATCH if filters != Filters() else limit, before)
        if not releases:
            return Page(tuple(found), None)
        for line in _read_lines(releases):
            before = line.release.seq
            if _matches(line, filters):
                found.append(line)
            if len(found) == limit:
                break
        looked_at += len(releases)
    return Page(tuple(found), before if before and before > 1 else None)


def read_newer(filters: Filters, after: int) -> Newer:
    """What matches of the releases above `after`; at most as many as one look takes."""
    releases = read_after(wire_connection(), after, _BATCH + 1)
    lines = [line for line in _read_lines(releases[:_BATCH]) if _matches(line, filters)]
    return Newer(tuple(reversed(lines)), len(releases) > _BATCH)


def read_silences(now: datetime) -> tuple[Silence, ...]:
    """Every desk with its last release, in one query."""
    newest = Story.objects.filter(desk=OuterRef("pk"), released_at__isnull=False).order_by("-released_at")
    desks = Desk.objects.annotate(last_at=Subquery(newest.values("released_at")[:1]))
    rows = desks.values_list("name", "last_at", "silence_minutes")
    return tuple(Silence(name, last, limit, is_silent(last, limit, now)) for name, last, limit in rows)


def is_silent(last_at: datetime | None, minutes: int, now: datetime) -> bool:
    """Whether a desk has been silent longer than its `minutes`; 0 minutes is never."""
    return bool(minutes) and (last_at is None or now - last_at > timedelta(minutes=minutes))


def _read_lines(releases: Sequence[Release]) -> list[Line]:
    items = _read_contents(releases)
    rows = Story.objects.filter(guid__in={one.guid for one in releases})
    ours = {
        guid: Own(pk, code or "", name or "")
        for guid, pk, code, name in rows.values_list("guid", "pk", "desk__code", "desk__name")
    }
    return [_make_line(one, items.get(one.seq), ours.get(one.guid)) for one in releases]


def _make_line(release: Release, item: Item | None, own: Own | None) -> Line:
    carries = release.kind not in ("hold", "kill")
    until = item.embargo_until if item and carries else None
    return Line(
        release,
        item.headline if item else "",
        item.language if item else "",
        item.urgency if item else 5,
        until is not None,
        own.pk if own else None,
        item.type if item else "text",
        item.sections if item else (),
        until,
        own.desk_code if own else "",
        own.desk_name if own else "",
    )


def _read_contents(releases: Sequence[Release]) -> dict[int, Item]:
    """The content of each release by its number; for one without any, the newest before it. Three queries at most."""
    wire = wire_connection()
    items = read_items(wire, [one.seq for one in releases])
    bare = [one for one in releases if one.seq not in items]
    if not bare:
        return items
    carriers = read_content_seqs(wire, [one.guid for one in bare])
    before = {one.seq: max((seq for seq in carriers.get(one.guid, ()) if seq < one.seq), default=0) for one in bare}
    earlier = read_items(wire, sorted(set(before.values())))
    return items | {seq: earlier[found] for seq, found in before.items() if found in earlier}


def _matches(line: Line, filters: Filters) -> bool:
    headline = line.headline.casefold()
    return (
        filters.kind in ("", line.release.kind)
        and filters.language in ("", line.language)
        and filters.actor.strip() in ("", *line.release.actor.split(", "))
        and filters.desk in ("", line.desk_code)
        and filters.type in ("", line.type)
        and filters.section in ("", *line.sections)
        and line.urgency <= filters.urgency
        and all(word in headline for word in filters.words.casefold().split())
    )

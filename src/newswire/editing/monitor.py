"""The wire as the newsroom sees it: newest first, with headlines, filtered."""

from collections.abc import Sequence

import msgspec

from newswire.editing.deed import wire_connection
from newswire.editing.models import Story
from newswire.item.item import Item
from newswire.wire.follow import read_history, read_items, read_newest
from newswire.wire.release import Release

_BATCH = 200
_FURTHEST = 4000
"""How many releases one page looks through: 4,000 take 0.3 s, and a filter that finds nothing must end."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the monitor is narrowed to; empty means everything. `words` must all occur in the headline."""

    kind: str = ""
    language: str = ""
    actor: str = ""
    words: str = ""


class Line(msgspec.Struct, frozen=True):
    """One release with its headline (for a hold or kill: the newest before it) and the desk's own row, if any."""

    release: Release
    headline: str
    language: str
    urgency: int
    embargo: bool
    story_id: int | None


class Page(msgspec.Struct, frozen=True):
    """Lines, newest first. `before` asks for the page after this one; None at the beginning of the wire."""

    lines: tuple[Line, ...]
    before: int | None


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


def _read_lines(releases: Sequence[Release]) -> list[Line]:
    wire = wire_connection()
    items = read_items(wire, [one.seq for one in releases])
    ours = dict(Story.objects.filter(guid__in={one.guid for one in releases}).values_list("guid", "pk"))
    lines = []
    for release in releases:
        item = items.get(release.seq) or _read_before(release)
        lines.append(
            Line(
                release,
                item.headline if item else "",
                item.language if item else "",
                item.urgency if item else 5,
                bool(item and item.embargo_until and release.seq in items),
                ours.get(release.guid),
            )
        )
    return lines


def _read_before(release: Release) -> Item | None:
    """The content a release without any refers to; None where it was erased."""
    wire = wire_connection()
    earlier = [one.seq for one in read_history(wire, release.guid) if one.seq < release.seq]
    items = read_items(wire, earlier)
    return items[max(items)] if items else None


def _matches(line: Line, filters: Filters) -> bool:
    headline = line.headline.casefold()
    return (
        filters.kind in ("", line.release.kind)
        and filters.language in ("", line.language)
        and filters.actor.strip() in ("", *line.release.actor.split(", "))
        and all(word in headline for word in filters.words.casefold().split())
    )

"""One entry as a line of the list: what it shows, and the words for what happened to the story."""

from datetime import datetime, timedelta

import msgspec
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry
from newswire.item.vocabulary.sections import section_name
from newswire.subscribers.marks import NONE, Marks

FLASH_URGENCY = 1
URGENT_URGENCY = 3
FLASH_AGE = timedelta(minutes=10)
"""For that long a flash stands out; after it, it is a normal headline with a mark."""

NAMED = 2
"""Colleagues that a line names; the story names all."""

KIND_WORDS: dict[Kind, str | Promise] = {
    "new": "",
    "update": _("Updated"),
    "correction": _("Correction"),
    "refile": _("Refiled"),
    "hold": _("Hold"),
    "lift": _("Free to publish"),
    "kill": _("Killed"),
    "advisory": _("Advisory"),
}
"""What a reader is told about a release's kind; a new story needs no word."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list. `headline` is empty where the content may not be read; `fresh_until`: a young flash.

    `versions` counts what came of the story so far; `wrong`, `right` and `change` say what a correction corrects, and
    `update_line` what is new in an update. `seen_by` names the first colleagues who opened it, `seen_more` counts the
    others.
    """

    number: int
    n: int
    guid: str
    kind: Kind
    word: str | Promise
    use: Use
    until: datetime | None
    version: int
    released_at: datetime
    note: str
    href: str
    headline: str = ""
    language: str = ""
    slugline: str = ""
    place: str = ""
    section: str = ""
    is_flash: bool = False
    is_urgent: bool = False
    fresh_until: datetime | None = None
    has_picture: bool = False
    versions: int = 1
    versions_href: str = ""
    save_href: str = ""
    wrong: str = ""
    right: str = ""
    change: str = ""
    update_line: str = ""
    is_unread: bool = False
    is_saved: bool = False
    seen_by: tuple[str, ...] = ()
    seen_more: int = 0


def make_row(number: int, entry: Entry, now: datetime, language: str, marks: Marks = NONE, versions: int = 1) -> Row:
    """The row of an entry of subscription `number`; section names in `language`."""
    row = Row(
        number=number,
        n=entry.n,
        guid=entry.guid,
        kind=entry.kind,
        word=KIND_WORDS[entry.kind],
        use=entry.use,
        until=entry.until,
        version=entry.version,
        released_at=entry.released_at,
        note=entry.note,
        href=reverse("portal:story", args=[number, entry.guid]),
        versions=versions,
        versions_href=reverse("portal:versions", args=[number, entry.guid]),
        save_href=reverse("portal:save", args=[number, entry.guid]),
        is_unread=marks.read < entry.n,
        is_saved=marks.is_saved,
        seen_by=marks.seen_by[:NAMED],
        seen_more=max(0, len(marks.seen_by) - NAMED),
    )
    item = entry.item
    if item is None:
        return row
    flash = is_flash(entry)
    ends = entry.released_at + FLASH_AGE
    correction = item.correction if entry.kind == "correction" else None
    return msgspec.structs.replace(
        row,
        headline=item.headline,
        language=item.language,
        slugline=item.slugline,
        place=item.dateline.place if item.dateline else "",
        section=section_name(item.sections[0], language) if item.sections else "",
        is_flash=flash,
        is_urgent=not flash and item.urgency <= URGENT_URGENCY,
        fresh_until=ends if flash and now < ends else None,
        wrong=correction.wrong if correction else "",
        right=correction.right if correction else "",
        change=correction.note if correction and not row.note else "",
        update_line=item.update_line if entry.kind == "update" else "",
        has_picture=any(media.type == "picture" for media in item.media),
    )


def is_flash(entry: Entry) -> bool:
    """Whether this is a flash: the highest urgency, or an alert by type."""
    return entry.item is not None and (entry.item.urgency <= FLASH_URGENCY or entry.item.type == "alert")

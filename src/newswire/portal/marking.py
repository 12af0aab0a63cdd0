"""Marks on stories as pages show them: what the visitor read and keeps, and which colleagues have seen it."""

from collections.abc import Mapping, Sequence

import msgspec
from django.urls import reverse

from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import Access
from newswire.portal.reading import plain_connection, read_chains_of
from newswire.subscribers.marks import NONE, Marks, do_mark_read, read_marks


class Marked(msgspec.Struct, frozen=True):
    """What stands below a story: whether it is kept and where that is changed, all who have seen it, its versions."""

    is_saved: bool
    save_href: str
    seen_by: tuple[str, ...]
    versions: int
    versions_href: str


def do_note_read(access: Access, entry: Entry) -> None:
    """The visitor has opened the story as it stands."""
    with plain_connection() as plain:
        do_mark_read(plain, access.organisation.seat, access.number, entry.guid, entry.n, now=page.clock())


def read_marks_of(access: Access, entries: Sequence[Entry]) -> Mapping[str, Marks]:
    """The marks on the entries' stories, by guid. One query."""
    with plain_connection() as plain:
        return read_marks(plain, access.organisation.seat, access.number, [entry.guid for entry in entries])


def read_marked(access: Access, entry: Entry) -> Marked:
    """The same of one story, in full."""
    marks = read_marks_of(access, [entry]).get(entry.guid, NONE)
    chain = read_chains_of(access.number, [entry]).get(entry.guid)
    return Marked(
        is_saved=marks.is_saved,
        save_href=reverse("portal:save", args=[access.number, entry.guid]),
        seen_by=marks.seen_by,
        versions=chain.count if chain else 1,
        versions_href=reverse("portal:versions", args=[access.number, entry.guid]),
    )

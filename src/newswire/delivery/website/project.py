"""The website's projector: one event of the wire, as the website's own subscription sees it, becomes the edition."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from newswire.delivery.website.addresses import find_addresses
from newswire.delivery.website.changes import do_note_shown, do_note_taken_down
from newswire.delivery.website.content import alt_of, find_picture, make_content
from newswire.delivery.website.portion import is_shown, touches_nothing
from newswire.edition.shape import Picture, Source, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw, read_shown
from newswire.item.item import Item, Media
from newswire.item.release import Entry
from newswire.item.rights_end import is_rights_end
from newswire.kit.errors import NewswireError
from newswire.media.public import do_end_copies, do_end_story, do_hold_copies, do_publish_copies
from newswire.subscribers.website import LEAST, Limits

_log = logging.getLogger(__name__)


def do_project(
    connection: psycopg.Connection[Any],
    entry: Entry,
    home: Path,
    *,
    limits: Limits = LEAST,
    since: datetime | None = None,
) -> None:
    """Applies `entry` to the edition and to the public pictures below `home`. The same entry twice changes
    nothing more. Whether and when it is applied is decided before (`admit.py`); `since` is when the story was first
    published, where that was by an earlier entry.

    Runs inside the caller's transaction where there is one. Files are removed before the commit: after a crash the
    entry comes again, and until then a picture is missing rather than shown too long.
    """
    if entry.use == "recall" or entry.kind == "kill":
        do_end(connection, entry.guid, entry.released_at, entry.note, home)
    elif touches_nothing(entry):
        return
    elif entry.item is None or not is_shown(entry):
        do_hide(connection, entry.guid, home)
    else:
        _publish(connection, entry, entry.item, home, limits, since or entry.released_at)


def do_end(connection: psycopg.Connection[Any], guid: str, moment: datetime, note: str, home: Path) -> None:
    """Takes the story and its pictures off for good: killed, or, where `note` says so, because a right has ended."""
    do_end_story(home, _read_names(connection, guid), public_id_of(guid))
    do_withdraw(connection, guid, moment, "ended" if is_rights_end(note) else "gone")
    do_note_taken_down(connection, guid)


def do_hide(connection: psycopg.Connection[Any], guid: str, home: Path) -> None:
    """Takes the story and its pictures off until it is published again."""
    do_hold_copies(home, _read_names(connection, guid), public_id_of(guid))
    do_hold(connection, guid)
    do_note_taken_down(connection, guid)


def _publish(
    connection: psycopg.Connection[Any], entry: Entry, item: Item, home: Path, limits: Limits, since: datetime
) -> None:
    before = read_shown(connection, entry.guid)
    if before and before.state in ("gone", "ended"):
        return  # nothing brings a killed story back, an older entry least of all
    media = find_picture(item)
    picture = _make_picture(media, item, home) if media else None
    content = make_content(item, entry.kind, picture, limits)
    if before is None and since < entry.released_at:  # the edition was thrown away: its dates come back too
        do_publish(connection, entry.guid, msgspec.structs.replace(content, correction=None), since)
    do_publish(connection, entry.guid, content, entry.released_at)
    if before and before.picture and (picture is None or picture.src != before.picture.src):
        do_end_copies(home, before.picture.names)
    do_note_shown(connection, entry.guid, find_addresses(content, public_id_of(entry.guid), since.date()))


def _make_picture(media: Media, item: Item, home: Path) -> Picture | None:
    """The public copies of the item's picture; a story whose picture cannot be used goes out without it."""
    source = media.rendition("web") or media.rendition("full")
    if source is None:
        return None
    owner = public_id_of(item.guid)
    try:
        copies = do_publish_copies(home, source.sha256, owner)
    except NewswireError as error:
        _log.warning("story %s goes out without its picture %s: %s", item.guid, media.id, error.detail)
        return None
    sources = tuple(Source(copy.name, copy.width, copy.height, copy.mime) for copy in copies)
    jpegs = [one for one in sources if one.mime == "image/jpeg"]
    web = jpegs[-1]
    alt = alt_of(media, item)
    return Picture(web.src, web.width, web.height, jpegs[0].src, alt, media.caption, media.credit, sources)


def _read_names(connection: psycopg.Connection[Any], guid: str) -> tuple[str, ...]:
    """The public files of what the edition shows of the story now."""
    shown = read_shown(connection, guid)
    return shown.picture.names if shown and shown.picture else ()

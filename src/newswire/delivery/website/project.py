"""The website's projector: one event of the wire, as the website's own subscription sees it, becomes the edition."""

import logging
from pathlib import Path
from typing import Any

import psycopg

from newswire.delivery.website.content import alt_of, find_picture, is_public, make_content
from newswire.edition.shape import Picture, Source, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw, read_shown
from newswire.item.item import Item, Media
from newswire.item.release import Entry
from newswire.item.rights_end import is_rights_end
from newswire.kit.errors import NewswireError
from newswire.media.public import do_end_copies, do_end_story, do_hold_copies, do_publish_copies

_log = logging.getLogger(__name__)


def do_project(connection: psycopg.Connection[Any], entry: Entry, home: Path) -> None:
    """Applies `entry` to the edition and to the public pictures below `home`. The same entry twice changes
    nothing more.

    Runs inside the caller's transaction where there is one. Files are removed before the commit: after a crash the
    entry comes again, and until then a picture is missing rather than shown too long.
    """
    if entry.use == "recall" or entry.kind == "kill":
        do_end_story(home, _read_names(connection, entry.guid), public_id_of(entry.guid))
        do_withdraw(connection, entry.guid, entry.released_at, "ended" if is_rights_end(entry.note) else "gone")
    elif entry.kind == "advisory" or _is_under_embargo(entry):
        return
    elif entry.use != "publish" or entry.kind == "hold" or entry.item is None or not is_public(entry.item):
        do_hold_copies(home, _read_names(connection, entry.guid), public_id_of(entry.guid))
        do_hold(connection, entry.guid)
    else:
        _publish(connection, entry, entry.item, home)


def _is_under_embargo(entry: Entry) -> bool:
    """A version not to be shown before `until`: an earlier version that is out stays what it is until the lift."""
    return entry.use == "hold" and entry.kind != "hold" and entry.until is not None


def _publish(connection: psycopg.Connection[Any], entry: Entry, item: Item, home: Path) -> None:
    before = read_shown(connection, entry.guid)
    if before and before.state in ("gone", "ended"):
        return  # nothing brings a killed story back, an older entry least of all
    media = find_picture(item)
    picture = _make_picture(media, item, home) if media else None
    do_publish(connection, entry.guid, make_content(item, entry.kind, picture), entry.released_at)
    if before and before.picture and (picture is None or picture.src != before.picture.src):
        do_end_copies(home, before.picture.names)


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

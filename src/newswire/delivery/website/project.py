"""The website's projector: one event of the wire, as the website's own subscription sees it, becomes the edition."""

import logging
from pathlib import Path
from typing import Any

import psycopg

from newswire.delivery.website.content import alt_of, find_picture, is_public, make_content
from newswire.edition.shape import Picture, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw, read_shown
from newswire.item.item import Item, Media
from newswire.item.release import Entry
from newswire.item.rights_end import is_rights_end
from newswire.kit.errors import NewswireError
from newswire.media.public import do_publish_copy, do_remove_copy

_log = logging.getLogger(__name__)


def do_project(connection: psycopg.Connection[Any], entry: Entry, home: Path) -> None:
    """Applies `entry` to the edition and to the public pictures below `home`. The same entry twice changes
    nothing more.

    Runs inside the caller's transaction where there is one. Files are removed before the commit: after a crash the
    entry comes again, and until then a picture is missing rather than shown too long.
    """
    if entry.use == "recall" or entry.kind == "kill":
        _drop_picture(connection, entry.guid, home)
        do_withdraw(connection, entry.guid, entry.released_at, "ended" if is_rights_end(entry.note) else "gone")
    elif entry.kind == "advisory" or _is_under_embargo(entry):
        return
    elif entry.use != "publish" or entry.kind == "hold" or entry.item is None or not is_public(entry.item):
        _drop_picture(connection, entry.guid, home)
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
        _remove_files(before.picture, home)


def _make_picture(media: Media, item: Item, home: Path) -> Picture | None:
    """The public copies of the item's picture; a story whose picture cannot be used goes out without it."""
    source = media.rendition("web") or media.rendition("full")
    if source is None:
        return None
    owner = public_id_of(item.guid)
    try:
        web = do_publish_copy(home, source.sha256, "web", owner)
        thumbnail = do_publish_copy(home, source.sha256, "thumbnail", owner)
    except NewswireError as error:
        _log.warning("story %s goes out without its picture %s: %s", item.guid, media.id, error.detail)
        return None
    return Picture(web.name, web.width, web.height, thumbnail.name, alt_of(media, item), media.caption, media.credit)


def _drop_picture(connection: psycopg.Connection[Any], guid: str, home: Path) -> None:
    shown = read_shown(connection, guid)
    if shown and shown.picture:
        _remove_files(shown.picture, home)


def _remove_files(picture: Picture, home: Path) -> None:
    do_remove_copy(home, picture.src)
    do_remove_copy(home, picture.thumb)

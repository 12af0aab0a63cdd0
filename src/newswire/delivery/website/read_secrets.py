"""Which texts of the wire the public may never read, as things stand now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from psycopg import Connection

from newswire.delivery.website.content import make_content
from newswire.delivery.website.secrets import Secrets
from newswire.edition.shape import key_of, public_id_of
from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.routing.entitlement import Reader
from newswire.routing.feed import MOST, read_entries, read_newest_number
from newswire.subscribers.terms import read_website_number
from newswire.wire.follow import read_after, read_head, read_items

_BATCH = 500


def read_secrets(connection: Connection[Any], *, now: datetime, releases: int) -> tuple[Secrets, list[str]]:
    """What the last `releases` on the wire say and the website must not, and the public ids of all their stories.

    Secret are full texts beyond the summary, notes to editors, the desk's sources, and everything of a story that is
    not on the website: held, killed, under embargo, or never sold to the public.
    """
    secrets, guids = Secrets(), set[str]()
    last = read_head(connection).seq
    shown = _read_shown(connection, now, releases)
    for item in _read_wire(connection, max(0, last - releases)):
        guids.add(item.guid)
        told = _tell_subscribers(item) if item.guid in shown else (*_tell_subscribers(item), *_tell_public(item))
        for what, text in told:
            secrets.add(item.guid, what, text)
    for guid, sources in connection.execute("SELECT guid, sources FROM editing_story WHERE sources <> ''").fetchall():
        secrets.add(guid, "the desk's sources", sources)
    for entry in shown.values():
        assert entry.item is not None
        secrets.allow(_read_public(entry.item, entry))
    secrets.close()
    return secrets, sorted(map(public_id_of, guids))


def _read_wire(connection: Connection[Any], after: int) -> Iterator[Item]:
    while batch := read_after(connection, after, _BATCH):
        yield from read_items(connection, [one.seq for one in batch]).values()
        after = batch[-1].seq


def _read_shown(connection: Connection[Any], now: datetime, most: int) -> dict[str, Entry]:
    """By guid, what the website has of the stories that are on it now."""
    number = read_website_number(connection)
    if number is None:
        return {}
    reader, newest = Reader(number, now), read_newest_number(connection, number)
    entries: dict[str, Entry] = {}
    for after in range(max(0, newest - most), newest, MOST):
        entries |= {entry.guid: entry for entry in read_entries(connection, reader, after) if entry.kind != "advisory"}
    live = {
        bytes(row[0])
        for row in connection.execute(
            "SELECT key FROM edition.story WHERE state = 'live' AND key = ANY(%s)", [[key_of(one) for one in entries]]
        ).fetchall()
    }
    return {
        guid: entry
        for guid, entry in entries.items()
        if entry.item is not None and entry.use == "publish" and key_of(guid) in live
    }


def _tell_subscribers(item: Item) -> Iterator[tuple[str, str]]:
    """What only subscribers are told of any story."""
    yield from (("the full text", text) for text in read_texts(item.body))
    yield "the note to editors", item.editor_note
    yield from (("what came with it", text) for text in item.extra.values())


def _tell_public(item: Item) -> Iterator[tuple[str, str]]:
    """What the website shows of a story that is public."""
    yield "the headline of a story that is not public", item.headline
    yield "the standfirst of a story that is not public", item.standfirst
    yield from (("the summary of a story that is not public", one.text) for one in item.summary)
    yield from (("a caption of a story that is not public", one.caption) for one in item.media)


def _read_public(item: Item, entry: Entry) -> Iterator[str]:
    """The texts of a story that the website may show."""
    content = make_content(item, entry.kind, None)
    yield from (content.headline, content.standfirst, content.byline, content.note)
    yield from (block.text for block in content.summary)
    if content.correction:
        yield from (content.correction.wrong, content.correction.right, content.correction.note)
    for one in item.media:
        yield from (one.caption, one.credit, *one.alt.values())

"""A story with what stands around it for one subscription: formats, translations, related stories, versions it had.

Everything is decided by `make_entry`: a story that the subscription never got, a version that passed it by and a link
that only such a version carries are not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from psycopg import Connection

from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.routing.audience_rows import find_naming, read_events
from newswire.routing.entitlement import Reader, make_entry
from newswire.routing.feed import rank_of, read_stories, snapshot

MOST_NEIGHBOURS = 60
"""Stories that name a story, of which the newest are looked at."""
TRANSLATION = "translation-of"

Relation = Literal["translation", "follows", "followed-by", "derived-from", "related"]
"""What another story is to this one: its translation, the one it follows, one that follows it, its source."""


class Neighbour(msgspec.Struct, frozen=True):
    """Another story as the subscription may read it now, and what it is to the one it stands beside. Its entry carries
    no number."""

    relation: Relation
    entry: Entry
    item: Item


class Surroundings(msgspec.Struct, frozen=True):
    """The newest entry of a story; the same in those of the formats asked for in which its content is given; other
    stories."""

    entry: Entry
    formats: Mapping[str, Entry] = {}
    translations: tuple[Neighbour, ...] = ()
    related: tuple[Neighbour, ...] = ()


def read_surroundings(
    connection: Connection[Any], reader: Reader, guid: str, formats: Iterable[str] = ()
) -> Surroundings | None:
    """The story and what stands around it; None alike where the subscription got none and where there is no story.

    As many queries for many neighbours as for one.
    """
    with snapshot(connection):
        seq = _find_newest(connection, reader, [guid]).get(guid)
        if seq is None:
            return None
        stories, items = read_stories(connection, [seq])
        story, item = stories[seq], items.get(seq)
        entry = make_entry(story, seq, reader, rank_of(connection, reader.number, seq), item)
        if entry.item is None:
            return Surroundings(entry)
        ways = {name: msgspec.structs.replace(reader, format=name) for name in formats}
        given = {name: make_entry(story, seq, way, entry.n, item) for name, way in ways.items()}
        neighbours = _read_neighbours(connection, reader, entry.item)
    return Surroundings(
        entry,
        {name: one for name, one in given.items() if one.item is not None},
        tuple(one for one in neighbours if one.relation == "translation"),
        tuple(one for one in neighbours if one.relation != "translation"),
    )


def _find_newest(connection: Connection[Any], reader: Reader, guids: Sequence[str]) -> dict[str, int]:
    """The newest release of each story that is the subscription's own. Two queries."""
    stories = read_events(connection, guids)
    own = {
        guid: [event.seq for event in events if reader.number in event.audience.members]
        for guid, events in stories.items()
    }
    return {guid: seqs[-1] for guid, seqs in own.items() if seqs}


def _read_neighbours(connection: Connection[Any], reader: Reader, item: Item) -> list[Neighbour]:
    """The stories that the item names, those that name it, and the other translations of its original."""
    root = next((link.guid for link in item.links if link.rel == TRANSLATION), item.guid)
    named = [link.guid for link in item.links]
    guids = dict.fromkeys([*named, *find_naming(connection, sorted({item.guid, root}), MOST_NEIGHBOURS)])
    guids.pop(item.guid, None)
    newest = _find_newest(connection, reader, list(guids)) if guids else {}
    if not newest:
        return []
    stories, items = read_stories(connection, sorted(newest.values()))
    entries = {
        guid: make_entry(stories[seq], seq, reader, 0, items.get(seq)) for guid, seq in newest.items() if seq in stories
    }
    return list(_relate(item, root, guids, entries))


def _relate(item: Item, root: str, guids: Iterable[str], entries: Mapping[str, Entry]) -> Iterable[Neighbour]:
    """Those whose content may be read, each with what it is to `item`: by the links that both may be known to have."""
    said = {link.guid: link.rel for link in item.links}
    for guid in guids:
        entry = entries.get(guid)
        if entry is None or entry.item is None:
            continue
        back = {link.guid: link.rel for link in entry.item.links}
        if guid == root or back.get(root) == TRANSLATION:
            yield Neighbour("translation", entry, entry.item)
        elif guid in said:
            yield Neighbour(_name(said[guid]), entry, entry.item)
        elif item.guid in back:
            relation = _name(back[item.guid])
            yield Neighbour("followed-by" if relation == "follows" else relation, entry, entry.item)


def _name(rel: str) -> Relation:
    return "follows" if rel == "follows" else "derived-from" if rel == "derived-from" else "related"

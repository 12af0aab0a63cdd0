"""A release as those see it who got it, once for all who see the same; stories as a subscription knows them now."""

from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import Connection
from pyroaring import BitMap

from newswire.item.release import Entry
from newswire.routing.audience_rows import read_events
from newswire.routing.entitlement import Reader, make_entry, split_by_sight
from newswire.routing.feed import build_entries, read_numbers, read_stories, snapshot

PAGES = ""
"""The format of people who read a page: whatever was bought."""


class Sight(msgspec.Struct, frozen=True):
    """A release as `members` see it in one format; the entry's number is 0, as theirs differ."""

    seq: int
    members: BitMap
    entry: Entry


def read_sights(connection: Connection[Any], after: int, limit: int = 100, *, name: str = PAGES) -> list[Sight]:
    """The routed releases after `after` that somebody got, in order, each as it stands now to each who sees the same in
    the format of that name.

    Up to `limit` releases, all sights of one behind one another; as many queries for all as for one.
    """
    rows = connection.execute(
        "SELECT seq FROM routing_audience WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit)
    ).fetchall()
    if not rows:
        return []
    stories, items = read_stories(connection, [seq for (seq,) in rows])
    found = []
    for (seq,) in rows:
        story = stories[seq]
        released_at = story.find(seq).released_at
        for members in split_by_sight(story, seq, name):
            reader = Reader(int(members.min()), released_at, format=name)
            entry = make_entry(story, seq, reader, 0, items.get(seq))
            found.append(Sight(seq, members, entry))
    return found


class Known(msgspec.Struct, frozen=True):
    """A story's newest entry for a subscription, and which release that is."""

    seq: int
    entry: Entry


def read_known(connection: Connection[Any], reader: Reader, guids: Sequence[str]) -> dict[str, Known]:
    """These stories as the subscription has them now, by guid; those it never got are left out.

    As many queries for all as for one.
    """
    if not guids:
        return {}
    with snapshot(connection):
        newest = {}
        for guid, events in read_events(connection, sorted(set(guids))).items():
            mine = [event.seq for event in events if reader.number in event.audience.members]
            if mine:
                newest[guid] = mine[-1]
        ranks = read_numbers(connection, reader.number, list(newest.values()))
        numbered = [(ranks[seq], seq) for seq in newest.values()]
        entries = build_entries(connection, reader, numbered)
        return {guid: Known(seq, entry) for (guid, seq), entry in zip(newest.items(), entries, strict=True)}

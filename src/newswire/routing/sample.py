"""What the last 24 hours would have been for a subscription: stories to test a program against, without numbers.

Each story is shown as if its newest text had been routed to the subscription just now: by its products and its
restrictions as they are, in its forms, through `make_entry` like everything else. What is on hold, under embargo,
killed or expired is not in it. Whoever fetched it holds those stories: a correction or a kill reaches them.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
from psycopg import Connection
from pyroaring import BitMap

from newswire.item.release import Entry
from newswire.routing.audience import NOBODY, Audience, Event, Holders, current_use
from newswire.routing.audience_rows import read_events
from newswire.routing.book import Book, Share
from newswire.routing.entitlement import Reader, Story, make_entry
from newswire.routing.feed import read_stories, snapshot
from newswire.routing.holdings import do_note_holdings
from newswire.routing.router import find_audience, read_cursor
from newswire.subscribers.terms import Terms
from newswire.wire.follow import read_newest
from newswire.wire.release import Release

SPAN = timedelta(hours=24)
MOST = 100
"""Stories of a sample at the most: the newest."""
DOOR = "sample"
_BATCH = 200


def do_read_sample(connection: Connection[Any], reader: Reader, terms: Terms) -> list[Entry]:
    """The sample, oldest first, each story once; `n` is 0. Notes who holds what before it is handed out.

    A kill that comes between reading and noting is seen by a second look; one that comes later reaches the holder.
    """
    with snapshot(connection):
        entries = _read(connection, reader, terms)
    do_note_holdings(connection, reader.number, [entry.guid for _, entry in entries], DOOR, now=reader.now)
    events = read_events(connection, [entry.guid for _, entry in entries])
    standing = [entry for seq, entry in entries if current_use(events[entry.guid], seq)[0] == "publish"]
    standing.reverse()
    return standing


def _read(connection: Connection[Any], reader: Reader, terms: Terms) -> list[tuple[int, Entry]]:
    """Pairs (release, entry), newest first."""
    book = Book()
    book.put(reader.number, terms)
    found: list[tuple[int, Entry]] = []
    seen: set[str] = set()
    for releases in _read_day(connection, reader):
        # a dictionary keeps the last of equal keys: read backwards, that is the newest
        by_guid = {one.guid: one for one in reversed(releases) if one.guid not in seen}
        newest = sorted(by_guid.values(), key=lambda one: -one.seq)
        seen |= by_guid.keys()
        stories, items = read_stories(connection, [one.seq for one in newest])
        for release in newest:
            item = items.get(release.seq)
            if item is None or current_use(stories[release.seq].events, release.seq)[0] != "publish":
                continue
            audience = find_audience(book, "new", item, reader.now, Holders())
            story = _as_if_routed(stories[release.seq], release.seq, audience, reader.number)
            entry = make_entry(story, release.seq, reader, 0, item) if audience.members else None
            if entry is not None and entry.item is not None:
                found.append((release.seq, entry))
            if len(found) == MOST:
                return found
    return found


def _read_day(connection: Connection[Any], reader: Reader) -> Iterator[list[Release]]:
    """The routed releases of the last 24 hours that carry content, newest first, in batches."""
    before = read_cursor(connection) + 1
    while releases := read_newest(connection, _BATCH, before):
        inside = [one for one in releases if reader.now - SPAN < one.released_at <= reader.now]
        yield [one for one in inside if one.kind not in ("hold", "kill") and not one.archive]
        before = releases[-1].seq
        if releases[-1].released_at <= reader.now - SPAN:
            return


def _as_if_routed(story: Story, seq: int, audience: Audience, number: int) -> Story:
    """The story as it would stand had release `seq` gone to the subscription; what it really got stays as it was."""
    event = story.find(seq)
    if number in event.audience.members:
        return story
    routed = msgspec.structs.replace(event, audience=_add(event.audience, audience, number))
    events: list[Event] = [routed if one.seq == seq else one for one in story.events]
    return msgspec.structs.replace(story, events=events)


def _add(standing: Audience, hypothetical: Audience, number: int) -> Audience:
    def pick(numbers: BitMap, more: BitMap) -> BitMap:
        return numbers | BitMap([number]) if number in more else numbers

    def join(name: str) -> Share:
        own, more = standing.share(name), hypothetical.share(name)
        return Share(pick(own.full, more.full), pick(own.summary, more.summary), pick(own.headlines, more.headlines))

    medias = {*standing.refused, *hypothetical.refused}
    return Audience(
        members=pick(standing.members, hypothetical.members),
        summary=pick(standing.summary, hypothetical.summary),
        headlines=pick(standing.headlines, hypothetical.headlines),
        notices=standing.notices,
        formats={name: join(name) for name in {**standing.formats, **hypothetical.formats}},
        refused={one: pick(standing.refused.get(one, NOBODY), hypothetical.refused.get(one, NOBODY)) for one in medias},
    )

"""Stories as chains of what one subscription got of them: how many versions, the newest, all of them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import Connection

from newswire.item.release import Entry
from newswire.routing.audience import Event, had_by
from newswire.routing.audience_rows import read_events
from newswire.routing.entitlement import Reader
from newswire.routing.feed import build_entries, read_numbers, snapshot


class Chain(msgspec.Struct, frozen=True):
    """How far a story goes for a subscription: the version of the newest entry, and how many entries there are."""

    version: int
    count: int


def read_chains(connection: Connection[Any], number: int, guids: Sequence[str]) -> dict[str, Chain]:
    """The chain of each story of which the subscription got something. Two queries for all of them."""
    found: dict[str, Chain] = {}
    for guid, events in read_events(connection, sorted(set(guids))).items():
        known = had_by(events, number)
        own = [index for index, event in enumerate(known) if number in event.audience.members]
        if own:
            found[guid] = Chain(own[-1] + 1, len(own))
    return found


def read_newest_of(connection: Connection[Any], reader: Reader, guids: Sequence[str]) -> dict[str, Entry]:
    """The newest entry of each story of which the subscription got something; as many queries for all as for one."""
    with snapshot(connection):
        stories = read_events(connection, sorted(set(guids)))
        newest = [own[-1] for events in stories.values() if (own := _find_own(events, reader.number))]
        return {entry.guid: entry for entry in _build(connection, reader, newest)}


def read_versions(connection: Connection[Any], reader: Reader, guid: str) -> list[Entry]:
    """All that the subscription got of a story, oldest first; empty alike where it got none and there is no story."""
    with snapshot(connection):
        return _build(connection, reader, _find_own(read_events(connection, [guid]).get(guid, []), reader.number))


def _find_own(events: Sequence[Event], number: int) -> list[int]:
    return [event.seq for event in events if number in event.audience.members]


def _build(connection: Connection[Any], reader: Reader, seqs: Sequence[int]) -> list[Entry]:
    if not seqs:
        return []
    ranks = read_numbers(connection, reader.number, seqs)
    return build_entries(connection, reader, [(ranks[seq], seq) for seq in seqs])

"""How stories stand on the wire now: which version may be found, if any. Read from the wire, never from the index.

A kill is for ever, a hold lasts until its lift, and a version under embargo is not found before its lift: until then
an earlier version that is out stays. What is found is the newest version with content; an advisory replaces no story.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection

from newswire.item.item import Item
from newswire.item.kinds import NOTICES, Kind
from newswire.routing.audience import Event, current_use
from newswire.wire.follow import read_items


class Shown(msgspec.Struct, frozen=True):
    """The version of a story that may be found now."""

    seq: int
    kind: Kind
    released_at: datetime
    archive: bool
    item: Item


class Withdrawals(msgspec.Struct, frozen=True):
    """The wire's epoch and newest number, and the stories a kill or hold was released for after some number."""

    epoch: UUID
    head: int
    guids: tuple[str, ...]


def read_withdrawals(connection: Connection[Any], after: int) -> Withdrawals:
    """Stories with a kill or hold above `after`, in one look at the wire."""
    row = connection.execute(
        "SELECT epoch, seq, ARRAY(SELECT DISTINCT guid FROM wire_release WHERE seq > %s AND kind = ANY(%s))"
        " FROM wire_head WHERE id = 1",
        (after, sorted(NOTICES)),
    ).fetchone()
    assert row is not None, "the wire's first migration writes the head"
    return Withdrawals(row[0], row[1], tuple(row[2]))


def read_shown(connection: Connection[Any], guids: Collection[str]) -> dict[str, Shown]:
    """What may be found of these stories; those that may not be found at all are left out."""
    shown: dict[str, Shown] = {}
    waiting = {guid: _find_versions(events) for guid, events in _read_events(connection, guids).items()}
    while waiting := {guid: versions for guid, versions in waiting.items() if versions}:
        items = read_items(connection, [versions[0].events[versions[0].at].seq for versions in waiting.values()])
        for guid, versions in waiting.items():
            version = versions.pop(0)
            release = version.events[version.at]
            item = items.get(release.seq)
            if item is not None and _is_out(version, item):
                shown[guid] = Shown(release.seq, release.kind, release.released_at, version.archive, item)
                versions.clear()
    return shown


class _Version(msgspec.Struct, frozen=True):
    """A release with content: its place among its story's events, which all versions of the story share."""

    events: list[Event]
    at: int
    archive: bool


def _find_versions(releases: Sequence[tuple[Event, bool]]) -> list[_Version]:
    """The versions of a story that come into question, best first; none where the story is killed or held."""
    events = [event for event, _ in releases]
    if current_use(events, events[-1].seq)[0] != "publish":
        return []
    versions = [_Version(events, at, archive) for at, (_, archive) in enumerate(releases)][::-1]
    carrying = [one for one in versions if events[one.at].kind not in NOTICES]
    stories = [one for one in carrying if events[one.at].kind != "advisory"]
    return stories or carrying


def _is_out(version: _Version, item: Item) -> bool:
    """Whether no embargo stands on this version (any more).

    The embargo is noted in the story's events: versions are asked newest first, so a lift that left an embargo standing
    is known as such when an earlier version is asked.
    """
    events = version.events
    events[version.at] = msgspec.structs.replace(events[version.at], embargo_until=item.embargo_until)
    return current_use(events, events[version.at].seq)[0] == "publish"


def _read_events(connection: Connection[Any], guids: Collection[str]) -> dict[str, list[tuple[Event, bool]]]:
    """The releases of each story, oldest first, each with whether it is archived."""
    stories: dict[str, list[tuple[Event, bool]]] = {}
    for guid, event, archive in _select_events(connection, guids):
        stories.setdefault(guid, []).append((event, archive))
    return stories


def _select_events(connection: Connection[Any], guids: Collection[str]) -> Iterator[tuple[str, Event, bool]]:
    rows = connection.execute(
        "SELECT guid, seq, kind, version, released_at, archive FROM wire_release WHERE guid = ANY(%s) ORDER BY seq",
        (list(guids),),
    )
    for guid, seq, kind, version, released_at, archive in rows:
        event = Event(seq=seq, kind=kind, version=version, released_at=released_at)
        yield guid, event, archive

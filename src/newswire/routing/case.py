"""What `explain.py` needs to know of a story and a subscription, read from the tables in one moment."""

from typing import Any

from psycopg import Connection

from newswire.routing.audience_rows import read_events
from newswire.routing.entitlement import Reader
from newswire.routing.explain import Account, Case, explain_story
from newswire.routing.feed import MOST, rank_of, snapshot
from newswire.subscribers.terms import read_changes_of
from newswire.wire.follow import read_items


def read_case(connection: Connection[Any], number: int, guid: str) -> Case:
    """The story as it went out and the subscription's terms, delivered or not: for the house alone. No events where
    there is no such story."""
    with snapshot(connection):
        return _read_case(connection, number, guid)


def read_numbers(connection: Connection[Any], case: Case) -> dict[int, int]:
    """The subscription's `n` of each release that it got, by the number of the release on the wire."""
    mine = [event.seq for event in case.events if case.number in event.audience.members]
    with snapshot(connection):
        return {seq: rank_of(connection, case.number, seq) for seq in mine}


def read_own_accounts(connection: Connection[Any], reader: Reader, guid: str) -> list[tuple[int, Account]]:
    """The releases of a story that are the subscription's own, oldest first (the newest hundred), each with its `n`.

    Empty alike where it got none and where there is no story, found out by the same two queries.
    """
    with snapshot(connection):
        events = read_events(connection, [guid]).get(guid, [])
        mine = [event.seq for event in events if reader.number in event.audience.members][-MOST:]
        if not mine:
            return []
        case = _read_case(connection, reader.number, guid)
        accounts = {one.event.seq: one for one in explain_story(case, reader.now, name=reader.format)}
        return [(rank_of(connection, reader.number, seq), accounts[seq]) for seq in mine]


def _read_case(connection: Connection[Any], number: int, guid: str) -> Case:
    events = read_events(connection, [guid]).get(guid, [])
    seqs = [event.seq for event in events]
    archived = connection.execute("SELECT seq FROM wire_release WHERE seq = ANY(%s) AND archive", (seqs,)).fetchall()
    return Case(
        guid=guid,
        number=number,
        events=events,
        items=read_items(connection, seqs),
        archived=frozenset(seq for (seq,) in archived),
        changes=read_changes_of(connection, number),
    )

"""Lets entries of the website through to the edition: at once, when their head start is over, or not at all."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from psycopg import Connection

from newswire.delivery.website.decisions import count_published, do_decide, do_drop_waiting, do_keep, read_decisions
from newswire.delivery.website.portion import (
    Decision,
    capped_section,
    find_due,
    is_shown,
    is_superseded,
    touches_nothing,
)
from newswire.delivery.website.project import do_project
from newswire.item.release import Entry
from newswire.subscribers.website import Limits


class Website(msgspec.Struct, frozen=True):
    """The website as it is now: where its files lie, its limits, the moment."""

    home: Path
    limits: Limits
    now: datetime


def do_take_in(connection: Connection[Any], entry: Entry, later: Sequence[Entry], website: Website) -> None:
    """Decides about `entry`, or keeps to what was decided, and shows what follows from it.

    `later` are the story's entries after it: what they have overtaken is not shown, in a rebuild least of all. Runs in
    the caller's transaction; the same entry twice changes nothing more.
    """
    if touches_nothing(entry):
        return
    decisions = read_decisions(connection, entry.guid)
    if entry.use == "recall" or entry.kind == "kill":
        do_drop_waiting(connection, entry.guid, entry.n)
        if any(one.state == "public" for one in decisions):  # what nobody saw leaves no mark
            do_project(connection, entry, website.home)
        return
    own = next((one for one in decisions if one.n == entry.n), None)
    if is_superseded(later, decisions, website.limits, website.now):
        _pass_over(connection, entry, own)
    elif is_shown(entry):
        _let_through(connection, entry, own, decisions, website)
    elif entry.use != "publish" or entry.kind != "hold":  # a hold that was lifted since says nothing any more
        do_drop_waiting(connection, entry.guid, entry.n)
        do_project(connection, entry, website.home)


def _pass_over(connection: Connection[Any], entry: Entry, own: Decision | None) -> None:
    if own is None and is_shown(entry):
        do_keep(connection, entry, entry.released_at, "dropped")
    elif own is not None and own.state == "waiting":
        do_decide(connection, entry.n, "dropped")


def _let_through(
    connection: Connection[Any],
    entry: Entry,
    own: Decision | None,
    decisions: Sequence[Decision],
    website: Website,
) -> None:
    before = [one for one in decisions if one.n < entry.n]
    if own is None:
        own = do_keep(connection, entry, find_due(entry, before, website.limits), "waiting")
    shown = [one.released_at for one in before if one.state == "public"]
    if own.state == "waiting" and own.due_at <= max(website.now, entry.released_at):
        own = _decide(connection, entry, own, is_first=not shown, limits=website.limits)
    if own.state == "public":
        seen = entry if shown else msgspec.structs.replace(entry, kind="new")  # to readers it is the first
        since = min([*shown, entry.released_at])
        do_project(connection, seen, website.home, limits=website.limits, since=since)


def _decide(connection: Connection[Any], entry: Entry, own: Decision, *, is_first: bool, limits: Limits) -> Decision:
    """Public, or over the daily cap, which only a first publication can be, and none that an editor wants public."""
    assert entry.item is not None, "what has no content is not shown"
    section = capped_section(entry.item) if is_first else ""
    day = max(own.due_at, entry.released_at).astimezone(UTC).date()
    cap = limits.caps.get(section)
    if cap is not None and entry.item.public == "auto" and count_published(connection, day).get(section, 0) >= cap:
        do_decide(connection, entry.n, "over")
        return msgspec.structs.replace(own, state="over")
    do_decide(connection, entry.n, "public", section, day if section else None)
    do_drop_waiting(connection, entry.guid, entry.n)
    return msgspec.structs.replace(own, state="public")

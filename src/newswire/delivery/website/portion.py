"""The portion: which entry of the website is shown, and when. Pure decisions; what they were is kept in a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from newswire.delivery.website.content import find_sections, is_public
from newswire.edition.addresses import NO_SECTION
from newswire.item.item import Item
from newswire.item.kinds import NOTICES, Kind
from newswire.item.release import Entry
from newswire.subscribers.website import Limits

State = Literal["waiting", "public", "over", "dropped"]
"""Waits for the end of the head start; is or was shown; kept back by the daily cap; never to be shown."""

_AT_ONCE: frozenset[Kind] = frozenset({"correction", "refile", "lift"})
"""Kinds that bring nothing new and must not be late: they put right, take a file away, give back."""


class Decision(msgspec.Struct, frozen=True):
    """What was decided about the website's entry `n`. Times are UTC."""

    n: int
    released_at: datetime
    due_at: datetime
    state: State


def is_shown(entry: Entry) -> bool:
    """Whether the entry has something that may be shown now."""
    return entry.use == "publish" and entry.kind not in NOTICES and entry.item is not None and is_public(entry.item)


def touches_nothing(entry: Entry) -> bool:
    """An advisory, or a version under embargo: what is out stays what it is."""
    return entry.kind == "advisory" or (entry.use == "hold" and entry.kind != "hold" and entry.until is not None)


def find_due(entry: Entry, before: Sequence[Decision], limits: Limits) -> datetime:
    """When the entry may be shown; `before` are the decisions about the story's earlier entries, in order.

    What is new is shown when the head start is over. A correction or refile of a public story goes at once, a lift too,
    unless a version waited when it was held. Of a story that is not public yet they take the place of what waits.
    """
    regular = entry.released_at + timedelta(minutes=limits.head_start)
    if entry.kind not in _AT_ONCE:
        return regular
    shown = [one.n for one in before if one.state == "public"]
    unseen = [one.due_at for one in before if one.n > max(shown, default=0)]
    if not shown:
        return max(unseen, default=regular)
    return max(entry.released_at, *unseen) if entry.kind == "lift" and unseen else entry.released_at


def is_superseded(later: Sequence[Entry], decisions: Sequence[Decision], limits: Limits, now: datetime) -> bool:
    """Whether one of the story's later entries counts already, so that an earlier one is not to be shown any more."""
    known = {one.n: one for one in decisions}
    for entry in later:
        if touches_nothing(entry) or entry.kind in NOTICES:
            continue
        decided = known.get(entry.n)
        if decided and decided.state in ("over", "dropped"):
            continue
        if decided and decided.state == "public":
            return True
        if not is_shown(entry) or entry.kind in _AT_ONCE:
            return True
        due = decided.due_at if decided else find_due(entry, (), limits)
        if due <= max(now, entry.released_at):
            return True
    return False


def capped_section(item: Item) -> str:
    """The section whose daily cap a first publication counts for: the story's first; empty for an alert."""
    return (*find_sections(item), NO_SECTION)[0] if item.type != "alert" else ""

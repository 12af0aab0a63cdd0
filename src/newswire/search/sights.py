"""Which version of a story each subscription sees, how much of it, in which format: read from routing's audiences.

A subscription sees the newest release of a story that it was sent (an advisory only where there is no other), as
`routing/feed.py: read_entry_by_guid` gives it. A release whose text it was not given hides those before it. The sights
of one story share no subscription; a version that everybody has a newer one of has none.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from psycopg import Connection
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.item.item import Item
from newswire.item.kinds import NOTICES
from newswire.routing.audience import Event
from newswire.routing.audience_rows import read_events, read_products
from newswire.wire.follow import read_items

VIEWS = ("", "ninjs")
"""The formats in which stories are searched: as people read a page, and as the machine doors speak
(`Reader.format`)."""


class Sight(msgspec.Struct, frozen=True):
    """A version in one form: who sees it so, by format. `products` are those that held the version."""

    event: Event
    item: Item
    form: Form
    seen: Mapping[str, BitMap]
    products: frozenset[str] = frozenset()


def read_sights(connection: Connection[Any], guids: Collection[str]) -> dict[str, list[Sight]]:
    """The sights of each story as routed so far; stories that nobody sees are left out. Five queries for all."""
    events = read_events(connection, sorted(guids))
    sights = {guid: list(find_sights(story)) for guid, story in events.items()}
    seqs = sorted({event.seq for many in sights.values() for event, _, _ in many})
    if not seqs:
        return {}
    items, products = read_items(connection, seqs), read_products(connection, seqs)
    found: dict[str, list[Sight]] = {}
    for guid, many in sights.items():
        for event, form, seen in many:
            if event.seq in items:
                held = products.get(event.seq, frozenset())
                found.setdefault(guid, []).append(Sight(event, items[event.seq], form, seen, held))
    return found


def find_sights(events: Sequence[Event]) -> Iterator[tuple[Event, Form, dict[str, BitMap]]]:
    """Each version in each form in which anybody sees it now; nothing of a story that is killed or held."""
    kinds = [event.kind for event in events]
    if "kill" in kinds or [kind for kind in kinds if kind in ("hold", "lift")][-1:] == ["hold"]:
        return
    versions = [event for event in reversed(events) if event.kind not in NOTICES]
    claimed = BitMap()
    for event in sorted(versions, key=lambda one: one.kind == "advisory"):
        visible = event.audience.members - claimed
        claimed |= visible
        visible -= event.audience.notices
        if visible:
            yield from _split_by_form(event, visible)


def _split_by_form(event: Event, visible: BitMap) -> Iterator[tuple[Event, Form, dict[str, BitMap]]]:
    shares = {view: event.audience.share(view).among(visible) for view in VIEWS}
    for form in FORMS:
        seen = {view: share.of(form) for view, share in shares.items()}
        if any(seen.values()):
            yield event, form, seen

"""Who gets a release, and as what: pure decisions over bitmaps of subscription numbers."""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from pyroaring import BitMap

from newswire.item.item import Item
from newswire.item.kinds import FOLLOW_UPS, NOTICES, Kind, Use
from newswire.query.ast import Node
from newswire.query.document import make_document
from newswire.query.matcher import Matcher
from newswire.subscribers.terms import Terms, TermsChange


class Book:
    """The terms of every subscription as they stood at one point of the wire; changes are applied in order.

    A query that many have bought is matched once: the matcher knows each query under a number of its own, and the book
    who has bought it.
    """

    def __init__(self) -> None:
        self.terms: dict[int, Terms] = {}
        self.last_id = 0
        self._matcher = Matcher()
        self._queries: dict[Node, int] = {}
        self._buyers: dict[int, BitMap] = {}
        self._may_have_embargoed = BitMap()
        self._next_query = 0
        self._waiting: deque[TermsChange] = deque()

    def add(self, changes: Iterable[TermsChange]) -> None:
        """Takes in changes in the order in which they were written; they take effect as `advance` passes them."""
        for change in changes:
            self._waiting.append(change)
            self.last_id = change.id

    def advance(self, seq: int) -> None:
        """Makes this the book that release `seq` is judged by."""
        while self._waiting and self._waiting[0].after_seq < seq:
            change = self._waiting.popleft()
            self._put(change.number, change.terms)

    def match(self, item: Item, released_at: datetime, kind: Kind = "new") -> BitMap:
        """The subscriptions that bought this story, by contract, query and embargo right."""
        bought = self._matcher.match(make_document(item, kind, released_at))
        buyers = BitMap.union(BitMap(), *(self._buyers[query] for query in bought))
        if item.embargo_until is not None and item.embargo_until > released_at:
            buyers &= self._may_have_embargoed
        terms = self.terms
        return BitMap([number for number in buyers if terms[number].run_at(released_at)])

    def _put(self, number: int, terms: Terms) -> None:
        before = self.terms.get(number)
        for query in {claim.query for claim in before.claims} if before else ():
            self._give_up(number, query)
        for claim in terms.claims:
            if claim.query not in self._queries:
                self._queries[claim.query] = self._next_query
                self._buyers[self._next_query] = BitMap()
                self._matcher.put(self._next_query, claim.query)
                self._next_query += 1
            self._buyers[self._queries[claim.query]].add(number)
        (self._may_have_embargoed.add if terms.embargo_right else self._may_have_embargoed.discard)(number)
        self.terms[number] = terms

    def _give_up(self, number: int, query: Node) -> None:
        """A subscription no longer claims a query; one that nobody claims any more is forgotten."""
        known = self._queries[query]
        self._buyers[known].discard(number)
        if not self._buyers[known]:
            self._matcher.remove(known)
            del self._buyers[known], self._queries[query]


def decide_audience(kind: Kind, matched: BitMap, holders: BitMap) -> BitMap:
    """The audience of a release: what follows a story reaches every holder; a notice reaches nobody else."""
    if kind in NOTICES:
        return holders
    if kind in FOLLOW_UPS:
        return matched | holders
    return matched


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A release of one story as far as deliveries depend on it; `members` is empty where nobody got it."""

    seq: int
    kind: Kind
    version: int
    released_at: datetime
    reason: str
    embargo_until: datetime | None
    members: BitMap


def delivered_version(events: Sequence[Event], seq: int, number: int) -> int:
    """Which version of the story release `seq` is for that subscription: the rank among those it got, from 1."""
    return sum(1 for event in events if event.seq <= seq and number in event.members)


def split_by_version(events: Sequence[Event], seq: int) -> list[tuple[int, BitMap]]:
    """The audience of release `seq` in classes of those for whom it is the same version, lowest version first."""
    classes = {1: next(event.members for event in events if event.seq == seq)}
    for event in events:
        if event.seq >= seq:
            break
        split: dict[int, BitMap] = {}
        for version, members in classes.items():
            for one, part in ((version, members - event.members), (version + 1, members & event.members)):
                if part:
                    split[one] = split.get(one, BitMap()) | part
        classes = split
    return sorted((version, members) for version, members in classes.items() if members)


def delivered_kind(kind: Kind, version: int) -> Kind:
    """The kind as a subscription sees it: what follows a story it never had is new to it (DESIGN rule 4)."""
    return "new" if version == 1 and kind in FOLLOW_UPS else kind


def is_embargoed(event: Event) -> bool:
    """Whether the release went out under an embargo that had not ended then."""
    return event.embargo_until is not None and event.embargo_until > event.released_at


def current_use(events: Sequence[Event], seq: int) -> tuple[Use, datetime | None]:
    """What may be done now with release `seq` of a story, and until when a hold lasts (None: until further word).

    `events` is the whole story so far. A kill is for ever; a hold lasts until a lift, whatever else comes between; an
    embargo until its own lift: one that ends a hold and still carries the embargo leaves it standing.
    """
    kinds: list[Kind] = [event.kind for event in events]
    if "kill" in kinds:
        return "recall", None
    if [kind for kind in kinds if kind in ("hold", "lift")][-1:] == ["hold"]:
        return "hold", None
    own = next(event for event in events if event.seq == seq)
    lifted = any(event.kind == "lift" and event.seq > seq and not is_embargoed(event) for event in events)
    if own.embargo_until is not None and not lifted:
        return "hold", own.embargo_until
    return "publish", None


def adapt(item: Item, event: Event, version: int) -> Item:
    """The item as a subscription may see it: its first version carries no trace of those before it."""
    if version == event.version or version > 1:
        return item
    return msgspec.structs.replace(item, correction=None, update_line="", first_created=event.released_at)

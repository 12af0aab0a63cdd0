"""The book of terms: every subscription's entitlement at one point of the wire, ready to be asked per release."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.item.rights import Client, Restriction, refusal
from newswire.query.ast import Node
from newswire.query.document import Document
from newswire.query.matcher import Matcher
from newswire.subscribers.terms import Terms, TermsChange

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = np.iinfo(np.int64).max
_Way = tuple[Form, tuple[str, ...]]
"""How a product carries a story: the form and the formats."""


class Share(msgspec.Struct, frozen=True):
    """Who has how much of a story; the three do not overlap. Never changed."""

    full: BitMap = BitMap()
    summary: BitMap = BitMap()
    headlines: BitMap = BitMap()

    def everyone(self) -> BitMap:
        """All of them."""
        return self.full | self.summary | self.headlines

    def of(self, form: Form) -> BitMap:
        """Who has it in that form."""
        return {"full": self.full, "summary": self.summary, "headlines": self.headlines}[form]

    def among(self, numbers: BitMap) -> "Share":
        """The same of these alone."""
        return Share(self.full & numbers, self.summary & numbers, self.headlines & numbers)

    def better(self, other: "Share") -> "Share":
        """Everybody of both, each with the more of the two."""
        full = self.full | other.full
        summary = (self.summary | other.summary) - full
        return Share(full, summary, (self.headlines | other.headlines) - full - summary)


class Grant(Share, frozen=True):
    """Who bought a story, by the best form in which they did; and the same by format, where products name formats.

    `products` are the codes of all products whose query holds it, in order.
    """

    formats: dict[str, Share] = {}
    products: tuple[str, ...] = ()

    def among(self, numbers: BitMap) -> "Grant":
        """The same of these alone."""
        formats = {name: had.among(numbers) for name, had in self.formats.items()}
        return Grant(*_parts(super().among(numbers)), formats, self.products)


OTHERS = "*"
"""Every format that no product names: kept wherever a format is."""


def pick_share(formats: Mapping[str, Share], name: str, default: Share) -> Share:
    """Who has how much in a format: as kept for that one, else for those that nobody names, else as in any."""
    return formats.get(name) or formats.get(OTHERS) or default


class Book:
    """The terms of every subscription as they stood at one point of the wire; changes are applied in order.

    A query that many have bought is matched once: the matcher knows each under a number of its own, and the book who
    has bought it in which form. Contracts, embargo rights and restrictions are bitmaps and arrays by subscription.
    """

    def __init__(self) -> None:
        self.terms: dict[int, Terms] = {}
        self.last_id = 0
        self._waiting: deque[TermsChange] = deque()
        self._matcher = Matcher()
        self._queries: dict[Node, int] = {}
        self._next_query = 0
        self._buyers: dict[int, dict[_Way, BitMap]] = {}
        self._codes: dict[int, Counter[str]] = {}
        self._embargo = BitMap()
        self._suspended = BitMap()
        self._clients: dict[Client, BitMap] = {}
        self._starts: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._ends: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def add(self, changes: Iterable[TermsChange]) -> None:
        """Takes in changes in the order in which they were written; they take effect as `advance` passes them."""
        for change in changes:
            self._waiting.append(change)
            self.last_id = change.id

    def advance(self, seq: int) -> None:
        """Makes this the book that release `seq` is judged by."""
        while self._waiting and self._waiting[0].after_seq < seq:
            change = self._waiting.popleft()
            self.put(change.number, change.terms)

    def put(self, number: int, terms: Terms) -> None:
        """These are a subscription's terms from now on."""
        self._remove(number)
        self.terms[number] = terms
        for claim in terms.claims:
            known = self._know(claim.query)
            self._buyers[known].setdefault((claim.form, claim.formats), BitMap()).add(number)
            self._codes[known][claim.product] += 1
        self._clients.setdefault(terms.client, BitMap()).add(number)
        if terms.embargo_right:
            self._embargo.add(number)
        if terms.suspended:
            self._suspended.add(number)
        self._reserve(number + 1)
        self._starts[number] = _microseconds(terms.starts_at)
        self._ends[number] = _NEVER if terms.ends_at is None else _microseconds(terms.ends_at)

    def match(self, document: Document) -> Grant:
        """Whose products hold this story: by query alone."""
        found: dict[_Way, BitMap] = {}
        codes: set[str] = set()
        for query in self._matcher.match(document):
            codes |= self._codes[query].keys()
            for way, numbers in self._buyers[query].items():
                found[way] = found[way] | numbers if way in found else numbers
        names = {name for _, formats in found for name in formats}
        return Grant(
            *_parts(_sum_up(found)),
            {
                name: _sum_up({way: numbers for way, numbers in found.items() if not way[1] or name in way[1]})
                for name in sorted({*names, OTHERS} if names else names)
            },
            tuple(sorted(codes)),
        )

    def running(self, numbers: BitMap, moment: datetime) -> BitMap:
        """Those of `numbers` whose contract runs at that moment."""
        known = numbers & BitMap(range(len(self._starts))) - self._suspended
        indexes = np.asarray(known.to_array(), dtype=np.int64)
        at = _microseconds(moment)
        return BitMap(indexes[(self._starts[indexes] <= at) & (at < self._ends[indexes])])

    def with_embargo_right(self) -> BitMap:
        """Who may have embargoed stories before they are lifted."""
        return self._embargo.copy()

    def refused(self, restriction: Restriction | None) -> BitMap:
        """Whom a restriction keeps out."""
        if restriction is None:
            return BitMap()
        return BitMap().union(*(numbers for client, numbers in self._clients.items() if refusal(restriction, client)))

    def _remove(self, number: int) -> None:
        before = self.terms.pop(number, None)
        if before is None:
            return
        for claim in before.claims:
            codes = self._codes[self._queries[claim.query]]
            codes[claim.product] -= 1
            if not codes[claim.product]:
                del codes[claim.product]
        for query in {claim.query for claim in before.claims}:
            self._give_up(number, query)
        self._clients[before.client].discard(number)
        self._embargo.discard(number)
        self._suspended.discard(number)

    def _know(self, query: Node) -> int:
        """The number of a query, given out where it is the first of its kind."""
        if query not in self._queries:
            self._queries[query] = self._next_query
            self._buyers[self._next_query] = {}
            self._codes[self._next_query] = Counter()
            self._matcher.put(self._next_query, query)
            self._next_query += 1
        return self._queries[query]

    def _give_up(self, number: int, query: Node) -> None:
        """A subscription no longer claims a query; one that nobody claims any more is forgotten."""
        known = self._queries[query]
        left: dict[_Way, BitMap] = {}
        for way, numbers in self._buyers[known].items():
            numbers.discard(number)
            if numbers:
                left[way] = numbers
        self._buyers[known] = left
        if not left:
            self._matcher.remove(known)
            del self._buyers[known], self._codes[known], self._queries[query]

    def _reserve(self, width: int) -> None:
        if width > len(self._starts):
            more = max(width, 2 * len(self._starts)) - len(self._starts)
            self._starts = np.concatenate([self._starts, np.full(more, _NEVER, dtype=np.int64)])
            self._ends = np.concatenate([self._ends, np.zeros(more, dtype=np.int64)])


def _sum_up(found: Mapping[_Way, BitMap]) -> Share:
    """Everybody, each by the best form."""
    by_form = {form: BitMap() for form in FORMS}
    for (form, _), numbers in found.items():
        by_form[form] |= numbers
    return Share().better(Share(*(by_form[form] for form in FORMS)))


def _parts(share: Share) -> tuple[BitMap, BitMap, BitMap]:
    return share.full, share.summary, share.headlines


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)

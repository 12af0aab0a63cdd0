"""The book of terms: every subscription's entitlement at one point of the wire, ready to be asked per release."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from newswire.item.forms import FORMS, Form
from newswire.item.rights import Client, Restriction, refusal
from newswire.query.ast import Node
from newswire.query.document import Document
from newswire.query.evaluate import matches
from newswire.subscribers.terms import Terms, TermsChange

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = np.iinfo(np.int64).max


class Grant(msgspec.Struct, frozen=True):
    """Who bought a story, by the best form in which they did; the three do not overlap."""

    full: BitMap
    summary: BitMap
    headlines: BitMap

    def everyone(self) -> BitMap:
        """All of them."""
        return self.full | self.summary | self.headlines


class Book:
    """The terms of every subscription as they stood at one point of the wire; changes are applied in order.

    Equal queries are asked once, however many bought them; contracts, embargo rights and restrictions are bitmaps and
    arrays by subscription number.
    """

    def __init__(self) -> None:
        self.terms: dict[int, Terms] = {}
        self.last_id = 0
        self._waiting: list[TermsChange] = []
        self._buyers: dict[Node, dict[Form, BitMap]] = {}
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
        passed = 0
        for change in self._waiting:
            if change.after_seq >= seq:
                break
            self.put(change.number, change.terms)
            passed += 1
        del self._waiting[:passed]

    def put(self, number: int, terms: Terms) -> None:
        """These are a subscription's terms from now on."""
        self._remove(number)
        self.terms[number] = terms
        for claim in terms.claims:
            self._buyers.setdefault(claim.query, {}).setdefault(claim.form, BitMap()).add(number)
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
        found: dict[Form, BitMap] = {form: BitMap() for form in FORMS}
        for query, buyers in self._buyers.items():
            if matches(query, document):
                for form, numbers in buyers.items():
                    found[form] |= numbers
        full, summary = found["full"], found["summary"] - found["full"]
        return Grant(full, summary, found["headlines"] - full - summary)

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
            buyers = self._buyers.get(claim.query, {})
            if claim.form in buyers:
                buyers[claim.form].discard(number)
                if not buyers[claim.form]:
                    del buyers[claim.form]
            if not buyers:
                self._buyers.pop(claim.query, None)
        self._clients[before.client].discard(number)
        self._embargo.discard(number)
        self._suspended.discard(number)

    def _reserve(self, width: int) -> None:
        if width > len(self._starts):
            more = max(width, 2 * len(self._starts)) - len(self._starts)
            self._starts = np.concatenate([self._starts, np.full(more, _NEVER, dtype=np.int64)])
            self._ends = np.concatenate([self._ends, np.zeros(more, dtype=np.int64)])


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)

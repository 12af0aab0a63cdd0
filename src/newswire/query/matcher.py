"""The live matcher: which of many stored queries does a story match? Answers as `evaluate.py` does, for any query.

Queries are numbers, filed under terms (`plan.py`). Those whose clause in some slot is met by no term of the story fall
out, slot by slot, the slot that most queries have a clause in first; so do those that a term of the story rules out.
What terms cannot say is verified on the few that are left.

Under a whole value (a language, a subject, a name) stand many queries: a roaring bitmap. Under a word of prose stand
few, and a story has hundreds of words: `prose.py`.
"""

from collections.abc import Iterator, Mapping, Set

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from newswire.query.ast import STEM_FIELDS, Node
from newswire.query.document import Document
from newswire.query.evaluate import matches
from newswire.query.fold import fold_word
from newswire.query.plan import REFUSED, Term, make_plan
from newswire.query.prose import Asking, Prose

Met = dict[str, list[BitMap]]
_WHOLE = 1.0
"""What a whole value weighs: words are chosen among words only."""


class Matcher:
    """Stored queries by number. Values are never forgotten, only emptied: they are as many as people ever ask for.

    `counts` says in how many stories a folded word stands, as far as that is known: it decides which word of a query is
    the rarest. Without it the longest is taken for that.
    """

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self._counts = counts or {}
        self._all = BitMap()
        self._clauses: dict[str, BitMap] = {}  # by slot: the queries with a clause in it
        self._values: dict[tuple[str, str], dict[str, dict[str, BitMap]]] = {}  # by field and sort, slot, value
        self._lengths: dict[tuple[str, str], set[int]] = {}  # by field and sort: of the names asked for
        self._prose = Prose()
        self._words: dict[str, Asking] = {}  # by slot
        self._filed: dict[int, tuple[BitMap, ...]] = {}
        self._rests: dict[int, Node] = {}
        self._unsure = BitMap()  # the queries with a rest

    def __len__(self) -> int:
        return len(self._all)

    def put(self, number: int, node: Node) -> None:
        """Stores a query under its number, in place of the one that was there."""
        if number in self._all:
            self.remove(number)
        plan = make_plan(node, self._weigh)
        filed = [self._clauses.setdefault(slot, BitMap()) for slot in plan.wanted]
        filed.append(self._all)
        for slot, terms in (*plan.wanted.items(), (REFUSED, plan.refused)):
            words = [self._prose.number(term) for term in dict.fromkeys(terms) if _is_prose(term)]
            if words:
                self._words.setdefault(slot, Asking()).put(number, words)
            filed += [self._open(slot, term) for term in dict.fromkeys(terms) if not _is_prose(term)]
        if plan.rest is not None:
            filed.append(self._unsure)
            self._rests[number] = plan.rest
        for numbers in filed:
            numbers.add(number)
        self._filed[number] = tuple(filed)

    def remove(self, number: int) -> None:
        """Takes a query out; one that is not there is no error."""
        for numbers in self._filed.pop(number, ()):
            numbers.discard(number)
        for asking in self._words.values():
            asking.remove(number)
        self._rests.pop(number, None)

    def match(self, document: Document, now: int | None = None) -> BitMap:
        """The numbers of the queries that match, asked `now` as `evaluate.matches` is."""
        met = self._find(document)
        present = self._prose.read(document)
        left = self._all.copy()
        for slot, asking in sorted(self._clauses.items(), key=lambda one: -len(one[1])):
            left -= self._leave_out(slot, left & asking, met, present)
        left = self._leave_out(REFUSED, left, met, present)
        for number in left & self._unsure:
            if not matches(self._rests[number], document, now):
                left.discard(number)
        return left

    def _leave_out(self, slot: str, queries: BitMap, met: Met, present: NDArray[np.bool_]) -> BitMap:
        """The `queries` without those that a term of the story meets in the slot."""
        unmet = queries - BitMap.union(*met[slot]) if slot in met else queries
        return unmet - self._words[slot].find(unmet, present) if slot in self._words else unmet

    def _find(self, document: Document) -> Met:
        """By slot, what is filed under the values and names that the story has."""
        met: Met = {}
        for (field, sort), tables in self._values.items():
            values = self._read_values(document, field, sort)
            for slot, table in tables.items():
                met.setdefault(slot, [BitMap()]).extend(table[value] for value in table.keys() & values)
        return met

    def _read_values(self, document: Document, field: str, sort: str) -> Set[str]:
        """What the story has in a field: values, names or their beginnings, or the bounds that a number lies beyond."""
        match sort:
            case "=":
                number = document.numbers.get(field)
                return document.values.get(field, frozenset()) if number is None else {str(number)}
            case "<" | ">":
                number = document.numbers[field]
                bounds = self._values[field, sort][REFUSED]
                return {bound for bound in bounds if (number < int(bound) if sort == "<" else number > int(bound))}
            case "^":
                tokens = set(document.running.get(field, "").split())
                return {token[:length] for token in tokens for length in self._lengths[field, sort]}
            case "'":
                return set(self._read_runs(document, field, sort))
        return frozenset()  # the forms of a word are known in prose only

    def _read_runs(self, document: Document, field: str, sort: str) -> Iterator[str]:
        """Words of a field one after another, as many as are asked for."""
        for text in document.tokens.get(field, ()):
            for length in self._lengths[field, sort]:
                yield from map(" ".join, zip(*(text[start:] for start in range(length)), strict=False))

    def _open(self, slot: str, term: Term) -> BitMap:
        """Where the queries of a slot are filed under a value or a name."""
        field, sort, value = term
        table = self._values.setdefault((field, sort), {}).setdefault(slot, {})
        if value not in table:
            table[value] = BitMap()
            length = len(value) if sort == "^" else value.count(" ") + 1
            self._lengths.setdefault((field, sort), set()).add(length)
        return table[value]

    def _weigh(self, term: Term) -> float:
        _, sort, value = term
        if sort == "=":
            return _WHOLE
        return min(self._counts.get(fold_word(word), 0) for word in value.split(" ")) + 1 / len(value)


def _is_prose(term: Term) -> bool:
    return term[0] in STEM_FIELDS and term[1] in "'~^"

"""The live matcher: which of many stored queries does a story match? Answers as `evaluate.py` does, for any query.

Queries are numbers, filed under terms (`plan.py`). Those whose clause in some slot is met by no term of the story fall
out, slot by slot, the slot that most queries have a clause in first; so do those that a term of the story rules out.
What terms cannot say is verified on the few that are left.

Under a whole value (a language, a subject) stand many queries: a roaring bitmap. Under a word stand few, and a story
has hundreds of words: arrays, joined and sorted in one go, took 0.07 ms where 470 bitmaps of ten took 0.14, or 1.4 when
they were not in the processor's cache.
"""

from array import array
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

import numpy as np
from pyroaring import BitMap

from newswire.query.ast import Node
from newswire.query.document import Document
from newswire.query.evaluate import matches
from newswire.query.fold import fold_word
from newswire.query.plan import REFUSED, Term, make_plan
from newswire.query.stem import find_forms

if TYPE_CHECKING:
    _Numbers = array[int]
else:
    _Numbers = array  # takes no parameter before Python 3.12

_WHOLE = 1.0
"""What a whole value weighs: words are chosen among words only."""


class Few(_Numbers):
    """The few queries under a word, added and discarded as in a bitmap, each once."""

    __slots__ = ()
    add = array.append
    discard = array.remove


class Found:
    """What is filed in one slot under the terms of a story."""

    __slots__ = ("few", "many")

    def __init__(self) -> None:
        self.many: list[BitMap] = [BitMap()]
        self.few: list[Few] = []

    def union(self) -> BitMap:
        """All of it."""
        joined = np.sort(np.frombuffer(b"".join(self.few), dtype=np.uint32))
        return BitMap.union(*self.many, BitMap(array("I", joined.tobytes())))


class Matcher:
    """Stored queries by number. Values are never forgotten, only emptied: they are as many as people ever ask for.

    `counts` says in how many stories a folded word stands, as far as that is known: it decides which word of a query is
    the rarest. Without it the longest is taken for that.
    """

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self._counts = counts or {}
        self._all = BitMap()
        self._asking: dict[str, BitMap] = {}  # by slot: the queries with a clause in it
        self._many: dict[tuple[str, str], dict[str, dict[str, BitMap]]] = {}  # by field and sort, slot, value
        self._few: dict[tuple[str, str], dict[str, dict[str, Few]]] = {}  # likewise, for words
        self._forms: dict[tuple[str, str], dict[str, dict[str, list[Few]]]] = {}  # by field and language, slot, form
        self._lengths: dict[tuple[str, str], set[int]] = {}  # by field and sort: of the values asked for
        self._filed: dict[int, tuple[BitMap | Few, ...]] = {}
        self._rests: dict[int, Node] = {}
        self._unsure = BitMap()  # the queries with a rest

    def __len__(self) -> int:
        return len(self._all)

    def put(self, number: int, node: Node) -> None:
        """Stores a query under its number, in place of the one that was there."""
        if number in self._all:
            self.remove(number)
        plan = make_plan(node, self._weigh)
        places = [(slot, term) for slot, terms in plan.wanted.items() for term in terms]
        places += [(REFUSED, term) for term in plan.refused]
        filed = [self._open(slot, term) for slot, term in dict.fromkeys(places)]
        filed += [self._asking.setdefault(slot, BitMap()) for slot in plan.wanted]
        filed.append(self._all)
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
        self._rests.pop(number, None)

    def match(self, document: Document, now: int | None = None) -> BitMap:
        """The numbers of the queries that match, asked `now` as `evaluate.matches` is."""
        found = self._find(document)
        left = self._all.copy()
        for slot, asking in sorted(self._asking.items(), key=lambda one: -len(one[1])):
            unmet = left & asking
            if slot in found:
                unmet -= found[slot].union()
            left -= unmet
        if REFUSED in found:
            left -= found[REFUSED].union()
        for number in left & self._unsure:
            if not matches(self._rests[number], document, now):
                left.discard(number)
        return left

    def _find(self, document: Document) -> dict[str, Found]:
        """By slot, what is filed under the terms that the story has."""
        found: dict[str, Found] = {}
        for (field, sort), tables in self._many.items():
            values = self._read_values(document, field, sort)
            for slot, table in tables.items():
                found.setdefault(slot, Found()).many += [table[value] for value in table.keys() & values]
        for (field, sort), words in self._few.items():
            if sort == "~":
                forms = document.forms.get(field, frozenset())
                for slot, filed in self._read_forms(field, document.language).items():
                    some = found.setdefault(slot, Found()).few
                    some += [few for form in forms if form in filed for few in filed[form]]
            else:
                runs = self._read_runs(document, field, sort)
                for slot, under in words.items():
                    found.setdefault(slot, Found()).few += [under[run] for run in runs if run in under]
        return found

    def _read_values(self, document: Document, field: str, sort: str) -> Set[str]:
        """The values of a field that the story has, or the bounds that it lies beyond."""
        if sort == "=":
            number = document.numbers.get(field)
            return document.values.get(field, frozenset()) if number is None else {str(number)}
        number = document.numbers[field]
        bounds = self._many[field, sort][REFUSED]
        return {bound for bound in bounds if (number < int(bound) if sort == "<" else number > int(bound))}

    def _read_runs(self, document: Document, field: str, sort: str) -> set[str]:
        """Beginnings of words, or words one after another, of the lengths that are asked for."""
        lengths = self._lengths[field, sort]
        if sort == "^":
            tokens = set(document.running.get(field, "").split())
            return {token[:length] for token in tokens for length in lengths}
        texts = document.tokens.get(field, ())
        runs = {token for text in texts for token in text}
        for length in lengths - {1}:
            for text in texts:
                runs.update(map(" ".join, zip(*(text[start:] for start in range(length)), strict=False)))
        return runs

    def _read_forms(self, field: str, language: str) -> dict[str, dict[str, list[Few]]]:
        """By slot, the words asked for by their forms in a language; made when its first story comes."""
        key = field, language
        if key not in self._forms:
            self._forms[key] = {}
            for slot, words in self._few[field, "~"].items():
                for word, few in words.items():
                    self._add_forms(key, slot, word, few)
        return self._forms[key]

    def _add_forms(self, key: tuple[str, str], slot: str, word: str, few: Few) -> None:
        filed = self._forms[key].setdefault(slot, {})
        for form in find_forms(word, key[1]):
            filed.setdefault(form, []).append(few)

    def _open(self, slot: str, term: Term) -> BitMap | Few:
        """Where the queries of a slot are filed under a term."""
        field, sort, value = term
        if sort in "=<>":
            return self._many.setdefault((field, sort), {}).setdefault(slot, {}).setdefault(value, BitMap())
        under = self._few.setdefault((field, sort), {}).setdefault(slot, {})
        if value not in under:
            under[value] = Few("I")
            if sort == "~":
                for key in self._forms:
                    if key[0] == field:
                        self._add_forms(key, slot, value, under[value])
            else:
                length = len(value) if sort == "^" else value.count(" ") + 1
                self._lengths.setdefault((field, sort), set()).add(length)
        return under[value]

    def _weigh(self, term: Term) -> float:
        _, sort, value = term
        if sort == "=":
            return _WHOLE
        return min(self._counts.get(fold_word(word), 0) for word in value.split(" ")) + 1 / len(value)

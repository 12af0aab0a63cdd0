"""Words of prose that stored queries ask for: each has a number, so that what a story holds and what queries want meet
as arrays and not word by word.

A story has hundreds of words and a hundred thousand are asked for. To look them up slot by slot and join the queries
filed under each took 1.6 ms of 2.3 at a million queries. Now each word of the story is looked up once, and only the
queries that nothing else has ruled out are asked for their words: 0.5 ms.
"""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from newswire.query.ast import STEM_FIELDS
from newswire.query.document import Document
from newswire.query.plan import Term
from newswire.query.stem import find_forms

if TYPE_CHECKING:
    Numbers = array[int]
else:
    Numbers = array  # takes no parameter before Python 3.12

_NEVER = 0
"""The number of no word: what no story holds."""
_MOST_TOKENS = 200_000
"""Words of stories of which is kept what they answer, about 40 MiB."""


class Prose:
    """The words asked for in prose (`ast.STEM_FIELDS`), by field and sort (`plan.Term`)."""

    def __init__(self) -> None:
        self._numbers: dict[Term, int] = {}
        self._asked: dict[str, dict[str, int]] = {field: {} for field in STEM_FIELDS}  # words in any form
        self._forms: dict[tuple[str, str], dict[str, Numbers]] = {}  # by field and language, form
        self._lengths: dict[str, set[int]] = {field: set() for field in STEM_FIELDS}  # of the beginnings asked for
        self._answers: dict[str, dict[str, bytes]] = {field: {} for field in STEM_FIELDS}  # by field, word of a story

    def number(self, term: Term) -> int:
        """The term's number, the same each time. A term's value is one word, its form or its beginning."""
        known = self._numbers.get(term)
        if known is not None:
            return known
        number = self._numbers[term] = len(self._numbers) + 1
        field, sort, value = term
        if sort == "~":
            self._asked[field][value] = number
            for of, language in self._forms:
                if of == field:
                    _add_forms(self._forms[of, language], language, value, number)
        else:
            if sort == "^":
                self._lengths[field].add(len(value))
            self._answers[field].clear()
        return number

    def read(self, document: Document) -> NDArray[np.bool_]:
        """By number, whether the story holds the term."""
        parts: list[bytes | Numbers] = []
        for field in STEM_FIELDS:
            forms = self._read_forms(field, document.language)
            parts += filter(None, map(forms.get, document.forms.get(field, ())))
            answers = self._answers[field]
            for token in set(document.running.get(field, "").split()):
                answer = answers.get(token)
                parts.append(self._answer(field, token) if answer is None else answer)
        present = np.zeros(len(self._numbers) + 1, dtype=np.bool_)
        present[np.frombuffer(b"".join(parts), dtype=np.int64)] = True
        return present

    def _read_forms(self, field: str, language: str) -> dict[str, Numbers]:
        """The words asked for by their forms in a language; made when its first story comes."""
        key = field, language
        if key not in self._forms:
            forms: dict[str, Numbers] = {}
            for word, number in self._asked[field].items():
                _add_forms(forms, language, word, number)
            self._forms[key] = forms
        return self._forms[key]

    def _answer(self, field: str, token: str) -> bytes:
        """The terms met by a word of a story as it stands, or by its beginning; kept until a new one is asked for."""
        terms = [(field, "'", token), *((field, "^", token[:length]) for length in self._lengths[field])]
        found = Numbers("q", filter(None, map(self._numbers.get, dict.fromkeys(terms)))).tobytes()
        answers = self._answers[field]
        if len(answers) >= _MOST_TOKENS:
            answers.clear()
        answers[token] = found
        return found


def _add_forms(forms: dict[str, Numbers], language: str, word: str, number: int) -> None:
    for form in find_forms(word, language):
        forms.setdefault(form, Numbers("q")).append(number)


class Asking:
    """Which query asks for which words of a `Prose` in one slot. Most ask for one; more are kept as pairs."""

    def __init__(self) -> None:
        self._words = Numbers("i")  # by query: its one word
        self._several = BitMap()
        self._places: dict[int, list[int]] = {}  # by query that asks for several: of its pairs
        self._pairs = (Numbers("q"), Numbers("I"))  # words and queries
        self._free: list[int] = []

    def put(self, query: int, words: Sequence[int]) -> None:
        """Adds a query, met by any of `words`."""
        if len(words) == 1:
            missing = query + 1 - len(self._words)
            if missing > 0:
                self._words.frombytes(bytes(missing * self._words.itemsize))
            self._words[query] = words[0]
            return
        self._several.add(query)
        self._places[query] = [self._add_pair(word, query) for word in words]

    def remove(self, query: int) -> None:
        """Takes a query out; one that is not there is no error."""
        if query < len(self._words):
            self._words[query] = _NEVER
        self._several.discard(query)
        for place in self._places.pop(query, []):
            self._pairs[0][place] = _NEVER
            self._free.append(place)

    def find(self, queries: BitMap, present: NDArray[np.bool_]) -> BitMap:
        """Those of `queries` that a word meets which is `present`, by its number."""
        words = np.frombuffer(self._words, dtype=np.int32)
        numbers = np.frombuffer(queries.to_array(), dtype=np.uint32)
        numbers = numbers[: numbers.searchsorted(len(words))]
        met = _as_bitmap(numbers[present[words[numbers]]])
        if self._several.isdisjoint(queries):
            return met
        wanted, asking = self._pairs
        several = np.frombuffer(asking, dtype=np.uint32)[present[np.frombuffer(wanted, dtype=np.int64)]]
        return met | (_as_bitmap(several) & queries)

    def _add_pair(self, word: int, query: int) -> int:
        words, queries = self._pairs
        if self._free:
            place = self._free.pop()
            words[place], queries[place] = word, query
        else:
            place = len(words)
            words.append(word)
            queries.append(query)
        return place


def _as_bitmap(numbers: NDArray[np.uint32]) -> BitMap:
    return BitMap(array("I", numbers.tobytes()))

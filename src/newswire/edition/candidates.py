"""From a query to SQL over the search terms: which stories can match, and which do for certain.

Phrases and beginnings of words are not in the terms, so a condition has two sides: `over` holds for every story that
matches and perhaps for more, `under` only for stories that match. NOT swaps them. What `over` finds is held against the
query itself afterwards.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from newswire.edition.terms import value_term, word_term
from newswire.query.ast import (
    ALIASES,
    FIELDS,
    STEM_FIELDS,
    After,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Prefix,
    Range,
    Since,
    Word,
    Words,
)
from newswire.query.errors import QueryError
from newswire.query.stem import find_forms, stem_language

ASKABLE = (
    "lang", "type", "service", "subject", "place", "person", "urgency", "dossier", "headline", "text", "released",
)  # fmt: skip
"""Fields of the query language that the public edition can answer for."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALL, _NONE = "TRUE", "FALSE"


class Candidates(msgspec.Struct, frozen=True):
    """Conditions on `edition.story` and the values they name."""

    over: str
    under: str
    values: dict[str, Any]


def check_askable(node: Node, typed: str) -> None:
    """Raises `QueryError` where the query asks for what the public edition does not hold; `typed` is its text."""
    for field in _read_fields(node):
        if field in ASKABLE:
            continue
        names = [name for name, meant in (*((one, one) for one in FIELDS), *ALIASES.items()) if meant == field]
        found = re.search(rf"(?<!\w)(?:{'|'.join(names)})\s*:", typed)
        offered = ", ".join(ASKABLE)
        raise QueryError(
            f"“{field}” cannot be asked for on the website; there are {offered}", found.start() if found else 0
        )


def plan_candidates(node: Node, language: str, now: int) -> Candidates:
    """The conditions for stories of one language, asked `now` (microseconds since 1970)."""
    planner = _Planner(stem_language(language), now)
    over, under = planner.plan(node)
    return Candidates(over, under, planner.values)


class _Planner:
    """Writes conditions, keeping the values they name."""

    def __init__(self, language: str, now: int) -> None:
        self.values: dict[str, Any] = {}
        self._language = language
        self._now = now

    def plan(self, node: Node) -> tuple[str, str]:
        """Both sides of the condition."""
        match node:
            case Everything():
                return _ALL, _ALL
            case AllOf(parts):
                return self._join("AND", parts)
            case AnyOf(parts):
                return self._join("OR", parts)
            case Not(part):
                over, under = self.plan(part)
                return f"NOT ({under})", f"NOT ({over})"
            case Exact(field, value):
                return _both(self._has([value_term(field, value)]))
            case Word(field, word):
                return _both(self._has(word_term(field, form) for form in find_forms(word, self._language)))
            case Words(field, tokens):
                return self._words(field, tokens)
            case Prefix(field, start):
                over = self._ask(f"{_quote(word_term(field, start))}:*")
                return over, _NONE if field in STEM_FIELDS else over
            case Range(_, low, high):
                return _both(f"urgency BETWEEN {self._name(low)} AND {self._name(high)}")
            case Since(moment):
                return _both(f"published_at >= {self._name(_moment(moment.begin(self._now)))}")
            case After(moment):
                return _both(f"published_at >= {self._name(_moment(moment.end(self._now)))}")

    def _join(self, word: str, parts: Iterable[Node]) -> tuple[str, str]:
        planned = [self.plan(part) for part in parts]
        overs, unders = zip(*planned, strict=True)
        return "(" + f" {word} ".join(overs) + ")", "(" + f" {word} ".join(unders) + ")"

    def _words(self, field: str, tokens: tuple[str, ...]) -> tuple[str, str]:
        if not tokens:
            return _both(_NONE)
        over = self._ask(" & ".join(_quote(word_term(field, token)) for token in tokens))
        is_certain = len(tokens) == 1 and field not in STEM_FIELDS
        return over, over if is_certain else _NONE

    def _has(self, terms: Iterable[str]) -> str:
        return self._ask(" | ".join(map(_quote, sorted(terms))))

    def _ask(self, tsquery: str) -> str:
        return f"terms @@ {self._name(tsquery)}::tsquery"

    def _name(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def _read_fields(node: Node) -> Iterable[str]:
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _read_fields(part)
        case Not(part):
            yield from _read_fields(part)
        case Exact(field) | Word(field) | Words(field) | Prefix(field) | Range(field):
            yield field
        case Everything() | Since() | After():
            return


def _both(condition: str) -> tuple[str, str]:
    return condition, condition


def _quote(term: str) -> str:
    """A lexeme of a tsquery, whatever is in it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _moment(microseconds: int) -> datetime:
    """The moment in the span that both Python and PostgreSQL can write."""
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if microseconds > 0 else datetime.min.replace(tzinfo=UTC)

"""What a value typed after a field means: `lang:tr`, `urgency:3`, `place:Ankara`, `breakw*`, `"opens again"`."""

import re
from collections.abc import Callable
from functools import cache

import msgspec

from newswire.item.kinds import KINDS
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.query.ast import (
    HAS,
    NUMBER_FIELDS,
    STEM_FIELDS,
    WORD_FIELDS,
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
from newswire.query.fold import fold, split_words, tokenize
from newswire.query.moment import Moment, read_moment

CLOSED: dict[str, tuple[str, ...]] = {
    "type": ("text", "picture", "video", "graphic", "alert", "advisory"),
    "kind": KINDS,
    "has": HAS,
}
"""Fields whose every value is known: another one is a slip that would find nothing for ever."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STAR = re.compile(r"\\.|[*?]", re.DOTALL)


class Value(msgspec.Struct, frozen=True):
    """A value as it was typed: its text without quotation marks and backslashes, and where it begins.

    `star` is where in the query its first star or question mark stands, None without one; a quoted one has none.
    `is_prefix` says that there is one star, at the end.
    """

    text: str
    position: int
    is_quoted: bool = False
    star: int | None = None
    is_prefix: bool = False


class Bound(msgspec.Struct, frozen=True):
    """One end of a range: a value, None where it is open, and whether what the value says is still inside."""

    value: Value | None
    is_inside: bool


def read_word(typed: str, position: int) -> Value:
    """A value without quotation marks."""
    stars = [found.start() for found in _STAR.finditer(typed) if found[0] in "*?"]
    is_prefix = stars == [len(typed) - 1] and typed.endswith("*") and len(typed) > 1
    text = _ESCAPED.sub(r"\1", typed[:-1] if is_prefix else typed)
    return Value(text, position, False, position + stars[0] if stars else None, is_prefix)


def read_phrase(typed: str, position: int) -> Value:
    """A value in quotation marks."""
    return Value(_ESCAPED.sub(r"\1", typed[1:-1]), position, True)


def build_value(field: str, value: Value) -> Node:
    """The tree of `field:value`. Raises `QueryError`."""
    if value.star is not None:
        return _build_prefix(field, value)
    if field in NUMBER_FIELDS:
        number = _read_number(field, value)
        return Range(field, number, number)
    if field == "released":
        return AllOf((Since(_read_moment(value)), Not(After(_read_moment(value)))))
    if field in _BUILDERS:
        return _BUILDERS[field](value)
    if field in WORD_FIELDS:
        return _build_words(field, value)
    return _build_exact(field, value)


def build_range(field: str, low: Bound, high: Bound, position: int) -> Node:
    """The tree of `field:[low TO high]`. Raises `QueryError`."""
    if field == "released":
        return _build_period(low, high)
    if field not in NUMBER_FIELDS:
        raise QueryError(f"“{field}” takes no range; {', '.join(NUMBER_FIELDS)} and released do", position)
    least, most = NUMBER_FIELDS[field]
    first = least if low.value is None else _read_number(field, low.value) + (not low.is_inside)
    last = most if high.value is None else _read_number(field, high.value) - (not high.is_inside)
    return Range(field, first, last)


def _build_period(low: Bound, high: Bound) -> Node:
    parts: list[Node] = []
    if low.value is not None:
        moment = _read_moment(low.value)
        parts.append(Since(moment) if low.is_inside else After(moment))
    if high.value is not None:
        moment = _read_moment(high.value)
        parts.append(Not(After(moment) if high.is_inside else Since(moment)))
    return AllOf(tuple(parts)) if parts else Everything()


def _build_prefix(field: str, value: Value) -> Node:
    assert value.star is not None
    if not value.is_prefix:
        raise QueryError("a star may only end a word", value.star)
    if field not in WORD_FIELDS:
        raise QueryError(f"“{field}” takes no star; {', '.join(sorted(WORD_FIELDS))} do", value.star)
    start = tokenize(value.text)
    if len(start) != 1:
        raise QueryError(f"“{value.text}*”: a star may only end one word", value.star)
    return Prefix(field, start[0])


def _build_words(field: str, value: Value) -> Node:
    words = split_words(value.text)
    if not words:
        raise QueryError(f"“{value.text}” holds no word", value.position)
    if len(words) == 1 and not value.is_quoted and field in STEM_FIELDS:
        return Word(field, words[0])
    return Words(field, tokenize(value.text))


def _build_exact(field: str, value: Value) -> Node:
    folded = fold(value.text.strip())
    if not folded:
        raise QueryError(f"nothing stands after “{field}:”", value.position)
    if field in CLOSED and folded not in CLOSED[field]:
        raise QueryError(f"“{value.text}” is no {field}; there are {', '.join(CLOSED[field])}", value.position)
    return Exact(field, folded)


def _build_named(field: str) -> Callable[[Value], Node]:
    """For fields asked by code or by words of a name."""

    def build(value: Value) -> Node:
        code, tokens = _build_exact(field, value), tokenize(value.text)
        return AnyOf((code, Words(field, tokens))) if tokens and "/" not in value.text else code

    return build


def _build_subject(value: Value) -> Node:
    text = value.text.strip()
    if ":" in text:
        return _build_exact("subject", value)
    if text.isascii() and text.isdecimal() and len(text) == 8:
        return Exact("subject", f"medtop:{text}")
    found = _read_subject_names().get(fold(text), ())
    if not found:
        raise QueryError(f"there is no subject “{text}”; ask by code as in subject:15000000", value.position)
    nodes = tuple(Exact("subject", qcode) for qcode in found)
    return nodes[0] if len(nodes) == 1 else AnyOf(nodes)


@cache
def _read_subject_names() -> dict[str, tuple[str, ...]]:
    """Media Topics by folded name, in every language there is; several where a name is not one topic's alone."""
    named: dict[str, tuple[str, ...]] = {}
    for qcode, topic in read_mediatopics().items():
        for name in {fold(label) for label in topic.labels.values()}:
            named[name] = (*named.get(name, ()), qcode)
    return named


def _read_number(field: str, value: Value) -> int:
    least, most = NUMBER_FIELDS[field]
    text = value.text
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most):
        span = f"from {least} to {most}" if field == "urgency" else "such as 400"
        raise QueryError(f"{field} is a number {span}, not “{text}”", value.position)
    return int(text)


def _read_moment(value: Value) -> Moment:
    moment = read_moment(value.text)
    if moment is None:
        hint = "write now, now-2h, now/d, 2026-11-24 or 2026-11-24T10:30"
        raise QueryError(f"“{value.text}” is no moment; {hint}", value.position)
    return moment


_BUILDERS: dict[str, Callable[[Value], Node]] = {
    "place": _build_named("place"),
    "dossier": _build_named("dossier"),
    "subject": _build_subject,
}

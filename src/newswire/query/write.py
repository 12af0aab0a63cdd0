"""From the query tree back to Lucene syntax: what `parse_query` gave is written so that it gives the same tree again.

A clause is what a person takes for one: `place:ankara` is two nodes and `released:[now-1d TO now]` is three, but each
is one clause.
"""

from collections.abc import Iterator

import msgspec

from newswire.query.ast import (
    CODED_FIELDS,
    NUMBER_FIELDS,
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
from newswire.query.moment import SECONDS, Moment

Path = tuple[int, ...]
"""Where a node stands in a tree: which part of the root, which part of that, and so on; `Not` has one part, 0."""
_RESERVED = ("AND", "OR", "NOT", "TO")
_MOST_DIGITS = 999_999
_SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a written query; `at` is where the clause stands in the tree, None between clauses."""

    text: str
    at: Path | None = None


def write_query(node: Node) -> str:
    """The query in Lucene syntax."""
    return "".join(piece.text for piece in write_pieces(node))


def write_pieces(node: Node, at: Path = ()) -> Iterator[Piece]:
    """The query in Lucene syntax, clause by clause."""
    clause = write_clause(node)
    if clause:
        yield Piece(clause, at)
        return
    match node:
        case Not(part):
            yield Piece("NOT ")
            yield from _write_part(part, (*at, 0), bare=(Not,))
        case AllOf(parts) | AnyOf(parts):
            for index, part in enumerate(parts):
                if index:
                    yield Piece(" AND " if isinstance(node, AllOf) else " OR ")
                yield from _write_part(part, (*at, index), bare=(Not,))


def write_clause(node: Node) -> str:
    """The clause that a node is, in Lucene syntax; empty for what joins or denies clauses."""
    match node:
        case Everything():
            return "*"
        case Exact(field, value):
            return f"{field}:{_write_value(field, value)}"
        case Word(field, word):
            return _name(field) + (f"\\{word}" if word in _RESERVED else word)
        case Words(field, tokens):
            return f'{_name(field)}"{" ".join(tokens)}"'
        case Prefix(field, start):
            return f"{_name(field)}{start}*"
        case Range():
            return _write_range(node)
        case Since(moment) | After(moment):
            return f"released:{'[' if isinstance(node, Since) else '{'}{_write_moment(moment)} TO *]"
        case AllOf(parts):
            return _write_period(parts)
        case AnyOf((Exact(field, value), Words(other, _))) if field == other:
            return f"{field}:{_write_value(field, value)}"
    return ""


def _write_part(part: Node, at: Path, *, bare: tuple[type[Node], ...]) -> Iterator[Piece]:
    """A part of an operation, in brackets unless it can stand alone."""
    if write_clause(part) or isinstance(part, bare):
        yield from write_pieces(part, at)
        return
    yield Piece("(")
    yield from write_pieces(part, at)
    yield Piece(")")


def _name(field: str) -> str:
    return "" if field == "text" else f"{field}:"


def _write_value(field: str, value: str) -> str:
    """A whole value: bare where it is a plain word or a code of a vocabulary, else in quotation marks."""
    scheme, colon, code = value.partition(":")
    plain = (
        bool(colon)
        and field in CODED_FIELDS
        and scheme.isalpha()
        and scheme.isascii()
        and code.isalnum()
        and code.isascii()
    )
    if plain or (value and set(value) <= _SIMPLE):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write_range(node: Range) -> str:
    """`urgency:3`, `urgency:[1 TO 3]`; the ends that exclude everything are written with braces."""
    if node.low == node.high:
        return f"{node.field}:{node.low}"
    least, most = NUMBER_FIELDS.get(node.field, (node.low, node.high))
    low = f"{{{most}" if node.low > most else f"[{node.low}"
    high = f"{least}}}" if node.high < least else f"{node.high}]"
    return f"{node.field}:{low} TO {high}"


def _write_period(parts: tuple[Node, ...]) -> str:
    """`released:[a TO b]`; empty where the parts are not the two ends of a period, or one of them."""
    match parts:
        case (Since(low), Not(After(high))) if low == high:
            return f"released:{_write_moment(low)}"
        case ((Since() | After()) as low, Not((Since() | After()) as high)):
            return f"released:{_open(low)} TO {_close(high)}"
        case ((Since() | After()) as low,):
            return f"released:{_open(low)} TO *]"
        case (Not((Since() | After()) as high),):
            return f"released:[* TO {_close(high)}"
    return ""


def _open(node: Since | After) -> str:
    return f"{'[' if isinstance(node, Since) else '{'}{_write_moment(node.moment)}"


def _close(node: Since | After) -> str:
    return f"{_write_moment(node.moment)}{'}' if isinstance(node, Since) else ']'}"


def _write_moment(moment: Moment) -> str:
    if moment.at is None:
        return "now" + "".join(_write_steps(moment.shift)) + (f"/{moment.unit}" if moment.unit else "")
    if moment.unit == "d":
        return f"{moment.at:%Y-%m-%d}".rjust(10, "0")
    precision = {"m": "minutes", "s": "seconds"}.get(moment.unit, "microseconds")
    return f'"{moment.at.replace(tzinfo=None).isoformat(timespec=precision)}Z"'


def _write_steps(shift: int) -> Iterator[str]:
    """`-1d`: in the longest unit that needs no fraction (weeks are written as days), six digits at the most a step."""
    sign, left = "-" if shift < 0 else "+", abs(shift)
    while left > _MOST_DIGITS * SECONDS["w"]:
        yield f"{sign}{_MOST_DIGITS}w"
        left -= _MOST_DIGITS * SECONDS["w"]
    if not left:
        return
    unit = next(one for one in "dhms" if left % SECONDS[one] == 0)
    for one in (unit, "w", "d", "h", "m", "s"):
        count = left // SECONDS[one]
        if count and (one != unit or count <= _MOST_DIGITS):
            yield f"{sign}{count}{one}"
            left -= count * SECONDS[one]

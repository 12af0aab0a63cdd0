"""Why a story matches a query or not: the clauses that decided, and the one clause that kept a near miss out.

Asked of the reference evaluator, never of rules of its own: a clause counts when `matches` says so.
"""

from collections.abc import Iterator, Sequence

import msgspec

from newswire.query.ast import AllOf, AnyOf, Everything, Node, Not
from newswire.query.document import Document
from newswire.query.evaluate import matches
from newswire.query.write import Path, write_clause, write_pieces, write_query


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a written query. `holds` says of a clause whether it is true of the story (None between clauses);
    `decides` whether the answer hangs on it."""

    text: str
    holds: bool | None = None
    decides: bool = False


class Reason(msgspec.Struct, frozen=True):
    """Whether a story matches, the query with its clauses marked, and the clauses that decided as one would write them.

    `missing` is the one clause without which it would have matched; empty for a match and where more than one refused.
    """

    matched: bool
    marks: tuple[Mark, ...]
    deciding: tuple[str, ...]
    missing: str = ""


def explain(node: Node, document: Document, now: int | None = None) -> Reason:
    """Why the story matches the query or not, asked `now` (microseconds since 1970; its release, if not said)."""
    matched = matches(node, document, now)
    deciding = dict(find_deciding(node, document, now))
    marks = []
    for piece in write_pieces(node):
        if piece.at is None:
            marks.append(Mark(piece.text))
        else:
            marks.append(Mark(piece.text, matches(read_part(node, piece.at), document, now), piece.at in deciding))
    near = None if matched else find_near_miss(node, document, now)
    return Reason(matched, tuple(marks), tuple(deciding.values()), "" if near is None else write_query(near))


def find_deciding(node: Node, document: Document, now: int | None = None) -> Iterator[tuple[Path, str]]:
    """Where in the tree the clauses stand that decide, each as one would write it; a denied one with its `NOT`.

    A match hangs on every part of an `AND` and on those parts of an `OR` that match, a refusal the other way round.
    """
    yield from _find_deciding(node, document, now, (), is_denied=False)


def _find_deciding(
    node: Node, document: Document, now: int | None, at: Path, *, is_denied: bool
) -> Iterator[tuple[Path, str]]:
    clause = write_clause(node)
    if clause:
        yield at, f"NOT {clause}" if is_denied else clause
        return
    match node:
        case Not(part):
            yield from _find_deciding(part, document, now, (*at, 0), is_denied=not is_denied)
        case AllOf(parts) | AnyOf(parts):
            verdict = matches(node, document, now)
            needs_all = verdict == isinstance(node, AllOf)
            for index, part in enumerate(parts):
                if needs_all or matches(part, document, now) == verdict:
                    yield from _find_deciding(part, document, now, (*at, index), is_denied=is_denied)


def read_part(node: Node, at: Path) -> Node:
    """The node that stands at that place of the tree."""
    for index in at:
        match node:
            case Not(part):
                node = part
            case AllOf(parts) | AnyOf(parts):
                node = parts[index]
    return node


def split_clauses(node: Node) -> tuple[Node, ...]:
    """The parts that must all match: `a AND (b OR c) AND NOT (d OR e)` are `a`, `b OR c`, `NOT d`, `NOT e`."""
    if write_clause(node):
        return (node,)
    match node:
        case AllOf(parts):
            return tuple(one for part in parts for one in split_clauses(part))
        case Not(AnyOf(parts)) if not write_clause(node.part):
            return tuple(one for part in parts for one in split_clauses(Not(part)))
        case Not(Not(part)):
            return split_clauses(part)
    return (node,)


def find_near_miss(node: Node, document: Document, now: int | None = None) -> Node | None:
    """The one clause of several that keeps the story out; None where it matches or more than one does."""
    clauses = split_clauses(node)
    refusing = [one for one in clauses if not matches(one, document, now)]
    return refusing[0] if len(refusing) == 1 and len(clauses) > 1 else None


def all_but(clauses: Sequence[Node], left_out: int) -> Node:
    """What matches every clause but that one, and not that one: the near misses it makes."""
    others = (*clauses[:left_out], *clauses[left_out + 1 :])
    return AllOf((*(others or (Everything(),)), Not(clauses[left_out])))

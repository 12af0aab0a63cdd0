"""How the matcher files a query: which terms a story must have, which it must not, and what is left to verify.

A term is something a story has or has not: a value, a word, the form of a word, the beginning of a word. A query is
turned into clauses that must all hold. A clause for which one of a few terms is needed is *wanted* under these terms, a
term that rules the query out is *refused*, and whatever terms cannot say is the *rest*, for the plain evaluator.
"""

from collections.abc import Callable, Iterator

import msgspec

from newswire.query.ast import (
    NUMBER_FIELDS,
    STEM_FIELDS,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Prefix,
    Range,
    Word,
    Words,
)

Term = tuple[str, str, str]
"""Field, sort, and value. Sorts: `=` a whole value, `'` words one after another, `~` any form of a word, `^` its
beginning, `<` a number below it, `>` one above."""
Weigh = Callable[[Term], float]
"""How common a term is in stories: the rarer, the better to file by."""

REFUSED = "refused"
"""The slot of the terms that rule a query out."""
MIXED = "mixed"
"""The slot of a clause over several fields."""
TOPIC = {"subject": "topic", "service": "topic"}
"""Fields that share a slot, because queries ask for one of them or the other."""
LONGEST_RUN = 3
"""Words of a name that are one term. In prose one word is: a story of 350 words has 350 runs of each length."""
_MOST_VALUES = 16
"""Numbers of a range that is written out as terms."""


class Cover(msgspec.Struct, frozen=True):
    """Terms of which a story needs at least one for a clause to hold; `is_whole`: and then it does hold."""

    terms: tuple[Term, ...]
    is_whole: bool


class Plan(msgspec.Struct, frozen=True):
    """Where a query is filed: at most one clause in each slot (a field, the topic, MIXED), refused terms, the rest."""

    wanted: dict[str, tuple[Term, ...]]
    refused: tuple[Term, ...]
    rest: Node | None


def make_plan(node: Node, weigh: Weigh) -> Plan:
    """The plan of any query."""
    wanted: dict[str, tuple[Term, ...]] = {}
    whole: dict[str, Node | None] = {}
    refused: list[Term] = []
    rest: list[Node] = []
    for clause in _split(node):
        if isinstance(clause, Range) and clause.field in NUMBER_FIELDS and clause.low <= clause.high:
            refused += _bound(clause)
        elif isinstance(clause, Not) and (cover := _cover(clause.part, weigh)) and cover.is_whole:
            refused += cover.terms
        elif (cover := _cover(clause, weigh)) is None:
            rest.append(clause)
        else:
            slot = _slot_of(cover)
            if slot in wanted and _weigh_all(wanted[slot], weigh) <= _weigh_all(cover.terms, weigh):
                rest.append(clause)
                continue
            rest += [displaced] if (displaced := whole.get(slot)) else []
            wanted[slot] = cover.terms
            whole[slot] = clause if cover.is_whole else None
            rest += [] if cover.is_whole else [clause]
    return Plan(wanted, tuple(refused), None if not rest else rest[0] if len(rest) == 1 else AllOf(tuple(rest)))


def _split(node: Node) -> Iterator[Node]:
    """The clauses that must all hold, with negations pushed down."""
    match node:
        case Everything():
            return
        case AllOf(parts):
            for part in parts:
                yield from _split(part)
        case AnyOf((part,)):
            yield from _split(part)
        case Not(Not(part)):
            yield from _split(part)
        case Not(AnyOf(parts)):
            for part in parts:
                yield from _split(Not(part))
        case Not(AllOf(parts)):
            yield AnyOf(tuple(Not(part) for part in parts))
        case Not(Everything()):
            yield AnyOf(())
        case _:
            yield node


def _cover(node: Node, weigh: Weigh) -> Cover | None:
    """The terms a story needs at least one of; None where none are needed."""
    match node:
        case Exact(field, value):
            return Cover(((field, "=", value),), True)
        case Word(field, word):
            return Cover(((field, "~", word),), True)
        case Words(_, ()):
            return Cover((), True)
        case Words(field, tokens) if "\n" not in " ".join(tokens):
            return _cover_run(field, tokens, weigh)
        case Prefix(field, start) if start.split() == [start]:
            return Cover(((field, "^", start),), True)
        case Range(field, low, high):
            return _cover_numbers(field, low, high)
        case AnyOf(parts):
            covers = [_cover(part, weigh) for part in parts]
            found = [cover for cover in covers if cover is not None]
            if len(found) < len(covers):
                return None
            terms = [term for cover in found for term in cover.terms]
            return Cover(tuple(dict.fromkeys(terms)), all(cover.is_whole for cover in found))
        case AllOf(parts):
            known = [cover for part in parts if (cover := _cover(part, weigh)) is not None]
            if not known:
                return None
            best = min(known, key=lambda cover: _weigh_all(cover.terms, weigh))
            return Cover(best.terms, best.is_whole and len(parts) == 1)
        case Not(Not(part)):
            return _cover(part, weigh)
        case Not(Everything()):
            return Cover((), True)
    return None


def _cover_run(field: str, tokens: tuple[str, ...], weigh: Weigh) -> Cover:
    if field not in STEM_FIELDS:
        return Cover(((field, "'", " ".join(tokens[:LONGEST_RUN])),), len(tokens) <= LONGEST_RUN)
    words = [(field, "'", word) for token in tokens for word in token.split()]
    return Cover((min(words, key=weigh),), words == [(field, "'", tokens[0])]) if words else Cover((), False)


def _cover_numbers(field: str, low: int, high: int) -> Cover | None:
    least, most = NUMBER_FIELDS.get(field, (0, -1))
    first, last = max(low, least), min(high, most)
    if last - first >= _MOST_VALUES:
        return None
    return Cover(tuple((field, "=", str(number)) for number in range(first, last + 1)), True)


def _bound(clause: Range) -> Iterator[Term]:
    """The terms that rule out what lies outside of a range."""
    least, most = NUMBER_FIELDS[clause.field]
    if clause.low > least:
        yield clause.field, "<", str(clause.low)
    if clause.high < most:
        yield clause.field, ">", str(clause.high)


def _slot_of(cover: Cover) -> str:
    fields = {TOPIC.get(field, field) for field, _, _ in cover.terms}
    return fields.pop() if len(fields) == 1 else MIXED


def _weigh_all(terms: tuple[Term, ...], weigh: Weigh) -> float:
    return sum(map(weigh, terms))

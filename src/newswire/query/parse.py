"""From Lucene syntax to the query tree. luqum reads the grammar; this file says what we mean by it.

Two words side by side mean AND and bind weaker than OR does. `subject:medtop:15000000` is one value although luqum
nests it as a field in a field. What we cannot honour (fuzzy, boost, regular expressions, `&&`, `||`, `!`, operators in
small letters) is refused with the position, never ignored and never taken for a word.
"""

import re

import luqum.tree as lucene
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from newswire.query.ast import ALIASES, CODED_FIELDS, FIELDS, AllOf, AnyOf, Everything, Node, Not
from newswire.query.errors import QueryError
from newswire.query.values import Bound, Value, build_range, build_value, read_phrase, read_word

__all__ = ["LONGEST", "QueryError", "parse_query"]

LONGEST = 10_000
"""Characters of a query."""
DEEPEST = 60
"""Brackets, negations and fields within one another: far below what Python's stack holds."""
_DEFAULT = "text"
_SMALL = {"and": "AND", "or": "OR", "not": "NOT"}


def parse_query(text: str) -> Node:
    """The tree of a query in Lucene syntax; `*` and nothing at all match everything. Raises `QueryError`."""
    if not text.strip():
        return Everything()
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters", LONGEST)
    try:
        tree = parse_lucene(text)
    except ParseError as error:
        raise _explain(text, str(error)) from error
    return _build(tree, "", 0)


def _build(tree: lucene.Item, field: str, depth: int) -> Node:
    """The tree under `field`, empty outside of any."""
    if depth > DEEPEST:
        raise QueryError("too many brackets within one another", tree.pos)
    match tree:
        case lucene.AndOperation() | lucene.OrOperation() | lucene.UnknownOperation():
            return _build_operation(tree, field, depth + 1)
        case lucene.Not() | lucene.Prohibit():
            return Not(_build(tree.a, field, depth + 1))
        case lucene.Plus():
            return _build(tree.a, field, depth + 1)
        case lucene.Group() | lucene.FieldGroup():
            return _build(tree.expr, field, depth + 1)
        case lucene.SearchField():
            return _build_field(tree, field, depth + 1)
        case lucene.Word() | lucene.Phrase():
            return _build_term(tree, field)
        case lucene.Range() | lucene.From() | lucene.To():
            return build_range(field or _DEFAULT, *_read_bounds(tree), tree.pos)
        case lucene.Fuzzy() | lucene.Proximity():
            raise QueryError("“~” (nearly) is not something we can search for", tree.pos + len(str(tree.term)))
        case lucene.Boost():
            raise QueryError("“^” (weight) is not something we can search for", tree.pos + len(str(tree.expr)))
    raise QueryError(f"“{str(tree).strip()}” is not something we can search for", tree.pos)


def _build_operation(tree: lucene.BaseOperation, field: str, depth: int) -> Node:
    """Operands by one operator. An operator in small letters among them is a slip: it would be asked for as a word."""
    parts = tree.children
    if isinstance(tree, lucene.UnknownOperation):
        for at, part in enumerate(parts):
            small = part.value if isinstance(part, lucene.Word) else ""
            is_between = at < len(parts) - 1 and (at > 0 or small == "not")
            if small in _SMALL and is_between:
                raise QueryError(f'write {_SMALL[small]} in capitals, or "{small}" for the word', part.pos)
    nodes = tuple(_build(part, field, depth) for part in parts)
    return AnyOf(nodes) if isinstance(tree, lucene.OrOperation) else AllOf(nodes)


def _build_field(tree: lucene.SearchField, outer: str, depth: int) -> Node:
    name = ALIASES.get(tree.name, tree.name)
    inner = tree.expr
    if (
        outer in CODED_FIELDS and name not in FIELDS and isinstance(inner, lucene.Word)
    ):  # subject:(medtop:15000000 OR …)
        return build_value(outer, read_word(f"{tree.name}:{inner.value}", tree.pos))
    if name in CODED_FIELDS and isinstance(inner, lucene.SearchField) and isinstance(inner.expr, lucene.Word):
        return build_value(name, read_word(f"{inner.name}:{inner.expr.value}", inner.pos))
    if tree.name == "*" and isinstance(inner, lucene.Word) and inner.value == "*":
        return Everything()
    if name not in FIELDS:
        raise QueryError(f"there is no field “{tree.name}”; there are {', '.join(FIELDS)}", tree.pos)
    if isinstance(inner, lucene.SearchField):
        raise QueryError(f"“{inner.name}:” cannot stand within “{tree.name}:”", inner.pos)
    return _build(inner, name, depth)


def _build_term(tree: lucene.Word | lucene.Phrase, field: str) -> Node:
    if isinstance(tree, lucene.Phrase):
        return build_value(field or _DEFAULT, read_phrase(tree.value, tree.pos))
    typed = tree.value
    if typed == "*" and not field:
        return Everything()
    found = re.match(r"&&|\|\||!|&\Z|\|\Z", typed)
    if found:
        raise QueryError(f"“{found[0]}” is not an operator here; write AND, OR, NOT", tree.pos)
    return build_value(field or _DEFAULT, read_word(typed, tree.pos))


def _read_bounds(tree: lucene.Range | lucene.From | lucene.To) -> tuple[Bound, Bound]:
    if isinstance(tree, lucene.From):
        return Bound(_read_bound(tree.a), tree.include), Bound(None, True)
    if isinstance(tree, lucene.To):
        return Bound(None, True), Bound(_read_bound(tree.a), tree.include)
    return Bound(_read_bound(tree.low), tree.include_low), Bound(_read_bound(tree.high), tree.include_high)


def _read_bound(tree: lucene.Item) -> Value | None:
    """One end of a range; None for a star."""
    if isinstance(tree, lucene.Phrase):
        return read_phrase(tree.value, tree.pos)
    if not isinstance(tree, lucene.Word):
        raise QueryError(f"“{str(tree).strip()}” cannot end a range", tree.pos)
    return None if tree.value == "*" else read_word(tree.value, tree.pos)


def _explain(text: str, said: str) -> QueryError:
    """What luqum stumbled over, in words; it says the place at the end of its message, if it knows one."""
    found = re.search(r"at position (\d+)!?\Z", said)
    at = int(found[1]) if found else len(text)
    sign, before = text[at : at + 1], text[:at].rstrip()[-1:]
    if not sign:
        return QueryError("the query ends too early: a bracket is open or something is missing", len(text))
    if sign == '"':
        return QueryError("this quotation mark is never closed", at)
    if sign == ")" and before == "(":
        return QueryError("nothing stands between the brackets", at)
    if sign in "/'\\<>":
        return QueryError(f"“{sign}” cannot begin a word; put it in quotation marks", at)
    word = re.match(r"\w+|.", text[at:], re.DOTALL)
    return QueryError(f"“{word[0] if word else sign}” is a stray sign here", at)

"""From Lucene syntax to the query tree. luqum reads the grammar; this file says what we mean by it.

Two words side by side mean AND. `subject:medtop:15000000` is one value although luqum nests it as a field in a field.
What we cannot honour (fuzzy, boost, regular expressions, `&&`, `||`, `!`) is refused with the position, never ignored.
"""

import re

import luqum.tree as lucene
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from newswire.kit.errors import NewswireError
from newswire.query.ast import FIELDS, WORD_FIELDS, AllOf, AnyOf, Everything, Exact, Node, Not, Prefix, Range, Words
from newswire.query.fold import fold, tokenize

URGENCIES = (1, 9)


class QueryError(NewswireError):
    """A query that cannot be read. `position` is the character it stumbled over, from 0."""

    code = "query"
    title = "The query cannot be read"
    status = 400

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(f"{detail} (at character {position + 1})")
        self.position = position


def parse_query(text: str) -> Node:
    """The tree of a query in Lucene syntax; `*` and nothing at all match everything. Raises `QueryError`."""
    if not text.strip() or text.strip() in ("*", "*:*"):
        return Everything()
    try:
        tree = parse_lucene(text)
    except ParseError as error:
        found = re.search(r"position (\d+)", str(error))
        raise QueryError(
            "the query ends too early or has a stray sign", int(found[1]) if found else len(text)
        ) from error
    return _build(tree, "text")


def _build(tree: lucene.Item, field: str) -> Node:
    match tree:
        case lucene.AndOperation() | lucene.UnknownOperation():
            return AllOf(tuple(_build(part, field) for part in tree.children))
        case lucene.OrOperation():
            return AnyOf(tuple(_build(part, field) for part in tree.children))
        case lucene.Not() | lucene.Prohibit():
            return Not(_build(tree.a, field))
        case lucene.Plus():
            return _build(tree.a, field)
        case lucene.Group() | lucene.FieldGroup():
            return _build(tree.expr, field)
        case lucene.SearchField():
            return _build_field(tree, field)
        case lucene.Word() | lucene.Phrase():
            return _build_value(tree, field)
        case lucene.Range():
            return _build_range(tree, field)
    raise QueryError(f"“{str(tree).strip()}” is not something we can search for", tree.pos or 0)


def _build_field(tree: lucene.SearchField, outer: str) -> Node:
    if tree.name not in FIELDS:
        if outer in ("subject", "place") and isinstance(tree.expr, lucene.Word):  # subject:medtop:15000000
            return Exact(outer, fold(f"{tree.name}:{tree.expr.value}"))
        raise QueryError(f"there is no field “{tree.name}”; there are {', '.join(FIELDS)}", tree.pos or 0)
    return _build(tree.expr, tree.name)


def _build_value(tree: lucene.Word | lucene.Phrase, field: str) -> Node:
    quoted = isinstance(tree, lucene.Phrase)
    value: str = tree.value.strip('"') if quoted else tree.value
    if value in ("&&", "||", "!") or (not quoted and value.startswith(("!", "/"))):
        raise QueryError(f"“{value}” is not an operator here; write AND, OR, NOT", tree.pos or 0)
    if field == "urgency":
        number = _urgency(value, tree.pos or 0)
        return Range(field, number, number)
    if not quoted and value.endswith("*") and field in WORD_FIELDS:
        start = tokenize(value[:-1])
        if len(start) == 1 and not set(value[:-1]) & set("*?"):
            return Prefix(field, start[0])
    if not quoted and set(value) & set("*?"):
        raise QueryError(f"“{value}”: a star may only end a word", tree.pos or 0)
    if field in WORD_FIELDS:
        return _build_words(field, value, tree.pos or 0)
    return Exact(field, fold(value))


def _build_words(field: str, value: str, position: int) -> Node:
    tokens = tokenize(value)
    if field == "place":  # a code such as TR, or a name
        return AnyOf((Exact(field, fold(value)), Words(field, tokens))) if tokens else Exact(field, fold(value))
    if not tokens:
        raise QueryError(f"“{value}” holds no word", position)
    return Words(field, tokens)


def _build_range(tree: lucene.Range, field: str) -> Node:
    if field != "urgency":
        raise QueryError(f"“{field}” takes no range; urgency does", tree.pos or 0)
    low = URGENCIES[0] if str(tree.low) == "*" else _urgency(str(tree.low), tree.pos or 0) + (not tree.include_low)
    high = URGENCIES[1] if str(tree.high) == "*" else _urgency(str(tree.high), tree.pos or 0) - (not tree.include_high)
    return Range(field, low, high)


def _urgency(value: str, position: int) -> int:
    if not value.isdecimal() or not URGENCIES[0] <= int(value) <= URGENCIES[1]:
        raise QueryError(f"urgency is a number from 1 to 9, not “{value}”", position)
    return int(value)

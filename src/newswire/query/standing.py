"""Queries that stand: those of products and of saved filters, held against every release as it goes out."""

from collections.abc import Iterator

import luqum.tree as lucene
from luqum.thread import parse as parse_lucene

from newswire.query.ast import AllOf, AnyOf, Exact, Node, Not
from newswire.query.errors import QueryError
from newswire.query.parse import parse_query

WIRE_FIELD = "kind"
"""What the wire calls a release; a subscription may know it as another (docs/decisions/0023)."""


def parse_standing_query(text: str) -> Node:
    """The tree of a query that will be saved and asked of every release.

    Raises `QueryError` also where it names a kind: one that asks for corrections would bring a subscription a story as
    new for no other reason than that there had been a version it did not get.
    """
    return _refuse_kinds(
        text,
        f"“{WIRE_FIELD}:” is for searching; in a product it would betray versions a client never had: "
        "it gets what follows a story without asking",
    )


def parse_reader_query(text: str) -> Node:
    """The tree of what a subscriber looks for in the archive.

    Raises `QueryError` also where it names a kind: a correction of what one never had is no correction to him.
    """
    return _refuse_kinds(
        text, f"“{WIRE_FIELD}:” cannot be searched for here: it says how a release went out on the wire, not to you"
    )


def _refuse_kinds(text: str, why: str) -> Node:
    node = parse_query(text)
    if not any(isinstance(one, Exact) and one.field == WIRE_FIELD for one in _walk(node)):
        return node
    at = min(one.pos for one in _walk_text(parse_lucene(text)) if one.name == WIRE_FIELD)
    raise QueryError(why, at)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _walk(part)
        case Not(part):
            yield from _walk(part)


def _walk_text(tree: lucene.Item) -> Iterator[lucene.SearchField]:
    if isinstance(tree, lucene.SearchField):
        yield tree
    for part in tree.children:
        yield from _walk_text(part)

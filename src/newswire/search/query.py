"""Searching the archive: the query's tree as tantivy understands it, results newest first with an exact count."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import Connection
from tantivy import FieldType, Occur, Query

from newswire.kit.errors import UnavailableError
from newswire.query.ast import AllOf, AnyOf, Everything, Exact, Node, Not, Prefix, Range, Words
from newswire.search.index import Archive, Snapshot
from newswire.search.schema import (
    GUID,
    RANK,
    ROLE,
    STORED,
    STORY,
    TOKEN_FIELDS,
    URGENCY,
    VALUE_FIELDS,
    Hit,
    token_field,
    value_field,
)
from newswire.search.standing import read_withdrawals

_LONGEST_PATTERN = 100
"""Bytes of a prefix that tantivy's automaton takes (it stops at 1,000 states); of longer ones there are few words."""

_decode_hit = msgspec.json.Decoder(Hit).decode


class Hits(msgspec.Struct, frozen=True):
    """What a search found: how many stories in all, one page of them newest first, and where the next page begins.

    `before` is None on the last page. `waiting` counts the releases that the index has yet to take in.
    """

    total: int
    hits: tuple[Hit, ...]
    before: int | None
    waiting: int


def search(
    connection: Connection[Any], archive: Archive, node: Node, *, limit: int = 50, before: int | None = None
) -> Hits:
    """The newest `limit` stories that match, of those ranked below `before`.

    What was killed or held since the index last looked is left out, also from the count. UnavailableError where there
    is no index of this wire yet.
    """
    snapshot = archive.read()
    mark = snapshot.mark
    withdrawn = read_withdrawals(connection, mark.judged)
    if withdrawn.epoch != mark.epoch or withdrawn.head < mark.reached:
        raise UnavailableError("The archive's index is being made. Ask again in a minute.")
    query = _exclude(snapshot, to_query(snapshot, node), withdrawn.guids)
    found = find(snapshot, query, limit, before)
    return msgspec.structs.replace(found, waiting=withdrawn.head - mark.reached)


def find(snapshot: Snapshot, query: Query, limit: int, before: int | None) -> Hits:
    """One page of what a tantivy query finds in one commit of the index."""
    searcher = snapshot.searcher
    if before is None:
        result = searcher.search(query, limit + 1, count=True, order_by_field=RANK)
        total = _count(result)
    else:
        older = Query.range_query(snapshot.schema, RANK, FieldType.Integer, None, before, include_upper=False)
        page = Query.boolean_query([(Occur.Must, query), (Occur.Must, older)])
        result = searcher.search(page, limit + 1, count=False, order_by_field=RANK)
        total = _count(searcher.search(query, 1, count=True, order_by_field=RANK))
    hits = tuple(_decode_hit(searcher.doc(address).get_first(STORED) or b"") for _, address in result.hits[:limit])
    return Hits(total, hits, hits[-1].rank if len(result.hits) > limit else None, 0)


def to_query(snapshot: Snapshot, node: Node) -> Query:
    """The same question for tantivy; `query/evaluate.py` is the reference."""
    schema = snapshot.schema
    match node:
        case Everything():
            return Query.term_query(schema, ROLE, STORY, "basic")
        case AllOf(parts):
            return _all_of(snapshot, parts)
        case AnyOf(parts):
            return Query.boolean_query([(Occur.Should, to_query(snapshot, part)) for part in parts])
        case Not():
            return _all_of(snapshot, (node,))
        case Exact(field, value):
            if field not in VALUE_FIELDS:
                return Query.empty_query()
            return Query.term_query(schema, value_field(field), value, "basic")
        case Range(_, low, high):
            if low > high:
                return Query.empty_query()
            return Query.range_query(schema, URGENCY, FieldType.Integer, low, high)
        case Words(field, tokens):
            if field not in TOKEN_FIELDS:
                return Query.empty_query()
            if len(tokens) == 1:
                return Query.term_query(schema, token_field(field), tokens[0], "basic")
            return Query.phrase_query(schema, token_field(field), list(tokens))
        case Prefix(field, start):
            return _prefix(snapshot, field, start)


def _all_of(snapshot: Snapshot, parts: Sequence[Node]) -> Query:
    """Every part; what must not match needs something to be taken away from."""
    wanted = [(Occur.Must, to_query(snapshot, part)) for part in parts if not isinstance(part, Not)]
    unwanted = [(Occur.MustNot, to_query(snapshot, part.part)) for part in parts if isinstance(part, Not)]
    return Query.boolean_query([*(wanted or [(Occur.Must, to_query(snapshot, Everything()))]), *unwanted])


def _prefix(snapshot: Snapshot, field: str, start: str) -> Query:
    if field not in TOKEN_FIELDS:
        return Query.empty_query()
    name = token_field(field)
    if len(start.encode()) <= _LONGEST_PATTERN:
        return Query.regex_query(snapshot.schema, name, re.escape(start) + ".*")
    words = [word for word, _ in snapshot.searcher.terms_with_prefix(name, start)]
    return Query.term_set_query(snapshot.schema, name, words)


def _exclude(snapshot: Snapshot, query: Query, guids: Sequence[str]) -> Query:
    if not guids:
        return query
    return Query.boolean_query(
        [(Occur.Must, query), (Occur.MustNot, Query.term_set_query(snapshot.schema, GUID, list(guids)))]
    )


def _count(result: Any) -> int:
    """The exact count of a result; tantivy's stubs leave it out."""
    return int(result.count)

"""One page of what a query finds: the newest stories, or those that it meets best."""

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from newswire.query.ast import AllOf, AnyOf, Node, Prefix, Word, Words
from newswire.query.fold import fold_word
from newswire.search.facets import DAY, Counted
from newswire.search.index import Snapshot
from newswire.search.query import to_query
from newswire.search.schema import RANK, SEQ, token_field

FEW = 2000
"""Below so many stories it does not pay to look for the days in which a page lies."""
_SECONDS_BITS = 29
_DAY = 86_400
_MET, _EXACTLY, _IN_HEADLINE, _SIDE_BY_SIDE = 2.0, 1.0, 4.0, 3.0
"""What counts how much by relevance. Every weight is fixed: none depends on how many stories hold a word, for a reader
would learn from the order what else there is."""


def find_newest(
    snapshot: Snapshot, query: Query, counted: Counted, limit: int, before: int | None
) -> list[tantivy.DocAddress]:
    """The newest `limit` documents of those ranked below `before`.

    Ordering costs tantivy about 20 ns for each story found, but the days are counted already: so only those days are
    ordered that the page lies in.
    """
    parts = [query]
    if before is not None:
        parts.append(Query.range_query(snapshot.schema, RANK, FieldType.Integer, None, before, include_upper=False))
    days = _find_days(counted, limit, before) if counted.total > FEW else ()
    if days:
        terms = [(Occur.Should, Query.term_query(snapshot.schema, DAY, day, "basic")) for day in days]
        parts.append(Query.boolean_query(terms))
    found = snapshot.searcher.search(_all(parts), limit, count=False, order_by_field=RANK)
    return [address for _, address in found.hits]


def find_relevant(
    snapshot: Snapshot, query: Query, node: Node, now: int, limit: int, skip: int, last: int | None
) -> list[tantivy.DocAddress]:
    """`limit` documents after the best `skip`, of the releases up to `last`: what meets more of the query, in the
    headline, side by side, as it was typed; of equal ones the newer first, about an hour exactly."""
    parts = [query]
    if last is not None:
        parts.append(Query.range_query(snapshot.schema, SEQ, FieldType.Integer, None, last))
    wanted = [(Occur.Must, Query.const_score_query(_all(parts), 1.0))]
    weighed = [(Occur.Should, Query.const_score_query(one, weight)) for one, weight in _weigh(snapshot, node, now)]
    scored = Query.boolean_query([*wanted, *weighed])
    found = snapshot.searcher.search(scored, limit, count=False, offset=skip, weight_by_field=RANK)
    return [address for _, address in found.hits]


def _find_days(counted: Counted, limit: int, before: int | None) -> Sequence[int]:
    """The days in which the page lies; none where that is not known."""
    newest = None if before is None else (before >> _SECONDS_BITS) // _DAY
    days: list[int] = []
    held = 0
    for day, many in counted.days:
        if newest is not None and day > newest:
            continue
        days.append(day)
        held += many if newest is None or day < newest else 0  # of the day of `before` only a part is older
        if held >= limit:
            return days
    return ()


def _weigh(snapshot: Snapshot, node: Node, now: int) -> Iterator[tuple[Query, float]]:
    """What a story may be better for, and by how much."""
    terms = list(_find_terms(node))
    for term in terms:
        yield to_query(snapshot, term, now), _MET
        if not isinstance(term, Prefix):
            in_headline = Word("headline", term.word) if isinstance(term, Word) else Words("headline", term.tokens)
            yield to_query(snapshot, in_headline, now), _IN_HEADLINE
        if isinstance(term, Word):
            yield _exactly(snapshot, (fold_word(term.word),)), _EXACTLY
    words = tuple(fold_word(term.word) for term in terms if isinstance(term, Word))
    if len(words) > 1 and len(words) == len(terms):
        yield _exactly(snapshot, words), _SIDE_BY_SIDE


def _exactly(snapshot: Snapshot, tokens: tuple[str, ...]) -> Query:
    if len(tokens) == 1:
        return Query.term_query(snapshot.schema, token_field("text"), tokens[0], "basic")
    return Query.phrase_query(snapshot.schema, token_field("text"), list(tokens))


def _find_terms(node: Node) -> Iterator[Word | Words | Prefix]:
    """What is asked of the prose, and not denied."""
    match node:
        case Word("text", _) | Words("text", _) | Prefix("text", _):
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _find_terms(part)


def _all(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])

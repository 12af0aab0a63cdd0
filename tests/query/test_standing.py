"""Queries that stand may not ask for the kind on the wire, however it is written, and everything else as ever."""

import pytest
from hypothesis import given, reject, settings

from newswire.item.kinds import KINDS
from newswire.query.ast import AllOf, AnyOf, Exact, Node, Not
from newswire.query.errors import QueryError
from newswire.query.parse import parse_query
from newswire.query.standing import parse_standing_query
from tests.query.test_properties import queries


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_may_be_asked_for(kind: str) -> None:
    with pytest.raises(QueryError, match="“kind:” is for searching") as told:
        parse_standing_query(f"lang:en AND kind:{kind}")
    assert told.value.position == len("lang:en AND ")


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("kind:new", 0),
        ("NOT kind:new", 4),
        ("-kind:(update OR correction)", 1),
        ("lang:en (ferry OR (tram AND (kind:update)))", 29),
        ("kind:lift OR kind:hold", 0),
        ('headline:ferry kind:"correction"', 15),
        ("subject:(sport OR kind:new)", 18),
        ("text:kind AND kind:kill", 14),
    ],
)
def test_the_error_points_at_the_field_wherever_it_hides(query: str, position: int) -> None:
    with pytest.raises(QueryError) as told:
        parse_standing_query(query)
    assert told.value.position == position
    assert f"(at character {position + 1})" in str(told.value)


@pytest.mark.parametrize("query", ["", "*", "kind", '"kind:new"', "headline:kind", "type:alert NOT lang:tr"])
def test_what_asks_for_no_kind_is_read_as_ever(query: str) -> None:
    assert parse_standing_query(query) == parse_query(query)


def test_what_cannot_be_read_is_told_first() -> None:
    with pytest.raises(QueryError, match="there are new, update") as told:
        parse_standing_query("kind:corrected")
    assert told.value.position == 5


def names_kind(node: Node) -> bool:
    match node:
        case Exact(field="kind"):
            return True
        case AllOf(parts) | AnyOf(parts):
            return any(map(names_kind, parts))
        case Not(part):
            return names_kind(part)
    return False


@settings(deadline=None)
@given(queries)
def test_exactly_the_queries_with_a_kind_in_their_tree_are_refused(query: str) -> None:
    try:
        tree = parse_query(query)
    except QueryError:
        reject()
    if not names_kind(tree):
        assert parse_standing_query(query) == tree
        return
    with pytest.raises(QueryError) as told:
        parse_standing_query(query)
    assert query[told.value.position :].startswith("kind:")

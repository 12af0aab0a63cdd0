"""Why a query matches: the clauses named are the ones the answer hangs on."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.query.ast import AllOf, AnyOf, Node, Not
from newswire.query.document import Document, make_document
from newswire.query.evaluate import matches
from newswire.query.explain import all_but, explain, find_deciding, find_near_miss, read_part, split_clauses
from newswire.query.parse import parse_query
from newswire.query.write import Path, write_clause, write_query
from tests.query.test_properties import documents, nodes
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STORY = make_document(make_item("a", NOW, language="en", urgency=5), "new", NOW)
"""English, urgency 5, economy and world, of a harbour."""


def put(node: Node, at: Path, value: Node) -> Node:
    """The tree with another node at that place."""
    if not at:
        return value
    if isinstance(node, Not):
        return Not(put(node.part, at[1:], value))
    assert isinstance(node, AllOf | AnyOf)
    parts = [put(part, at[1:], value) if index == at[0] else part for index, part in enumerate(node.parts)]
    return type(node)(tuple(parts))


@given(nodes, documents())
def test_the_verdict_is_the_evaluators_and_some_clause_decides(node: Node, document: Document) -> None:
    reason = explain(node, document)
    assert reason.matched == matches(node, document)
    assert reason.deciding
    assert "".join(mark.text for mark in reason.marks) == write_query(node)
    assert len(reason.deciding) == sum(mark.decides for mark in reason.marks)


@given(nodes, documents(), st.randoms())
def test_whatever_the_other_clauses_said_the_deciding_ones_alone_give_the_answer(
    node: Node, document: Document, chance: Random
) -> None:
    deciding = {at for at, _ in find_deciding(node, document)}
    everything, nothing = parse_query("*"), Not(parse_query("*"))
    changed = node
    for at in find_clauses(node):
        holds = matches(read_part(node, at), document) if at in deciding else chance.random() < 0.5
        changed = put(changed, at, everything if holds else nothing)
    assert matches(changed, document) == matches(node, document)


def find_clauses(node: Node, at: Path = ()) -> list[Path]:
    """Where the clauses of a tree stand."""
    if write_clause(node):
        return [at]
    if isinstance(node, Not):
        return find_clauses(node.part, (*at, 0))
    assert isinstance(node, AllOf | AnyOf)
    return [one for index, part in enumerate(node.parts) for one in find_clauses(part, (*at, index))]


@given(nodes, documents())
def test_the_split_clauses_together_mean_the_query(node: Node, document: Document) -> None:
    clauses = split_clauses(node)
    assert all(matches(one, document) for one in clauses) == matches(node, document)


@given(nodes, documents())
def test_a_near_miss_is_what_matches_without_exactly_one_clause(node: Node, document: Document) -> None:
    clauses = split_clauses(node)
    missing = find_near_miss(node, document)
    kept_out = [index for index in range(len(clauses)) if matches(all_but(clauses, index), document)]
    if len(clauses) > 1:
        assert [clauses[index] for index in kept_out] == ([] if missing is None else [missing])
    else:
        assert missing is None


@pytest.mark.parametrize(
    ("query", "deciding", "missing"),
    [
        ("*", ["*"], ""),
        ("lang:en harbour", ["lang:en", "harbour"], ""),
        ("lang:tr harbour", ["lang:tr"], "lang:tr"),
        ("lang:tr tram", ["lang:tr", "tram"], ""),
        ("harbour AND NOT service:world", ["NOT service:world"], "NOT service:world"),
        ("harbour AND NOT service:sports", ["harbour", "NOT service:sports"], ""),
        ("lang:tr OR harbour OR storm", ["harbour", "storm"], ""),
        ("harbour AND (lang:tr OR urgency:1)", ["lang:tr", "urgency:1"], "lang:tr OR urgency:1"),
        ("harbour AND NOT (lang:tr OR lang:en)", ["NOT lang:en"], "NOT lang:en"),
        ("place:NO AND released:2020-01-01", ["released:2020-01-01"], "released:2020-01-01"),
        ("tram", ["tram"], ""),
    ],
)
def test_the_clauses_are_named_as_people_write_them(query: str, deciding: list[str], missing: str) -> None:
    reason = explain(parse_query(query), STORY)
    assert (list(reason.deciding), reason.missing) == (deciding, missing)
    assert reason.matched == matches(parse_query(query), STORY)


def test_the_marks_say_of_each_clause_whether_it_holds() -> None:
    marks = explain(parse_query("lang:en AND NOT (storm OR tram)"), STORY).marks
    assert [(one.text, one.holds, one.decides) for one in marks if one.holds is not None] == [
        ("lang:en", True, False),
        ("storm", True, True),
        ("tram", False, False),
    ]


def test_double_denials_are_seen_through() -> None:
    assert split_clauses(parse_query("NOT (NOT (a b))")) == split_clauses(parse_query("a b"))
    assert explain(parse_query("NOT (" * 25 + "harbour" + ")" * 25), STORY).deciding == ("NOT harbour",)

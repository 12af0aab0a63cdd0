"""A query that is written from its tree is the same query again."""

from functools import reduce

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from newswire.query.ast import FIELDS, AllOf, AnyOf, Node, Not, Range, Since, Word
from newswire.query.document import Document
from newswire.query.evaluate import matches
from newswire.query.fold import fold
from newswire.query.moment import Moment
from newswire.query.parse import QueryError, parse_query
from newswire.query.write import Path, write_clause, write_pieces, write_query
from tests.query.test_properties import documents, nodes, queries

moments = st.one_of(
    st.builds(
        lambda steps, unit: f"now{steps}{unit}",
        st.lists(st.tuples(st.sampled_from("+-"), st.integers(0, 999_999), st.sampled_from("smhdw")), max_size=3).map(
            lambda steps: "".join(f"{sign}{count}{unit}" for sign, count, unit in steps)
        ),
        st.sampled_from(("", "/d", "/w", "/s")),
    ),
    st.datetimes().map(lambda one: f'"{one.isoformat()}"'),
    st.datetimes().map(lambda one: f'"{one.isoformat(timespec="minutes")}+03:00"'),
    st.dates().map(str),
)


def part_at(node: Node, at: Path) -> Node:
    """The node at that place of the tree."""

    def step(one: Node, index: int) -> Node:
        assert isinstance(one, AllOf | AnyOf | Not)
        return one.part if isinstance(one, Not) else one.parts[index]

    return reduce(step, at, node)


@given(queries)
@example("kapı AND \\AND OR \\NOT")
@example('"a \\" b \\\\ c"')
@example('place:"New York"')
@example("subject:politics")
@example("(a b) c (d OR e) -f +g NOT NOT h")
@example("urgency:{9 TO *] OR urgency:[* TO 1} OR words:{3 TO 3}")
@example("-released:now/d AND released:>2026-11-24 OR released:<=now")
@example("place:TR/ankara dossier:medtop:1 genre:Interview genre:genre:Interview genre:Fact_Check")
@example("headline:(a OR (b AND NOT c*)) place:ank* org:a source:b slug:c person:d")
def test_what_is_written_of_a_parsed_query_parses_to_the_same_tree(text: str) -> None:
    try:
        node = parse_query(text)
    except QueryError:
        assume(False)
        raise
    assert parse_query(write_query(node)) == node


@given(st.sampled_from(sorted(set(FIELDS) - {"released", "urgency", "words"})), st.text(max_size=12))
@example("place", "½")
@example("desk", "A:0")
@example("dossier", "x:\\")
def test_any_value_survives(field: str, value: str) -> None:
    assume(fold(value) == fold(value).strip())  # a lone accent folds to a space, which the reader cuts off
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    try:
        node = parse_query(f'{field}:"{quoted}"')
    except QueryError:
        assume(False)
        raise
    assert parse_query(write_query(node)) == node


@given(moments, moments, st.sampled_from(("[]", "{}", "[}", "{]")))
def test_every_period_survives(low: str, high: str, ends: str) -> None:
    for text in (f"released:{ends[0]}{low} TO {high}{ends[1]}", f"released:{low}", f"a released:{{{low} TO *]"):
        try:
            node = parse_query(text)
        except QueryError:
            assume(False)
            raise
        assert parse_query(write_query(node)) == node, write_query(node)


@given(nodes, documents())
def test_a_tree_that_no_query_gives_is_written_as_one_that_means_the_same(node: Node, document: Document) -> None:
    assert matches(parse_query(write_query(node)), document) == matches(node, document)


@given(nodes)
def test_pieces_are_the_clauses_of_the_tree_in_order(node: Node) -> None:
    pieces = list(write_pieces(node))
    assert "".join(piece.text for piece in pieces) == write_query(node)
    clauses = [piece for piece in pieces if piece.at is not None]
    assert clauses
    for piece in clauses:
        assert piece.at is not None
        assert write_clause(part_at(node, piece.at)) == piece.text
    assert [piece.at for piece in clauses] == sorted(piece.at for piece in clauses if piece.at is not None)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "*"),
        ("harbour storm", "harbour AND storm"),
        ("lang:TR -service:sports", "lang:tr AND NOT service:sports"),
        ('place:Ankara OR "opens again"', 'place:ankara OR "opens again"'),
        ("subject:15000000", "subject:medtop:15000000"),
        ("urgency:3 words:>400", "urgency:3 AND words:[401 TO 1000000]"),
        ("released:[now-48h TO now]", "released:[now-2d TO now]"),
        ("released:2026-11-24", "released:2026-11-24"),
        ("(a OR b) AND NOT (c OR d)", "(a OR b) AND NOT (c OR d)"),
    ],
)
def test_it_is_written_as_people_write(text: str, written: str) -> None:
    assert write_query(parse_query(text)) == written


def test_a_word_that_is_an_operator_stays_a_word() -> None:
    node = AllOf((Word("text", "OR"), Word("headline", "TO"), Not(Word("text", "NOT"))))
    assert parse_query(write_query(node)) == node


def test_a_range_that_holds_nothing_and_a_bare_moment_can_be_written() -> None:
    assert parse_query(write_query(Range("urgency", 4, 2))) == Range("urgency", 4, 2)
    assert parse_query(write_query(Since(Moment()))) == AllOf((Since(Moment()),))

"""Laws that hold for every query and every text: folding, tokens, logic, storage, and errors that point inside."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newswire.item.body import Paragraph
from newswire.item.item import Entity, Place, Subject
from newswire.item.vocabulary.mediatopics import broaden, read_mediatopics
from newswire.query.ast import (
    FIELDS,
    After,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Prefix,
    Range,
    Since,
    Word,
    Words,
)
from newswire.query.document import Document, make_document
from newswire.query.evaluate import matches
from newswire.query.fold import fold, tokenize
from newswire.query.moment import Moment
from newswire.query.parse import QueryError, parse_query
from tests.stories import make_item

NOW = datetime(2026, 11, 24, tzinfo=UTC)
VOCABULARY = ("harbour", "storm", "İğne", "ıhlamur", "ÉTÉ", "liman", "порт", "ميناء", "crane", "7")
LANGUAGES = ("en", "tr", "ar")
TOPICS = ("medtop:20000337", "medtop:04000000", "medtop:15000000")
PLACES = ("NO/Northaven", "NO", "TR/Ankara")
word = st.sampled_from(VOCABULARY)
sentence = st.lists(word, min_size=1, max_size=6).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Stories of few words, so that queries over the same words match about as often as not."""
    return make_document(
        make_item(
            "a",
            NOW,
            language=draw(st.sampled_from(LANGUAGES)),
            headline=draw(sentence),
            standfirst=draw(sentence),
            urgency=draw(st.integers(1, 9)),
            subjects=(Subject(draw(st.sampled_from(TOPICS))),),
            places=(Place("", draw(st.sampled_from(PLACES))),),
            people=(Entity(draw(sentence)),),
            body=(Paragraph(draw(sentence)),),
        )
    )


def combine(inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return some.map(AllOf) | some.map(AnyOf) | inner.map(Not)


phrases = st.lists(word.map(fold), min_size=1, max_size=2).map(tuple)
leaves: SearchStrategy[Node] = st.one_of(
    st.just(Everything()),
    st.builds(Exact, st.just("lang"), st.sampled_from(LANGUAGES)),
    st.builds(Exact, st.just("subject"), st.sampled_from(TOPICS)),
    st.builds(Words, st.sampled_from(("text", "headline", "person")), phrases),
    st.builds(Word, st.sampled_from(("text", "headline")), word),
    st.builds(Range, st.just("words"), st.integers(0, 8), st.integers(0, 8)),
    st.builds(
        lambda make, shift, unit: make(Moment(None, shift, unit)),
        st.sampled_from((Since, After)),
        st.integers(-2, 2),
        st.sampled_from(("", "s", "d")),
    ),
    st.builds(Prefix, st.sampled_from(("text", "headline")), word.map(lambda one: fold(one)[:2])),
    st.builds(Range, st.just("urgency"), st.integers(1, 9), st.integers(1, 9)),
)  # fmt: skip
nodes = st.recursive(leaves, combine, max_leaves=8)

_simple = st.one_of(
    word,
    sentence.map(lambda text: f'"{text}"'),
    word.map(lambda one: f"{one}*"),
    st.sampled_from(
        (
            "lang:tr",
            "urgency:[1 TO 3]",
            "urgency:5",
            "place:NO",
            "subject:medtop:04000000",
            "*",
            "has:quote",
            "words:>3",
            "released:[now-1d TO now/d}",
            "kind:new",
        )
    ),
    st.tuples(st.sampled_from(sorted(FIELDS)), word).map(":".join),
)
queries: SearchStrategy[str] = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from((" AND ", " OR ", " ")), inner).map("".join),
        inner.map(lambda one: f"NOT ({one})"),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"headline:({one})"),
    ),
    max_leaves=6,
)
_signs = st.sampled_from(
    ["AND", "OR", "NOT", "TO", "(", ")", "[", "]", "{", "}", '"', ":", "+", "-", "*", "?", "~", "^", "/", "\\",
     "&&", "||", "!", "lang:", "urgency:", "released:", "now-", "/d", "now", "and", "or", "words:", "has:", "genre:",
     "place:", "'", "2026-11-24", "T10:00", "subject:medtop:", "<", ">", "=", "0", "9", "harbour", " ", "\u0130"]
)  # fmt: skip
nonsense = st.lists(_signs | st.text(max_size=3), max_size=10).map("".join) | st.lists(_signs, max_size=10).map(
    " ".join
)


@example("㎴")
@example("\ufe71")
@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("abcçdegğhıijklmnoöprsştuüvyzİIÉéêáñßабвёй ", max_size=30))
def test_case_and_accents_do_not_count(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert fold(text.replace("é", "e\u0301").replace("ş", "s")) == fold(text)


@example("ACME™ 𝕬𝕭 ㎴")
@given(st.text(max_size=60))
def test_tokens_are_folded_words_and_tokenize_to_themselves(text: str) -> None:
    tokens = tokenize(text)
    assert all(token and token == fold(token) for token in tokens)
    assert not any("'" in token or "’" in token or " " in token for token in tokens)


@given(
    st.lists(st.text("abcçğışöüİIабвгдёй", min_size=1, max_size=6), max_size=6),
    st.sampled_from((" ", ", ", " – ", "'", "\n")),
)
def test_words_are_found_whatever_stands_between_them(words: list[str], between: str) -> None:
    text = between.join(words)
    assert tokenize(text) == tuple(fold(one) for one in words)
    assert tokenize(fold(text)) == tokenize(text)


def read(text: str) -> Node | QueryError:
    """The tree or what was said against it; anything else that is raised fails the test."""
    try:
        return parse_query(text)
    except QueryError as refused:
        return refused


@given(nonsense)
def test_nothing_but_a_query_error_comes_out_of_nonsense_and_it_points_inside(text: str) -> None:
    tree = read(text)
    if isinstance(tree, QueryError):
        assert 0 <= tree.position <= len(text)
        assert f"at character {tree.position + 1}" in tree.detail
    else:
        assert msgspec.json.decode(msgspec.json.encode(tree), type=Node) == tree


@given(queries, documents())
def test_a_well_formed_query_is_read_stored_and_judged_alike(text: str, story: Document) -> None:
    tree = read(text)
    if isinstance(tree, QueryError):
        assert 0 <= tree.position < len(text)
        return
    stored = msgspec.json.decode(msgspec.json.encode(tree), type=Node)
    assert stored == tree
    assert matches(stored, story) == matches(tree, story)
    assert matches(parse_query(f"({text})"), story) == matches(tree, story)


@given(nodes)
def test_every_tree_survives_storage(tree: Node) -> None:
    assert msgspec.json.decode(msgspec.json.encode(tree), type=Node) == tree


@given(st.lists(nodes, min_size=1, max_size=3), documents())
def test_negation_turns_all_into_any(parts: Sequence[Node], story: Document) -> None:
    turned = tuple(Not(part) for part in parts)
    assert matches(Not(AllOf(tuple(parts))), story) == matches(AnyOf(turned), story)
    assert matches(Not(AnyOf(tuple(parts))), story) == matches(AllOf(turned), story)


@given(nodes, nodes, documents())
def test_logic_does_not_depend_on_order_or_repetition(one: Node, other: Node, story: Document) -> None:
    assert matches(Not(Not(one)), story) == matches(one, story)
    assert matches(AllOf((one, other)), story) == matches(AllOf((other, one, one)), story)
    assert matches(AnyOf((one, other)), story) == matches(AnyOf((other, other, one)), story)
    assert matches(AnyOf((one, Not(one))), story)
    assert not matches(AllOf((one, Not(one))), story)


@given(st.sampled_from(VOCABULARY), st.sampled_from(VOCABULARY), documents())
def test_operators_mean_what_they_say(one: str, other: str, story: Document) -> None:
    first, second = matches(parse_query(one), story), matches(parse_query(other), story)
    said = {
        f"{one} AND {other}": first and second,
        f"{one} {other}": first and second,
        f"{one} OR {other}": first or second,
        f"NOT {one}": not first,
        f"+{one} -{other}": first and not second,
        f"({one} OR {other}) AND NOT ({one} AND {other})": first != second,
    }
    assert {query: matches(parse_query(query), story) for query in said} == said


@given(st.sampled_from(sorted(read_mediatopics())))
def test_a_subject_is_found_under_every_broader_one_and_never_under_a_narrower(qcode: str) -> None:
    chain = broaden(qcode)
    story = make_document(make_item("a", NOW, subjects=(Subject(qcode),)))
    for broader in chain:
        assert matches(parse_query(f"subject:{broader}"), story)
        assert matches(parse_query(f'subject:"{broader}"'), story)
    above = make_document(make_item("a", NOW, subjects=(Subject(chain[-1]),)))
    assert matches(parse_query(f"subject:{qcode}"), above) == (len(chain) == 1)


@given(st.sampled_from(("TR", "NO", "FR")), st.text("abcdefgh", min_size=2, max_size=8))
def test_a_town_is_found_under_its_country_and_a_country_not_under_its_town(country: str, town: str) -> None:
    there = make_document(make_item("a", NOW, places=(Place("", f"{country}/{town}"),)))
    country_only = make_document(make_item("a", NOW, places=(Place("", country),)))
    for query in (f"place:{country}", f'place:"{country}/{town}"', f"place:{country.lower()}"):
        assert matches(parse_query(query), there)
    assert matches(parse_query(f"place:{country}"), country_only)
    assert not matches(parse_query(f'place:"{country}/{town}"'), country_only)
    assert not matches(parse_query("place:XX"), there)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_ranges_include_square_ends_and_exclude_curly_ones(low: int, high: int, urgency: int) -> None:
    story = make_document(make_item("a", NOW, urgency=urgency))
    assert matches(parse_query(f"urgency:[{low} TO {high}]"), story) == (low <= urgency <= high)
    assert matches(parse_query(f"urgency:{{{low} TO {high}}}"), story) == (low < urgency < high)
    assert matches(parse_query(f"urgency:[{low} TO *]"), story) == (low <= urgency)
    assert matches(parse_query(f"urgency:{urgency}"), story)

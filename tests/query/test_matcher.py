"""The matcher answers as the plain evaluator does: for any query, through any adds, changes and removals."""

import os
from collections import Counter
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from newswire.item.item import Entity, Place
from newswire.query.ast import (
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
from newswire.query.matcher import Matcher
from newswire.query.moment import Moment, to_microseconds
from newswire.query.parse import parse_query
from newswire.query.plan import LONGEST_RUN, make_plan
from tests.corpora import NOW, read_told
from tests.query.test_properties import documents, nodes
from tests.search.corpus import make_queries, make_stories
from tests.shared_data import require_shared_data
from tests.stories import make_item

ASKED = to_microseconds(NOW)


def ask(stored: dict[int, Node], story: Document, now: int | None = None) -> set[int]:
    return {number for number, node in stored.items() if matches(node, story, now)}


@settings(max_examples=300, deadline=None)
@given(st.lists(nodes, max_size=12), documents(), st.none() | st.integers(ASKED - 10**12, ASKED + 10**12))
def test_any_query_gets_the_answer_of_the_evaluator(trees: list[Node], story: Document, now: int | None) -> None:
    matcher = Matcher()
    stored = dict(enumerate(trees))
    for number, node in stored.items():
        matcher.put(number, node)
    assert set(matcher.match(story, now)) == ask(stored, story, now)


class Changing(RuleBasedStateMachine):
    """Queries come, change and go; whatever is stored then is what is matched."""

    def __init__(self) -> None:
        super().__init__()
        self.matcher = Matcher({"storm": 9, "harbour": 1})
        self.stored: dict[int, Node] = {}

    @rule(number=st.integers(0, 9), node=nodes)
    def put(self, number: int, node: Node) -> None:
        self.matcher.put(number, node)
        self.stored[number] = node

    @rule(number=st.integers(0, 9))
    def remove(self, number: int) -> None:
        self.matcher.remove(number)
        self.stored.pop(number, None)

    @rule(story=documents())
    def match(self, story: Document) -> None:
        assert set(self.matcher.match(story)) == ask(self.stored, story)

    @invariant()
    def count(self) -> None:
        assert len(self.matcher) == len(self.stored)


TestChanging = Changing.TestCase
TestChanging.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)

HARBOUR = make_document(
    make_item("a", NOW, places=(Place("", "TR/ankara"),), people=(Entity("Ida Maria Brandt"),), urgency=3), "update"
)


@pytest.mark.parametrize(
    "node",
    [
        AllOf(()),
        AnyOf(()),
        Not(Everything()),
        Not(AllOf(())),
        Not(AnyOf(())),
        AnyOf((Everything(), Exact("lang", "tr"))),
        AllOf((Exact("lang", "en"), Exact("lang", "en"))),
        AllOf((Exact("lang", "en"), Exact("lang", "tr"))),
        AllOf((Not(Word("text", "opera")), Not(Word("text", "opera")))),
        Not(AllOf((Exact("lang", "en"), Exact("lang", "tr")))),
        Not(AnyOf((Not(Exact("lang", "en")), Exact("type", "video")))),
        AnyOf((Not(Exact("lang", "en")), Word("text", "ships"))),
        AnyOf((Exact("subject", "medtop:04000000"), Exact("service", "nowhere"))),
        AnyOf((AllOf((Word("text", "ferry"), Exact("lang", "en"))), Exact("lang", "tr"))),
        AnyOf((Exact("lang", "xx"), Words("person", ("ida", "maria", "brandt")))),
        Words("person", ("maria", "ida")),
        Words("text", ()),
        Not(Words("text", ())),
        Words("text", ("the", "harbour", "of", "northaven", "opened")),
        Words("text", ("the", "harbour", "of", "northaven", "closed")),
        Not(Words("text", ("the", "harbour", "of", "northaven", "closed"))),
        Prefix("text", ""),
        Prefix("nowhere", ""),
        Prefix("text", "the har"),
        Words("text", ("\n",)),
        Words("text", ("the harbour", "of")),
        Prefix("place", "анк"),
        Word("person", "brandt"),
        Exact("nowhere", "x"),
        Range("urgency", 4, 2),
        Not(Range("urgency", 4, 2)),
        Range("urgency", -5, 99),
        Range("urgency", 3, 3),
        Not(Range("urgency", 3, 3)),
        Not(Range("words", 0, 10)),
        Range("words", 0, 1_000_000),
        Range("words", 1, 9),
        Range("words", 10, 400),
        AnyOf((Range("words", 1, 9), Range("urgency", 1, 3))),
        Range("nowhere", 0, 9),
        Not(Range("nowhere", 0, 9)),
        AllOf((Since(Moment(None, -60)), Not(After(Moment())))),
        AllOf((Exact("kind", "update"), Not(Exact("kind", "new")))),
    ],
    ids=str,
)
def test_the_edges_of_the_language_agree(node: Node) -> None:
    matcher = Matcher()
    matcher.put(7, node)
    assert set(matcher.match(HARBOUR)) == ask({7: node}, HARBOUR)
    matcher.remove(7)
    matcher.remove(7)
    assert not matcher.match(HARBOUR)


def test_what_terms_can_say_is_not_verified_again() -> None:
    for query in (
        "lang:en", "lang:(tr OR en) subject:sport place:TR urgency:[1 TO 3]", "subject:sport OR service:sports",
        "-ferry", "headline:ferr*", '"ferry"', "ferry lang:en -urgency:5", 'place:"New York"', "words:>100",
        "NOT (lang:tr OR a)",
    ):  # fmt: skip
        assert make_plan(parse_query(query), lambda _: 1.0).rest is None, query


def test_of_several_words_the_rarest_is_filed_and_the_others_are_verified() -> None:
    counts = {"harbour": 900, "breakwater": 3, "quay": 40}
    plan = make_plan(parse_query("harbour breakwater quay"), lambda term: counts[term[2]])
    assert plan.wanted == {"text": (("text", "~", "breakwater"),)}
    assert plan.rest == AllOf((Word("text", "harbour"), Word("text", "quay")))


def test_a_phrase_of_prose_is_filed_under_its_rarest_word_and_verified() -> None:
    counts = {"one": 9, "two": 4, "three": 5}
    plan = make_plan(parse_query('"one two three"'), lambda term: counts[term[2]])
    assert plan.wanted == {"text": (("text", "'", "two"),)}
    assert plan.rest == Words("text", ("one", "two", "three"))
    assert make_plan(Words("text", ("one",)), lambda _: 1.0).rest is None


def test_a_long_name_is_filed_by_its_beginning() -> None:
    plan = make_plan(parse_query('org:"one two three four"'), lambda _: 1.0)
    assert plan.wanted == {"org": (("org", "'", "one two three"),)}
    assert plan.rest == Words("org", ("one", "two", "three", "four"))
    assert LONGEST_RUN == 3


def test_a_language_that_comes_later_and_a_word_that_comes_later_find_each_other() -> None:
    matcher = Matcher()
    turkish = make_document(make_item("a", NOW, language="tr", headline="Seçimler bitti", body=()))
    matcher.put(1, parse_query("seçim"))
    assert set(matcher.match(turkish)) == {1}
    matcher.put(2, parse_query("headline:secim OR opera"))
    matcher.put(1, parse_query("opera"))
    assert set(matcher.match(turkish)) == {2}


def check_all(stored: dict[int, Node], stories: list[Document]) -> int:
    """Compares every answer, and again with a third of the queries gone and a third exchanged; how many hits."""
    matcher = Matcher(Counter(token for one in stories for text in one.tokens["text"] for token in text))
    for number, node in stored.items():
        matcher.put(number, node)
    hits = 0
    for story in stories:
        found = set(matcher.match(story, ASKED))
        assert found == ask(stored, story, ASKED)
        hits += len(found)
    changed = {number: stored[number - number % 3] for number in stored if number % 3}
    for number in stored:
        if number in changed:
            matcher.put(number, changed[number])
        else:
            matcher.remove(number)
    for story in stories[::5]:
        assert set(matcher.match(story, ASKED)) == ask(changed, story, ASKED)
    return hits


def test_made_up_stories_in_seven_alphabets() -> None:
    random = Random(20261127)
    stories = [make_document(one, "new", one.first_created) for one in make_stories(60, random, NOW)]
    stored = dict(enumerate(make_queries(400, random, stories)))
    assert 1000 < check_all(stored, stories) < len(stored) * len(stories) // 2


def tell_corpora(each: int) -> list[Document]:
    folder = require_shared_data("corpora")
    return [make_document(one.item, one.kind, one.released_at) for one in read_told(folder, each)]


def test_real_stories_in_five_languages() -> None:
    stories = tell_corpora(12)
    stored = dict(enumerate(make_queries(400, Random(1), stories)))
    assert check_all(stored, stories) > 1000


@pytest.mark.soak
@pytest.mark.skipif(os.environ.get("NEWSWIRE_SOAK") != "1", reason="two thousand queries over a thousand stories")
def test_two_thousand_queries_over_a_thousand_real_stories() -> None:
    stories = tell_corpora(250)
    stored = dict(enumerate(make_queries(2000, Random(2), stories)))
    assert check_all(stored, stories) > 100_000


def test_trees_from_storage_are_matched_like_those_just_parsed() -> None:
    node = parse_query("lang:en (harbour OR place:TR) urgency:[1 TO 3] released:[now-1d TO now]")
    stored = msgspec.json.decode(msgspec.json.encode(node), type=Node)
    matcher = Matcher()
    matcher.put(0, node)
    matcher.put(2**32 - 1, stored)
    assert set(matcher.match(HARBOUR)) == {0, 2**32 - 1}

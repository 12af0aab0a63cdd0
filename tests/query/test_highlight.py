"""Highlights: the words that the query met, in every script, at their place in the text as it is written."""

from datetime import UTC, datetime

import pytest

from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.highlight import Highlighter, Stretch
from newswire.query.parse import parse_query
from tests.search.corpus import WORDS
from tests.stories import make_item

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def mark(query: str, text: str, language: str = "en") -> list[str]:
    """What is marked of a text; its stretches joined must be the text."""
    stretches = Highlighter(parse_query(query), language).mark(text)
    assert "".join(one.text for one in stretches) == text
    return [one.text for one in stretches if one.hit]


@pytest.mark.parametrize(
    ("query", "text", "language", "marked"),
    [
        ("harbour", "Harbours open; the HARBOUR master", "en", ["Harbours", "HARBOUR"]),
        ('"harbours"', "Harbours open; the harbour master", "en", ["Harbours"]),
        ('"harbour master"', "The harbour master of the harbour", "en", ["harbour", "master"]),
        ("breakw*", "the breakwater, a break", "en", ["breakwater"]),
        ("türkiye", "Türkiye’nin limanı", "tr", ["Türkiye"]),
        ("ISPARTA", "ısparta'da yağmur", "tr", ["ısparta"]),
        ("مدرسة", "في مَدْرَسَة كبيرة", "ar", ["مَدْرَسَة"]),
        ("محمد", "قال محـــمد أمس", "ar", ["محـــمد"]),
        ("выборы", "На выборах мэра", "ru", ["выборах"]),
        ("2", "half ½ and ²", "en", ["½", "²"]),
        ("ferry NOT storm", "the ferry in the storm", "en", ["ferry"]),
        ("ferry OR storm", "the ferry in the storm", "en", ["ferry", "storm"]),
        ("lang:en urgency:3", "the ferry", "en", []),
        ("person:brandt", "Ida Brandt", "en", []),
        ("*", "the ferry", "en", []),
    ],
)
def test_what_the_query_met_is_marked(query: str, text: str, language: str, marked: list[str]) -> None:
    assert mark(query, text, language) == marked


@pytest.mark.parametrize("language", ["en", "tr", "ar", "ru", "fr", "fa", "de"])
def test_a_word_is_marked_exactly_where_the_evaluator_finds_it(language: str) -> None:
    text = " ".join(WORDS[language])
    document = make_document(make_item("a", NOW, language=language, headline=text))
    for word in [one for one in WORDS["en"] + WORDS[language] if one.isalpha()]:
        node = parse_query(f"headline:{word}")
        assert bool(mark(f"headline:{word}", text, language)) == matches(node, document), word


def test_an_excerpt_is_around_the_first_hit_of_the_text_that_has_most() -> None:
    texts = ["A ferry.", "x " * 200 + "the ferry met the storm " + "y " * 200, "nothing"]
    stretches = Highlighter(parse_query("ferry storm"), "en").excerpt(texts, 80)
    said = "".join(one.text for one in stretches)
    assert said.startswith("…x x")
    assert said.endswith("…")
    assert [one.text for one in stretches if one.hit] == ["ferry", "storm"]
    assert len(said) < 110


def test_without_a_hit_there_is_no_excerpt_and_a_short_text_is_whole() -> None:
    assert Highlighter(parse_query("storm"), "en").excerpt(["A ferry."]) == ()
    assert Highlighter(parse_query("ferry"), "en").excerpt(["A ferry."]) == (
        Stretch("A "), Stretch("ferry", hit=True), Stretch("."),
    )  # fmt: skip

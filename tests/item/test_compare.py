"""What changed between two texts: nothing is lost, nothing invented, and it reads like a sentence."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.item import compare
from newswire.item.compare import Change, align, diff_passages, diff_words

VOCABULARY = ["the", "fire", "two,", "three", "Ankara’da", ".", "1,250", "—", "köy", "أَحْمَد", "\n"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=30)


def write(changes: list[Change]) -> str:
    signs = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(signs[one.kind].format(one.text) for one in changes)


def texts(changes: list[Change], *kinds: str) -> str:
    return "".join(one.text for one in changes if one.kind in kinds)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("same text", "same text", "same text"),
        ("", "All new.", "[+All new.]"),
        ("All gone.", "", "[-All gone.]"),
        ("Two people died.", "Three people died.", "[-Two ][+Three ]people died."),
        ("Two people died.", "Two people died on Friday.", "Two people died [+on Friday]."),
        ("The fire, which began at noon, is out.", "The fire is out.", "The fire [-, which began at noon, ]is out."),
        ("It cost 1,250 euros.", "It cost 1,350 euros.", "It cost [-1,250 ][+1,350 ]euros."),
        ("Ankara'da yangın", "İzmir'de yangın", "[-Ankara'da ][+İzmir'de ]yangın"),
        ("قالَ الوزير أمس", "قالَ الرئيس أمس", "قالَ [-الوزير ][+الرئيس ]أمس"),
        ("red, white, end", "blue, green, end", "[-red, white][+blue, green], end"),
    ],
)
def test_what_changed_stands_in_its_place(old: str, new: str, expected: str) -> None:
    assert write(diff_words(old, new)) == expected


def test_other_spaces_are_no_change() -> None:
    assert diff_words("one  two\nthree", "one two three") == [Change("same", "one two three")]


@given(WORDS, WORDS)
def test_nothing_is_lost_and_nothing_invented(old_words: list[str], new_words: list[str]) -> None:
    old, new = " ".join(old_words), " ".join(new_words)
    changes = diff_words(old, new)
    assert texts(changes, "same", "added") == new
    assert "".join(texts(changes, "same", "removed").split()) == "".join(old.split())
    assert all(one.text for one in changes)
    assert all(one.kind != other.kind for one, other in pairwise(changes))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(old: str, new: str) -> None:
    changes = diff_words(old, new)
    assert texts(changes, "same", "added") == new
    assert "".join(texts(changes, "same", "removed").split()) == "".join(old.split())


def test_texts_too_long_to_compare_are_said_to_be_replaced(monkeypatch: Any) -> None:
    monkeypatch.setattr(compare, "MOST_CHANGES", 3)
    assert write(diff_words("start a b c end", "start x y z end")) == "start [-a b c ][+x y z ]end"


def test_paragraphs_are_set_side_by_side() -> None:
    steps = align(["a", "b", "c"], ["a", "x", "c", "d"])
    assert [(one.old, one.new, one.is_same) for one in steps] == [
        (("a",), ("a",), True),
        (("b",), ("x",), False),
        (("c",), ("c",), True),
        ((), ("d",), False),
    ]


def test_a_paragraph_that_was_reworded_is_compared_word_by_word() -> None:
    old = ["The mayor spoke on Monday in the town hall.", "Rain is expected."]
    new = ["A new first paragraph altogether.", "The mayor spoke on Tuesday in the town hall.", "Rain is expected."]
    assert [write(one) for one in diff_passages(old, new)] == [
        "[+A new first paragraph altogether.]",
        "The mayor spoke on [-Monday ][+Tuesday ]in the town hall.",
        "Rain is expected.",
    ]


def test_another_paragraph_in_the_same_place_is_not_mixed_with_the_old_one() -> None:
    passages = diff_passages(["Snow fell in the east.", "End."], ["Parliament votes today!", "End."])
    assert [write(one) for one in passages] == ["[+Parliament votes today!]", "[-Snow fell in the east.]", "End."]


@given(
    st.lists(st.sampled_from(["a b c", "a b d", "e f", "g"]), max_size=8),
    st.lists(st.sampled_from(["a b c", "a x d", "e f", "h"]), max_size=8),
)
def test_no_paragraph_is_lost(old: list[str], new: list[str]) -> None:
    passages = diff_passages(old, new)
    assert [text for one in passages if (text := texts(one, "same", "added"))] == new
    assert sorted(text.strip() for one in passages if (text := texts(one, "same", "removed"))) == sorted(old)

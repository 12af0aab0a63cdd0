"""The public summary: whole sentences, a small share, never a broken quotation."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.enrichment.summary import summarise
from newswire.item.body import Block, Crosshead, ListBlock, Paragraph, Quote, Table, WebBlock
from newswire.item.item import Item


def _item(*body: Block | str, summary: tuple[WebBlock, ...] = ()) -> Item:
    return Item(
        guid="urn:newsml:test.example:20261124:summary",
        type="text",
        language="en",
        headline="Headline",
        first_created=datetime(2026, 11, 24, tzinfo=UTC),
        body=tuple(Paragraph(block) if isinstance(block, str) else block for block in body),
        summary=summary,
    )


def _texts(item: Item, **bounds: Any) -> tuple[str, ...]:
    return tuple(block.text for block in summarise(item, **bounds))


def _words(count: int, end: str = ".") -> str:
    return " ".join(["Word"] + ["word"] * (count - 1)) + end


def test_the_editors_summary_is_taken_as_it_is() -> None:
    own = Paragraph("By hand."), Crosshead("Twice"), Quote("Thrice.", "Ada")
    assert summarise(_item(_words(10), summary=own)) == own


def test_the_lead_is_taken_up_to_the_share_in_whole_sentences() -> None:
    item = _item(f"{_words(10)} {_words(10)} {_words(10)}", _words(10), Crosshead("More"), _words(59))
    assert _texts(item) == (f"{_words(10)} {_words(10)} {_words(10)}",)


def test_no_more_than_the_cap_of_words_however_long_the_story() -> None:
    item = _item(*[_words(50)] * 20)
    assert _texts(item) == (_words(50), _words(50))
    assert _texts(item, max_words=50) == (_words(50),)


def test_nothing_follows_a_sentence_that_does_not_fit() -> None:
    item = _item(_words(10), _words(90), _words(5), _words(20))
    assert _texts(item) == (_words(10),)


def test_a_story_of_a_few_lines_is_not_given_away() -> None:
    assert _texts(_item(_words(20), _words(20))) == ()
    assert _texts(_item()) == ()


def test_the_summary_ends_at_the_first_crosshead() -> None:
    assert _texts(_item(_words(5), Crosshead("More"), _words(5), _words(90))) == (_words(5),)


def test_a_quotation_of_several_sentences_is_taken_whole_or_not_at_all() -> None:
    quotation = f"“{_words(10)} {_words(10)}” the master said."
    assert _texts(_item(_words(10), quotation, _words(60))) == (_words(10),)
    assert _texts(_item(_words(10), quotation, _words(70))) == (_words(10), quotation)


def test_a_quotation_over_two_paragraphs_is_not_cut_between_them() -> None:
    first, second = f"“{_words(10)}", f"“{_words(10)}” she said."
    assert _texts(_item(_words(5), first, second, _words(30))) == (_words(5),)
    assert _texts(_item(_words(5), first, second, _words(90))) == (_words(5), first, second)


def test_a_quotation_that_never_ends_stops_the_summary() -> None:
    assert _texts(_item(_words(5), f"“{_words(5)}", *[_words(20)] * 5)) == (_words(5),)


def test_tables_do_not_make_room_for_more_text() -> None:
    table = Table(rows=tuple(("one", "two") for _ in range(100)))
    assert _texts(_item(_words(20), _words(20), table)) == ()


def test_only_paragraphs_are_summarised() -> None:
    item = _item(Quote(_words(5)), ListBlock((_words(5),)), _words(10), _words(50))
    assert _texts(item) == (_words(10),)


_sentence = st.sampled_from([_words(4), _words(9), _words(15, "?"), f"“{_words(6)} {_words(3)}”", "Gen. Demir spoke."])
_paragraph = st.lists(_sentence, min_size=1, max_size=5).map(" ".join)


@given(st.lists(_paragraph, max_size=12), st.integers(0, 200))
def test_a_summary_is_the_beginning_of_the_story_within_both_bounds(paragraphs: list[str], cap: int) -> None:
    summary = _texts(_item(*paragraphs), max_words=cap)
    taken = " ".join(summary).split()
    whole = " ".join(paragraphs).split()
    assert taken == whole[: len(taken)]
    assert len(taken) <= min(cap, 0.35 * len(whole))
    assert sum(one.count("“") - one.count("”") for one in summary) == 0


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_the_share_is_the_callers(share: float) -> None:
    assert _texts(_item(_words(5), _words(20)), max_share=share) == ()

"""The public summary: the editor's, else whole sentences of the story, a small share of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.enrichment.summary import Summary, extract, find_summary, summarise
from newswire.item.body import Block, Crosshead, ListBlock, Mark, Paragraph, Quote, Table, WebBlock
from newswire.item.item import Item


def _item(*body: Block | str, **fields: Any) -> Item:
    return Item(
        guid="urn:newsml:test.example:20261124:summary",
        type="text",
        language="en",
        headline="Headline",
        first_created=datetime(2026, 11, 24, tzinfo=UTC),
        body=tuple(Paragraph(block) if isinstance(block, str) else block for block in body),
        **fields,
    )


def _words(count: int, end: str = ".") -> str:
    return " ".join(["Word"] + ["word"] * (count - 1)) + end


def _read(summary: tuple[WebBlock, ...]) -> list[str]:
    return [block.text for block in summary]


WEB = (Crosshead("What is new"), Paragraph("By hand."), Paragraph(_words(200)))


def test_the_editors_version_is_taken_as_it_is_whatever_its_length() -> None:
    item = _item(_words(10), summary=WEB)
    assert summarise(item, max_words=5) == WEB
    assert find_summary(item) == Summary(WEB, "editor")


def test_what_is_made_here_says_so_and_needs_nobody() -> None:
    found = find_summary(_item(_words(20), _words(80)))
    assert (found.origin, found.needs_editor, found.refused) == ("automatic", False, "")
    assert found.blocks == (Paragraph(_words(20)),)
    assert Summary((), "model").needs_editor


def test_no_more_than_the_share_and_no_more_than_the_cap() -> None:
    item = _item(*[_words(50)] * 20)
    assert _read(extract(item)) == [_words(50), _words(50)]
    assert _read(extract(item, max_words=50)) == [_words(50)]
    assert extract(item, max_share=0.04) == ()


def test_a_story_of_a_few_lines_is_not_given_away() -> None:
    assert extract(_item(_words(20), _words(20))) == ()
    assert extract(_item()) == ()


def test_sentences_of_one_paragraph_stay_in_one() -> None:
    item = _item(f"{_words(10)} {_words(9)}", _words(8), _words(60))
    assert _read(extract(item)) == [f"{_words(10)} {_words(9)}", _words(8)]


def test_what_stands_after_a_crosshead_may_be_taken_and_the_crosshead_is_not() -> None:
    item = _item(
        "The harbour opened on Tuesday after a long storm at sea.",
        Crosshead("The storm"),
        *["The storm at sea closed the harbour on Tuesday, the port said."] * 6,
    )
    texts = _read(extract(item))
    assert len(texts) > 1
    assert "The storm" not in texts


def test_a_quotation_of_several_sentences_is_taken_whole_or_not_at_all() -> None:
    quotation = f"“{_words(10)} {_words(10)}” the master said."
    assert quotation not in _read(extract(_item(_words(10), quotation, _words(60))))
    assert _read(extract(_item(_words(12), quotation, _words(2, "?")), max_share=1.0, max_words=35)) == [
        _words(12),
        quotation,
    ]


def test_a_quotation_over_two_paragraphs_is_not_cut_between_them() -> None:
    first, second = f"“{_words(10)}", f"“{_words(10)}” the master said."
    for room in range(10, 40):
        texts = _read(extract(_item(_words(10), first, second), max_share=1.0, max_words=room))
        assert (first in texts) == (second in texts)


def test_a_quotation_set_off_keeps_its_speaker_and_no_text_keeps_its_marks() -> None:
    quote = Quote(_words(9), "Ada Lind", (Mark(0, 4, "link", "https://example.org/"),))
    item = _item(Paragraph(_words(10), (Mark(0, 4, "strong"),)), quote)
    assert extract(item, max_share=1.0) == (Paragraph(_words(10)), Quote(_words(9), "Ada Lind"))


def test_tables_and_lists_are_not_summarised_and_make_no_room() -> None:
    table = Table(rows=tuple(("one", "two") for _ in range(100)), caption="A caption of the table.")
    entries = ListBlock(("Forty ships came to the harbour.",) * 20)
    assert extract(_item(_words(20), _words(20), table, entries)) == ()
    assert _read(extract(_item(entries, table, _words(10), _words(50)))) == [_words(10)]


_sentence = st.sampled_from([_words(4), _words(9), _words(15, "?"), f"“{_words(6)} {_words(3)}”", "Gen. Demir spoke."])
_paragraph = st.lists(_sentence, min_size=1, max_size=5).map(" ".join)


@given(st.lists(_paragraph, max_size=12), st.integers(0, 200))
def test_both_bounds_hold_and_no_quotation_is_open(paragraphs: list[str], cap: int) -> None:
    summary = _read(extract(_item(*paragraphs), max_words=cap))
    whole = " ".join(paragraphs).split()
    assert len(" ".join(summary).split()) <= min(cap, 0.35 * len(whole))
    assert all(one.count("“") == one.count("”") for one in summary)


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_the_share_is_the_callers(share: float) -> None:
    assert extract(_item(_words(5), _words(20)), max_share=share) == ()

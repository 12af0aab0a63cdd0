"""A body taken apart: what may be taken, and what must come with it."""

from newswire.enrichment.passages import count_body_words, take_apart
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Paragraph, Quote, Table


def apart(*body: Block | str) -> list[tuple[str, int, bool]]:
    blocks = [Paragraph(block) if isinstance(block, str) else block for block in body]
    return [(passage.text, passage.needs, passage.is_whole) for passage in take_apart(blocks, "en")]


def test_a_sentence_that_misses_its_person_needs_all_back_to_a_name_also_over_paragraphs() -> None:
    assert apart("Captain Lind came. She sat.", "The ferry left. She left.") == [
        ("Captain Lind came.", 0, True),
        ("She sat.", 0, True),
        ("The ferry left.", 2, True),
        ("She left.", 0, True),
    ]


def test_the_nearest_name_is_enough() -> None:
    found = apart("Captain Lind came.", "The ferry left.", "Captain Vale and Lind spoke.", "He left.")
    assert found[3] == ("He left.", 2, True)


def test_a_sentence_that_goes_on_needs_only_the_one_before_it() -> None:
    assert apart("Captain Lind came.", "The ferry left.", "However, it came back.")[2] == (
        "However, it came back.",
        1,
        True,
    )


def test_it_cannot_be_taken_where_a_heading_a_list_or_a_table_stands_between() -> None:
    for between in (Crosshead("More"), ListBlock(("One",)), Table((("one", "two"),))):
        assert apart("Captain Lind came.", between, "She left.")[1] == ("She left.", 1, False)


def test_a_name_beyond_a_heading_is_not_reached() -> None:
    assert apart("Captain Lind came.", Crosshead("More"), "The ferry left.", "She left.")[2] == ("She left.", 2, False)


def test_a_picture_in_the_text_does_not_stand_between() -> None:
    assert apart("Captain Lind came.", Embed("m1"), "She left.")[1] == ("She left.", 0, True)


def test_what_needs_a_whole_page_before_it_cannot_be_taken() -> None:
    found = apart("Captain Lind came.", *["She sat."] * 8)
    assert [is_whole for _, _, is_whole in found] == [True] * 7 + [False] * 2


def test_the_first_sentence_of_a_story_needs_nothing() -> None:
    assert apart("She left.") == [("She left.", 0, True)]


def test_what_needs_something_broken_cannot_be_taken() -> None:
    found = apart("Captain Lind came.", "and the crew.", "He left.")
    assert found[1:] == [("and the crew.", 0, False), ("He left.", 0, False)]


def test_a_credit_and_a_sentence_that_leads_on_are_not_whole() -> None:
    assert [whole for _, _, whole in apart("Ada Lind, Northaven", "Lind said:", "The port is open.")] == [
        False,
        False,
        True,
    ]


def test_a_quotation_over_sentences_is_one_passage() -> None:
    (passage,) = take_apart([Paragraph("“No. Never,” Lind said."), Paragraph("“And")], "en")[:1]
    assert (passage.text, passage.words) == ("“No. Never,” Lind said.", 4)


def test_a_quotation_set_off_stands_where_its_speaker_is_named() -> None:
    assert apart("Lind came.", Quote("The port is open.", "Ada Lind"), Quote("It is open.")) == [
        ("Lind came.", 0, True),
        ("The port is open.", 1, True),
        ("It is open.", 1, True),
    ]


def test_the_share_is_taken_of_running_text_only() -> None:
    body: list[Block] = [
        Paragraph("One two."),
        Crosshead("Three"),
        Quote("Four."),
        ListBlock(("a b c",)),
        Table((("d", "e"),)),
    ]
    assert count_body_words(body) == 4

"""The web version beside its story: its length, its quotations, and what it says that the story does not."""

from typing import Any

import pytest

from newswire.editing.checks.numbers import find_values
from newswire.editing.checks.table import check_release
from newswire.editing.checks.web_version import find_cut_quotations, find_foreign_names, find_foreign_numbers
from newswire.enrichment.summary import summarise
from newswire.item.body import Block, Crosshead, ListBlock, Paragraph, Quote, Table, WebBlock
from newswire.item.item import Entity, Item, Place
from tests.editing.checks.items import about, codes, findings, good

BODY = (
    Paragraph("The bridge over the Orla opened on Tuesday, said Mara Holt, the mayor of Ostrava."),
    Paragraph("“We waited two years for this day. It was worth the wait,” she said."),
    Quote("Nobody will have to take the ferry any more.", "Jan Ryba"),
    Paragraph("It cost 1,250 million crowns, and 14 people worked on it for twenty-one months."),
    Paragraph("Trams follow in spring, buses from tomorrow, and a path for cyclists opens in the summer of 2027."),
)


def told(*summary: WebBlock | str, **changes: Any) -> Item:
    """The story of the bridge with that web version; plain texts are paragraphs."""
    blocks = tuple(Paragraph(one) if isinstance(one, str) else one for one in summary)
    return good(**({"body": BODY, "summary": blocks, "summary_origin": "editor"} | changes))


def test_a_short_version_of_what_the_story_says_is_fine() -> None:
    version = told("The bridge is open.", Crosshead("Trams Next"), Quote("It was worth the wait.", "Mara Holt"))
    assert findings(version) == []


def test_a_story_without_a_web_version_of_its_own_has_nothing_to_look_at() -> None:
    assert findings(good(body=BODY)) == []


def test_what_is_made_from_the_text_is_fine_when_it_is_pinned() -> None:
    automatic = summarise(good(body=BODY))
    assert automatic
    assert findings(told(*automatic)) == []


@pytest.mark.parametrize(("words", "found"), [(121, "121 / 120"), (120, "")])
def test_more_words_than_the_public_site_takes_are_counted(words: int, found: str) -> None:
    long = (Paragraph("word " * 400),)
    checks = check_release(told("word " * words, body=long), about())
    assert [one.found for one in checks if one.code == "summary-long"] == ([found] if found else [])


def test_a_larger_part_of_the_text_than_the_public_site_takes_is_said() -> None:
    checks = check_release(told("word " * 48, body=(Paragraph("word " * 100),)), about())
    assert [one.found for one in checks if one.code == "summary-long"] == ["48 % / 35 %"]


def test_of_a_story_of_a_few_lines_no_part_is_too_large() -> None:
    assert "summary-long" not in codes(told("word " * 50, body=(Paragraph("word " * 59),)))


def test_the_cap_is_the_public_products() -> None:
    assert codes(told("The bridge is open."), web_words=3) == ["summary-long"]
    assert codes(told("The bridge over the Orla is open on Tuesday."), web_share=0.1) == ["summary-long"]


@pytest.mark.parametrize(
    "summary",
    [
        "“We waited two years for this day,” she said.",
        "“It was worth the wait”, she said.",
        "She called it “worth the wait”.",
        "«WE WAITED  two years for this day. It was worth the wait», she said.",
        '"Nobody will have to take the ferry any more."',
        "She waited for two years.",
    ],
)
def test_whole_sentences_and_expressions_may_be_quoted(summary: str) -> None:
    assert find_cut_quotations([Paragraph(summary)], BODY) == ()


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("“We waited two years for,” she said.", "We waited two years for"),
        ("“two years for this day. It was worth the wait,” she said.", "two years for this day. It …"),
        ("“We waited for two years this day,” she said.", "We waited for two years this …"),
        ("“Nobody has to take the ferry”", "Nobody has to take the ferry"),
    ],
)
def test_a_quotation_that_is_cut_or_changed_is_found(summary: str, found: str) -> None:
    assert find_cut_quotations([Paragraph(summary)], BODY) == (found,)
    assert codes(told(summary)) == ["summary-quote"]


def test_a_quotation_set_off_is_looked_at_too() -> None:
    assert find_cut_quotations([Quote("Nobody will have to take the ferry.")], BODY) == (
        "Nobody will have to take the …",
    )


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1,250 of 3.5 and 10:30 on 2026-11-24", "en", {"1250", "3.5", "10", "30", "2026", "11", "24"}),
        ("1.250 kişi, yüzde 3,5, yirmi bir ay, bir köprü", "tr", {"1250", "3.5", "21"}),
        ("٣ قتلى و١٢٥٠ جريحا خمسة", "ar", {"3", "1250", "5"}),
        ("one of two, three of four", "en", {"3", "4"}),
        ("", "en", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, language: str, values: set[str]) -> None:
    assert find_values(text, language) == values


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("It cost 1250 million and took 21 months.", ()),
        ("It cost 1,300 million and took 14 people.", ("1300",)),
        ("Fifteen people worked on it.", ("15",)),
    ],
)
def test_numbers_that_are_not_in_the_story_are_found(summary: str, found: tuple[str, ...]) -> None:
    assert find_foreign_numbers(told(summary)) == found


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("On Tuesday Holt opened it in Ostrava.", ()),
        ("Yesterday the Mayor opened it.", ()),  # the first word of a sentence and a title are no names
        ("On Wednesday Holm opened it in Prague.", ("Wednesday", "Prague")),
        ("Opened by Karel Novak.", ("Karel", "Novak")),
        (Crosshead("Karel Novak"), ()),
        (Quote("Nobody will have to take the ferry any more.", "Karel Ryba"), ("Karel",)),
    ],
)
def test_names_that_are_not_in_the_story_are_found(summary: WebBlock | str, found: tuple[str, ...]) -> None:
    assert find_foreign_names(told(summary)) == found


@pytest.mark.parametrize(
    ("language", "body", "summary"),
    [
        ("tr", "Köprü, Ankara'nın batısında açıldı. Başkan Işık konuştu.", "Köprü Ankara’da açıldı, Işık’ın sözleri."),
        ("ru", "Мост в Москве открыл Иванов.", "Вчера Москва открыла мост с Ивановым."),
        ("fr", "Le pont de l’Europe a été ouvert.", "Un pont d’Europe."),
    ],
)
def test_a_name_with_another_ending_is_the_same_name(language: str, body: str, summary: str) -> None:
    assert find_foreign_names(told(summary, language=language, body=(Paragraph(body),))) == ()


def test_without_capitals_the_names_filed_with_the_story_are_looked_for() -> None:
    filed = {"people": (Entity("ليلى حسن"), Entity("آدم")), "places": (Place("براغ"),), "organisations": ()}
    version = told("افتتح آدم وليلى حسن الجسر.", language="ar", body=(Paragraph("افتتح آدم الجسر."),), **filed)
    assert find_foreign_names(version) == ("ليلى حسن",)


def test_a_version_pinned_before_the_story_changed_is_stale() -> None:
    pinned = told("14 people worked on it, said Mara Holt.")
    assert findings(pinned) == []
    changed: tuple[Block, ...] = (
        Paragraph("The bridge opened, said Jana Holt, after 16 people had worked on it."),
        Table((("12", "13"),)),
        ListBlock(("trams", "buses")),
    )
    stale = told("14 people worked on it, said Mara Holt.", body=changed)
    assert findings(stale) == [("summary-unfounded", "warn")]
    assert [one.found for one in check_release(stale, about())] == ["14, Mara"]
    assert [one.field for one in check_release(stale, about())] == ["summary"]

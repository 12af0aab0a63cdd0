"""Words and reading time: Unicode's boundaries in Latin, Arabic and Persian script, minutes by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.item.body import Embed, ListBlock, Paragraph, Quote, Table
from newswire.item.measure import OTHER_SPEED, SPEEDS, count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" – | … ", 0),
        ("The bridge opened on Tuesday.", 5),
        ("It's the mayor's first", 4),
        ("Ankara'da 1.250,5 lira, İstanbul’un", 4),
        ("Porto-Novo, N'Djamena", 3),
        ("U.S. end.Next 3.5% 10:30", 5),
        ("وقال الرئيس: «نعم»، ثم غادر", 5),
        ("قَالَ الرَّئِيسُ", 2),
        ("می‌خواهم به خانه‌ام بروم", 4),
        ("۱٬۲۵۰ نفر", 2),
        ("الجزائـــر اليوم", 2),
        ("café cafe\u0301", 2),
        ("| Party | Seats |", 2),
    ],
)
def test_words_are_counted_by_unicode_boundaries(text: str, words: int) -> None:
    assert count_words((Paragraph(text),)) == words


def test_everything_that_is_read_counts_once() -> None:
    body = (
        Paragraph("One two"),
        Quote("three", "Ida Brandt"),
        ListBlock(("six", "seven")),
        Table((("eight", "nine"),), caption="Ten"),
        Embed("picture-1"),
    )
    assert count_words(body) == 10
    assert count_words(()) == 0


@given(st.lists(st.sampled_from(("ev", "İzmir'de", "قَالَ", "می‌روم", "1.250", "a_b")), max_size=8))
def test_words_between_spaces_are_that_many(words: list[str]) -> None:
    assert count_words((Paragraph(" ".join(words)),)) == len(words)


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [(0, "en", 0), (1, "en", 1), (228, "en", 1), (229, "en-GB", 2), (332, "tr", 2), (332, "ar", 3), (181, "ckb", 2)],
)
def test_minutes_depend_on_the_language(words: int, language: str, minutes: int) -> None:
    assert reading_minutes(words, language) == minutes


def test_speeds_are_plausible() -> None:
    assert all(100 <= speed <= 300 for speed in (*SPEEDS.values(), OTHER_SPEED))

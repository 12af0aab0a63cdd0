"""Tables in the editor's text: rows between bars become tables and come back, whatever their cells hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.editing.markup import read_body, write_body
from newswire.editing.tables import is_row
from newswire.item.body import Crosshead, Paragraph, Table

CELL = st.text(st.sampled_from("ab|\\+-&<é م"), max_size=6).map(lambda text: " ".join(text.split()))
ROWS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width).map(tuple), min_size=1, max_size=4).map(tuple)
)


def test_rows_between_bars_are_a_table_with_head_and_caption() -> None:
    html = "<p>| + no caption |</p><p>Text</p><p>|+ Seats won |</p><p>| Party | Seats |</p>"
    html += "<p>|---|---|</p><p>| Left | 12 |</p>"
    assert read_body(html) == (
        Table((("+ no caption",),)),
        Paragraph("Text"),
        Table((("Party", "Seats"), ("Left", "12")), has_head=True, caption="Seats won"),
    )


@pytest.mark.parametrize("has_head", [False, True])
@pytest.mark.parametrize("rows", [(("--",),), (("a",), ("--",)), (("a",), (":--:",), ("--",)), (("--",), ("--",))])
def test_a_row_of_dashes_is_a_row(rows: tuple[tuple[str, ...], ...], has_head: bool) -> None:
    table = Table(rows, has_head)
    assert read_body(write_body((table,))) == (table,)


def test_dashes_that_stand_under_no_head_are_kept() -> None:
    assert read_body("<p>| -- |</p><p>| a |</p><p>| -- |</p>") == (Table((("--",), ("a",), ("--",))),)


def test_short_rows_are_filled_up_and_nothing_is_lost() -> None:
    assert read_body("<p>| a |</p><p>| b | c |</p>") == (Table((("a", ""), ("b", "c"))),)


def test_an_html_table_that_was_pasted_is_read_with_its_caption() -> None:
    html = "<table><caption>Seats</caption><tr><th>Party</th></tr><tr><td>Left<br>Bloc</td></tr></table><h2>Next</h2>"
    assert read_body(html) == (Table((("Party",), ("Left Bloc",)), has_head=True, caption="Seats"), Crosshead("Next"))


@pytest.mark.parametrize(("text", "expected"), [("| a |", True), ("a | b", False), ("||", False), (r"| a \|", False)])
def test_only_a_line_between_bars_is_a_row(text: str, expected: bool) -> None:
    assert is_row(text) is expected


@given(rows=ROWS, has_head=st.sampled_from((False, True)), caption=CELL)
def test_any_table_comes_back_from_the_editor(rows: tuple[tuple[str, ...], ...], has_head: bool, caption: str) -> None:
    table = Table(rows, has_head, caption)
    assert read_body(write_body((Paragraph("x"), table, Paragraph("y")))) == (Paragraph("x"), table, Paragraph("y"))

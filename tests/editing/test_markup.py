"""The body between HTML and blocks: every element the editor offers, both ways, and whatever else is pasted into it."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.editing.markup import find_foreign, read_body, read_pictures, read_web, write_body, write_marked
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Mark, Paragraph, Quote, Table


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", ()),
        ("<p></p><p> </p><h2></h2><ul></ul>", ()),
        ("<p>One.</p><p>Two.</p>", (Paragraph("One."), Paragraph("Two."))),
        ('<p data-block-key="x1">One.</p>', (Paragraph("One."),)),
        ("<h2>Trams  wait</h2>", (Crosshead("Trams wait"),)),
        ("<ul><li>a</li><li>b</li></ul>", (ListBlock(("a", "b")),)),
        ("<ol><li>a</li></ol>", (ListBlock(("a",), ordered=True),)),
        ("<blockquote>We did it.</blockquote>", (Quote("We did it."),)),
        ("<blockquote>We did it.<br/>— Mara Holt</blockquote>", (Quote("We did it.", "Mara Holt"),)),
        ("<p>a<br/>b</p>", (Paragraph("a\nb"),)),
        ("<p>R&amp;D &lt;b&gt; „é“</p>", (Paragraph("R&D <b> „é“"),)),
        ("<p>Köprü açıldı</p><p>افتتاح الجسر</p>", (Paragraph("Köprü açıldı"), Paragraph("افتتاح الجسر"))),
    ],
)
def test_each_element_of_the_editor_becomes_its_block(html: str, blocks: tuple[Block, ...]) -> None:
    assert read_body(html) == blocks


@pytest.mark.parametrize(
    ("html", "paragraph"),
    [
        ("<p>in <b>spring</b>.</p>", Paragraph("in spring.", (Mark(3, 9, "strong"),))),
        ("<p>in <strong>spring</strong></p>", Paragraph("in spring", (Mark(3, 9, "strong"),))),
        ("<p><i>a</i> <em>b</em></p>", Paragraph("a b", (Mark(0, 1, "emphasis"), Mark(2, 3, "emphasis")))),
        (
            '<p>see <a href="https://example.org/a?b=1&amp;c=2">here</a></p>',
            Paragraph("see here", (Mark(4, 8, "link", "https://example.org/a?b=1&c=2"),)),
        ),
        (
            "<p><b>a <i>b</i></b></p>",
            Paragraph("a b", (Mark(0, 3, "strong"), Mark(2, 3, "emphasis"))),
        ),
        ("<p>  a \n  <b>  b </b> c</p>", Paragraph("a b c", (Mark(2, 3, "strong"),))),
        ("<p>a<b><br/>b</b></p>", Paragraph("a\nb", (Mark(2, 3, "strong"),))),
        ("<p>a <b>b </b><br/>c</p>", Paragraph("a b\nc", (Mark(2, 3, "strong"),))),
        ("<p>5\u00a0000 <b>euros</b></p>", Paragraph("5\u00a0000 euros", (Mark(6, 11, "strong"),))),
    ],
)
def test_marks_lie_over_the_characters_they_lay_over(html: str, paragraph: Paragraph) -> None:
    assert read_body(html) == (paragraph,)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "/internal", "", "#here"])
def test_a_link_that_leads_nowhere_safe_loses_the_link_and_keeps_the_words(href: str) -> None:
    assert read_body(f'<p>see <a href="{href}">here</a></p>') == (Paragraph("see here"),)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("loose text", (Paragraph("loose text"),)),
        ("before<p>in</p>after <b>bold</b>", (
            Paragraph("before"), Paragraph("in"), Paragraph("after bold", (Mark(6, 10, "strong"),)),
        )),
        ("<div><p>a</p><div>b</div></div>", (Paragraph("a"), Paragraph("b"))),
        ("<h1>Big</h1><h4>small</h4>", (Crosshead("Big"), Crosshead("small"))),
        ("<p>a<script>alert(1)</script>b<style>p{}</style></p><!-- c -->", (Paragraph("ab"),)),
        ("<p>a <span style='color:red'>red</span> word</p>", (Paragraph("a red word"),)),
        ("<ul><li><p>a <b>b</b></p></li><li>c<ul><li>d</li></ul></li></ul>", (ListBlock(("a b", "c", "d")),)),
        ("<table><tr><th>City</th><th>km</th></tr><tr><td>Brno</td><td>12</td></tr></table>", (
            Table((("City", "km"), ("Brno", "12")), has_head=True),
        )),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", (Quote("One."), Quote("Two."))),
        ("<p>a\x00b</p>", (Paragraph("ab"),)),
        ("<p>unclosed <b>bold", (Paragraph("unclosed bold", (Mark(9, 13, "strong"),)),)),
    ],
)  # fmt: skip
def test_what_is_pasted_keeps_its_words(html: str, blocks: tuple[Block, ...]) -> None:
    assert read_body(html) == blocks


def test_a_mark_over_the_speakers_name_ends_with_the_quotation() -> None:
    assert read_body("<blockquote><i>We did it.<br/>— Mara</i></blockquote>") == (
        Quote("We did it.", "Mara", (Mark(0, 10, "emphasis"),)),
    )


@pytest.mark.parametrize(
    "body",
    [
        (Paragraph("One."), Crosshead("Head"), Paragraph("Two.")),
        (Paragraph("a b", (Mark(0, 3, "strong"), Mark(2, 3, "emphasis"))),),
        (Paragraph("see here", (Mark(4, 8, "link", 'https://example.org/?q="x"&y=<z>'),)),),
        (Paragraph("a\nb"), Paragraph("1 < 2 & 3 > 2")),
        (Quote("We did it.", "Mara Holt", (Mark(0, 2, "strong"),)), Quote("No.")),
        (ListBlock(("a", "b & c")), ListBlock(("1",), ordered=True)),
        (Paragraph("قال «نعم» اليوم", (Mark(4, 9, "strong"),)),),
    ],
)
def test_a_body_comes_back_as_it_was(body: tuple[Block, ...]) -> None:
    assert read_body(write_body(body)) == body


def test_a_table_comes_back_and_the_place_of_a_picture_that_is_not_ours_is_not_kept() -> None:
    table = Table((("City", "km"), ("Brno", "12")), has_head=True)
    assert read_body(write_body((table, Embed("p1"), Paragraph("End.")))) == (table, Paragraph("End."))


def test_a_picture_of_our_library_keeps_its_place_in_the_text() -> None:
    body = (Paragraph("Before."), Embed("picture-7"), Paragraph("After."), Embed("picture-12"))
    assert read_body(write_body(body)) == body
    html = '<p>a</p><embed alt="A bridge" embedtype="image" format="fullwidth" id="7"/><p>b</p>'
    assert read_pictures(html) == {7: "A bridge"}
    assert read_pictures("<p>none</p>") == {}


@pytest.mark.parametrize(
    ("html", "foreign"),
    [
        ("", ()),
        ('<p>a</p><embed embedtype="image" id="7" format="fullwidth" alt=""/>', ()),
        ('<p>a</p><embed embedtype="media" url="https://films.example/1"/>', ("embed",)),
        ('<embed embedtype="image" id="seven"/>', ("embed",)),
        ('<p>a <img src="https://x.example/a.png"/></p><iframe src="https://x.example/"></iframe>', ("img", "iframe")),
    ],
)
def test_what_no_block_can_carry_is_found(html: str, foreign: tuple[str, ...]) -> None:
    assert find_foreign(html) == foreign


def test_marks_that_overlap_are_cut_rather_than_written_crossed() -> None:
    html = write_marked("abcdef", (Mark(0, 4, "strong"), Mark(2, 6, "emphasis")))
    assert html == "<b>ab<i>cd</i></b>ef"


def test_marks_beyond_the_text_are_passed_over() -> None:
    assert write_marked("abc", (Mark(2, 9, "strong"), Mark(-1, 2, "strong"), Mark(2, 2, "strong"))) == "abc"


KINDS: tuple[Literal["strong", "emphasis"] | None, ...] = (None, "strong", "emphasis")
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    """Paragraphs with non-overlapping marks over whole words."""
    parts = draw(st.lists(words, min_size=1, max_size=6))
    text, marks = "", []
    for part in parts:
        kind = draw(st.sampled_from(KINDS))
        start = len(text)
        text += part
        if kind:
            marks.append(Mark(start, len(text), kind))
        text += " "
    return Paragraph(text.rstrip(" "), tuple(marks))


@given(
    st.lists(
        st.one_of(
            paragraphs(),
            sentences.map(Crosshead),
            st.lists(sentences, min_size=1, max_size=4).map(lambda items: ListBlock(tuple(items))),
        ),
        max_size=6,
    ).map(tuple)
)
def test_any_body_of_the_editors_elements_survives_the_way_there_and_back(body: tuple[Block, ...]) -> None:
    assert read_body(write_body(body)) == body


@given(st.text(max_size=200))
def test_no_input_breaks_the_reader(text: str) -> None:
    for block in read_body(text):
        assert isinstance(block, Paragraph | Crosshead | Quote | ListBlock)


def test_a_web_version_is_paragraphs_crossheads_and_quotations() -> None:
    html = "<p>a <b>b</b><br/>c</p><h2>d</h2><blockquote>e<br/>f<br/>— G</blockquote>"
    assert read_web(html) == (Paragraph("a b c"), Crosshead("d"), Quote("e f", "G"))


def test_what_else_is_pasted_into_a_web_version_is_read_for_its_words() -> None:
    html = (
        '<ul><li>a</li><li>b</li></ul><p>| c | d |</p><p>|---|---|</p><p>| e | f |</p><embed embedtype="image" id="7"/>'
    )
    assert read_web(html) == (Paragraph("a"), Paragraph("b"), Paragraph("c d"), Paragraph("e f"))


_words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@given(st.lists(st.one_of(_words.map(Paragraph), _words.map(Crosshead), st.builds(Quote, _words, _words)), max_size=5))
def test_a_web_version_comes_back_as_it_was_written(blocks: list[Paragraph | Crosshead | Quote]) -> None:
    assert read_web(write_body(blocks)) == tuple(blocks)

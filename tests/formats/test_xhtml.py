"""Body to XHTML and back: well-formed always, the same blocks again, and what strangers send is taken apart safely."""

import pytest
from hypothesis import given, settings
from lxml import etree

from newswire.formats.xhtml.reader import read_element, read_html, read_text
from newswire.formats.xhtml.writer import escape, escape_attribute, write_blocks
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Mark, Paragraph, Quote, Table
from tests.formats.strategies import bodies


def write(*blocks: Block) -> str:
    return write_blocks(blocks, lambda media_id: f"urn:x:{media_id}")


@pytest.mark.parametrize(
    ("block", "markup"),
    [
        (Paragraph("5 < 6 & “so” > 4"), "<p>5 &lt; 6 &amp; “so” &gt; 4</p>"),
        (Crosshead("What & why"), "<h2>What &amp; why</h2>"),
        (Quote("We will.", "Odile Brandt"), "<blockquote><p>We will.</p><cite>Odile Brandt</cite></blockquote>"),
        (Quote("We will."), "<blockquote><p>We will.</p></blockquote>"),
        (ListBlock(("one", "two")), "<ul><li>one</li><li>two</li></ul>"),
        (ListBlock(("one",), ordered=True), "<ol><li>one</li></ol>"),
        (
            Table((("Port", "m"), ("Ebbing", "2")), has_head=True, caption="Levels"),
            "<table><caption>Levels</caption><thead><tr><th>Port</th><th>m</th></tr></thead>"
            "<tbody><tr><td>Ebbing</td><td>2</td></tr></tbody></table>",
        ),
        (Table((("Ebbing", "2"),)), "<table><tbody><tr><td>Ebbing</td><td>2</td></tr></tbody></table>"),
        (Embed("pic1"), '<figure data-uri="urn:x:pic1"></figure>'),
        (
            Paragraph("Read the report now", (Mark(9, 15, "link", 'https://a.example/?b="c"&d'),)),
            '<p>Read the <a href="https://a.example/?b=&quot;c&quot;&amp;d">report</a> now</p>',
        ),
        (Paragraph("so it is", (Mark(3, 5, "emphasis"),)), "<p>so <em>it</em> is</p>"),
        (Paragraph("so it is", (Mark(0, 8, "strong"),)), "<p><strong>so it is</strong></p>"),
        (Paragraph("so it is", (Mark(3, 99, "strong"),)), "<p>so <strong>it is</strong></p>"),
    ],
)
def test_each_block_has_its_markup(block: Block, markup: str) -> None:
    assert write(block) == markup


def test_crossing_marks_stay_well_formed() -> None:
    markup = write(Paragraph("abcdef", (Mark(0, 4, "emphasis"), Mark(2, 6, "strong"))))
    assert markup == "<p><em>ab</em><strong><em>cd</em></strong><strong>ef</strong></p>"
    etree.fromstring(markup)


def test_characters_xml_cannot_carry_are_left_out() -> None:
    assert escape("a\x05b\x00\ufffec\nd") == "abc\nd"
    assert escape_attribute('\x1f"<') == "&quot;&lt;"


@given(bodies)
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_well_formed_and_reads_back_the_same(body: tuple[Block, ...]) -> None:
    markup = write_blocks(body, lambda media_id: media_id)
    root = etree.fromstring(f"<body>{markup}</body>")
    assert read_html(markup) == body
    assert read_element(root) == body


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("", ()),
        ("   ", ()),
        ("loose text", (Paragraph("loose text"),)),
        ("<p>one</p>between<p>two</p>", (Paragraph("one"), Paragraph("between"), Paragraph("two"))),
        ("<p>one<p>two", (Paragraph("one"), Paragraph("two"))),
        ("<p>a\n   b&nbsp;c&eacute;</p>", (Paragraph("a b\u00a0cé"),)),
        ("one<br/>more<br/><br/>two", (Paragraph("one more"), Paragraph("two"))),
        ("<div><div><p>deep</p></div>loose</div>", (Paragraph("deep"), Paragraph("loose"))),
        ("<h3>Head</h3><p></p>", (Crosshead("Head"),)),
        ("<p>x</p><script>alert(1)</script><style>p{}</style>", (Paragraph("x"),)),
        ('<p><a href="javascript:alert(1)">x</a></p>', (Paragraph("x"),)),
        ('<p><a href="/local">x</a></p>', (Paragraph("x"),)),
        ('<p><a href="https://a.example/">x</a></p>', (Paragraph("x", (Mark(0, 1, "link", "https://a.example/"),)),)),
        ("<p><b>a</b><strong>b</strong> c</p>", (Paragraph("ab c", (Mark(0, 2, "strong"),)),)),
        ("<p> <i> a </i> </p>", (Paragraph("a", (Mark(0, 1, "emphasis"),)),)),
        ("<p><span onclick='x()'>a</span></p>", (Paragraph("a"),)),
        ("<ul><li>a<li>b</ul>", (ListBlock(("a", "b")),)),
        ("<ul> </ul>", ()),
        ("<blockquote>Said.<footer>Me</footer></blockquote>", (Quote("Said.", "Me"),)),
        ("<blockquote><p>One.</p><p>Two.</p><cite>Me</cite></blockquote>", (Quote("One."), Quote("Two.", "Me"))),
        ("<figure><img src='x.jpg'/><figcaption>c</figcaption></figure><p>y</p>", (Paragraph("y"),)),
        ("<table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table>", (Table((("a", "b"), ("1", "2")), has_head=True),)),
        ("<html><head><title>no</title></head><body><p>yes</p></body></html>", (Paragraph("yes"),)),
        ("<p>a\x05\x00b</p>", (Paragraph("ab"),)),
        ("<p>unclosed <b>bold", (Paragraph("unclosed bold", (Mark(9, 13, "strong"),)),)),
        ("&lt;p&gt; is text", (Paragraph("<p> is text"),)),
    ],
)
def test_markup_from_others_is_read(markup: str, blocks: tuple[Block, ...]) -> None:
    assert read_html(markup) == blocks


def test_markup_nested_without_end_does_not_break_the_reader() -> None:
    for tag in ("div", "b", "blockquote", "span", "a href='https://a.example/'"):
        name = tag.split()[0]
        blocks = read_html(f"<{tag}>" * 3000 + "deep" + f"</{name}>" * 3000)
        assert len(blocks) <= 1


def test_nitf_elements_mean_the_same() -> None:
    root = etree.fromstring(
        '<body.content xmlns="http://iptc.org/std/NITF/2006-10-18/"><block><p>One.</p><hl2>Head</hl2></block>'
        "<media media-type='image'><media-caption>c</media-caption></media>"
        "<bq><block><p>Said.</p></block><credit>Me</credit></bq><p>By <person>Odile Brandt</person></p></body.content>"
    )
    assert read_element(root) == (
        Paragraph("One."),
        Crosshead("Head"),
        Quote("Said.", "Me"),
        Paragraph("By Odile Brandt"),
    )


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("one\ntwo", ["one", "two"]),
        ("one\nmore\n\ntwo", ["one more", "two"]),
        ("one\r\nmore\r\n \r\ntwo\r\n", ["one more", "two"]),
        ("  one  ", ["one"]),
    ],
)
def test_plain_text_is_cut_into_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert read_text(text) == tuple(Paragraph(one) for one in paragraphs)

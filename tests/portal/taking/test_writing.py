"""A story as text and as HTML: every sentence, in order, with what must be known first in front."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import html as lxml_html

from newswire.item.body import Embed, Mark, Paragraph, read_texts
from newswire.item.item import Correction, Item, Media, Rendition
from newswire.item.release import Entry
from newswire.portal.taking.writing import write_html, write_page, write_text
from tests.portal.test_story import BLOCKS
from tests.stories import BODY, make_item

TERMS = ("Not for websites.", "Use by AI: Not at all.")


def make(now: datetime, until: datetime | None = None, **changes: Any) -> tuple[Entry, Item]:
    item = make_item("a", now, **changes)
    use: Any = "hold" if until else "publish"
    entry = Entry(n=1, kind="new", use=use, until=until, guid=item.guid, version=1, released_at=now, item=item)
    return entry, item


def test_the_text_has_every_sentence_in_order(now: datetime) -> None:
    entry, item = make(now, body=(*BODY, *BLOCKS))
    text = write_text(entry, item, TERMS)
    assert text.startswith(
        "Northaven harbour opens again (a)\n\nForty ships waited three days outside the breakwater\n\n"
        "Ada Lind – Northaven\n\nThe harbour of Northaven opened again on Tuesday"
    )
    at = 0
    for part in read_texts(item.body):
        at = text.replace("\t", " ").index(part, at) + len(part)
    assert "“We lost no crane" in text
    assert "We lost no crane.\n– Ida Brandt, harbour master" in text
    assert "1. forty ships\n2. one ferry" in text
    assert "Ships by quay\nQuay\tShips\nNorth\t12" in text
    assert text.endswith("Not for websites.\nUse by AI: Not at all.\n")


def test_an_embargo_and_a_correction_stand_before_everything(now: datetime) -> None:
    entry, item = make(now, until=now + timedelta(hours=1), correction=Correction("forty", "fifty"))
    head = [
        "EMBARGO: not before 24 November 2026, 10:30 UTC.",
        "CORRECTION: we wrote “forty”; correct is “fifty”.",
    ]
    assert write_text(entry, item, ()).split("\n\n")[:2] == head
    tree = lxml_html.fromstring(f"<div>{write_html(entry, item, ())}</div>")
    assert ["".join(map(str, one.itertext())) for one in tree][:2] == head


def test_the_html_keeps_headings_links_lists_and_tables(now: datetime) -> None:
    entry, item = make(now, body=BLOCKS)
    made = write_html(entry, item, TERMS)
    for part in (
        "<h1>Northaven harbour opens again (a)</h1>",
        '<p>See <a href="https://example.org/report">the report</a> now</p>',
        "<h2>In figures</h2>",
        "<ol><li>forty ships</li><li>one ferry</li></ol>",
        "<th>Quay</th>",
        "Not for websites.<br>Use by AI: Not at all.",
    ):
        assert part in made, part


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_texts_are_never_markup(now: datetime, text: str) -> None:
    media = Media("p", "picture", caption=text, credit=text, alt={"en": text})
    body = (Paragraph(text, (Mark(0, 3, "link", "javascript:x"),)),)
    entry, item = make(now, headline=text, standfirst=text, byline=text, body=body, media=(media,))
    made = write_page(entry, item, (text,), {"p": 'p".jpg'})
    assert "<script" not in made
    assert "<img src=x" not in made
    assert "javascript:" not in made
    tree = lxml_html.fromstring(made)
    assert [one.get("src") for one in tree.iter("img")] == ['p".jpg']
    assert tree.findtext(".//title") == text


def test_pictures_stand_where_the_body_has_them_and_only_those_that_are_there(now: datetime) -> None:
    file = (Rendition("full", "a" * 64, "image/jpeg"),)
    media = tuple(Media(name, "picture", caption=name, renditions=file) for name in ("lead", "inside", "away"))
    body = (Paragraph("One."), Embed("inside"), Embed("away"), Embed("unknown"), Paragraph("Two."))
    entry, item = make(now, body=body, media=media)
    tree = lxml_html.fromstring(write_page(entry, item, (), {"lead": "1.jpg", "inside": "2.jpg"}))
    order = [
        one.get("src") or one.text for one in tree.iter("img", "p") if one.get("src") or one.text in ("One.", "Two.")
    ]
    assert order == ["1.jpg", "One.", "2.jpg", "Two."]
    assert "<img" not in write_html(entry, item, ())


def test_the_page_is_in_the_storys_language(now: datetime) -> None:
    entry, item = make(now, language="ar", headline="أربعون سفينة")
    assert '<html lang="ar" dir="rtl">' in write_page(entry, item, ())

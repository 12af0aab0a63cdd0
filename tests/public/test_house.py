"""What the agency says of itself: our words in every language, or its own, and never as markup."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from newswire.item.body import Crosshead, Paragraph
from newswire.item.vocabulary.languages import EDITIONS, direction
from newswire.look.catalogue import read_po
from newswire.public.engine import LOCALE
from newswire.public.house import HOUSE_PAGES, parse_own, read_own
from tests.public.door import BASE, Door


@pytest.mark.parametrize("name", HOUSE_PAGES)
@pytest.mark.parametrize("language", EDITIONS)
def test_every_edition_has_the_page_in_its_own_words(door: Door, language: str, name: str) -> None:
    answer = door.get(f"/{language}/{name}", accept_language="en")
    assert answer.status == 200
    assert f'<html lang="{language}" dir="{direction(language)}">' in answer.text
    assert f'<link rel="canonical" href="{BASE}/{language}/{name}">' in answer.text
    heading = re.search(r"<h1>(.*?)</h1>", answer.text)
    assert heading is not None
    assert f"<title>{heading[1]} – Newswire</title>" in answer.text
    if language == "en":
        return
    english = read_po((LOCALE / "fa" / "LC_MESSAGES" / "django.po").read_text("utf-8")).keys()
    main = answer.text.split("<main", 1)[1]
    assert [text for text in english if len(text) > 12 and text in main] == []


def test_the_pages_are_linked_at_the_foot_of_every_page(door: Door) -> None:
    for path in ("/tr/", "/tr/world/", "/tr/about", "/tr/nothing-here"):
        foot = door.get(path).text.split("<footer")[1]
        for name in HOUSE_PAGES:
            assert f'href="/tr/{name}"' in foot
        assert 'href="/contact?lang=tr"' in foot


def test_another_way_of_writing_the_address_leads_to_the_one(door: Door) -> None:
    answer = door.get("/en/standards/")
    assert (answer.status, answer.headers["location"]) == (301, "/en/standards")
    assert door.get("/de/standards").status == 404


def test_the_agencys_own_text_stands_instead_of_ours(public_dsn: str, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "public-pages"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "ownership.txt").write_text("# Who owns us\n\nNorthaven Trust <b>owns</b> us.\n\nNobody else.\n")
    door = Door(public_dsn, tmp_path, now, own_pages=folder)
    try:
        page = door.get("/en/ownership").text
        assert '<h2 class="crosshead">Who owns us</h2>' in page
        assert "<p>Northaven Trust &lt;b&gt;owns&lt;/b&gt; us.</p>\n<p>Nobody else.</p>" in page
        assert "demonstration agency" not in page
        assert "demonstration agency" not in door.get("/fr/ownership").text
        (folder / "en" / "ownership.txt").write_text("Sold.")
        door.wait(minutes=1)
        assert "<p>Sold.</p>" in door.get("/en/ownership").text
    finally:
        door.close()


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("\n\n \n", ()),
        ("One\nline.\n\n\n\nTwo.", (Paragraph("One line."), Paragraph("Two."))),
        ("# Head\nText under it.\r\n\r\nMore.", (Crosshead("Head"), Paragraph("Text under it."), Paragraph("More."))),
        ("#tag is no heading", (Paragraph("#tag is no heading"),)),
    ],
)
def test_plain_text_becomes_paragraphs_and_headings(text: str, blocks: tuple[object, ...]) -> None:
    assert parse_own(text) == blocks


def test_an_agency_that_wrote_nothing_has_no_text_of_its_own(tmp_path: Path) -> None:
    assert read_own(None, "en", "about") == ()
    assert read_own(tmp_path, "en", "about") == ()
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "about.txt").write_bytes("\ufeffBOM and all.".encode())
    assert read_own(tmp_path, "en", "about") == (Paragraph("BOM and all."),)

"""A story on paper: what is read stays, what is clicked goes, and the sheet says where it came from."""

import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from newswire.edition.shape import Corrected, Story
from newswire.public.front import compose_front
from newswire.public.pages import Around
from tests.edition.contents import make_content
from tests.public.browsing import NOW, ORIGIN, make_card, make_pages, show

PATH = "/en/economy/northaven-harbour-opens-again/abcdef23"
INK = "() => getComputedStyle(document.querySelector('h1')).color"
PAPER = "() => getComputedStyle(document.body).backgroundColor"


def make_story(language: str = "en") -> Story:
    """The test story as the edition keeps it."""
    content = make_content(language=language)
    fields = {name: getattr(content, name) for name in content.__struct_fields__ if name != "correction"}
    assert content.correction
    corrected = (Corrected(at=NOW, **msgspec.structs.asdict(content.correction)),)
    return Story(corrections=corrected, public_id="abcdef23", state="live", published_at=NOW, updated_at=NOW, **fields)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window of a reader whose screen is dark."""
    context = chromium.new_context(color_scheme="dark", timezone_id="UTC")
    opened = context.new_page()
    opened.clock.set_fixed_time(NOW)
    yield opened
    context.close()


def _printed(page: Page) -> str:
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_a_story_on_paper_is_the_story_and_where_it_stands(page: Page) -> None:
    more = [make_card(f"Another {number}", number) for number in range(6)]
    show(page, make_pages().write_story(make_story(), Around(more=tuple(more)), NOW), PATH)
    text = _printed(page)
    for kept in (
        "Northaven harbour opens again", "Forty ships waited three days", "Ada Lind", "24 November 2026",
        "The harbour opened on Tuesday.", "A ferry was the first to enter.", "Waiting", "Correction",
        "The website carries only a portion", ORIGIN + PATH,
    ):  # fmt: skip
        assert kept in text, kept
    for gone in (
        "WhatsApp",
        "Copy link",
        "Another 1",
        "Türkçe",
        "Sports",
        "Subscription options",
        "About us",
        "Skip to",
    ):
        assert gone not in text, gone
    assert text.count("http") == 1, "no address of a link is written out"


def test_paper_is_white_and_one_sheet_is_enough(page: Page) -> None:
    show(page, make_pages().write_story(make_story(), Around(), NOW), PATH)
    page.emulate_media(media="print")
    assert page.evaluate(INK) == "rgb(0, 0, 0)"
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_on_the_screen_the_address_does_not_stand_below_the_page(page: Page) -> None:
    show(page, make_pages().write_story(make_story(), Around(), NOW), PATH)
    assert ORIGIN + PATH not in page.locator("body").inner_text()


def test_a_printed_front_page_has_every_flash_and_no_button(page: Page) -> None:
    cards = [make_card(f"Flash {age}", age, urgency=1) for age in (2, 30)]
    front = compose_front([*cards, make_card("A story", 40)], {}, NOW + timedelta(0))
    show(page, make_pages().write_front("en", front, NOW))
    text = _printed(page)
    for kept in ("Flash 2", "Flash 30", "A story", ORIGIN + "/en/"):
        assert kept in text
    assert "Pause" not in text

"""The archive's page in a real browser: its key, its facets on a phone, accessibility, both directions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.newsroom import Reader
from tests.search.test_no_trace import catch_up
from tests.serving import serve

SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
Open = Callable[..., Page]


@pytest.fixture
def open_page(
    chromium: Browser, dsn: str, newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> Iterator[Open]:
    """Opens the search page as the reader; a script error fails the test."""
    assert reader.number == 0
    for number in range(24):
        newsroom.append(f"old-{number}", sections=("economy",) if number % 3 else ("world", "sports"))
    newsroom.append("ar", language="ar", headline="أربعون سفينة تنتظر خارج حاجز الأمواج", standfirst="عاصفة في الميناء")
    newsroom.route()
    catch_up(newsroom.connection, settings_home, 100)
    contexts, errors = [], []
    with serve(Application(dsn)) as address:

        def go(query: str = "", size: str = "desk", language: str = "en", scheme: str = "light") -> Page:
            width, height = SIZES[size]
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                timezone_id="UTC",
                locale=language,
            )
            contexts.append(context)
            cookies = cookies_of(browser)
            context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{address}/portal/search/0/{query}")
            return page

        yield go
        for context in contexts:
            context.close()
    assert errors == []


def test_a_slash_goes_to_the_box_words_are_marked_and_a_facet_narrows(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("breakwater/")
    expect(page.locator("#q")).to_have_value("breakwater/")
    page.locator("#q").fill("breakwater")
    page.keyboard.press("Enter")
    expect(page.locator(".find-hit")).to_have_count(20)
    expect(page.locator(".find-hit").first.locator("mark").first).to_have_text("breakwater")
    page.get_by_role("link", name="Sports").click()
    expect(page.get_by_role("status")).to_have_text("8 stories")
    page.locator(".find-chosen a").click()
    page.get_by_role("link", name="More stories").click()
    expect(page.locator(".find-hit")).to_have_count(5)


def test_facets_are_closed_on_a_phone_and_open_beside_the_stories_on_a_desk(open_page: Open) -> None:
    assert open_page(size="phone").locator(".find-facets details[open]").count() == 0
    page = open_page()
    facets, hits = page.locator(".find-facets").bounding_box(), page.locator(".find-hits").bounding_box()
    assert facets is not None
    assert hits is not None
    assert facets["x"] + facets["width"] <= hits["x"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_the_page_is_accessible_and_fits(open_page: Open, size: str, language: str, scheme: str) -> None:
    for query in ("?q=harbour", "?q=(harbour", "?q=zeppelin&section=world"):
        page = open_page(query, size, language, scheme)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert page.evaluate(OVERFLOW) == 0
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

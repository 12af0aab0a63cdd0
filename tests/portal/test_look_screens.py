"""Pictures, planning and dossiers in a real browser: keys, what is killed, every size and scheme, accessibility."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from newswire.editing.planning.models import Watch
from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.look_house import do_furnish
from tests.portal.newsroom import Reader, send_notice
from tests.serving import serve
from tests.stories import make_guid

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
EXPECTED = re.compile("status of 4(04|10|16)|no supported source|Failed to load resource")
"""What the browser itself says of answers that a test asks for on purpose."""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES, PLANNING, DOSSIERS = "/portal/pictures/0/", "/portal/planning/0/", "/portal/dossiers/0/"
Open = Callable[..., Page]


@pytest.fixture
def address(dsn: str, newsroom: Newsroom, reader: Reader, settings_home: Path) -> Iterator[str]:
    """A portal with something on all three screens, on a free port."""
    do_furnish(newsroom, reader, settings_home)
    with serve(Application(dsn)) as base:
        yield base


@pytest.fixture
def open_page(chromium: Browser, address: str, browser: Client) -> Iterator[Open]:
    """Opens a path as the reader; a script error or a refused resource fails the test."""
    contexts, errors = [], []

    def go(
        path: str,
        size: str = "desk",
        language: str = "en",
        scheme: str = "light",
        zone: str = "UTC",
        script: str = "on",
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id=zone,
            locale=language,
            reduced_motion="reduce",
            java_script_enabled=script == "on",
        )
        contexts.append(context)
        cookies = cookies_of(browser)
        context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert [error for error in errors if not EXPECTED.search(error)] == []


def captions(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".card-caption").all_inner_texts()]


def test_the_light_box_is_moved_through_by_keys_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page(PICTURES)
    box, link = page.get_by_role("dialog", name="Picture"), page.locator(".card-link")
    link.nth(1).focus()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(box.locator("video")).to_be_visible()
    expect(box.locator(".lightbox-count")).to_have_text("2 / 7")
    page.keyboard.press("ArrowRight")
    expect(box.locator(".sheet-caption")).to_have_text("Repairs at the quay")
    expect(box.locator("video")).to_have_count(0)
    expect(box.get_by_role("link", name="Largest")).to_have_attribute("href", re.compile(r"\?download=1$"))
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(box.locator(".lightbox-count")).to_have_text("7 / 7")
    expect(box.get_by_text("Not in: Japan")).to_be_visible()
    expect(box.get_by_role("button", name="Next")).to_be_disabled()
    box.get_by_role("button", name="Previous").click()
    expect(box.locator(".lightbox-count")).to_have_text("6 / 7")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(link.nth(5)).to_be_focused()


def test_the_arrows_follow_the_direction_of_writing(open_page: Open) -> None:
    page = open_page(PICTURES, language="ar")
    page.locator(".card-link").first.click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".lightbox-count")).to_have_text("2 / 7")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lightbox-count")).to_have_text("1 / 7")


def test_a_picture_that_is_killed_or_held_leaves_the_open_page(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page(PICTURES)
    expect(page.locator(".card")).to_have_count(7)
    held = page.locator(f'.card[data-guid="{make_guid("picture-5")}"]')
    killed = page.locator(f'.card[data-guid="{make_guid("picture-3")}"]')
    killed.locator(".card-link").click()
    expect(page.locator(".sheet-caption")).to_have_text("Harbour master Ida Brandt")
    send_notice(newsroom, "picture-5", "hold", "Is being checked.")
    expect(held).to_have_count(0)
    expect(page.locator(".sheet-caption")).to_be_visible()
    send_notice(newsroom, "picture-3", "kill", "Not the harbour master.")
    expect(killed).to_have_count(0)
    expect(page.locator(".lightbox-sheet")).to_have_text("This picture was withdrawn.")
    expect(page.locator(".lightbox-sheet img")).to_have_count(0)


def test_what_was_killed_while_the_line_was_dead_is_not_opened(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page(PICTURES)
    page.route("**/portal/live/**", lambda route: route.abort())
    page.reload()
    send_notice(newsroom, "picture-5", "kill", "Not the quay.")
    page.locator(f'.card[data-guid="{make_guid("picture-5")}"] .card-link').click()
    expect(page.locator(".lightbox-sheet")).to_have_text("This picture was withdrawn.")
    expect(page.locator(".card")).to_have_count(6)


def test_filters_and_pages_work_without_script(open_page: Open) -> None:
    page = open_page(PICTURES, script="off")
    page.get_by_label("Words in caption, credit or headline").fill("quay")
    page.get_by_role("button", name="Show").click()
    assert [caption.partition(" ")[0] for caption in captions(page)] == ["Cranes", "Repairs", "Passengers"]
    page.get_by_text("More filters", exact=True).click()
    page.get_by_label("Type").select_option("graphic")
    page.get_by_role("button", name="Show").click()
    assert captions(page) == ["Passengers reach the quay"]
    page.locator(".card-link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northaven")
    expect(page.get_by_role("link", name="Small")).to_be_visible()
    page.get_by_role("link", name="All pictures").click()
    assert len(captions(page)) == 7


def test_pictures_are_loaded_when_they_come_into_sight(open_page: Open) -> None:
    page = open_page(PICTURES)
    images = page.locator(".card img")
    images.last.scroll_into_view_if_needed()
    loaded = "image => image.complete && image.naturalWidth > 0"
    for image in images.all():
        expect(image).to_have_attribute("loading", "lazy")
        page.wait_for_function(loaded, arg=image.element_handle())


def test_days_and_times_are_those_of_the_browser(open_page: Open) -> None:
    page = open_page(PLANNING, zone="Pacific/Auckland")
    expect(page.locator(".planning")).to_have_attribute("data-zone", "Pacific/Auckland")
    expect(page.locator(".plan-title", has_text="VELMARK").first).to_be_visible()
    expect(page.get_by_text("Pacific/Auckland")).to_be_visible()
    first = page.locator(".plan", has_text="FERRY-AGROUND/INQUIRY")
    expect(first.locator(".plan-time")).to_have_text("00:00", use_inner_text=True)
    expect(page.locator("main h2").nth(1)).to_contain_text("Wednesday")


def test_a_coverage_is_watched_and_let_go_on_the_page(open_page: Open, reader: Reader) -> None:
    page = open_page(PLANNING)
    top = page.get_by_role("region", name="Watched by you")
    expect(top.locator(".plan")).to_have_count(1)
    page.get_by_role("button", name="Watch REGATTA").click()
    expect(top.locator(".plan-slugline")).to_have_text(["VELMARK-BUDGET/FUND", "REGATTA"])
    top.get_by_role("button", name="Stop watching VELMARK-BUDGET/FUND").click()
    expect(top.locator(".plan-slugline")).to_have_text(["REGATTA"])
    assert Watch.objects.filter(seat__user=reader.user).count() == 1
    expect(page.locator("main")).not_to_contain_text("SECRET")
    page.get_by_role("link", name="Inquiry: the ferry was too close to the shore").click()
    page.wait_for_url("**/portal/story/0/**")


def test_a_dossier_is_reached_by_the_menu(open_page: Open) -> None:
    page = open_page("/portal/dossiers/")
    page.get_by_role("link", name="The storm of Northaven").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The storm of Northaven")
    expect(page.locator(".moment h3")).to_have_text([
        "All 212 passengers are ashore", "Ferry runs aground off Northaven", "Harbour closes, forty ships wait outside",
        "Storm warning for the coast",
    ])  # fmt: skip
    page.get_by_role("link", name="Planning").click()
    page.wait_for_url("**/portal/planning/0/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_screens_fit_every_size_and_have_no_accessibility_violations(
    open_page: Open, language: str, scheme: str
) -> None:
    for size in SIZES:
        page = open_page(PICTURES, size=size, language=language, scheme=scheme)
        base = page.url.removesuffix(PICTURES)
        check(page)
        page.locator(".look-more summary").click()
        check(page)
        page.locator(".card-link").nth(5).click()
        expect(page.locator(".lightbox .sizes")).to_be_visible()
        check(page)
        own = page.locator(".card-link").nth(5).get_attribute("href") or ""
        for path in (own, PLANNING, DOSSIERS, "/portal/dossier/0/storm/"):
            page.goto(base + path)
            check(page)
        page.goto(base + PLANNING)
        page.locator(".calendar button").first.click()
        expect(page.locator(".calendar-address")).to_contain_text("nw_cal_")
        check(page)


def check(page: Page) -> None:
    page.wait_for_load_state()  # a page that a form brought may stand there without its styles for a moment
    assert page.evaluate(OVERFLOW) == 0, page.url
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()

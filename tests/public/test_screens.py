"""The pages in a real browser: dense enough, nothing overflowing, accessible, without a script error."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from psycopg_pool import AsyncConnectionPool

from newswire.delivery.website.project import do_project
from newswire.item.body import Crosshead, Paragraph, Quote
from newswire.item.item import Correction, Entity, Item, Link, Media, Subject
from newswire.item.kinds import Kind
from newswire.item.release import Entry
from newswire.item.vocabulary.sections import SECTIONS
from newswire.media.public import folder_of
from newswire.media.renditions import do_make_renditions
from newswire.public.engine import make_engine
from newswire.public.settings import SiteSettings
from newswire.public.site import Receive, Scope, Send, Site
from tests.media.pictures import draw, encode
from tests.serving import serve
from tests.stories import make_guid, make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HEADLINES = {
    "en": "Forty ships wait outside the breakwater as storm closes Northaven for a third day",
    "ar": "أربعون سفينة تنتظر خارج حاجز الأمواج والعاصفة تغلق نورثافن لليوم الثالث",
    "tr": "Fırtına Northaven’ı üçüncü gün de kapattı, kırk gemi dalgakıranın dışında bekliyor",
    "fa": "چهل کشتی بیرون موج‌شکن در انتظارند و توفان نورت‌هیون را برای سومین روز بسته است",
    "ru": "Сорок судов ждут за волнорезом: шторм третий день держит Нортхейвен закрытым",
}
COUNT_HEADLINES = """() => [...document.querySelectorAll("h2 a, h3 a")].filter((link) => {
    const box = link.getBoundingClientRect();
    return link.closest(".card, .river") && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
}).length"""
LISTS = (
    "/topic/04000000/x",
    "/dossier/storm",
    "/author/ada-lind",
    "/archive",
    "/archive/2026/11/24",
    "/corrections",
    "/search",
    "/search?q=Ida",
    "/search?q=%28kind%3Akill",
)
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def address(public_dsn: str, connection: psycopg.Connection[tuple[object, ...]], home: Path) -> Iterator[str]:
    """A website full of stories in five languages, on a free port."""
    renditions = do_make_renditions(home, encode(draw()))
    for number in range(40):
        for language, headline in HEADLINES.items():
            alt = {language: HEADLINES[language]}
            media = (Media("p", "picture", caption=headline, credit="Ada Lind", alt=alt, renditions=renditions),)
            item = make_item(
                f"{language}-{number}",
                NOW,
                language=language,
                headline=f"{headline} {number}",
                standfirst=headline,
                media=media if number % 4 == 0 else (),
                sections=(list(SECTIONS)[number % 9], "world"),
                urgency=1 if number == 0 else 5,
                summary=(Paragraph(headline), Crosshead(headline), Quote(headline, "Ida Brandt")),
                people=(Entity("Ida Brandt"), Entity(f"Person {number % 5}")),
                dossiers=(Subject("storm", headline),) if number % 3 == 0 else (),
                links=(Link("translation-of", make_guid(f"en-{number}")),) if language != "en" else (),
                correction=Correction("Thirty ships.", "Forty ships.") if number == 4 else None,
            )
            do_project(connection, _entry(item, number), home)
    with serve(_App(public_dsn, folder_of(home))) as base:
        yield base


def _entry(item: Item, number: int) -> Entry:
    kind: Kind = "correction" if item.correction else "new"
    moment = NOW - timedelta(minutes=3 * number)
    return Entry(
        n=number + 1, kind=kind, use="publish", until=None, guid=item.guid, version=1, released_at=moment, item=item
    )


class _App:
    """The website with a pool that belongs to the server's event loop."""

    def __init__(self, dsn: str, public_media: Path) -> None:
        self._dsn = dsn
        self._settings = SiteSettings(base_url="http://127.0.0.1", public_media=public_media)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self._pool = AsyncConnectionPool(self._dsn, min_size=1, max_size=4, open=False, kwargs={"autocommit": True})
            await self._pool.open()
            self._site = Site(self._pool.connection, make_engine(), self._settings, clock=lambda: NOW)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self._pool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await self._site(scope, receive, send)


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a path in a window of its own; a script error or a refused resource fails the test."""
    contexts, errors = [], []

    def go(path: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="UTC",
        )
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        # a query that cannot be read is answered 400, which the browser reports as an error of the page
        page.on(
            "console", lambda one: errors.append(one.text) if one.type == "error" and " 400 " not in one.text else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert errors == []


def _story_path(page: Page) -> str:
    return str(page.locator(".card-lead h2 a").first.get_attribute("href"))


@pytest.mark.parametrize("language", HEADLINES)
def test_the_front_page_is_dense_on_every_screen_and_never_wider_than_it(open_page: Open, language: str) -> None:
    for width, height, least in ((1440, 900, 12), (1024, 768, 8), (390, 844, 5), (360, 740, 3)):
        page = open_page(f"/{language}/", width, height)
        assert page.evaluate(COUNT_HEADLINES) >= least, width
        base = page.url.split(f"/{language}/")[0]
        for path in (f"/{language}/world/", _story_path(page), *(f"/{language}{one}" for one in LISTS)):
            page.goto(base + path)
            assert page.evaluate(OVERFLOW) == 0, (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_accessibility_violations(open_page: Open, language: str, scheme: str) -> None:
    page = open_page(f"/{language}/", scheme=scheme)
    base, story = page.url.removesuffix(f"/{language}/"), _story_path(page)
    # one look at each list in each language and scheme is enough: they share their styles
    lists = LISTS if (language, scheme) in (("en", "light"), ("ar", "dark")) else ()
    for path in (f"/{language}/", f"/{language}/economy/", story, *(f"/{language}{one}" for one in lists)):
        page.goto(base + path)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_times_are_kept_true_in_the_readers_browser(open_page: Open) -> None:
    page = open_page("/tr/")
    page.goto(page.url.replace("/tr/", "/ar/"))
    times = page.locator(".river time").all_text_contents()
    assert times[0].endswith(" د")
    page.clock.set_fixed_time(NOW + timedelta(minutes=90))
    page.reload()
    assert ":" in page.locator(".river time").first.inner_text()


def test_the_link_can_be_copied_where_the_browser_allows_it(open_page: Open) -> None:
    page = open_page("/en/")
    page.goto(page.url.removesuffix("/en/") + _story_path(page))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("link[rel=canonical]").get_attribute("href")


def test_the_browsers_own_sheet_is_offered_where_there_is_one(open_page: Open) -> None:
    page = open_page("/en/")
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(page.url.removesuffix("/en/") + _story_path(page))
    page.get_by_role("button", name="Share", exact=True).click()
    shared = page.evaluate("window.shared")
    assert shared["url"] == page.locator("link[rel=canonical]").get_attribute("href")
    assert shared["title"] == page.locator("h1").inner_text()


def test_a_search_needs_no_script(address: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/")
    page.get_by_role("searchbox").fill("person:brandt ships")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/en/search?q=person%3Abrandt+ships")
    assert page.locator(".rows h3").count() == 40
    context.close()


def test_without_scripts_everything_but_the_copy_button_is_there(address: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/")
    page.goto(address + _story_path(page))
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="WhatsApp").is_visible()
    assert not page.locator(".share button").first.is_visible()
    context.close()
    assert make_guid("en-0") not in page.url

"""The portal in a real browser: a list that has everything in it, and pages opened at the tests' moment."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from newswire.item.item import Correction, Media
from newswire.media.renditions import do_make_renditions
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.events import cookies_of
from tests.portal.newsroom import send_notice
from tests.portal.test_story import BLOCKS
from tests.stories import BODY, make_guid

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
EXPECTED = re.compile("ERR_INTERNET_DISCONNECTED|status of 404|status of 500")
"""What the browser itself says about pages and answers that a test asks for on purpose."""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

Open = Callable[..., Page]


def fill_list(newsroom: Newsroom, home: Path) -> None:
    """Forty plain stories, then one of each kind: 48 entries of 46 stories."""
    picture = Media(
        "p",
        "picture",
        caption="The northern quay on Tuesday",
        credit="Ada Lind",
        alt={"en": "Cranes over a quay"},
        renditions=do_make_renditions(home, encode(draw(1600, 900))),
    )
    for number in range(40):
        newsroom.append(f"old-{number}", headline=f"Ship number {number} enters the harbour after three days of storm")
    newsroom.append("ar", language="ar", headline="أربعون سفينة تنتظر خارج حاجز الأمواج والعاصفة تغلق نورثافن")
    newsroom.append("full", media=(picture,), body=(*BODY, *BLOCKS), usage_terms="No resale.")
    newsroom.append(
        "full", "correction", media=(picture,), body=(*BODY, *BLOCKS), correction=Correction("forty", "fifty"),
        editor_note="Pictures follow.",
    )  # fmt: skip
    newsroom.append("study", embargo_until=NOW + timedelta(hours=2, minutes=13), headline="Warnings come too late")
    newsroom.append("held", headline="Rate stays at 3.25 percent")
    newsroom.append("wrong", headline="Minister to resign on Thursday")
    newsroom.append("flash", type="alert", urgency=1, headline="Ferry runs aground off Northaven")
    newsroom.route()
    send_notice(newsroom, "held", "hold", "The figure is being checked.")


@contextmanager
def opening(chromium: Browser, address: str, browser: Client) -> Iterator[Open]:
    """Opens paths as the reader, at the tests' moment; a script error or a refused resource fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def go(
        path: str = "/portal/wire/0/", size: str = "desk", language: str = "en", scheme: str = "light", script: str = ""
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="UTC",
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        cookies = cookies_of(browser)
        context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        if "/wire/" in path:
            expect(page.locator(".line")).to_have_attribute("data-state", "live")
        return page

    yield go
    for context in contexts:
        context.close()
    assert [error for error in errors if not EXPECTED.search(error)] == []


def row(name: str) -> str:
    """The selector of the rows of that test story."""
    return f'.row[data-guid="{make_guid(name)}"]'


def check(page: Page) -> None:
    assert page.evaluate(OVERFLOW) == 0, page.url
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()

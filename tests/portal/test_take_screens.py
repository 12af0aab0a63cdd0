"""Taking a story along in a real browser: keys, clipboard, downloads, and every screen of it in every size."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from newswire.accounts.models import Role, User
from newswire.item.item import Correction, Link, Media, Subject
from newswire.item.rights import Restriction
from newswire.media.renditions import do_make_renditions
from newswire.subscribers.models import Seat, Usage
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.newsroom import Reader, send_notice
from tests.portal.screens import check
from tests.portal.test_story import BLOCKS
from tests.serving import serve
from tests.stories import BODY, make_guid

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
STORY = f"/portal/story/0/{make_guid('full')}"
Open = Callable[..., Page]


@pytest.fixture
def address(dsn: str, newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path) -> Iterator[str]:
    """A portal with a story that has everything around it, on a free port."""
    assert browser.cookies
    house = Seat.objects.get(user=reader.user).subscriber
    for name in ("ada", "bo"):
        user = User.objects.create_user(name, email=f"{name}@harbour.example", role=Role.SUBSCRIBER)
        Seat.objects.create(user=user, subscriber=house)
    picture = Media(
        "p", "picture", caption="The northern quay on Tuesday", credit="Ada Lind", alt={"en": "Cranes over a quay"},
        rights=Restriction(countries_out=("JP",), no_web=True),
        renditions=do_make_renditions(settings_home, encode(draw(1600, 900))),
    )  # fmt: skip
    whole: dict[str, Any] = {
        "media": (picture,),
        "usage_terms": "No resale.",
        "dossiers": (Subject("dossier:storm", "The storm"),),
    }
    newsroom.append("full", body=BODY, **whole)
    newsroom.append(
        "full", "correction", body=(*BODY, *BLOCKS), correction=Correction("forty", "fifty"),
        headline="Northaven harbour opens again after a week of storm", **whole,
    )  # fmt: skip
    link = (Link("translation-of", make_guid("full")),)
    newsroom.append("ar", language="ar", headline="أربعون سفينة تنتظر خارج حاجز الأمواج", links=link)
    newsroom.append("next", headline="Ferry sails on Wednesday", links=(Link("follows", make_guid("full")),))
    newsroom.route()
    with serve(Application(dsn)) as base:
        yield base


@pytest.fixture
def open_page(chromium: Browser, address: str, browser: Client) -> Iterator[Open]:
    """Opens a path as the reader; a script error or a refused resource fails the test."""
    contexts, errors = [], []

    def go(path: str = STORY, size: str = "desk", language: str = "en", scheme: str = "light") -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="UTC",
            locale=language,
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
        )
        contexts.append(context)
        cookies = cookies_of(browser)
        context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert [error for error in errors if not re.search("status of 4(10|22)", error)] == []


def clipboard(page: Page) -> str:
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def test_the_text_is_in_the_clipboard_and_counted(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("c")
    expect(page.locator(".take-state")).to_have_text("Copied.")
    assert "“We lost no crane and no man,” harbour master Ida Brandt" in clipboard(page)
    assert "To be credited to Newswire." in clipboard(page)
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.locator(".take-state")).to_have_text("Copied.")
    kinds = "async () => [...(await navigator.clipboard.read())[0].types].sort()"
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('<p><strong>CORRECTION')")
    assert page.evaluate(kinds) == ["text/html", "text/plain"]
    assert Usage.objects.get(action="copy").count == 2


def test_nothing_of_a_killed_story_is_copied_from_a_page_that_was_open(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.evaluate("() => navigator.clipboard.writeText('before')")
    send_notice(newsroom, "full", "kill", "Wrong.")
    page.keyboard.press("c")
    expect(page.locator(".take-state")).to_have_text("This story is withdrawn. Nothing was copied.")
    assert clipboard(page) == "before"


def test_keys_work_in_the_pane_beside_the_list_too(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/portal/wire/0/")
    page.locator(f'.row[data-guid="{make_guid("full")}"]').first.click()
    expect(page.locator(".pane .take")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".pane .take-state")).to_have_text("Copied.")
    page.keyboard.press("d")
    expect(page.get_by_role("link", name="Plain text")).to_be_focused()
    with page.expect_download() as started:
        page.get_by_role("link", name="Package with the pictures (ZIP)").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name == "northaven-harbour-opens-again-after-a-week-of-storm-v2.zip"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 5
    expect(page.locator(".take-more")).not_to_have_attribute("open", "")
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Plain text")).to_be_hidden()
    page.keyboard.press("m")
    page.wait_for_url("**/portal/mail/0/**")


def test_a_story_is_mailed_from_its_page(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("m")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#to-error")).to_have_text("Choose at least one colleague.")
    page.get_by_label("ada").check()
    page.get_by_label("Your note").fill("c d m are letters here")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The story is on its way to your colleagues.")).to_be_visible()


def test_the_page_of_a_story_leads_to_what_changed_in_it(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("link", name="versions: what changed").click()
    expect(page.locator(".compared-text ins").first).to_contain_text("after a week of storm")
    page.get_by_role("link", name="Compare with version 1").click()
    page.wait_for_url("**?from=1&to=2")
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed from version 1 to version 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_screens_fit_and_have_no_accessibility_violations(open_page: Open, language: str, scheme: str) -> None:
    guid = make_guid("full")
    for size in SIZES:
        page = open_page(size=size, language=language, scheme=scheme)
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        check(page)
        base = page.url.removesuffix(STORY)
        for path in (f"{STORY}?beside=ar", f"/portal/versions/0/{guid}", f"/portal/mail/0/{guid}"):
            page.goto(base + path)
            check(page)

"""The organisation's pages in a real browser: accessible, light and dark, English and Arabic, on a desk and a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from newswire.item.item import Correction
from newswire.subscribers.models import Contract, Seat, Subscription
from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.newsroom import Reader, send_notice
from tests.portal.organisation.conftest import join
from tests.portal.organisation.test_signing import SAID
from tests.serving import serve

PAGES = ("seats", "keys", "start", "contract", "recalls", "sign-in")
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def address(dsn: str, newsroom: Newsroom, owner: Client, reader: Reader) -> Iterator[str]:
    """A portal on a free port with an organisation that has something on each page."""
    join(reader, "editor")
    join(reader, "developer")
    Contract.objects.filter(subscriptions=reader.number).update(takes_per_month=20, price=900)
    for label in ("Archive robot of the newsroom on the second floor", ""):
        newsroom.key(Subscription.objects.get(pk=reader.number), label=label, scopes=["read", "media"])
    assert owner.post("/portal/organisation/sign-in/", SAID).status_code == 303
    for name in ("wrong", "mended"):
        newsroom.release(name)
    send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
    newsroom.release("mended", "correction", correction=Correction("forty", "fifty", "Not forty ships: fifty."))
    with serve(Application(dsn)) as base:
        yield base


def open_at(
    chromium: Browser, owner: Client, base: str, path: str, *, size: str, scheme: str = "light", language: str = "en"
) -> Page:
    """A page in the owner's browser; a script error or a refused resource raises."""
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=language,
    )
    cookies = cookies_of(owner)
    context.add_cookies([{"name": name, "value": cookies[name], "url": base} for name in cookies])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{base}{path}")
    assert errors == []
    return page


def check(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [("phone", "light", "en"), ("phone", "dark", "ar"), ("tablet", "light", "ar"), ("desk", "dark", "en")],
)
def test_every_page_is_accessible_and_fits(
    chromium: Browser, address: str, owner: Client, tmp_path: Path, size: str, scheme: str, language: str
) -> None:
    for name in (*(f"organisation/{one}" for one in PAGES), "security"):
        page = open_at(chromium, owner, address, f"/portal/{name}/", size=size, scheme=scheme, language=language)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        check(page)
        page.screenshot(path=tmp_path / f"{name.replace('/', '-')}-{size}-{scheme}-{language}.png", full_page=True)
        page.context.close()


def test_a_key_is_made_and_shown_in_the_examples(chromium: Browser, address: str, owner: Client) -> None:
    page = open_at(chromium, owner, address, "/portal/organisation/keys/", size="phone")
    page.get_by_label("What it is for").fill("Night desk")
    page.get_by_label("Feed, stream, stories").check()
    page.get_by_role("button", name="Make the key").click()
    secret = page.locator("#key").inner_text()
    assert secret.startswith("nw_live_")
    expect(page.locator("#python")).to_contain_text(f'KEY = "{secret}"')
    check(page)
    page.get_by_role("link", name="API keys").first.click()
    assert secret not in page.content()


def test_a_withdrawal_is_acknowledged_with_one_button(chromium: Browser, address: str, owner: Client) -> None:
    page = open_at(chromium, owner, address, "/portal/organisation/recalls/", size="desk")
    expect(page.locator(".house-rows li")).to_have_count(2)
    page.get_by_role("button", name="Acknowledge Killed 3").click()
    expect(page.locator(".house-rows li")).to_have_count(1)
    page.get_by_role("button", name="Acknowledge Correction 4").click()
    expect(page.get_by_role("status")).to_have_text("Nothing waits.")


def test_a_role_is_changed_and_a_person_removed(chromium: Browser, address: str, owner: Client, reader: Reader) -> None:
    assert reader.number == 0
    page = open_at(chromium, owner, address, "/portal/organisation/seats/", size="desk")
    editor = Seat.objects.get(role="editor")
    page.get_by_label(f"Role {editor.user.username}").select_option("billing")
    page.get_by_role("button", name=f"Set Role {editor.user.username}").click()
    expect(page.get_by_label(f"Role {editor.user.username}")).to_have_value("billing")
    page.get_by_role("button", name=f"Remove {editor.user.username}").click()
    expect(page.get_by_label(f"Role {editor.user.username}")).to_have_count(0)

"""Signing in and looking after one's ways in, in a real browser: an app's code, a passkey, sessions; every size."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from newswire.accounts.factors import read_factors
from newswire.accounts.models import Visit
from newswire.kit.clock import utc_now
from newswire.portal import page as portal_page
from tests.portal.codes import code_of
from tests.portal.events import Application
from tests.portal.newsroom import PASSWORD, Reader
from tests.serving import serve

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WRONG = "status of 422"
"""What the browser itself says of a form that was refused."""


@pytest.fixture
def address(dsn: str, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A portal on a free port, under the one name for this machine that browsers take for safe without TLS."""
    assert reader.number == 0
    monkeypatch.setattr(portal_page, "clock", utc_now)  # codes of apps are the real time's
    with serve(Application(dsn)) as base:
        yield base.replace("127.0.0.1", "localhost")


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a path in a browser of its own; a script error or a refused resource fails the test."""
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def go(path: str, *, scheme: str = "light", language: str = "en", size: dict[str, int] | None = None) -> Page:
        context = chromium.new_context(
            viewport={"width": (size or DESK)["width"], "height": (size or DESK)["height"]},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert [one for one in errors if WRONG not in one] == []


def sign_in(page: Page, reader: Reader) -> None:
    page.get_by_label("User name").fill(reader.user.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def check(page: Page) -> None:
    """Accessible, and nothing wider than the screen."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate(OVERFLOW) <= 0


def add_authenticator(page: Page) -> None:
    """A device that makes passkeys and finds the finger it knows."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(open_page: Open, reader: Reader) -> None:
    page = open_page("/portal/login/")
    check(page)
    sign_in(page, reader)
    page.get_by_role("link", name="Your sign-in").click()
    page.get_by_role("link", name="Set up an app").click()
    check(page)
    box = page.locator(".house-square").bounding_box()
    assert box is not None
    assert box["width"] > 150
    seed = page.locator(".house-secret").inner_text()
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("alert")).to_contain_text("This does not fit.")
    page.get_by_label("Code that the app shows").fill(code_of(seed, utc_now()))
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".house-codes li")).to_have_count(10)
    check(page)
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_role("button", name="Remove the app")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, reader)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    check(page)
    page.get_by_label("Code of your app, or a recovery code").fill(code_of(seed, utc_now(), ahead=1))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/portal/wire/0/"))


def test_a_passkey_is_added_and_signs_in_as_the_second_step_and_alone(open_page: Open, reader: Reader) -> None:
    page = open_page("/portal/login/")
    add_authenticator(page)
    sign_in(page, reader)
    page.get_by_role("link", name="Your sign-in").click()
    page.get_by_role("link", name="Add a passkey").click()
    check(page)
    page.get_by_label("Name, to tell it from others").fill("Quay laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".house-codes li")).to_have_count(10)
    (passkey,) = read_factors(reader.user).passkeys
    assert (passkey.name, passkey.alone) == ("Quay laptop", True)
    page.get_by_role("link", name="I have them").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, reader)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(re.compile("/portal/wire/0/"))
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/portal/wire/0/"))
    assert list(Visit.objects.values_list("way", flat=True)) == ["passkey"]


def test_without_a_passkey_the_page_says_what_else_there_is(open_page: Open) -> None:
    page = open_page("/portal/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # and no device: the browser refuses at once
    refuse = "navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ {refuse} }}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used.")
    check(page)


def test_a_session_is_ended_from_another_browser(open_page: Open, reader: Reader) -> None:
    other, page = open_page("/portal/login/"), open_page("/portal/login/")
    for one in (other, page):
        sign_in(one, reader)
        expect(one).to_have_url(re.compile("/portal/wire/0/"))
    page.get_by_role("link", name="Your sign-in").click()
    check(page)
    page.get_by_role("button", name="End this session").click()
    expect(page.get_by_role("button", name="End this session")).to_have_count(0)
    other.goto(other.url)
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["/portal/login/", "/portal/sso/"])
def test_the_doors_fit_a_phone(open_page: Open, path: str, language: str, scheme: str, tmp_path: Path) -> None:
    page = open_page(path, size=PHONE, language=language, scheme=scheme)
    check(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.screenshot(path=tmp_path / "door.png", full_page=True)


def test_the_pages_are_in_the_languages_of_the_portal() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", "tr", "ar", "ru", "fr", "es"]

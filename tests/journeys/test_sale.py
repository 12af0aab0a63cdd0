"""From the enquiry form to the first story delivered under a signed contract, in a real browser and by a real key."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from newswire.accounts.models import Mail, Role
from newswire.item.vocabulary.languages import direction
from newswire.portal import page as portal_page
from newswire.portal.guard import make_token
from newswire.subscribers.models import Enquiry, Offer, Product
from tests.api.conftest import bearer
from tests.editing.people import PASSWORD as DESK_PASSWORD
from tests.editing.people import make_user
from tests.journeys.doors import Doors
from tests.newsroom import PEPPER, Newsroom
from tests.screens import open_browser
from tests.serving import serve
from tests.stories import make_guid
from tests.subscribers.sales.house import ask, find_secret, hire, last_mail, make_products, offer_to, start

SIZES = ((390, 844), (1024, 768), (1440, 900))
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PASSWORD = "three ships at the quay"


@pytest.fixture
def address(dsn: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both doors on a free port, at the tests' moment."""
    monkeypatch.setattr(portal_page, "clock", lambda: now)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs an event loop in this thread
    with serve(Doors(dsn, tmp_path, now)) as base, override_settings(SECRET_KEY=PEPPER, NEWSWIRE_BASE_URL=base):
        yield base


@pytest.fixture
def browser(address: str) -> Iterator[Browser]:
    """Chromium; started last."""
    assert address
    with open_browser() as opened:
        yield opened
        connections.close_all()  # those that were opened where Playwright's event loop runs are not the fixture's


def ask_by_the_form(page: Page, address: str) -> Enquiry:
    page.goto(f"{address}/contact?lang=en")
    page.get_by_label("Your name").fill("Mira Solberg")
    page.get_by_label("Organisation").fill("Northaven Courier")
    page.get_by_label("E-mail").fill("mira@courier.example")
    page.get_by_label("Country").fill("Norway")
    opened = make_token(portal_page.clock() - timedelta(minutes=1))  # nobody writes as fast as a test
    page.locator("[name=opened]").evaluate("(field, token) => { field.value = token; }", opened)
    page.get_by_role("button", name="Send enquiry").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    return Enquiry.objects.get()


def offer_at_the_desk(browser: Browser, address: str, enquiry: Enquiry) -> None:
    """A seller signs in, finds the enquiry in the pipeline and sends an offer."""
    seller = make_user(Role.SALES)
    page = browser.new_page(base_url=address, locale="en-GB")
    page.goto("/desk/login/")
    page.fill("#id_username", seller.username)
    page.fill("#id_password", DESK_PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/desk/")
    page.goto("/desk/sales/")
    page.get_by_role("link", name=enquiry.organisation).click()
    page.get_by_role("link", name="Make an offer").click()
    page.fill("#id_price", "1250.50")
    page.select_option("#id_country", "NO")
    page.locator("#id_outlet").select_option("newspaper")
    page.get_by_role("checkbox", name="World").check()
    page.get_by_role("button", name="Send the offer").click()
    page.wait_for_url("**/desk/sales/offers/*/")
    page.close()


def open_key(page: Page, text: str, address: str) -> str:
    """The key behind the link of a letter; the link is spent after it."""
    link = f"{address}/portal/key/{find_secret('key', text)}/"
    page.goto(link)
    page.get_by_role("button", name="Make the key").click()
    key = page.locator("#key").inner_text()
    assert look_at(page) == []
    page.goto(link)
    expect(page.get_by_role("heading", name="This link is spent")).to_be_visible()
    return key


def test_an_enquiry_becomes_an_offer_a_trial_a_contract_and_the_first_story_arrives(
    browser: Browser, address: str, newsroom: Newsroom, now: datetime
) -> None:
    newsroom.subscribe("paper")
    newsroom.now = now - timedelta(hours=2)
    newsroom.release("harbour")
    newsroom.now = now
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    enquiry = ask_by_the_form(page, address)

    make_products("world")
    offer_at_the_desk(browser, address, enquiry)
    page.goto(re.findall(r"http\S+/portal/offer/\S+", last_mail().text)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Offer to Northaven Courier")
    page.get_by_role("button", name="Start the 14-day trial").click()
    expect(page.get_by_text("The trial is running.")).to_be_visible()

    letter = last_mail().text
    key = open_key(page, letter, address)
    page.goto(f"{address}/portal/welcome/{find_secret('welcome', letter)}/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("User name").fill("mira@courier.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".line")).to_have_attribute("data-state", "live")

    with httpx.Client(base_url=address, headers=bearer(key), timeout=20) as machine:
        sample = machine.get("/v1/sample").json()
        assert [one["guid"] for one in sample["items"]] == [make_guid("harbour")]
        assert machine.get("/v1/feed").json()["items"] == []

        page.goto(f"{address}/portal/offer/{Offer.objects.get().token}/")
        page.get_by_label("Your name").fill("Mira Solberg")
        page.get_by_label("Your position").fill("Publisher")
        page.get_by_label("I accept this offer").check()
        page.get_by_role("button", name="Sign the offer").click()
        expect(page.get_by_text("Mira Solberg, Publisher")).to_be_visible()
        assert look_at(page) == []
        assert last_mail().subject == "Your subscription is signed"

        newsroom.release("ferry")
        (first,) = machine.get("/v1/feed").json()["items"]
        assert (first["n"], first["kind"], first["guid"]) == (1, "new", make_guid("ferry"))
    enquiry.refresh_from_db()
    assert enquiry.stage == "signed"
    assert not any("nw_live_" in mail.text or PASSWORD in mail.text for mail in Mail.objects.all())
    context.close()


def test_on_paper_stands_what_is_offered_and_no_button(
    browser: Browser, address: str, newsroom: Newsroom, now: datetime
) -> None:
    assert newsroom
    offer = offer_to(ask(now), hire(), now)
    page = browser.new_page(locale="en-GB")
    page.goto(f"{address}/portal/offer/{offer.token}/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("1,250.50 EUR a month")).to_be_visible()
    assert not [one for one in page.get_by_role("button").all() if one.is_visible()]
    expect(page.get_by_role("navigation")).to_be_hidden()
    page.close()


def look_at(page: Page) -> list[str]:
    """What axe finds of serious or critical kind, and what runs out of the page."""
    found = Axe().run(page).response["violations"]
    wrong = [
        f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]
    return wrong + (["runs out of the page"] if page.evaluate(OVERFLOW) > 0 else [])


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_pages_of_a_sale_are_accessible_and_fit_at_every_size(
    browser: Browser, address: str, newsroom: Newsroom, now: datetime, language: str
) -> None:
    assert newsroom
    seller = hire()
    made = offer_to(ask(now, language=language), seller, now, note="We look forward to working with you.")
    tried = offer_to(ask(now, language=language, organisation="Inland Post"), seller, now)
    Product.objects.update(description="Every story from the capitals, " * 8)
    start(tried, now)
    letter = last_mail().text
    paths = [f"offer/{made.token}", f"offer/{tried.token}", "key/nothing"]
    paths += [f"{name}/{find_secret(name, letter)}" for name in ("welcome", "key")]
    wrong = []
    for (width, height), scheme in zip(SIZES, ("light", "dark", "light"), strict=True):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
        )
        page = context.new_page()
        for path in paths:
            page.goto(f"{address}/portal/{path}/")
            assert page.locator("html").get_attribute("dir") == direction(language)
            wrong += [f"{width} {path.partition('/')[0]}: {one}" for one in look_at(page)]
        context.close()
    assert wrong == []

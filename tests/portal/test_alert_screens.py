"""Views and alerts in a real browser: preview while one types, the desktop told at once, every screen accessible."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from newswire.portal import views_find
from newswire.subscribers.view_models import AlertMail, SavedView
from newswire.subscribers.views import AlertDraft, Person, ViewDraft, do_save_view, read_alert
from tests.delivery.alerts.people import Room, keep
from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.library import index_all
from tests.portal.newsroom import Reader, send_notice
from tests.portal.test_views import person_of
from tests.serving import serve

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NOTIFICATIONS = """
  window.rung = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, options) {
      window.rung.push({ title, ...options });
      document.documentElement.dataset.rung = window.rung.length;
    }
    close() {}
  };
"""
"""What a page tells the desktop is kept in `rung`: headless browsers show nothing."""
Open = Callable[..., Page]


@pytest.fixture
def room(newsroom: Newsroom) -> Room:
    """A newsroom whose releases people are told of."""
    return Room(newsroom)


@pytest.fixture
def person(reader: Reader) -> Person:
    """The reader."""
    return person_of(reader)


@pytest.fixture
def address(dsn: str, room: Room, person: Person, settings_home: Path) -> Iterator[str]:
    """A portal with views, alerts of every sort and an archive."""
    newsroom = room.newsroom
    keep(person, "Storms and floods", "headline:storm", AlertDraft(in_app=True, desktop=True), now=NOW)
    keep(
        person, "Şimşek ve عاصفة", "headline:ferry", AlertDraft(in_app=True, mail=AlertMail.DIGEST, urgency=3),
        is_shared=True, subscription=0, now=NOW,
    )  # fmt: skip
    for number in range(6):
        newsroom.now = NOW - timedelta(days=number)
        newsroom.release(f"old-{number}", headline=f"Storm number {number} closes the harbour of Northaven")
    newsroom.now = NOW
    newsroom.release("ar", language="ar", headline="أربعون سفينة تنتظر خارج حاجز الأمواج والعاصفة تغلق نورثافن")
    room.release(*(f"flood-{number}" for number in range(5)), headline="Storm tide in the northern harbour")
    room.release("flash", type="alert", urgency=1, headline="Ferry runs aground in the storm off Northaven")
    room.release("wrong", urgency=2, headline="Ferry lost with all hands")
    room.release("study", urgency=3, headline="Ferry study", embargo_until=NOW + timedelta(hours=2))
    send_notice(newsroom, "wrong", "kill", "The company denies it.")
    room.follow()
    index_all(newsroom.connection, settings_home)
    with serve(Application(dsn)) as base:
        yield base
    views_find.open_archive.cache_clear()


@pytest.fixture
def open_page(chromium: Browser, address: str, browser: Client) -> Iterator[Open]:
    """Opens a path as the reader, at the tests' moment; a script error or a refused resource fails the test."""
    contexts, errors = [], []

    def go(path: str, size: str = "desk", language: str = "en", scheme: str = "light") -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="Europe/Istanbul",
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(NOTIFICATIONS)
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
    assert errors == []


def test_the_preview_follows_what_one_types_and_the_view_is_saved(
    open_page: Open, person: Person, address: str
) -> None:
    page = open_page("/portal/views/new?q=headline:storm")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Stories that match: 12")
    expect(preview.locator(".day-bars li")).to_have_count(7)
    expect(preview.locator(".row")).to_have_count(10)
    page.get_by_label("Query").fill("headline:storm AND (")
    expect(preview.locator(".stumble mark")).to_have_text("␣")
    page.get_by_label("Query").fill("headline:storm AND headline:tide")
    expect(preview).to_contain_text("Stories that match: 5")
    expect(preview).to_contain_text("Would match too, but for headline:tide")
    page.get_by_label("Name").fill("Tides")
    page.get_by_label("On the desktop").check()
    page.get_by_label("By mail").select_option("at-once")
    page.get_by_label("Only up to urgency").select_option("3")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("heading", name="Tides")).to_be_visible()
    view = SavedView.objects.get(name="Tides")
    assert page.url == f"{address}/portal/views/{view.pk}/"
    assert read_alert(person, view.pk) == AlertDraft(in_app=True, desktop=True, mail=AlertMail.AT_ONCE, urgency=3)


def test_the_desktop_is_told_and_the_count_is_true_on_any_page_the_moment_it_is_released(
    open_page: Open, room: Room
) -> None:
    page = open_page("/portal/wire/0/")
    badge = page.locator(".side-unread")
    expect(badge).to_have_text("5 unread")
    assert page.evaluate("rung.length") == 0, "what is in the list already does not ring"
    with page.expect_request(re.compile(r"wait=25")):
        page.reload()
    room.release("new", urgency=1, headline="Storm breaks the northern quay")
    expect(page.locator("html")).to_have_attribute("data-rung", "1", timeout=2000)
    (note,) = page.evaluate("rung")
    assert (note["title"], note["body"], note["lang"]) == ("Storms and floods", "Storm breaks the northern quay", "en")
    expect(badge).to_have_text("6 unread")


def test_a_second_tab_shows_the_count_and_rings_nothing_twice(open_page: Open, room: Room, address: str) -> None:
    first = open_page("/portal/views/")
    with first.expect_request(re.compile(r"wait=25")):
        first.reload()
    second = first.context.new_page()
    second.goto(f"{address}/portal/alerts/")
    expect(second.locator(".side-unread")).to_have_text("5 unread")
    room.release("new", urgency=1, headline="Storm breaks the northern quay")
    expect(second.locator(".side-unread")).to_have_text("6 unread")
    expect(second.locator(".alerts-more")).to_be_visible()
    assert first.evaluate("rung.length") + second.evaluate("rung.length") == 1


def test_a_views_page_shows_what_comes_at_once_and_takes_a_killed_storys_words_away(
    open_page: Open, person: Person, room: Room
) -> None:
    view = do_save_view(person, ViewDraft(name="Tides", query="headline:tide"), now=NOW)
    page = open_page(f"/portal/views/{view.pk}/")
    rows = page.locator(".row")
    expect(rows).to_have_count(5)
    room.release("other", headline="Nothing of that")
    room.release("new", headline="The tide turns")
    expect(rows).to_have_count(6, timeout=20000)
    expect(rows.first).to_contain_text("The tide turns")
    send_notice(room.newsroom, "new", "kill", "Wrong.")
    expect(rows.first).to_contain_text("Do not use this story.", timeout=20000)
    expect(page.locator(".rows")).not_to_contain_text("The tide turns")


def test_alerts_are_read_one_by_one_and_all_at_once(open_page: Open) -> None:
    page = open_page("/portal/alerts/")
    unread = page.locator(".alert.is-unread")
    expect(unread).to_have_count(5)
    expect(page.locator(".alert").first).to_contain_text("Killed")
    page.get_by_role("button", name=re.compile("Mark as read")).first.click()
    expect(unread).to_have_count(4)
    page.get_by_role("button", name="Mark all as read").click()
    expect(unread).to_have_count(0)
    expect(page.locator(".side-unread")).to_be_hidden()


def test_the_hours_begin_with_the_browsers_zone(open_page: Open) -> None:
    page = open_page("/portal/alerts/habits/")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Istanbul")
    page.get_by_label("07:00").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    expect(page.get_by_label("07:00")).to_be_checked()


@pytest.mark.parametrize(
    ("size", "language", "scheme"),
    [("desk", "en", "light"), ("phone", "en", "dark"), ("phone", "ar", "light"), ("desk", "ar", "dark")],
)
def test_every_screen_is_accessible_and_fits(open_page: Open, size: str, language: str, scheme: str) -> None:
    view = SavedView.objects.get(name="Storms and floods").pk
    for path in (
        "/portal/views/",
        f"/portal/views/{view}/edit/",
        f"/portal/views/{view}/",
        "/portal/alerts/",
        "/portal/alerts/habits/",
    ):
        page = open_page(path, size, language, scheme)
        expect(page.locator("main")).to_be_visible()
        assert page.evaluate(OVERFLOW) <= 0, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        page.close()

"""The flashes above the front page: they take turns, stop when told to, and stand still for whoever wants no motion."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from newswire.public.front import compose_front
from tests.public.browsing import NOW, make_card, make_pages, show

Open = Callable[..., Page]


@pytest.fixture
def open_front(chromium: Browser) -> Iterator[Open]:
    """Opens a front page with flashes of these ages in minutes; the clock goes on only when told to."""
    contexts, errors = [], []

    def go(*ages: int, **options: Any) -> Page:
        cards = [make_card(f"Flash {age}", age, urgency=1) for age in ages]
        front = compose_front([*cards, make_card("A story", 200)], {}, NOW)
        context = chromium.new_context(timezone_id="UTC", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if options.get("java_script_enabled", True):
            page.clock.install(time=NOW - timedelta(minutes=1))
            page.clock.pause_at(NOW)
        show(page, make_pages().write_front("en", front, NOW))
        return page

    yield go
    for context in contexts:
        context.close()
    assert errors == []


def _shown(page: Page) -> list[str]:
    return [link.inner_text() for link in page.locator(".ticker li a").all() if link.is_visible()]


def test_the_newest_stands_first_and_the_others_take_their_turn(open_front: Open) -> None:
    page = open_front(2, 30, 90)
    seen = [_shown(page)]
    for _ in range(3):
        page.clock.run_for(6000)
        seen.append(_shown(page))
    assert seen == [["Flash 2"], ["Flash 30"], ["Flash 90"], ["Flash 2"]]


def test_a_button_stops_them_and_lets_them_go_on(open_front: Open) -> None:
    page = open_front(2, 30)
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(0, 600)
    page.get_by_role("button", name="Continue").evaluate("button => button.blur()")
    page.clock.run_for(60_000)
    assert _shown(page) == ["Flash 2"]
    page.get_by_role("button", name="Continue").click()
    page.mouse.move(0, 600)
    page.get_by_role("button", name="Pause").evaluate("button => button.blur()")
    page.clock.run_for(6000)
    assert _shown(page) == ["Flash 30"]


def test_they_wait_for_who_points_at_one_or_has_it_in_focus(open_front: Open) -> None:
    page = open_front(2, 30)
    page.locator(".ticker li.now a").focus()
    page.clock.run_for(60_000)
    assert _shown(page) == ["Flash 2"]
    page.locator(".ticker li.now a").evaluate("link => link.blur()")
    page.locator(".ticker li.now").hover()
    page.clock.run_for(60_000)
    assert _shown(page) == ["Flash 2"]


@pytest.mark.parametrize("options", [{"reduced_motion": "reduce"}, {"java_script_enabled": False}])
def test_without_motion_or_scripts_all_stand_there_at_once(open_front: Open, options: dict[str, Any]) -> None:
    page = open_front(2, 30, 90, **options)
    assert _shown(page) == ["Flash 2", "Flash 30", "Flash 90"]
    assert not page.locator(".ticker button").is_visible()
    if "reduced_motion" in options:
        page.clock.run_for(60_000)
        assert _shown(page) == ["Flash 2", "Flash 30", "Flash 90"]


def test_one_flash_alone_has_nothing_to_stop(open_front: Open) -> None:
    page = open_front(2)
    assert _shown(page) == ["Flash 2"]
    assert not page.locator(".ticker button").is_visible()


def test_a_flash_that_grows_old_on_an_open_page_is_no_longer_set_apart(open_front: Open) -> None:
    page = open_front(2)
    expect(page.locator(".ticker li")).to_have_class("now flash")
    page.clock.run_for(7 * 60_000)
    expect(page.locator(".ticker li")).to_have_class("now flash")
    page.clock.run_for(61_000)
    expect(page.locator(".ticker li")).to_have_class("now")
    expect(page.locator(".ticker .flash-mark")).to_have_text("Flash")


def test_turns_move_nothing_else_on_the_page(open_front: Open) -> None:
    page = open_front(2, 30)
    below = page.locator(".front")
    before = below.bounding_box()
    page.clock.run_for(6000)
    assert below.bounding_box() == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_violations(open_front: Open, scheme: str) -> None:
    page = open_front(2, 30, color_scheme=scheme)
    page.clock.resume()  # axe waits by the clock
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()

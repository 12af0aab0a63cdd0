"""The portal in a real browser: rows arrive, wait and change by themselves; keys, panes, sizes, accessibility."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom
from tests.portal.newsroom import send_notice
from tests.portal.screens import NOW, SIZES, Open, check, row
from tests.stories import make_guid

FOLDED = (42, 45)
"""The numbers whose stories have newer ones."""


def test_a_new_story_slides_in_at_the_top(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    newsroom.release("fresh", headline="Harbour master thanks the crews")
    expect(page.locator(".row").first).to_contain_text("Harbour master thanks the crews")
    expect(page.locator(".waiting")).to_be_hidden()
    assert page.locator(".row").count() == 47


def test_the_list_stands_still_while_one_reads_and_new_stories_wait_above(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.locator(".list").evaluate("list => list.scrollTop = 600")
    before = page.locator(row("old-30")).bounding_box()
    for name in ("one", "two"):
        newsroom.release(name)
    expect(page.locator(".waiting")).to_have_text("2 new")
    assert page.locator(row("old-30")).bounding_box() == before
    page.keyboard.press(".")
    expect(page.locator(".row").first).to_contain_text("(two)")
    expect(page.locator(".row").nth(1)).to_contain_text("(one)")
    expect(page.locator(".waiting")).to_be_hidden()
    assert page.locator(".list").evaluate("list => list.scrollTop") == 0


def test_a_killed_story_is_unmistakable_in_list_and_pane_and_its_open_text_is_gone(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page()
    page.locator(row("wrong")).locator(".row-link").click()
    expect(page.locator(".pane .headline")).to_have_text("Minister to resign on Thursday")
    send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
    expect(page.locator(".pane .use-recall")).to_contain_text("The ministry denies it.")
    expect(page.locator(".pane")).not_to_contain_text("Ida Brandt")
    notice = page.locator(row("wrong"))
    expect(notice).to_have_count(1)
    expect(notice.locator(".tag-kill")).to_have_text("Killed")
    expect(notice).to_contain_text("Do not use this story.")
    expect(notice).not_to_contain_text("Minister to resign")
    expect(notice.locator(".row-link[aria-current]")).to_have_count(1)


def test_while_one_reads_further_down_a_killed_story_is_struck_through_where_it_stands(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page()
    page.locator(".list").evaluate("list => list.scrollTop = 600")
    send_notice(newsroom, "old-30", "kill", "The ministry denies it.")
    old = page.locator(row("old-30"))
    expect(old.locator(".tag-kill")).to_have_text("Killed")
    expect(old.locator(".row-headline")).to_have_css("text-decoration-line", "line-through")
    expect(page.locator(".waiting")).to_have_text("1 new")
    page.keyboard.press(".")
    expect(page.locator(row("old-30"))).to_have_count(1)
    expect(page.locator(".row").first).to_contain_text("The ministry denies it.")


def test_the_open_text_of_a_killed_story_goes_even_if_the_server_does_not_answer(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page()
    page.locator(row("wrong")).locator(".row-link").click()
    expect(page.locator(".pane .story-body")).to_contain_text("Ida Brandt")
    page.route("**/portal/story/**", lambda route: route.fulfill(status=500))
    send_notice(newsroom, "wrong", "kill", "The ministry denies it.")
    expect(page.locator(".pane .use-recall")).to_contain_text("Remove it wherever it was published.")
    expect(page.locator(".pane")).not_to_contain_text("Ida Brandt")
    page.unroute_all()


def test_a_hold_takes_the_open_text_away_and_the_lift_brings_it_back(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.locator(row("old-39")).locator(".row-link").click()
    expect(page.locator(".pane .story-body")).to_contain_text("Ida Brandt")
    send_notice(newsroom, "old-39", "hold", "Being checked.")
    expect(page.locator(".pane .use-hold")).to_contain_text("Being checked.")
    expect(page.locator(".pane")).not_to_contain_text("Ida Brandt")
    expect(page.locator(row("old-39")).locator(".tag-hold")).to_have_text("Hold")
    newsroom.release("old-39", "lift")
    expect(page.locator(".pane .story-body")).to_contain_text("Ida Brandt")
    expect(page.locator(row("old-39")).locator(".tag-hold")).to_have_count(0)


def test_a_newer_version_is_offered_and_does_not_pull_the_text_away(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.locator(row("old-39")).locator(".row-link").click()
    expect(page.locator(".pane .story-body")).to_contain_text("Ida Brandt")
    newsroom.release("old-39", "update", headline="Two hundred ships, now")
    expect(page.locator(".pane .newer")).to_contain_text("A newer version of this story has come.")
    expect(page.locator(".pane .headline")).to_contain_text("Ship number 39")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".pane .headline")).to_have_text("Two hundred ships, now")


def test_a_lost_connection_says_when_and_where_it_goes_on_and_misses_nothing(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page()
    page.context.set_offline(True)
    expect(page.locator(".line")).to_have_text("Connection lost 09:30:00, catching up from number 48")
    for name in ("one", "two"):
        newsroom.release(name)
    expect(page.locator(".row")).to_have_count(46)
    page.context.set_offline(False)
    expect(page.locator(".line")).to_have_text("Live now")
    numbers = page.locator(".row").evaluate_all("rows => rows.map((row) => Number(row.dataset.n))")
    assert numbers == [50, 49, *(number for number in range(48, 0, -1) if number not in FOLDED)]


def test_signing_out_elsewhere_ends_the_list_in_words(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    newsroom.connection.execute("DELETE FROM django_session")
    newsroom.release("secret", headline="Not for you")
    expect(page.locator(".line")).to_have_text("You are signed out. Nothing new is shown here.")
    expect(page.locator(".rows")).not_to_contain_text("Not for you")


def test_everything_is_reached_by_keys(open_page: Open) -> None:
    page = open_page()
    focused = "() => document.activeElement.closest('.row')?.dataset.n"
    for key, number in (("j", "48"), ("j", "47"), ("j", "46"), ("k", "47")):
        page.keyboard.press(key)
        assert page.evaluate(focused) == number
    page.keyboard.press("o")
    expect(page.locator(".pane .headline")).to_have_text("Ferry runs aground off Northaven")
    expect(page.locator(".row-link[aria-current]")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".pane").focus()
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "47"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".pane .headline")).to_have_text("Minister to resign on Thursday")


def test_the_end_of_an_embargo_is_counted_down(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(row("study")).locator(".countdown")).to_have_text("2:13:00")
    page.clock.set_fixed_time(NOW + timedelta(hours=2, minutes=12, seconds=51))
    expect(page.locator(row("study")).locator(".countdown")).to_have_text("0:00:09")
    page.clock.set_fixed_time(NOW + timedelta(hours=3))
    expect(page.locator(row("study")).locator(".countdown")).to_have_text("0:00:00")
    expect(page.locator(row("study")).locator(".tag-hold")).to_have_text("Embargo")


def test_a_flash_is_loud_for_ten_minutes_only(open_page: Open) -> None:
    page = open_page()
    flash = page.locator(row("flash"))
    expect(flash.locator(".row-headline")).to_have_css("font-weight", "700")
    page.clock.set_fixed_time(NOW + timedelta(minutes=10, seconds=1))
    expect(flash.locator(".row-headline")).to_have_css("font-weight", "500")
    expect(flash.locator(".tag-flash")).to_have_text("Flash")


def test_the_width_of_the_list_is_remembered(open_page: Open) -> None:
    page = open_page()
    first = page.locator(".list").bounding_box()
    page.get_by_role("separator", name="Width of the list").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wider = page.locator(".list").bounding_box()
    assert first is not None
    assert wider is not None
    assert wider["width"] > first["width"] + 50
    page.reload()
    again = page.locator(".list").bounding_box()
    assert again == wider


def test_on_a_phone_the_story_has_a_page_of_its_own(open_page: Open) -> None:
    page = open_page(size="phone")
    page.locator(row("flash")).locator(".row-link").click()
    page.wait_for_url("**/portal/story/0/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry runs aground off Northaven")
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/portal/login/")


def test_a_day_of_stories_does_not_pile_up_in_the_page(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    for number in range(300):
        newsroom.append(f"day-{number}")
    newsroom.route()
    expect(page.locator(".row").first).to_have_attribute("data-n", "348", timeout=30_000)
    assert page.locator(".row").count() == 150
    older = page.get_by_role("link", name="Older stories")
    assert (older.get_attribute("href") or "").endswith("?before=199")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_fit_every_screen_and_have_no_accessibility_violations(
    open_page: Open, language: str, scheme: str
) -> None:
    for size in SIZES:
        page = open_page(size=size, language=language, scheme=scheme)
        check(page)
        if size != "phone":
            page.locator(row("full")).locator(".row-link").click()
            expect(page.locator(".pane .table")).to_be_visible()
            check(page)
            page.locator(row("held")).locator(".row-link").click()
            expect(page.locator(".pane .use-hold")).to_be_visible()
            check(page)
        base = page.url.removesuffix("/portal/wire/0/")
        for path in (f"/portal/story/0/{make_guid('full')}", "/contact", "/portal/login/", "/portal/wire/9/"):
            with page.expect_response(base + path) as answer:
                page.goto(base + path)
            assert answer.value.status == (404 if "/9/" in path else 200)
            check(page)

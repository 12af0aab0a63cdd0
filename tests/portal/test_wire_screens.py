"""The wire screen's finer acts in a real browser: versions, marks, older stories, alarms, sleep, three panes."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from newswire.accounts.models import Role, User
from newswire.item.item import Correction
from newswire.subscribers.models import Mark, Seat, Subscription
from newswire.subscribers.service import do_end_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.screens import Open, check, row
from tests.stories import make_guid

EARS = """
window.heard = { tones: 0, notices: [] };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...rest) { window.heard.tones += 1; return start.apply(this, rest); };
const Real = window.Notification;
window.Notification = class { constructor(title, said) { window.heard.notices.push([title, said.body, said.tag]); }
  close() {} static get permission() { return Real.permission; }
  static requestPermission() { return window.asked ? Promise.resolve(window.asked) : Real.requestPermission(); } };
"""
"""Hears what the page says to the loudspeaker and the desktop; `window.asked` is what a person answers."""


def focused(page: Page) -> Any:
    return page.evaluate("() => document.activeElement.closest('.row')?.dataset.guid")


def test_versions_open_under_the_row_and_lead_to_what_changed(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    newsroom.release("old-39", "update", headline="Ship number 39 enters the northern harbour")
    story = page.locator(row("old-39"))
    expect(story).to_have_count(1)
    expect(story.locator(".row-headline").first).to_have_text("Ship number 39 enters the northern harbour")
    link = story.get_by_role("link", name="2 versions")
    link.click()
    expect(story.locator(".older-row")).to_have_count(1)
    expect(story.locator(".older-link")).to_contain_text("after three days of storm")
    expect(link).to_have_attribute("aria-expanded", "true")
    check(page)
    story.locator(".older-link").click()
    pane = page.locator(".pane")
    expect(pane.locator(".versions-name")).to_have_text("What changed from version 1 to version 2")
    expect(pane.locator(".headline ins")).to_have_text("Added: northern")
    expect(pane.locator(".headline del")).to_contain_text("after three days of storm")
    check(page)
    pane.get_by_role("link", name="The story as it stands").click()
    expect(pane.locator(".story-body")).to_be_visible()
    link.click()
    expect(story.locator(".older-row")).to_have_count(0)


def test_a_correction_says_in_the_list_what_it_corrects(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    newsroom.release("old-39", "correction", correction=Correction("three days", "two days"))
    expect(page.locator(row("old-39")).locator(".tag-correction")).to_have_text("Correction")
    expect(page.locator(row("old-39")).locator(".row-change")).to_have_text("We wrote three days Correct is two days")


def test_the_row_that_has_the_focus_keeps_it_when_a_newer_version_takes_its_place(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page()
    for _ in range(9):
        page.keyboard.press("j")
    guid = focused(page)
    newsroom.release(guid.rpartition(":")[2], "update", headline="It has moved on")
    expect(page.locator(".row").first).to_contain_text("It has moved on")
    assert focused(page) == guid
    expect(page.locator(f'.row[data-guid="{guid}"]')).to_have_count(1)


def test_a_newer_version_of_what_waits_waits_in_its_place(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.locator(".list").evaluate("list => list.scrollTop = 600")
    newsroom.release("one")
    newsroom.release("two")
    newsroom.release("one", "update", headline="One, updated")
    expect(page.locator(".waiting")).to_have_text("2 new")
    page.get_by_role("button", name="2 new").click()
    expect(page.locator(".row").first).to_contain_text("One, updated")
    expect(page.locator(row("one"))).to_have_count(1)


def test_what_is_opened_is_no_longer_unread_and_colleagues_are_named(
    open_page: Open, address: str, reader: Reader
) -> None:
    user = User.objects.create_user("ada", first_name="Ada", last_name="Lind", role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=reader.user.seat.subscriber)
    read(open_browser(user), f"/portal/story/0/{make_guid('flash')}")
    page = open_page()
    story = page.locator(row("flash"))
    expect(story.locator(".row-seen")).to_have_text("Seen by Ada Lind")
    expect(story.locator(".row-unread")).to_have_text("Unread")
    story.locator(".row-link").click()
    expect(page.locator(".pane .seen")).to_have_text("Seen by Ada Lind")
    expect(story.locator(".row-unread")).to_have_count(0)
    page.goto(f"{address}/portal/wire/0/")
    expect(page.locator(row("flash")).locator(".row-unread")).to_have_count(0)
    expect(page.locator(row("held")).locator(".row-unread")).to_have_count(1)


def test_s_keeps_the_row_or_the_open_story_and_the_list_of_them_shows_both(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator(row("held")).locator(".row-saved")).to_have_text("Saved")
    page.locator(row("flash")).locator(".row-link").click()
    expect(page.locator(".pane .save button")).to_have_text("Save for later")
    page.keyboard.press("s")
    expect(page.locator(".pane .save button")).to_have_text("Saved: remove")
    expect(page.locator(row("flash")).locator(".row-saved")).to_have_text("Saved")
    page.keyboard.press("s")
    expect(page.locator(row("flash")).locator(".row-saved")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.locator(row("flash")).locator(".row-saved")).to_have_count(1)
    page.get_by_role("link", name="Saved stories", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved stories")
    assert page.locator(".row").evaluate_all("rows => rows.map((row) => row.dataset.n)") == ["47", "48"]
    check(page)


def test_what_cannot_be_kept_is_said(open_page: Open) -> None:
    page = open_page()
    page.route("**/portal/save/**", lambda route: route.fulfill(status=500))
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("alert")).to_contain_text("It could not be saved.")
    assert not Mark.objects.exists()
    page.unroute_all()


def test_d_opens_what_the_story_offers_as_download(open_page: Open) -> None:
    page = open_page()
    page.locator(row("flash")).locator(".row-link").click()
    expect(page.locator(".pane .story-body")).to_be_visible()
    download = page.locator(".pane details:has(> [data-key=d])")
    assert download.get_attribute("open") is None
    page.keyboard.press("d")
    expect(download).to_have_attribute("open", "")
    page.keyboard.press("x")
    expect(page.locator(".pane .story-body")).to_be_visible()


def test_older_stories_come_as_one_scrolls_down(open_page: Open, newsroom: Newsroom) -> None:
    for number in range(80):
        newsroom.append(f"more-{number}")
    newsroom.route()
    page = open_page()
    expect(page.locator(".row")).to_have_count(50)
    for rows in (98, 126):
        page.locator(".list").evaluate("list => list.scrollTo(0, list.scrollHeight)")
        expect(page.locator(".row")).to_have_count(rows)
    numbers = page.locator(".row").evaluate_all("rows => rows.map((row) => Number(row.dataset.n))")
    assert numbers == sorted(numbers, reverse=True)
    assert (numbers[0], numbers[-1]) == (128, 1)
    expect(page.locator(".pages")).to_be_hidden()


def test_a_flash_is_heard_and_told_only_where_that_was_switched_on_and_it_is_remembered(
    open_page: Open, newsroom: Newsroom
) -> None:
    page = open_page(script=EARS)
    newsroom.release("quiet", urgency=1)
    expect(page.locator(".row").first).to_contain_text("(quiet)")
    assert page.evaluate("heard.tones") == 0
    page.context.grant_permissions(["notifications"])
    page.evaluate("asked = 'granted'")
    sound, desktop = (page.get_by_role("switch", name=name) for name in ("Sound", "Notifications"))
    page.keyboard.press("b")
    desktop.click()
    expect(sound).to_have_attribute("aria-checked", "true")
    expect(desktop).to_have_attribute("aria-checked", "true")
    assert page.evaluate("heard.tones") == 2, "so that one knows what to listen for"
    newsroom.release("plain")
    newsroom.release("loud", urgency=1, headline="Ferry is afloat again")
    expect(page.locator(".row").first).to_contain_text("Ferry is afloat again")
    assert page.evaluate("heard.tones") == 4
    send_notice(newsroom, "loud", "kill", "The ferry is still aground.")
    expect(page.locator(".row").first).to_contain_text("still aground")
    assert page.evaluate("heard.tones") == 6
    assert page.evaluate("heard.notices") == [
        ["Flash", "Ferry is afloat again", f"{make_guid('loud')} new"],
        ["Killed: do not use this story.", "The ferry is still aground.", f"{make_guid('loud')} kill"],
    ]
    check(page)
    page.reload()
    expect(sound).to_have_attribute("aria-checked", "true")
    expect(desktop).to_have_attribute("aria-checked", "true")
    page.evaluate("document.querySelector('main.wire').dataset.alarms = 'another'")
    sound.click()
    page.reload()
    expect(sound).to_have_attribute("aria-checked", "true")


def test_a_browser_that_refuses_notifications_says_how_to_allow_them(open_page: Open) -> None:
    page = open_page(script=EARS)
    page.evaluate("asked = 'denied'")
    page.keyboard.press("n")
    expect(page.locator(".alarm-said")).to_contain_text("Allow it in the settings of the page")
    expect(page.get_by_role("switch", name="Notifications")).to_have_attribute("aria-checked", "false")
    check(page)


def test_who_comes_back_after_a_sleep_is_caught_up_by_number(open_page: Open, newsroom: Newsroom) -> None:
    page = open_page()
    page.route("**/portal/live/**", lambda route: route.abort())
    page.context.set_offline(True)
    expect(page.locator(".line")).to_have_attribute("data-state", "lost")
    newsroom.release("slept")
    page.context.set_offline(False)
    page.unroute_all()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".row").first).to_contain_text("(slept)")
    expect(page.locator(".line")).to_have_attribute("data-state", "live")


def test_the_end_of_the_contract_ends_the_open_list_in_words(
    open_page: Open, newsroom: Newsroom, reader: Reader
) -> None:
    page = open_page()
    do_end_contract(Subscription.objects.get(pk=reader.number).contract_id, newsroom.now)
    expect(page.locator(".line")).to_contain_text("The contract has ended.", timeout=5000)
    newsroom.release("not-theirs", headline="Not for you")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.reload()
    expect(page.locator(".list-note")).to_contain_text("This subscription has ended.")
    expect(page.locator(".line")).to_have_attribute("data-state", "live")
    expect(page.locator(".rows")).not_to_contain_text("Not for you")
    send_notice(newsroom, "flash", "kill", "The ferry never sailed.")
    expect(page.locator(".row").first).to_contain_text("The ferry never sailed.")


def test_three_panes_stand_side_by_side_and_each_border_moves(open_page: Open) -> None:
    page = open_page()
    boxes = [page.locator(name).bounding_box() for name in (".side", ".list", ".pane")]
    starts = [box["x"] for box in boxes if box is not None]
    assert starts == sorted(starts)
    assert len(set(starts)) == 3
    page.get_by_role("separator", name="Width of the views").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wider = page.locator(".side").bounding_box()
    assert boxes[0] is not None
    assert wider is not None
    assert wider["width"] > boxes[0]["width"] + 20
    page.reload()
    assert page.locator(".side").bounding_box() == wider


@pytest.mark.parametrize("language", ["en", "ar"])
def test_versions_marks_and_the_list_of_kept_stories_fit_and_are_accessible(
    open_page: Open, newsroom: Newsroom, browser: Client, language: str
) -> None:
    newsroom.release("ar", "update", language="ar", headline="خمسون سفينة تنتظر خارج حاجز الأمواج")
    browser.post(f"/portal/save/0/{make_guid('ar')}", {"saved": "1"})
    for size in ("phone", "desk"):
        page = open_page(size=size, language=language)
        page.locator(row("ar")).locator(".row-versions a").click()
        expect(page.locator(row("ar")).locator(".older-row")).to_have_count(1)
        check(page)
        base = page.url.removesuffix("/portal/wire/0/")
        for path in (f"/portal/versions/0/{make_guid('ar')}", f"/portal/versions/0/{make_guid('full')}",
                     f"/portal/story/0/{make_guid('ar')}", "/portal/saved/"):  # fmt: skip
            page.goto(base + path)
            check(page)

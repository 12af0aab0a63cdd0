"""The desk in a real browser: a story is written and released, every page is accessible, nothing overflows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from psycopg import Connection
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.editing import service, workflow
from newswire.editing.models import Story
from newswire.item.body import Mark, Paragraph
from newswire.item.item import Subject
from newswire.wire.follow import read_after, read_items
from tests.editing.people import PASSWORD, edit, make_story, make_user

SETTLED = "() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sign_in(browser: Browser, address: str, user: User, **options: Any) -> tuple[Page, list[str]]:
    """A page signed in as `user`, and the list that script errors, failed requests and 5xx answers are added to."""
    page = browser.new_page(base_url=address, **options)
    page.set_default_timeout(15000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url} {error}"))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
    page.on("request", lambda request: wrong.append(request.url) if address not in request.url else None)
    page.goto("/desk/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator("h1").first).to_have_text("Desk" if options.get("locale") != "ar" else "المكتب")
    return page, wrong


def faults(page: Page) -> list[str]:
    """What axe-core finds of serious or critical kind."""
    # the thousands of places where all is well are not brought over
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")]


def test_a_story_is_written_and_released_from_the_keyboard_and_the_mouse(
    browser: Browser, desk_address: str, connection: Connection[Any]
) -> None:
    page, wrong = sign_in(browser, desk_address, make_user(Role.EDITOR))
    page.get_by_role("link", name="New story").click()
    page.get_by_role("textbox", name="Headline").fill("Ferry line to the islands opens in May")
    page.get_by_role("textbox", name="Text").click()
    page.keyboard.type("The first ferry leaves at ")
    page.keyboard.press("Control+b")
    page.keyboard.type("six")
    page.keyboard.press("Control+b")
    page.keyboard.type(" in the morning.")
    page.get_by_role("combobox", name="Dateline place").fill("Northaven")
    page.get_by_role("tab", name="Metadata").click()
    page.get_by_label("Economy").check()
    page.get_by_role("combobox", name="Search topics").fill("waterway")
    expect(page.get_by_role("option").first).to_contain_text("waterway")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: ")).to_be_visible()
    page.get_by_role("button", name="Release …").click()
    button = page.get_by_role("button", name="Release to 0 subscribers")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Number 1 on the wire.")).to_be_visible()
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    text = "The first ferry leaves at six in the morning."
    assert item.headline == "Ferry line to the islands opens in May"
    assert item.body == (Paragraph(text, (Mark(26, 29, "strong"),)),)
    assert item.subjects == (Subject("medtop:20000343", "waterway and maritime transport"),)
    assert item.sections == ("economy",)
    assert wrong == []


def test_autosave_keeps_every_keystroke_and_the_edit_is_marked(
    browser: Browser, desk_address: str, now: datetime
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    field = page.get_by_role("textbox", name="Headline")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        field.fill("Typed and never saved by hand")
    page.goto("/desk/stories/")
    row = page.get_by_role("row").filter(has_text="Typed and never saved by hand")
    expect(row).to_contain_text("edited")
    assert wrong == []


def test_a_kill_asks_for_its_reason_in_the_same_dialogue(
    browser: Browser, desk_address: str, connection: Connection[Any], now: datetime
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Kill …").click()
    expect(page.get_by_text("Kill the story for everyone who had it, for good")).to_be_visible()
    page.get_by_role("button", name="Do it alone").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(page.get_by_text("Say why nobody else looks at it.")).to_be_visible()
    page.get_by_role("textbox", name="Reason").fill("Wrong bridge")
    page.get_by_role("textbox", name="Why nobody else looks at it").fill("Alone on the night shift")
    page.get_by_role("button", name="Do it alone").click()
    expect(page.get_by_text("This story was killed.")).to_be_visible()
    assert [one.kind for one in read_after(connection, 0)] == ["new", "kill"]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("en", 1024, "dark"), ("en", 390, "light"), ("ar", 1440, "light"), ("ar", 390, "dark")],
)
def test_every_page_is_accessible_and_fits(
    browser: Browser, desk_address: str, now: datetime, language: str, width: int, scheme: str
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, preferred_language=language)
    story = make_story(chief, now, language=language, embargo_until=now + timedelta(days=30000))
    service.do_release(story.pk, actor=chief, now=now)
    edit(story, chief, now, headline="A longer headline that runs over more than one line on a narrow screen, XX")
    held, killed, draft = (make_story(chief, now, urgency=1) for _number in range(3))
    for each in (held, killed):
        service.do_release(each.pk, actor=chief, now=now)
    service.do_hold(held.pk, actor=chief, now=now, reason="checking")
    service.do_kill(killed.pk, actor=chief, now=now, reason="r", wording="Please do not use this story.")
    workflow.do_submit(draft.pk, actor=chief, now=now)
    page, wrong = sign_in(
        browser, desk_address, chief, viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language
    )
    for path in (
        "/desk/", "/desk/stories/", "/desk/stories/add/", f"/desk/stories/edit/{story.pk}/",
        f"/desk/stories/edit/{killed.pk}/", f"/desk/stories/{story.pk}/release/", f"/desk/stories/{story.pk}/correct/",
        f"/desk/stories/{held.pk}/kill/", f"/desk/stories/{held.pk}/lift/", "/desk/wire/", "/desk/images/",
        "/desk/login/?next=/desk/",
    ):  # fmt: skip
        page.goto(path)
        if page.locator("body#wagtail").count():
            expect(page.locator("body.ready")).to_be_attached()
            page.evaluate(SETTLED)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []
    assert Story.objects.count() == 4


def test_the_sign_in_page_is_accessible_without_being_signed_in(browser: Browser, desk_address: str) -> None:
    for language in ("en", "ar"):
        page = browser.new_page(base_url=desk_address, locale=language, viewport={"width": 390, "height": 800})
        page.goto("/desk/login/")
        assert faults(page) == []
        assert page.evaluate(OVERFLOW) <= 0
        assert page.locator("html").get_attribute("lang") == language

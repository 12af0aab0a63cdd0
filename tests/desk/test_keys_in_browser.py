"""The desk from the keyboard alone: the flash, the list of keys, every dialogue that puts something on the wire."""

import re
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg import Connection
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.editing import second_look, service
from newswire.editing.models import SecondLook, Story
from newswire.editing.rules import SECOND_LOOK
from newswire.editing.writing.models import TextSnippet
from newswire.wire.follow import read_after, read_items
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.flashes import make_flash
from tests.editing.people import edit, make_story, make_user


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF)


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


@pytest.mark.parametrize("keys", [("g", "f"), ("Control+Alt+f",)])
def test_a_flash_leaves_from_the_keyboard_alone(
    browser: Browser, desk_address: str, connection: Connection[Any], chief: User, keys: tuple[str, ...]
) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto("/desk/wire/")
    for key in keys:
        page.keyboard.press(key)
    headline = page.get_by_role("textbox", name="Headline")
    expect(headline).to_be_focused()
    page.keyboard.type("Orla bridge closed 👩\u200d🚒")
    expect(page.locator("#flash-count output")).to_have_text("20 / 100")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Release the flash to 0 subscribers")).to_be_focused()
    expect(page.get_by_text("The alert does not say where the news is from.")).to_be_visible()
    assert kinds(connection) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Number 1 on the wire")).to_be_visible()
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    assert (item.type, item.urgency, item.headline) == ("alert", 1, "Orla bridge closed 👩\u200d🚒")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("textbox", name="Headline")).to_have_value("Orla bridge closed 👩\u200d🚒")
    assert Story.objects.get(type="text").follows is not None
    assert wrong == []


def test_the_count_turns_where_a_flash_is_too_long(browser: Browser, desk_address: str, chief: User) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto("/desk/flash/")
    page.keyboard.insert_text("e\u0301" * 100)
    count = page.locator("#flash-count")
    expect(count).not_to_have_class(re.compile("is-over"))
    page.keyboard.type("x")
    expect(count).to_have_class(re.compile("is-over"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("101 characters; a flash has 100 at most.")).to_be_visible()
    assert wrong == []


def test_all_keys_are_listed_and_lead_where_they_say(browser: Browser, desk_address: str, chief: User) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    page.keyboard.press("?")
    dialogue = page.get_by_role("dialog", name="Keys")
    expect(dialogue).to_be_visible()
    for words in ("Flash", "New story", "Wire", "Find and replace", "Save", "Ctrl+Alt+F"):
        expect(dialogue.get_by_text(words, exact=True)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(dialogue).to_be_hidden()
    for key, address in (
        ("w", "/desk/wire/"), ("s", "/desk/stories/"), ("a", "/desk/archive/"), ("d", "/desk/"),
        ("t", "/desk/templates/"), ("x", "/desk/my-snippets/"), ("n", "/desk/stories/add/"),
    ):  # fmt: skip
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"{desk_address}{address}")
        expect(page.locator("body.ready")).to_be_attached()
    assert wrong == []


def test_letters_typed_into_a_field_lead_nowhere(browser: Browser, desk_address: str, chief: User) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto("/desk/stories/add/")
    field = page.get_by_role("textbox", name="Headline")
    field.click()
    page.keyboard.type("g f? g w")
    expect(field).to_have_value("g f? g w")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert page.url.endswith("/desk/stories/add/")
    assert wrong == []


def test_whoever_switched_single_keys_off_still_has_those_with_ctrl(
    browser: Browser, desk_address: str, chief: User
) -> None:
    UserProfile.objects.create(user=chief, keyboard_shortcuts=False)
    page, wrong = sign_in(browser, desk_address, chief)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Control+Alt+f")
    page.wait_for_url("**/desk/flash/")
    assert wrong == []


def on_stage(action: str, chief: User, now: datetime) -> Story:
    """A story with which `action` is the next thing to do."""
    story = make_story(chief, now)
    if action != "new":
        service.do_release(story.pk, actor=chief, now=now)
    if action in ("update", "correct", "refile"):
        edit(story, chief, now, headline="Bridge over the Orla opens after three years")
    if action == "lift":
        service.do_hold(story.pk, actor=chief, now=now, reason="checking")
    return story


@pytest.mark.parametrize(
    ("action", "typed", "kind"),
    [
        ("new", [], "new"),
        ("update", ["adds quote"], "update"),
        ("correct", ["two years", "three years", "", "Misheard"], "correction"),
        ("refile", ["a comma"], "refile"),
        ("hold", ["checking"], "hold"),
        ("lift", ["confirmed"], "lift"),
        ("kill", ["", "Wrong bridge"], "kill"),
    ],
)
def test_a_dialogue_is_driven_from_the_keyboard_alone(
    browser: Browser,
    desk_address: str,
    connection: Connection[Any],
    chief: User,
    now: datetime,
    action: str,
    typed: list[str],
    kind: str,
) -> None:
    story = on_stage(action, chief, now)
    before = len(kinds(connection))
    page, wrong = sign_in(browser, desk_address, chief)
    address = "release" if action in ("new", "update") else action
    page.goto(f"/desk/stories/{story.pk}/{address}/")
    expect(page.locator(".desk-dialogue form :focus")).to_be_attached()
    for number, words in enumerate(typed):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/stories/edit/**")
    if action in SECOND_LOOK:  # the key asks; another senior decides
        second = make_user(Role.DUTY_CHIEF, "second")
        second_look.do_approve(SecondLook.objects.get().pk, actor=second, now=now)
    assert kinds(connection)[before:] == [kind]
    assert wrong == []


def test_a_dialogue_that_was_filled_in_wrongly_begins_at_what_is_wrong(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    story = on_stage("kill", chief, now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/{story.pk}/kill/")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    assert wrong == []


@pytest.mark.parametrize(("key", "address"), [("r", "release"), ("u", "submit"), ("h", "replace")])
def test_the_editor_saves_and_goes_on_by_a_key(
    browser: Browser, desk_address: str, chief: User, now: datetime, key: str, address: str
) -> None:
    story = make_story(chief, now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    expect(page.locator("body.ready")).to_be_attached()
    page.get_by_role("textbox", name="Headline").fill("Typed a moment before")
    page.keyboard.press(f"Control+Alt+{key}")
    page.wait_for_url(f"**/desk/stories/{story.pk}/{address}/")
    assert Story.objects.get().headline == "Typed a moment before"
    assert wrong == []


def test_find_and_replace_from_the_keyboard_alone(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    story = make_story(chief, now, language="tr", headline="IĞDIR'da köprü açıldı", body="<p>Iğdır <b>köprüsü</b></p>")
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/{story.pk}/replace/")
    page.keyboard.type("ığdır")
    page.keyboard.press("Tab")
    page.keyboard.type("Kars")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 places found")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 places replaced.")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "Kars'da köprü açıldı"
    assert "Kars <b>köprüsü</b>" in re.sub(r' data-block-key="\w+"', "", story.body)
    assert wrong == []


def open_editor(page: Page, story: Story) -> None:
    page.goto(f"/desk/stories/edit/{story.pk}/")
    expect(page.locator("body.ready")).to_be_attached()
    expect(page.get_by_role("textbox", name="Text")).to_be_visible()


def test_a_snippet_is_typed_by_its_shortcut_in_a_field_and_in_the_text(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    TextSnippet.objects.create(owner=chief, shortcut="bank", text="the central bank of the Republic")
    story = make_story(chief, now, headline="x", body="<p></p>")
    page, wrong = sign_in(browser, desk_address, chief)
    open_editor(page, story)
    field = page.get_by_role("textbox", name="Headline")
    field.fill("")
    field.press_sequentially("Rates: ;;bank ;;none ok")
    expect(field).to_have_value("Rates: the central bank of the Republic;;none ok")
    body = page.get_by_role("textbox", name="Text")
    body.click()
    page.keyboard.type("Rates rose, said ;;bank ")
    expect(body).to_have_text("Rates rose, said the central bank of the Republic")
    page.keyboard.type(" today")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated.")).to_be_visible()
    assert "Rates rose, said the central bank of the Republic today</p>" in Story.objects.get().body
    assert wrong == []


def test_a_snippet_is_chosen_from_the_dialogue(browser: Browser, desk_address: str, chief: User, now: datetime) -> None:
    TextSnippet.objects.create(owner=chief, shortcut="bank", text="the central bank")
    story = make_story(chief, now, body="<p></p>")
    page, wrong = sign_in(browser, desk_address, chief)
    open_editor(page, story)
    body = page.get_by_role("textbox", name="Text")
    body.click()
    page.keyboard.type("So says ")
    page.keyboard.press("Control+Alt+i")
    expect(page.get_by_role("dialog", name="Insert a snippet")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(body).to_have_text("So says the central bank")
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en", 1440, "dark"), ("en", 390, "dark"), ("ar", 1024, "dark"), ("ar", 390, "light"), ("en", 1024, "light")],
)
def test_the_new_pages_and_the_old_are_accessible_in_both_themes(
    browser: Browser, desk_address: str, chief: User, now: datetime, language: str, width: int, theme: str
) -> None:
    UserProfile.objects.create(user=chief, preferred_language=language, theme=theme)
    story = make_story(chief, now, language=language, headline="A bridge, and XX words that are still missing here")
    TextSnippet.objects.create(owner=chief, shortcut="bank", text="the central bank of the Republic " * 9)
    released, alert = on_stage("kill", chief, now), make_flash(chief, now)
    page, wrong = sign_in(
        browser, desk_address, chief, viewport={"width": width, "height": 900}, color_scheme="light", locale=language
    )
    for path in (
        "/desk/", "/desk/stories/", f"/desk/stories/edit/{story.pk}/", f"/desk/stories/{story.pk}/release/",
        f"/desk/stories/{released.pk}/kill/", "/desk/wire/", "/desk/flash/", f"/desk/flash/{alert.pk}/",
        "/desk/templates/", "/desk/templates/add/", "/desk/my-snippets/", "/desk/my-snippets/add/",
        f"/desk/stories/{story.pk}/replace/",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
        if path in ("/desk/flash/", f"/desk/stories/{story.pk}/replace/"):  # what the first step shows
            page.keyboard.type("bridge")
            page.keyboard.press("Control+Enter")
            expect(page.locator("[data-keys-first]")).to_be_visible()
            page.evaluate(SETTLED)
            assert faults(page) == [], path
            assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []

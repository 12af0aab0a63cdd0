"""The fields in a real browser: the place picker, the tree of topics, the count that the server agrees with."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from newswire.accounts.models import Role
from newswire.editing.markup import read_body
from newswire.editing.models import Dossier, Story
from newswire.item.measure import count_words, reading_minutes
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_story, make_user

TEXTS = {
    "en": "<p>It's the mayor's 1,250.5 (U.S.) Porto-Novo.</p><h2>Then</h2>"
    "<blockquote>Yes, we did.<br/>— Ida Brandt</blockquote>"
    "<p>| Party | Seats |</p><p>|---|---|</p><p>| Left | 12 |</p><ul><li>one <b>t</b>wo</li></ul>",
    "tr": "<p>Ankara'da 1.250,5 lira, İstanbul’un " + "ışık " * 200 + "</p>",
    "ar": "<p>وقال الرئيس: «نعم»، ثم غادر. قَالَ الرَّئِيسُ ١٬٢٥٠ می‌خواهم " + "كلمة " * 300 + "</p>",
}


def test_a_place_is_picked_and_topics_are_browsed_by_keyboard(
    browser: Browser, desk_address: str, now: datetime
) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, dateline_place="", dateline_country="", subjects=[])
    page, wrong = sign_in(browser, desk_address, editor)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    place = page.get_by_role("combobox", name="Dateline place")
    place.press_sequentially("lond")
    expect(page.get_by_role("option", name="London (GB)")).to_be_visible()
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("London")
    expect(page.locator("[name=dateline_code]")).to_have_value("GB/london")
    expect(page.locator("[name=dateline_country]")).to_have_value("GB")
    page.locator("[name=language]").select_option("fr")
    expect(place).to_have_value("Londres")
    page.get_by_role("tab", name="Metadata").click()
    page.get_by_role("button", name="Browse topics").click()
    tree = page.get_by_role("tree", name="Browse topics")
    sport = tree.get_by_role("treeitem", name="Sport", exact=True)
    sport.focus()
    sport.press("ArrowRight")
    expect(sport).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: Sport › ")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(sport).to_have_attribute("aria-expanded", "false")
    page.get_by_role("combobox", name="Search topics").fill("football")
    expect(page.get_by_role("option").first.locator("small")).to_contain_text("Sport")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated").first).to_be_visible()
    saved = Story.objects.get()
    assert (saved.language, saved.dateline_place, saved.dateline_code) == ("fr", "Londres", "GB/london")
    assert len(saved.subjects) == 1
    assert wrong == []


@pytest.mark.parametrize("language", TEXTS)
def test_the_count_under_the_text_is_the_servers(
    browser: Browser, desk_address: str, now: datetime, language: str
) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, language=language, body=TEXTS[language])
    words = count_words(read_body(story.body))
    page, wrong = sign_in(browser, desk_address, editor)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    line = page.locator(".desk-count")
    expect(line).to_have_attribute("data-count", str(words))
    expect(line).to_have_attribute("data-minutes", str(reading_minutes(words, language)))
    page.get_by_role("textbox", name="Text").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("more")
    expect(line).to_have_attribute("data-count", str(words + 1))
    assert wrong == []


@pytest.mark.parametrize(("locale", "width"), [("en", 1440), ("ar", 390)])
def test_the_dossiers_are_accessible_and_fit(browser: Browser, desk_address: str, locale: str, width: int) -> None:
    dossier = Dossier.objects.create(code="a-long-code-for-a-dossier", name="A developing affair with a long name")
    page, wrong = sign_in(
        browser, desk_address, make_user(Role.EDITOR), viewport={"width": width, "height": 900}, locale=locale
    )
    for path in ("/desk/dossiers/", f"/desk/dossiers/{dossier.pk}/"):
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []

"""The web version in a real browser: the summary while one writes, pinned, written anew, given back; the screens."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from newswire.accounts.models import Role
from newswire.desk import web_panel, web_version_views
from newswire.editing.markup import read_web, write_body
from newswire.editing.model_summary import Proposal
from newswire.editing.models import Story
from newswire.item.body import Crosshead, Paragraph, Quote
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.desk.test_rooms_browser import OVER_THE_EDGE
from tests.editing.people import make_story, make_user

TEXTS = {
    "en": "<p>The bridge over the Orla opened to cars and walkers on Tuesday.</p><p>Mara Holt, the mayor, cut a ribbon "
    "in front of 300 people and called the two years of repairs a test of patience for the whole town, which has only "
    "one other way over the river.</p><p>Trams will follow in spring, when rails and wires are in place.</p>",
    "ar": "<p>افتتح الجسر فوق نهر الأورلا اليوم الثلاثاء.</p><p>"
    + "وقال رئيس البلدية إن الجسر جاهز للسيارات. " * 8
    + "</p>",
}
OWN = (Paragraph("The bridge is open."), Crosshead("What follows"), Quote("At last the bridge is ours.", "Mara Holt"))


def open_web(page: Page, address: str, name: str = "Web") -> None:
    """Opens a story at the tab of the web version and waits for the summary."""
    page.goto(address)
    expect(page.locator("body.ready")).to_be_attached()
    page.get_by_role("tab", name=name).click()
    expect(page.locator("[data-web-shown]")).to_be_visible()


def test_the_summary_follows_the_text_until_it_is_pinned_and_again_when_it_is_given_back(
    browser: Browser, desk_address: str, now: datetime
) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, body=TEXTS["en"], summary="")
    page, wrong = sign_in(browser, desk_address, editor)
    open_web(page, f"/desk/stories/edit/{story.pk}/")
    live, field = page.locator("[data-web-live]"), page.get_by_role("textbox", name="Web version")
    expect(live).to_contain_text("The site shows the automatic summary.")
    expect(live).to_contain_text("opened to cars and walkers on Tuesday.")
    expect(page.get_by_role("button", name="Back to automatic")).to_be_disabled()
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        page.get_by_role("button", name="Pin this summary").click()
    expect(field).to_have_text("The bridge over the Orla opened to cars and walkers on Tuesday.")
    expect(live).to_contain_text("The site shows the newsroom’s own version.")
    expect(page.get_by_text("Pinned: later changes of the text do not change it.")).to_be_visible()
    page.get_by_role("tab", name="Story").click()
    text = page.get_by_role("textbox", name="Text")
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("The bridge opened on Wednesday. " + "It was a long wait for all of us in the town. " * 5)
    page.get_by_role("tab", name="Web").click()
    expect(live).to_contain_text("The bridge opened on Wednesday.")
    expect(live).to_contain_text("numbers or names that are not in the story: Tuesday.")
    expect(field).to_have_text("The bridge over the Orla opened to cars and walkers on Tuesday.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated").first).to_be_visible()
    saved = Story.objects.get()
    assert read_web(saved.summary) == (Paragraph("The bridge over the Orla opened to cars and walkers on Tuesday."),)
    assert saved.summary_origin == "editor"
    open_web(page, f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("button", name="Back to automatic").click()
    expect(field).to_have_text("")
    expect(live).to_contain_text("The site shows the automatic summary.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated").first).to_be_visible()
    assert (Story.objects.get().summary, Story.objects.get().summary_origin) == ("", "")
    assert wrong == []


def test_a_models_text_gives_way_when_one_writes_oneself(browser: Browser, desk_address: str, now: datetime) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, body=TEXTS["en"], summary=write_body(OWN), summary_origin="model")
    page, wrong = sign_in(browser, desk_address, editor)
    open_web(page, f"/desk/stories/edit/{story.pk}/")
    live, field = page.locator("[data-web-live]"), page.get_by_role("textbox", name="Web version")
    expect(live).to_contain_text("The site shows the text of a model, labelled as such.")
    page.get_by_role("button", name="Write own").click()
    expect(field).to_be_focused()
    expect(field).to_have_text("")
    page.keyboard.type("Open again.")
    expect(live).to_contain_text("The site shows the newsroom’s own version.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated").first).to_be_visible()
    saved = Story.objects.get()
    assert (read_web(saved.summary), saved.summary_origin) == ((Paragraph("Open again."),), "editor")
    assert wrong == []


def test_what_a_model_proposes_goes_into_the_field_and_keeps_its_label(
    browser: Browser, desk_address: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (web_panel, web_version_views):
        monkeypatch.setattr(
            module, "read_asker", lambda: lambda _item, _cap: Proposal((Paragraph("The bridge is open"),))
        )
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, body=TEXTS["en"], summary="")
    page, wrong = sign_in(browser, desk_address, editor)
    open_web(page, f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("button", name="Ask the model").click()
    expect(page.get_by_text("A model wrote this. Whoever saves it approves it; readers are told.")).to_be_visible()
    page.get_by_role("textbox", name="Web version").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" again.")
    expect(page.locator("[data-web-live]")).to_contain_text("The site shows the text of a model, labelled as such.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("updated").first).to_be_visible()
    saved = Story.objects.get()
    assert (read_web(saved.summary), saved.summary_origin) == ((Paragraph("The bridge is open again."),), "model")
    assert wrong == []


@pytest.mark.parametrize(
    ("locale", "tab", "width", "scheme"),
    [
        ("en", "Web", 390, "dark"),
        ("en", "Web", 1440, "light"),
        ("ar", "الموقع", 1024, "dark"),
        ("ar", "الموقع", 390, "light"),
    ],
)
def test_the_screen_is_accessible_and_fits(
    browser: Browser, desk_address: str, now: datetime, locale: str, tab: str, width: int, scheme: str
) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, language=locale, body=TEXTS[locale], summary=write_body(OWN))
    page, wrong = sign_in(
        browser, desk_address, editor, viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme
    )
    open_web(page, f"/desk/stories/edit/{story.pk}/", tab)
    page.evaluate(SETTLED)
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(OVER_THE_EDGE) == []
    expect(page.locator(".desk-web-row [role=textbox]")).to_have_attribute("dir", "rtl" if locale == "ar" else "ltr")
    assert wrong == []

"""The checks and the audit page in a real browser: findings lead to their fields, every page is accessible and fits."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role
from newswire.editing.models import Desk
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_story, make_user


def test_a_finding_in_the_editor_and_in_the_dialogue_leads_to_its_field(
    browser: Browser, desk_address: str, now: datetime
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now, headline="TK opens", sections=[], subjects=[])
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("A placeholder is left in the text: TK.")).to_be_visible()
    assert faults(page) == []
    page.locator(".desk-finding-field", has_text="headline").click()
    expect(page.get_by_role("textbox", name="Headline")).to_be_focused()
    page.locator(".desk-finding-field", has_text="subjects").click()
    expect(page.get_by_role("tab", name="Metadata")).to_have_attribute("aria-selected", "true")
    page.goto(f"/desk/stories/{story.pk}/release/")
    page.locator(".desk-finding-field", has_text="headline").click()
    expect(page.get_by_role("textbox", name="Headline")).to_be_focused()
    assert wrong == []


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ar", 390)])
def test_the_table_and_the_log_are_accessible_and_fit(
    browser: Browser, desk_address: str, now: datetime, language: str, width: int
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, preferred_language=language)
    Desk.objects.create(code="politics", name="Politics", checks={"placeholder": "warn"})
    story = make_story(chief, now, headline="TK opens", is_prepared=True)
    page, wrong = sign_in(browser, desk_address, chief, viewport={"width": width, "height": 900}, locale=language)
    for path in ("/desk/checks/", "/desk/checks/?desk=politics", "/desk/audit/", f"/desk/stories/{story.pk}/release/"):
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []

"""The live monitor, the planning and the search in a real browser: what moves, what fits, what is accessible."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from psycopg import Connection
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role
from newswire.editing.models import Desk, Story
from newswire.editing.planning.models import Coverage, Event
from newswire.wire.append import do_append
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_story, make_user
from tests.stories import make_draft


def put(connection: Connection[Any], name: str, now: datetime) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        do_append(cursor, make_draft(name, now, headline=f"Headline {name}"))


def test_what_is_new_waits_behind_a_bar_and_moves_nothing(
    browser: Browser,
    desk_address: str,
    connection: Connection[Any],
    now: datetime,
) -> None:
    put(connection, "first", now)
    page, wrong = sign_in(browser, desk_address, make_user(Role.EDITOR))
    page.goto("/desk/wire/")
    row = page.get_by_role("row").filter(has_text="Headline first")
    place = row.bounding_box()
    put(connection, "second", now)
    put(connection, "third", now)
    bar = page.get_by_role("button", name="2 new releases")
    expect(bar).to_be_visible(timeout=15000)
    expect(page.get_by_text("Headline third")).to_have_count(0)
    after = row.bounding_box()
    assert place
    assert after
    bar.click()
    expect(page.locator("#wire-rows tr").first).to_contain_text("Headline third")
    expect(bar).to_be_hidden()
    assert abs(place["y"] - after["y"]) < 1, "nothing moved before it was asked for"
    assert wrong == []


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("en", 390), ("ar", 390)])
def test_every_new_page_is_accessible_and_fits(
    browser: Browser,
    desk_address: str,
    connection: Connection[Any],
    now: datetime,
    language: str,
    width: int,
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, preferred_language=language)
    desk = Desk.objects.create(code="p", name="Politics", silence_minutes=1)
    put(connection, "harbour", now)
    story = make_story(chief, now, embargo_until=now + timedelta(days=30000))
    event = Event.objects.create(title="Budget vote in the second chamber", place="Northaven", starts_at=now)
    plan = Coverage.objects.create(slugline="BRIDGE-VOTE", about="Parliament votes", due_at=now, event=event, desk=desk,
                                   words=600, pictures=3)  # fmt: skip
    Coverage.objects.create(slugline="BRIDGE", due_at=now, story=story, assignee=chief)
    page, wrong = sign_in(
        browser, desk_address, chief, viewport={"width": width, "height": 900}, locale=language, color_scheme="light"
    )
    for path in (
        "/desk/planning/?day=2026-11-24", "/desk/planning/?day=2026-11-24&view=week", "/desk/planning/events/add/",
        f"/desk/planning/coverages/{plan.pk}/", "/desk/wire/", "/desk/search/?q=bridge",
        f"/desk/stories/{story.pk}/release/",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []


def test_an_embargo_is_typed_with_its_zone_and_survives_the_editor(
    browser: Browser,
    desk_address: str,
    now: datetime,
) -> None:
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now)
    page, wrong = sign_in(browser, desk_address, editor)
    page.goto(f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("tab", name="Notes and embargo").click()
    page.locator("[name=embargo_until_0]").fill("2099-07-01T09:00")
    page.locator("[name=embargo_until_1]").select_option("Europe/Istanbul")
    page.get_by_role("button", name="Release …").click()
    expect(page.get_by_text("it leaves now, stamped")).to_be_visible()
    assert Story.objects.get().get_latest_revision_as_object().embargo_until == datetime.fromisoformat(
        "2099-07-01T06:00+00:00"
    )
    assert wrong == []

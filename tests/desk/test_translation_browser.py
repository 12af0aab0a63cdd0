"""Translations and sheets in a real browser: side by side, accessible, on narrow screens, from right to left."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.editing import service
from newswire.editing.models import Story
from newswire.editing.translations import do_begin_translation
from newswire.item.item import Correction
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_derived import make_from, release, stage_of, translate
from tests.editing.test_film_kill import add_film, carry_film
from tests.editing.test_media_kill import add_picture, carry


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF)


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


def make_pair(chief: User, now: datetime) -> tuple[Story, Story]:
    """An Arabic original that was corrected after its Turkish translation had begun."""
    body = "".join(f"<p>فُتح الجسر ظهر الثلاثاء، فقرة {n}.</p>" for n in range(40))
    story = release(make_story(chief, now, language="ar", headline="افتتاح الجسر بعد سنتين", body=body), chief, now)
    turkish = do_begin_translation(story.pk, "tr", actor=chief, now=now)
    edit(story, chief, now, headline="افتتاح الجسر بعد ثلاث سنوات")
    service.do_correct(story.pk, actor=chief, now=now, correction=Correction("سنتان", "ثلاث سنوات"), reason="r")
    return story, turkish


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)  # type: ignore[arg-type]


def test_a_translation_is_begun_and_stands_beside_its_original(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    story, _turkish = make_pair(chief, now)
    page, wrong = sign_in(browser, desk_address, chief, viewport={"width": 1440, "height": 900})
    page.goto(f"/desk/stories/edit/{story.pk}/")
    page.get_by_role("link", name="1 translation").click()
    page.get_by_role("button", name="Begin the translation into Français").click()
    expect(page.get_by_text("The translation is begun.")).to_be_visible()
    form, original = box(page, "#w-editor-form"), box(page, ".desk-original")
    assert original["x"] >= form["x"] + form["width"] - 1
    assert original["height"] < 900
    assert page.evaluate("() => getComputedStyle(document.querySelector('.desk-original-text')).direction") == "rtl"
    scrolled = (
        "() => { const one = document.querySelector('.desk-original'); one.scrollTop = 200; return one.scrollTop }"
    )
    assert page.evaluate(scrolled) == 200
    assert page.evaluate("() => document.scrollingElement.scrollTop") == 0
    page.set_viewport_size({"width": 390, "height": 844})
    below = (
        "() => document.querySelector('.desk-original').getBoundingClientRect().top"
        " - document.querySelector('#w-editor-form').getBoundingClientRect().bottom"
    )
    assert page.evaluate(below) >= -1
    assert wrong == []


def test_the_banner_goes_when_the_correction_is_taken_over(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    _story, turkish = make_pair(chief, now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/edit/{turkish.pk}/")
    banner = page.get_by_role("region", name="The original was corrected")
    expect(banner).to_contain_text("ثلاث سنوات")
    banner.get_by_role("button", name="I have taken over version 2").click()
    expect(page.get_by_text("Version 2 of the original is taken over.")).to_be_visible()
    expect(banner).to_have_count(0)
    assert wrong == []


def test_the_sheet_is_decided_in_the_dialogue(browser: Browser, desk_address: str, chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish, wrap = translate(story, chief, now), release(make_from(story, chief, now, headline="The day"), chief, now)
    page, wrong = sign_in(browser, desk_address, chief)
    page.goto(f"/desk/stories/{story.pk}/kill/")
    page.get_by_role("textbox", name="Reason").fill("Libel")
    page.get_by_label("What happens to “The day”").select_option("Kill too")
    page.get_by_label("Why nobody else looks at it").fill("Nobody else is here")
    page.get_by_role("button", name="Do it alone").click()
    expect(page.get_by_text("Kill released.")).to_be_visible()
    assert [stage_of(one) for one in (story, turkish, wrap)] == ["killed", "held", "killed"]
    assert wrong == []


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    ("width", "locale", "scheme"), [(390, "en", "light"), (1024, "ar", "dark"), (1440, "en", "dark")]
)
def test_the_pages_are_accessible_and_do_not_overflow(
    browser: Browser, desk_address: str, chief: User, now: datetime, width: int, locale: str, scheme: str
) -> None:  # fmt: skip
    story, turkish = make_pair(chief, now)
    make_from(story, chief, now, headline="The day in brief")
    release(turkish, chief, now)
    picture, film = add_picture(), add_film(now)
    carry(picture, chief, now)
    carry_film(film, chief, now)
    UserProfile.objects.update_or_create(user=chief, defaults={"preferred_language": locale, "theme": scheme})
    options = {"locale": locale, "color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page, wrong = sign_in(browser, desk_address, chief, **options)
    for address in (
        f"stories/{story.pk}/translate/", f"stories/edit/{turkish.pk}/", f"stories/{story.pk}/correct/",
        f"stories/{story.pk}/kill/", f"pictures/{picture.pk}/kill/", f"videos/{film.pk}/kill/",
    ):  # fmt: skip
        page.goto(f"/desk/{address}")
        page.evaluate(SETTLED)
        assert page.evaluate(OVERFLOW) <= 0, address
        assert faults(page) == [], address
    assert wrong == []

"""Two people at one story: each sees the other, one takes over, and what the other typed is not lost."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from wagtail.admin.models import EditingSession
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.editing import workflow
from newswire.editing.kept import read_kept
from newswire.editing.models import Story
from newswire.kit.clock import utc_now
from tests.desk.conftest import Enter, client_of
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user
from tests.editing.test_desks import make_desk
from tests.editing.test_service import bring_to


@pytest.fixture
def first(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.REPORTER, "first")


@pytest.fixture
def second(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR, "second")


def look(client: Client, story: Story) -> str:
    return str(client.get(f"/desk/stories/{story.pk}/presence/").json()["html"])


def open_at(story: Story, user: User, *, is_editing: bool = False) -> None:
    EditingSession.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Story),
        object_id=str(story.pk),
        last_seen_at=utc_now(),
        is_editing=is_editing,
    )


def test_who_has_a_story_open_is_seen_by_the_other_and_not_by_oneself(first: User, second: User, now: datetime) -> None:
    story, other = make_story(first, now), make_story(first, now)
    assert "Take over" not in look(client_of(second), story)
    open_at(story, first)
    assert "has this story open" in look(client_of(second), story)
    assert "Take over" in look(client_of(second), story)
    open_at(story, first, is_editing=True)
    assert "is typing in this story" in look(client_of(second), story)
    assert "first" not in look(client_of(first), story)
    assert "first" not in look(client_of(second), other)


def test_taking_over_shuts_the_other_out_and_tells_both(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=first, now=now)
    before = client_of(second).get(f"/desk/stories/{story.pk}/presence/").json()["key"]
    answer = client_of(second).post(f"/desk/stories/{story.pk}/take-over/", follow=True)
    assert b"The story is in your hands." in answer.content
    told = client_of(first).get(f"/desk/stories/{story.pk}/presence/").json()
    assert told["key"] != before
    assert "holds this story" in told["html"]
    assert "Take over" in told["html"]
    assert "You hold this story" in look(client_of(second), story)
    saved = client_of(first).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Over theirs"))
    assert "second has taken this story over. Your text was not saved over theirs" in saved.content.decode()
    assert b"Over theirs" in saved.content
    [kept] = read_kept(story)
    assert Revision.objects.get(pk=kept.revision).content["headline"] == "Over theirs"
    assert "What you typed since" in look(client_of(first), story)
    assert "<bdi>first</bdi></strong> typed on since" in look(client_of(second), story)
    client_of(second).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="In my hands"))
    story.refresh_from_db()
    assert story.headline == "In my hands"


def test_whoever_may_not_edit_is_offered_nothing_and_refused(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    bring_to("in-edit", story, second, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    client = client_of(first)
    assert "Take over" not in look(client, story)
    answer = client.post(f"/desk/stories/{story.pk}/take-over/", follow=True)
    assert "Your role does not allow" in answer.content.decode()
    story.refresh_from_db()
    assert story.locked_by == second


def test_strangers_to_stories_learn_nothing_of_who_is_there(enter: Enter, first: User, now: datetime) -> None:
    story = make_story(first, now)
    for role in (Role.SALES, Role.SUBSCRIBER):
        client = enter(role)
        for answer in (
            client.get(f"/desk/stories/{story.pk}/presence/"),
            client.post(f"/desk/stories/{story.pk}/take-over/"),
        ):
            assert answer.status_code in (302, 403)
            assert b"first" not in answer.content
    client = client_of(first)
    assert client.get("/desk/stories/999/presence/").status_code == 404
    assert client.post("/desk/stories/999/take-over/").status_code == 404
    assert client.get(f"/desk/stories/{story.pk}/take-over/").status_code == 405
    story.refresh_from_db()
    assert not story.locked


def test_only_whoever_may_edit_says_that_kept_text_was_seen_to(
    enter: Enter, first: User, second: User, now: datetime
) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    client_of(first).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Over theirs"))
    [kept] = read_kept(story)
    address = f"/desk/stories/{story.pk}/kept/{kept.revision}/"
    for role in (Role.SALES, Role.SUBSCRIBER):
        assert enter(role).post(address).status_code in (302, 403)
    assert client_of(second).get(address).status_code == 405
    assert client_of(second).post(f"/desk/stories/{story.pk}/kept/1/").status_code == 404
    assert read_kept(story) == (kept,)
    assert client_of(second).post(address)["Location"] == f"/desk/stories/edit/{story.pk}/"
    assert read_kept(story) == ()
    assert "typed on since" not in look(client_of(second), story)


def test_a_draft_that_the_editors_took_keeps_what_its_writer_types(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    bring_to("in-edit", story, second, now)
    answer = client_of(first).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="One more thing"))
    assert "kept beside the story" in answer.content.decode()
    [kept] = read_kept(story)
    assert Revision.objects.get(pk=kept.revision).content["headline"] == "One more thing"
    story.refresh_from_db()
    assert story.headline != "One more thing"


def type_headline(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Headline").fill(words)


def test_two_editors_on_one_story_lose_nothing(
    browser: Browser, desk_address: str, first: User, second: User, now: datetime
) -> None:
    story = make_story(first, now)
    address = f"/desk/stories/edit/{story.pk}/"
    one, wrong_one = sign_in(browser, desk_address, first)
    one.goto(address)
    with one.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        type_headline(one, "What the first typed")
    two, wrong_two = sign_in(browser, desk_address, second)
    two.goto(address)
    strip = two.locator("[data-presence]")
    expect(strip).to_contain_text("first")
    expect(two.get_by_role("textbox", name="Headline")).to_have_value("What the first typed")
    strip.get_by_role("button", name="Take over").click()
    expect(two.get_by_text("The story is in your hands.")).to_be_visible()
    expect(one.locator("[data-presence]")).to_contain_text("second holds this story")
    with one.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        type_headline(one, "What the first typed too late")
    expect(one.get_by_text("Your text was not saved over theirs; it is kept beside the story").first).to_be_visible()
    expect(one.locator("[data-presence]")).to_contain_text("is kept beside the story and not lost")
    with one.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        type_headline(one, "What the first typed too late, and on")
    with two.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        type_headline(two, "What the second typed")
    expect(one.get_by_role("textbox", name="Headline")).to_have_value("What the first typed too late, and on")
    expect(strip).to_contain_text("first typed on since")
    with two.expect_popup() as opened:
        strip.get_by_role("link", name="Compare it with the newest version").click()
    compared = opened.value
    expect(compared.get_by_text("too late, and on").first).to_be_visible()
    strip.get_by_role("button", name="I have seen to it").click()
    expect(two.locator("[data-presence]")).to_contain_text("You hold this story")
    expect(two.get_by_role("link", name="Compare it with the newest version")).to_have_count(0)
    story.refresh_from_db()
    assert (story.headline, story.locked_by) == ("What the second typed", second)
    kept = [one.content["headline"] for one in Revision.objects.for_instance(story)]
    assert "What the first typed" in kept
    assert "What the second typed" in kept
    assert "What the first typed too late, and on" in kept
    assert story.get_latest_revision_as_object().headline == "What the second typed"
    assert faults(one) == faults(two) == []
    assert wrong_one == wrong_two == []


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("en", 1024, "dark"), ("en", 390, "light"), ("ar", 390, "dark")],
)
def test_the_new_pages_are_accessible_and_fit(
    browser: Browser, desk_address: str, now: datetime, language: str, width: int, scheme: Any
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, preferred_language=language)
    desk = make_desk("World", chief)
    for stage in ("draft", "submitted", "in-edit", "ready"):
        story = make_story(chief, now, headline="A headline that runs over more than one line on a narrow screen")
        bring_to(stage, story, chief, now)
    workflow.do_take_over(story.pk, actor=chief, now=now)
    page, wrong = sign_in(
        browser, desk_address, chief, viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language
    )
    for path in (
        "/desk/", "/desk/queues/", "/desk/queues/world/", "/desk/desks/", "/desk/desks/add/", f"/desk/desks/{desk.pk}/",
        "/desk/rights/", "/desk/stories/", f"/desk/stories/edit/{story.pk}/",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        if "/edit/" in path:
            expect(page.locator("[data-presence] button")).to_be_visible()
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    assert wrong == []

"""The second look at the desk: asked in the dialogue, decided on its page, over HTTP and on a telephone's screen."""

import re
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from psycopg import Connection

from newswire.accounts.models import Mail, Role, User
from newswire.editing import second_look, service
from newswire.editing.models import SecondLook, Story
from newswire.wire.follow import read_after
from tests.desk.conftest import client_of
from tests.desk.test_browser import OVERFLOW, faults
from tests.editing.people import PASSWORD, make_story, make_user

KILL = {"wording": "Please do not use.", "reason": "Libel"}
CORRECT = {"wrong": "two years", "right": "three years", "note": "", "reason": "Misheard"}


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


@pytest.fixture
def night(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    user = make_user(Role.DUTY_CHIEF, "night")
    user.email = "night@example.org"
    user.save()
    return user


@pytest.fixture
def story(chief: User, now: datetime) -> Story:
    made = make_story(chief, now)
    service.do_release(made.pk, actor=chief, now=now)
    return made


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def test_asked_in_the_dialogue_and_approved_on_its_page(
    connection: Connection[Any], story: Story, chief: User, night: User
) -> None:
    asked = client_of(chief).post(f"/desk/stories/{story.pk}/kill/", {**KILL, "way": "ask"}, follow=True)
    assert b"A second look is asked for." in asked.content
    assert b"Asked for a kill" in asked.content
    assert kinds(connection) == ["new"]
    look = SecondLook.objects.get()
    client, address = client_of(night), f"/desk/second-looks/{look.pk}/"
    for page in ("/desk/", "/desk/second-looks/"):
        assert address in client.get(page).content.decode(), page
    assert b"Please do not use." in client.get(address).content
    assert b"chief has asked for a second look" in client.get(f"/desk/stories/{story.pk}/kill/").content
    done = client.post(address, {"decision": "approve"}, follow=True)
    assert b"Number 2 on the wire." in done.content
    assert kinds(connection) == ["new", "kill"]
    assert b"asked by chief" in client.get(f"/desk/stories/edit/{story.pk}/").content
    assert address in client.get("/desk/second-looks/").content.decode()


def test_neither_button_nor_reason_only_asks(connection: Connection[Any], story: Story, chief: User) -> None:
    client_of(chief).post(f"/desk/stories/{story.pk}/correct/", CORRECT)
    assert SecondLook.objects.get().decision == "open"
    assert kinds(connection) == ["new"]


def test_doing_it_alone_without_saying_why_does_nothing(connection: Connection[Any], story: Story, chief: User) -> None:
    page = client_of(chief).post(f"/desk/stories/{story.pk}/kill/", {**KILL, "way": "alone", "override": " "})
    assert b"Say why nobody else looks at it." in page.content
    assert b"Libel" in page.content
    assert not SecondLook.objects.exists()
    assert kinds(connection) == ["new"]


def test_an_editor_asks_and_cannot_act_alone(connection: Connection[Any], story: Story) -> None:
    client, address = client_of(make_user(Role.EDITOR)), f"/desk/stories/{story.pk}/correct/"
    page = client.get(address).content.decode()
    assert "Ask for a second look" in page
    assert "Do it alone" not in page
    assert "Correct …" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert client.post(address, {**CORRECT, "way": "alone", "override": "x"}).status_code == 403
    assert client.post(address, {**CORRECT, "way": "ask", "override": "x"}).status_code == 302
    assert SecondLook.objects.get().asked_by.username == "a-editor"
    assert kinds(connection) == ["new"]


def test_a_refused_decision_keeps_what_was_typed(
    connection: Connection[Any], story: Story, chief: User, night: User, now: datetime
) -> None:
    look = second_look.do_ask(story.pk, "correct", actor=chief, now=now, said=CORRECT)
    own = client_of(chief).post(f"/desk/second-looks/{look.pk}/", {"decision": "approve", "because": "typed"})
    assert own.status_code == 409
    assert b"typed" in own.content
    client = client_of(night)
    assert client.post(f"/desk/second-looks/{look.pk}/", {"decision": "refuse"}).status_code == 409
    assert client.post(f"/desk/second-looks/{look.pk}/", {"decision": "explode"}).status_code == 200
    client.post(f"/desk/second-looks/{look.pk}/", {"decision": "refuse", "because": "It was two"})
    look.refresh_from_db()
    assert (look.decision, look.decided_because) == ("refused", "It was two")
    assert kinds(connection) == ["new"]


def test_whoever_asked_takes_it_back(story: Story, chief: User, now: datetime) -> None:
    look = second_look.do_ask(story.pk, "kill", actor=chief, now=now, said=KILL)
    page = client_of(chief).post(f"/desk/second-looks/{look.pk}/", {"decision": "withdraw"}, follow=True)
    assert b"Withdrawn. Nothing was released." in page.content


def test_who_may_look(story: Story, chief: User, now: datetime) -> None:
    look = second_look.do_ask(story.pk, "kill", actor=chief, now=now, said=KILL)
    reporter, sales = client_of(make_user(Role.REPORTER)), client_of(make_user(Role.SALES))
    page = reporter.get(f"/desk/second-looks/{look.pk}/")
    assert b"A duty chief or an administrator decides." in page.content
    assert b'<button type="submit" name="decision"' not in page.content
    assert reporter.post(f"/desk/second-looks/{look.pk}/", {"decision": "approve"}).status_code == 409
    assert reporter.get("/desk/second-looks/999/").status_code == 404
    for address in (f"/desk/second-looks/{look.pk}/", "/desk/second-looks/"):
        assert sales.get(address).status_code == 302  # Wagtail leads whoever may not to the first page


def test_the_link_in_the_mail_leads_through_the_sign_in_to_the_decision_on_a_telephone(
    browser: Browser, desk_address: str, connection: Connection[Any], story: Story, chief: User, night: User,
    now: datetime,
) -> None:  # fmt: skip
    second_look.do_ask(story.pk, "kill", actor=chief, now=now, said=KILL)
    found = re.search(r"https?://[^/]+(/\S+)", Mail.objects.get(to=night.email).text)
    assert found is not None
    page = browser.new_page(base_url=desk_address, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(found[1])
    page.fill("#id_username", "night")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.get_by_text("Please do not use.")).to_be_visible()
    for name in ("Approve", "Refuse"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Approve").tap()
    expect(page.get_by_text("Number 2 on the wire.")).to_be_visible()
    assert kinds(connection) == ["new", "kill"]
    for address in ("/desk/second-looks/", "/desk/duty/", "/desk/handover/", "/desk/outbox/"):
        page.goto(address)
        assert faults(page) == [], address
        assert page.evaluate(OVERFLOW) <= 0, address


def test_hold_and_kill_are_done_from_their_dialogues_on_a_telephone(
    browser: Browser, desk_address: str, connection: Connection[Any], story: Story, chief: User
) -> None:
    page = browser.new_page(base_url=desk_address, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/desk/login/?next=/desk/stories/{story.pk}/hold/")
    page.fill("#id_username", chief.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.get_by_role("textbox", name="Reason").fill("Second source")
    page.locator(".desk-go").tap()
    expect(page.get_by_text("Number 2 on the wire.")).to_be_visible()
    page.goto(f"/desk/stories/{story.pk}/kill/")
    assert faults(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("textbox", name="Reason").fill("Libel")
    page.get_by_role("textbox", name="Why nobody else looks at it").fill("Alone tonight")
    for name in ("Ask for a second look", "Do it alone"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 44
    page.get_by_role("button", name="Do it alone").tap()
    expect(page.get_by_text("This story was killed.")).to_be_visible()
    assert kinds(connection) == ["new", "hold", "kill"]

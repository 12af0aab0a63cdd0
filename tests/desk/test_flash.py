"""The flash composer over HTTP: two steps, one release, and nobody without the right."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import service
from newswire.editing.models import Story
from newswire.wire.follow import read_after
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user
from tests.newsroom import Newsroom

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', page.content.decode())
    assert found is not None
    return found[1] or ""


def typed(page: Any, **changes: str) -> dict[str, str]:
    """What a browser posts from `page`; `changes` are what was typed."""
    fields = {"headline": "Orla bridge closed", "language": "en", "section": "economy", "source": "City of Ostrava"}
    return fields | {"token": hidden(page, "token"), "seen": hidden(page, "seen")} | changes


def test_first_it_is_shown_what_will_happen_then_it_happens(
    client: Client, connection: Connection[Any], newsroom: Newsroom
) -> None:
    newsroom.subscribe("daily")
    empty = client.get("/desk/flash/")
    look = client.post("/desk/flash/", typed(empty))
    assert look.status_code == 200
    assert "Release the flash to 1 subscriber<" in look.content.decode()
    assert "Please look:" not in look.content.decode()
    assert read_after(connection, 0) == []
    done = client.post("/desk/flash/", typed(look))
    story = Story.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/desk/flash/{story.pk}/")
    page = client.get(done["Location"]).content.decode()
    assert "Number 1 on the wire" in page
    assert "<time" in page
    assert "Write the story" in page
    [release] = read_after(connection, 0)
    assert release.guid == story.guid


def test_what_was_changed_after_the_look_is_shown_again_first(client: Client, connection: Connection[Any]) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/")))
    again = client.post("/desk/flash/", typed(look, headline="Orla bridge collapsed"))
    assert "Orla bridge collapsed" in again.content.decode()
    assert read_after(connection, 0) == []
    client.post("/desk/flash/", typed(again, headline="Orla bridge collapsed"))
    assert Story.objects.get().headline == "Orla bridge collapsed"


def test_a_second_submit_of_the_same_page_leads_to_the_same_alert(client: Client, connection: Connection[Any]) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/")))
    first, second = (client.post("/desk/flash/", typed(look)) for _number in range(2))
    assert first["Location"] == second["Location"]
    assert len(read_after(connection, 0)) == 1


def test_the_language_and_the_section_are_remembered(client: Client) -> None:
    client.post("/desk/flash/", typed(client.get("/desk/flash/"), language="tr", section="sports"))
    page = client.get("/desk/flash/").content.decode()
    assert '<option value="tr" selected>' in page
    assert '<option value="sports" selected>' in page


def test_a_missing_source_warns_and_can_be_released(client: Client, connection: Connection[Any]) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/"), source=""))
    assert "The alert does not say where the news is from." in look.content.decode()
    client.post("/desk/flash/", typed(look, source=""))
    assert len(read_after(connection, 0)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"headline": "x" * 101}, "101 characters; a flash has 100 at most."),
        ({"headline": ""}, "This field is required."),
        ({"headline": "Bridge closed, XX hurt"}, "Stops the release:"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_a_bad_flash_says_why_and_keeps_what_was_typed(
    client: Client, connection: Connection[Any], changes: dict[str, str], words: str
) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/"), **changes))
    page = look.content.decode()
    assert look.status_code == 200
    assert words in page
    assert 'value="City of Ostrava"' in page
    assert hidden(look, "seen") == ""
    client.post("/desk/flash/", typed(look, **changes))
    assert read_after(connection, 0) == []


def test_a_form_that_was_tampered_with_is_refused_with_a_sentence(client: Client) -> None:
    answer = client.post("/desk/flash/", typed(client.get("/desk/flash/"), token="urn:somebody:else"))
    assert answer.status_code == 409
    assert "The form cannot be read." in answer.content.decode()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.TRANSLATOR, Role.PICTURE_EDITOR, Role.SALES])
def test_who_may_not_release_an_alert_has_no_composer(enter: Enter, connection: Connection[Any], role: Role) -> None:
    client = enter(role)
    assert client.get("/desk/flash/").status_code in (302, 403)
    assert client.post("/desk/flash/", {"headline": "x"}).status_code in (302, 403)
    assert read_after(connection, 0) == []


def test_the_follow_up_opens_in_the_editor_prefilled(client: Client) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/")))
    done = client.post("/desk/flash/", typed(look))
    alert = Story.objects.get()
    answer = client.post(f"{done['Location']}story/")
    story = Story.objects.exclude(pk=alert.pk).get()
    assert answer["Location"] == f"/desk/stories/edit/{story.pk}/"
    assert (story.follows, story.headline) == (alert, "Orla bridge closed")
    assert 'value="Orla bridge closed"' in client.get(answer["Location"]).content.decode()


def test_a_killed_flash_is_not_followed_and_its_page_says_what_it_is(
    client: Client, editor: User, now: datetime
) -> None:
    look = client.post("/desk/flash/", typed(client.get("/desk/flash/")))
    done = client.post("/desk/flash/", typed(look))
    alert = Story.objects.get()
    service.do_kill(alert.pk, actor=make_user(Role.DUTY_CHIEF), now=now, reason="r", wording="Do not use.")
    page = client.get(done["Location"]).content.decode()
    assert "Killed" in page
    assert "Write the story" not in page
    client.post(f"{done['Location']}story/")
    assert Story.objects.count() == 1
    other = make_story(editor, now)
    assert client.get(f"/desk/flash/{other.pk}/").status_code == 404
    assert client.post("/desk/flash/999999/story/").status_code == 404

"""The dialogues over HTTP: each action at each stage as each role, compared with the table."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.desk.actions import DIALOGUES, describe_action
from newswire.editing import deed, service
from newswire.editing.models import Scheduled
from newswire.editing.rules import ACTIONS, STAGES, check_action
from newswire.editing.wording import kill_wording, substitute_wording
from newswire.item.item import Item
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.wire.follow import read_after, read_items
from tests.desk.conftest import Enter, client_of
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_service import bring_to
from tests.newsroom import Newsroom

ANSWERS: dict[str, dict[str, str]] = {
    "release": {"update_line": "adds mayor"},
    "correct": {"wrong": "two", "right": "three", "note": "", "reason": "Misheard", "override": "Nobody else is in"},
    "refile": {"reason": "comma"},
    "hold": {"reason": "checking"},
    "lift": {"reason": ""},
    "kill": {"wording": "Kill this.", "reason": "Libel", "override": "Nobody else is in"},
    "submit": {},
    "take": {},
    "approve": {},
    "assign": {"note": "please"},
    "embargo": {"reason": "Minister spoke early"},
    "return": {"reason": "Second source?"},
    "unschedule": {},
}


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def releases(connection: Connection[Any]) -> list[tuple[str, int]]:
    return [(one.kind, one.version) for one in read_after(connection, 0)]


def seen_in(page: Any) -> str:
    """The fingerprint that the page's form carries."""
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def newest_item(connection: Connection[Any]) -> Item:
    seq = read_after(connection, 0)[-1].seq
    return read_items(connection, [seq])[seq]


@pytest.mark.parametrize("role", list(Role))
def test_no_dialogue_goes_past_the_table(connection: Connection[Any], now: datetime, chief: User, role: Role) -> None:
    client = client_of(make_user(role))
    for stage in STAGES:
        for action in ACTIONS:
            story = make_story(chief, now, embargo_until=now + timedelta(days=9999) if action == "embargo" else None)
            bring_to(stage, story, chief, now)
            before = len(releases(connection))
            response = client.post(f"/desk/stories/{story.pk}/{action}/", ANSWERS.get(action, {}))
            story.refresh_from_db()
            refusal = check_action(stage, action, deed.role_of(User.objects.get(username=f"a-{role.value}")), "text")
            if role == Role.SUBSCRIBER:
                expected = 403
            elif action not in DIALOGUES:
                expected = 404
            else:
                expected = {None: 302, "role": 403, "type": 403, "stage": 409}.get(refusal, 0)
            assert response.status_code == expected, (stage, action)
            if expected != 302:
                assert (story.stage, len(releases(connection))) == (stage, before), (stage, action)


def test_the_button_says_what_will_happen(connection: Connection[Any], now: datetime, chief: User) -> None:
    room = Newsroom(connection, now)
    for name in ("one", "two"):
        room.subscribe(name, "*")
    story = make_story(chief, now)
    client = client_of(chief)
    assert b"Release to 2 subscribers" in client.get(f"/desk/stories/{story.pk}/release/").content
    service.do_release(story.pk, actor=chief, now=now)
    edit(story, chief, now, standfirst="New")
    assert b"Release update 2 to 2 subscribers" in client.get(f"/desk/stories/{story.pk}/release/").content
    assert b"Refile as version 2 to 2 subscribers" in client.get(f"/desk/stories/{story.pk}/refile/").content
    story.refresh_from_db()
    assert describe_action(story, "correct", None) == "Release correction 2 to everyone who had the story"


def test_a_release_takes_what_was_seen(connection: Connection[Any], now: datetime, chief: User) -> None:
    story = make_story(chief, now)
    client = client_of(chief)
    seen = seen_in(client.get(f"/desk/stories/{story.pk}/release/"))
    edit(story, chief, now, headline="Changed by somebody else")
    refused = client.post(f"/desk/stories/{story.pk}/release/", {"seen": seen, "at": ""})
    assert refused.status_code == 409
    assert b"Nothing was released" in refused.content
    assert releases(connection) == []
    seen = seen_in(refused)
    accepted = client.post(f"/desk/stories/{story.pk}/release/", {"seen": seen, "at": ""}, follow=True)
    assert b"Number 1 on the wire" in accepted.content
    assert newest_item(connection).headline == "Changed by somebody else"


def test_a_blocking_check_takes_the_button_away_and_refuses_the_post(
    connection: Connection[Any], now: datetime, chief: User
) -> None:
    story = make_story(chief, now, body="<p>TK people came.</p>", sections=[], subjects=[])
    client = client_of(chief)
    page = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    assert "A placeholder is left in the text: TK." in page
    assert "No section and no subject" in page
    assert "desk-go" not in page
    assert client.post(f"/desk/stories/{story.pk}/release/", {}).status_code == 409
    assert releases(connection) == []


def test_a_correction_needs_its_words_and_keeps_what_was_typed(
    connection: Connection[Any], now: datetime, chief: User
) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    client = client_of(chief)
    page = client.post(f"/desk/stories/{story.pk}/correct/", {"wrong": "two years", "right": "", "reason": ""})
    assert page.status_code == 200
    assert b"two years" in page.content
    assert releases(connection) == [("new", 1)]
    client.post(f"/desk/stories/{story.pk}/correct/", {**ANSWERS["correct"], "wrong": "a", "right": "b", "note": "n"})
    correction = newest_item(connection).correction
    assert correction is not None
    assert (correction.wrong, correction.right, correction.note) == ("a", "b", "n")


def test_a_kill_proposes_its_words_in_the_storys_language(now: datetime, chief: User) -> None:
    story = make_story(chief, now, language="tr", headline="Köprü açıldı")
    service.do_release(story.pk, actor=chief, now=now)
    page = client_of(chief).get(f"/desk/stories/{story.pk}/kill/").content.decode()
    assert "İPTAL: “Köprü açıldı”" in page
    assert "Kill the story for everyone who had it, for good" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_agency_has_its_own_words_for_a_kill(language: str) -> None:
    words = kill_wording(language, "Bridge"), substitute_wording(language, "Bridge", "urn:x")
    assert all("Bridge" in one for one in words)
    assert language == "en" or words != (kill_wording("en", "Bridge"), substitute_wording("en", "Bridge", "urn:x"))


def test_a_kill_names_the_headline_that_subscribers_have(now: datetime, chief: User) -> None:
    story = make_story(chief, now, headline="Bridge open")
    service.do_release(story.pk, actor=chief, now=now)
    edit(story, chief, now, headline="Never released")
    page = client_of(chief).get(f"/desk/stories/{story.pk}/kill/").content.decode()
    assert "“Bridge open”" in page
    assert "“Never released”" not in page


def test_a_kill_may_name_a_story_to_use_instead(connection: Connection[Any], now: datetime, chief: User) -> None:
    story, other, embargoed, foreign = (
        make_story(chief, now, headline=headline, **fields)
        for headline, fields in (
            ("Bridge open", {}),
            ("Bridge stays closed", {}),
            ("Not yet", {"embargo_until": now + timedelta(days=30000)}),
            ("Köprü kapalı", {"language": "tr"}),
        )
    )
    for one in (story, other, embargoed, foreign):
        service.do_release(one.pk, actor=chief, now=now)
    client, address = client_of(chief), f"/desk/stories/{story.pk}/kill/"
    page = client.get(address).content.decode()
    assert f'<option value="{other.pk}">' in page
    assert not any(f'<option value="{one.pk}">' in page for one in (story, embargoed, foreign))
    said = {"wording": "KILL: wrong.", "reason": "Wrong bridge", "override": "Nobody else is here"}
    refused = client.post(address, said | {"substitute": embargoed.pk})
    assert refused.status_code != 302
    client.post(address, said | {"substitute": other.pk})
    other.refresh_from_db()
    last = read_after(connection, 0)[-1]
    assert last.kind == "kill"
    assert last.reason == f"KILL: wrong. Use this story instead: “Bridge stays closed” ({other.guid})."


def test_the_dialogue_of_an_update_says_update(now: datetime, chief: User) -> None:
    story = make_story(chief, now)
    client = client_of(chief)
    first = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    service.do_release(story.pk, actor=chief, now=now)
    second = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    titles = [" ".join(page.partition("<title>")[2].partition("</title>")[0].split()) for page in (first, second)]
    assert [title.split()[0] for title in titles] == ["Release:", "Update:"], titles


def test_a_kill_puts_the_wording_on_the_wire_and_keeps_the_reason(
    connection: Connection[Any], now: datetime, chief: User
) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    client = client_of(chief)
    client.post(f"/desk/stories/{story.pk}/kill/", {**ANSWERS["kill"], "wording": "Please kill."})
    assert read_after(connection, 0)[-1].reason == "Please kill."
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "Libel" in page
    assert "This story was killed" in page


def test_a_release_for_later_is_planned_and_can_be_cancelled(
    connection: Connection[Any], now: datetime, chief: User
) -> None:
    story = make_story(chief, now)
    client = client_of(chief)
    page = client.post(f"/desk/stories/{story.pk}/release/", {"at_0": "2099-01-01T09:00", "at_1": "UTC"}, follow=True)
    assert b"Scheduled." in page.content
    assert releases(connection) == []
    assert Scheduled.objects.get().story == story
    assert b"Cancel schedule" in page.content
    client.post(f"/desk/stories/{story.pk}/unschedule/")
    assert not Scheduled.objects.exists()


def test_a_time_that_has_passed_is_refused_and_nothing_leaves(
    connection: Connection[Any], now: datetime, chief: User
) -> None:
    story = make_story(chief, now)
    page = client_of(chief).post(f"/desk/stories/{story.pk}/release/", {"at_0": "2001-01-01T09:00", "at_1": "UTC"})
    assert b"This time has passed" in page.content
    assert releases(connection) == []


def test_a_dialogue_for_nothing_is_not_found(enter: Enter, now: datetime, chief: User) -> None:
    client: Client = enter(Role.EDITOR)
    story = make_story(chief, now)
    assert client.get("/desk/stories/999/release/").status_code == 404
    assert client.get(f"/desk/stories/{story.pk}/explode/").status_code == 404
    assert client.put(f"/desk/stories/{story.pk}/release/").status_code == 405


def test_an_embargo_is_named_before_it_is_released(now: datetime, chief: User) -> None:
    story = make_story(chief, now, embargo_until=now + timedelta(days=30000))
    page = client_of(chief).get(f"/desk/stories/{story.pk}/release/").content.decode()
    assert "it leaves now, stamped" in page


def test_who_did_what_is_written_down(now: datetime, chief: User) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    client_of(reporter).post(f"/desk/stories/{story.pk}/submit/")
    client_of(chief).post(f"/desk/stories/{story.pk}/release/", {"at": ""})
    acts = Act.objects.filter(name=story.guid)
    assert [(one.action, one.actor, one.version) for one in acts] == [
        ("release", "chief", 1),
        ("submit", "a-reporter", 0),
    ]

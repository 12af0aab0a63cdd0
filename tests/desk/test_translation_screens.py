"""Translations over HTTP: the list of languages, the original beside the form, the sheet in the dialogues."""

from datetime import datetime

import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.desk.derived_form import DECISION_LABELS, WHY_LABELS
from newswire.editing import service
from newswire.editing.derived import DECISIONS, read_flag
from newswire.editing.models import SecondLook, Story
from newswire.editing.translations import do_begin_translation
from newswire.item.item import Correction
from newswire.item.vocabulary.languages import LANGUAGES
from tests.desk.conftest import Enter, client_of
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_derived import make_from, release, stage_of, translate

CORRECTION = {"wrong": "two years", "right": "three years", "note": "", "reason": "Misheard"}
ALONE = {"way": "alone", "override": "Nobody else is here"}


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_has_every_language_and_begins_what_is_missing(chief: User, now: datetime, enter: Enter) -> None:
    story = release(make_story(chief, now), chief, now)
    client = enter(Role.TRANSLATOR)
    page = read(client, f"/desk/stories/{story.pk}/translate/")
    assert all(one.name in page for one in LANGUAGES.values())
    assert page.count("Begin the translation into") == len(LANGUAGES) - 1
    answer = client.post(f"/desk/stories/{story.pk}/translate/", {"language": "ar"})
    made = Story.objects.get(translation_of=story)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/stories/edit/{made.pk}/")
    assert (made.language, made.created_by) == ("ar", User.objects.get(username="a-translator"))
    page = read(client, f"/desk/stories/{made.pk}/translate/")
    assert page.count("Begin the translation into") == len(LANGUAGES) - 2
    assert "of version 1 of the original" in page
    again = client.post(f"/desk/stories/{story.pk}/translate/", {"language": "ar"})
    assert (again.status_code, b"Open that one" in again.content) == (409, True)


@pytest.mark.parametrize(("role", "status"), [(Role.SALES, 302), (Role.SUBSCRIBER, 403)])
def test_who_does_not_write_begins_nothing(chief: User, now: datetime, enter: Enter, role: Role, status: int) -> None:
    story = make_story(chief, now)
    client = enter(role)
    assert "Begin the translation" not in read(client, f"/desk/stories/{story.pk}/translate/")
    assert client.post(f"/desk/stories/{story.pk}/translate/", {"language": "ar"}).status_code == status
    client.post(f"/desk/stories/{story.pk}/taken-over/", {"version": "0"})
    assert Story.objects.count() == 1


def test_a_stranger_is_sent_to_sign_in(stranger: Client, chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    for address in (f"/desk/stories/{story.pk}/translate/", f"/desk/stories/{story.pk}/taken-over/"):
        answer = stranger.post(address, {"language": "ar"})
        assert (answer.status_code, "/desk/login/" in answer["Location"]) == (302, True)


def test_the_original_stands_beside_the_form_with_what_happened_to_it(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now, language="ar", headline="افتتاح الجسر"), chief, now)
    turkish = do_begin_translation(story.pk, "tr", actor=chief, now=now)
    client = client_of(chief)
    address = f"/desk/stories/edit/{turkish.pk}/"
    page = read(client, address)
    assert '<div class="desk-original-text" lang="ar" dir="rtl">' in page
    assert "The original was" not in page
    edit(story, chief, now, headline="افتتاح الجسر بعد ثلاث سنوات")
    service.do_correct(story.pk, actor=chief, now=now, correction=Correction("سنتان", "ثلاث سنوات"), reason="r")
    page = read(client, address)
    assert "The original was corrected" in page
    assert "<del>سنتان</del>" in page
    assert "<ins>افتتاح الجسر بعد ثلاث سنوات</ins>" in page
    assert "I have taken over version 2" in page
    answer = client.post(f"/desk/stories/{turkish.pk}/taken-over/", {"version": "2"}, follow=True)
    page = answer.content.decode()
    assert "Version 2 of the original is taken over." in page
    assert "Version of the original taken over" in page
    assert "The original was" not in page


@pytest.mark.parametrize("version", ["", "9", "-1", "²", "x"])
def test_a_version_that_is_none_changes_nothing(chief: User, now: datetime, version: str) -> None:
    turkish = do_begin_translation(make_story(chief, now).pk, "tr", actor=chief, now=now)
    page = client_of(chief).post(f"/desk/stories/{turkish.pk}/taken-over/", {"version": version}, follow=True)
    assert b"The original has no such version" in page.content


def test_a_story_that_is_no_translation_has_no_panel(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    page = read(client_of(chief), f"/desk/stories/edit/{story.pk}/")
    assert "desk-original" not in page
    assert f"/desk/stories/{story.pk}/translate/" in page


def test_every_decision_and_relation_has_its_words() -> None:
    assert set(DECISION_LABELS) == set(DECISIONS)
    assert all(str(label) for label in WHY_LABELS.values())


def test_the_sheet_offers_what_is_possible_and_takes_it(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish, french = translate(story, chief, now), translate(story, chief, now, "fr")
    wrap = release(make_from(story, chief, now, headline="The day in brief"), chief, now)
    client = client_of(chief)
    page = read(client, f"/desk/stories/{story.pk}/correct/")
    assert page.count('value="hold" selected') == 2
    assert page.count('value="leave" selected') == 1
    assert "The day in brief" in page
    answer = client.post(
        f"/desk/stories/{story.pk}/correct/",
        CORRECTION | ALONE | {f"derived-{turkish.pk}": "leave", f"derived-{wrap.pk}": "correct-later"},
    )
    assert answer.status_code == 302
    assert [stage_of(one) for one in (turkish, french, wrap)] == ["released", "held", "released"]
    assert read_flag(wrap) is not None
    assert "To be corrected." in read(client, f"/desk/stories/edit/{wrap.pk}/")
    kill = {"wording": "Kill it.", "reason": "Libel", f"derived-{wrap.pk}": "kill", f"derived-{french.pk}": "kill"}
    assert client.post(f"/desk/stories/{story.pk}/kill/", kill | ALONE).status_code == 302
    assert [stage_of(one) for one in (story, turkish, french, wrap)] == ["killed", "held", "killed", "killed"]


def test_what_is_asked_for_happens_to_derived_stories_when_another_approves(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish, french = translate(story, chief, now), translate(story, chief, now, "fr")
    said = {"wording": "Kill it.", "reason": "Libel", "way": "ask"}
    said |= {f"derived-{turkish.pk}": "kill", f"derived-{french.pk}": "correct-later"}
    assert client_of(chief).post(f"/desk/stories/{story.pk}/kill/", said).status_code == 302
    assert [stage_of(one) for one in (story, turkish, french)] == ["released"] * 3
    look = SecondLook.objects.get()
    assert look.proposal["said"]["derived"] == {turkish.guid: "kill", french.guid: "correct-later"}
    second = client_of(make_user(Role.DUTY_CHIEF, "second"))
    page = read(second, f"/desk/second-looks/{look.pk}/")
    assert f"{turkish.headline}</bdi></a>: Kill too" in page
    assert f"{french.headline}</bdi></a>: Mark as to be corrected" in page
    assert second.post(f"/desk/second-looks/{look.pk}/", {"decision": "approve"}).status_code == 302
    assert [stage_of(one) for one in (story, turkish, french)] == ["killed", "killed", "released"]
    assert read_flag(french) is not None


def test_a_choice_that_is_not_possible_any_more_is_shown_and_nothing_is_done(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    service.do_hold(turkish.pk, actor=chief, now=now, reason="r")
    answer = client_of(chief).post(
        f"/desk/stories/{story.pk}/correct/", CORRECTION | {f"derived-{turkish.pk}": "publish"}
    )
    assert (answer.status_code, b"Misheard" in answer.content) == (200, True)
    assert b"Select a valid choice" in answer.content
    story.refresh_from_db()
    assert story.version == 1

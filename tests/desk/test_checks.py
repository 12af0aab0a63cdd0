"""The checks at the desk: the findings in the editor, the table, a desk's own weights, prepared copy, prints."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection as django_connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Act, Role, User
from newswire.delivery.website.content import is_public
from newswire.editing import deed, service, timing
from newswire.editing.likeness import read_twin
from newswire.editing.models import Desk, Story, StoryPrint
from newswire.item.item import Item
from newswire.kit.errors import RuleError
from tests.desk.conftest import Enter, client_of
from tests.editing.people import edit, make_story, make_user

LONG = "<p>" + " ".join(f"word{number} river{number % 7} council{number % 11}" for number in range(60)) + "</p>"


def _item(story: Story, now: datetime) -> Item:
    return deed.prepare(story, now=now)


def test_the_editor_shows_the_findings_with_a_way_to_their_fields(enter: Enter, now: datetime) -> None:
    client = enter(Role.EDITOR)
    story = make_story(User.objects.get(), now, headline="XX and the the bridge", dateline_place="")
    page = client.get(f"/desk/stories/{story.pk}/checks/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "A placeholder is left in the text: XX." in text
    assert f'href="/desk/stories/edit/{story.pk}/#field-headline"' in text
    assert f'href="/desk/stories/edit/{story.pk}/#field-dateline_place"' in text
    dialogue = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    assert f"/desk/stories/edit/{story.pk}/#field-headline" in dialogue
    editor = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert f'data-checks="/desk/stories/{story.pk}/checks/"' in editor
    assert client.post(f"/desk/stories/{story.pk}/checks/").status_code == 405
    assert client.get("/desk/stories/99999/checks/").status_code == 404


def test_a_story_without_faults_is_said_to_be_fine(enter: Enter, now: datetime) -> None:
    client = enter(Role.REPORTER)
    story = make_story(User.objects.get(), now)
    assert b"The checks found nothing." in client.get(f"/desk/stories/{story.pk}/checks/").content


def test_everyone_reads_the_table_and_seniors_weigh_for_a_desk(enter: Enter) -> None:
    desk = Desk.objects.create(code="politics", name="Politics")
    reporter, chief = enter(Role.REPORTER), enter(Role.DUTY_CHIEF)
    assert b"Placeholder left" in reporter.get("/desk/checks/").content
    assert b'name="check-placeholder"' not in reporter.get("/desk/checks/?desk=politics").content
    assert b'name="check-placeholder"' in chief.get("/desk/checks/?desk=politics").content
    said = {"desk": "politics", "check-dateline-missing": "block", "check-placeholder": ""}
    assert reporter.post("/desk/checks/", said).status_code == 403
    assert chief.post("/desk/checks/", {**said, "desk": "nowhere"}).status_code == 409
    assert chief.post("/desk/checks/", {**said, "check-quotes-mixed": "maybe"}).status_code == 422
    assert chief.post("/desk/checks/", {**said, "check-language-missing": "off"}).status_code == 422
    desk.refresh_from_db()
    assert desk.checks == {}
    assert chief.post("/desk/checks/", said).status_code == 302
    desk.refresh_from_db()
    assert desk.checks == {"dateline-missing": "block"}
    act = Act.objects.get(action="weights")
    assert (act.name, act.actor, act.detail) == ("politics", "a-duty-chief", {"dateline-missing": "– → block"})


def test_the_storys_desk_decides_what_blocks(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    desk = Desk.objects.create(code="photo", name="Photo", checks={"dateline-missing": "block"})
    story = make_story(editor, now, dateline_place="", desk=desk)
    with pytest.raises(RuleError, match="The dateline has no place"):
        service.do_release(story.pk, actor=editor, now=now)
    Desk.objects.update(checks={"dateline-missing": "off"})
    assert service.do_release(story.pk, actor=editor, now=now).kind == "new"


@pytest.mark.parametrize("own", [{"placeholder": "sometimes"}, {"nothing": "off"}, ["off"]])
def test_a_desk_cannot_be_given_weights_there_are_not(own: Any) -> None:
    with pytest.raises(ValidationError, match="cannot be weights"):
        Desk(code="a", name="A", checks=own).clean_fields()


def test_prepared_copy_leaves_only_when_its_slugline_is_typed(enter: Enter, now: datetime) -> None:
    client = enter(Role.EDITOR)
    editor = User.objects.get()
    story = make_story(editor, now, is_prepared=True, slugline="OBIT-HOLT")
    for confirmed in ("", "OBIT"):
        with pytest.raises(RuleError, match="OBIT-HOLT"):
            service.do_release(story.pk, actor=editor, now=now, confirmed=confirmed)
    with pytest.raises(RuleError, match="OBIT-HOLT"):
        timing.do_schedule(story.pk, actor=editor, now=now, at=now + timedelta(hours=1))
    address = f"/desk/stories/{story.pk}/release/"
    assert "Type “OBIT-HOLT”" in client.get(address).content.decode()
    assert client.post(address, {"confirmed": "no"}).status_code == 200
    story.refresh_from_db()
    assert story.version == 0
    assert client.post(address, {"confirmed": "obit-holt"}).status_code == 302
    story.refresh_from_db()
    assert story.version == 1
    assert deed.confirm_word(story) == ""


def test_prepared_copy_without_a_slugline_has_a_word_to_type(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, is_prepared=True, slugline="")
    assert deed.confirm_word(story) == "RELEASE"
    assert service.do_release(story.pk, actor=editor, now=now, confirmed="release").version == 1


def test_a_test_reaches_the_wire_but_never_the_public(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now, is_test=True, public="yes")
    with pytest.raises(RuleError, match="A test can never go to the public site"):
        service.do_release(story.pk, actor=editor, now=now)
    edit(story, editor, now, public="auto")
    service.do_release(story.pk, actor=editor, now=now)
    item = deed.read_released(Story.objects.get())
    assert item.is_test
    assert not is_public(item)
    for public in ("auto", "yes"):
        shown = make_story(editor, now, is_test=True, public=public)
        assert not is_public(_item(shown, now))
    assert is_public(_item(make_story(editor, now), now))


def test_an_expiry_goes_on_the_wire(dsn: str, now: datetime) -> None:
    assert dsn
    story = make_story(make_user(Role.EDITOR), now, expires=now + timedelta(days=2))
    assert _item(story, now).expires == now + timedelta(days=2)


def test_a_story_too_close_to_another_is_found_in_one_query(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    make_story(editor, now, headline="The first of them", body=LONG)
    for number in range(4):
        make_story(editor, now, body=LONG.replace("word", f"other{number}x"))
    again = make_story(editor, now, headline="The second", body=LONG.replace("word30 ", "ferry "))
    item = _item(again, now)
    with CaptureQueriesContext(django_connection) as queries:
        assert read_twin(again, item) == "The first of them"
    assert len(queries) == 1
    [finding] = [one for one in deed.check_story(again, item, role="editor", now=now) if one.code == "near-duplicate"]
    assert finding.found == "The first of them"


def test_a_storys_own_follow_up_and_a_short_story_are_not_too_close(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    first = make_story(editor, now, body=LONG)
    second = make_story(editor, now, body=LONG, follows=first)
    assert read_twin(first, _item(first, now)) == ""
    assert read_twin(second, _item(second, now)) == ""
    assert StoryPrint.objects.count() == 2
    edit(first, editor, now, body="<p>Short now.</p>")
    assert list(StoryPrint.objects.values_list("story_id", flat=True)) == [second.pk]
    assert client_of(editor).get(f"/desk/stories/{first.pk}/checks/").status_code == 200

"""Wagtail's own addresses for stories, posted as each role at each stage: only what the table allows happens."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.desk.locks import may_edit
from newswire.desk.story_form import StoryForm
from newswire.editing import deed, service, workflow
from newswire.editing.models import Story
from newswire.editing.rules import RELEASERS, STAGES, Stage, check_action
from newswire.wire.follow import read_after
from tests.desk.conftest import client_of
from tests.desk.test_access import walk
from tests.desk.test_stories import form_data
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_service import bring_to

CHANGED = "Changed by way of Wagtail"
WRITING = frozenset({"edit", "revisions_revert", "delete", "lock", "unlock"})
"""Addresses that may change something where the table allows it; every other one changes nothing for anybody."""


def routes() -> list[tuple[str, str]]:
    """(name, route) of every address in the namespace of stories, and of bulk actions on them."""
    found = [(name, route) for name, route in walk(get_resolver().url_patterns) if name.startswith("stories:")]
    bulk = [
        (f"bulk:{action}", f"desk/bulk/editing/story/{action}/?id=<int:pk>")
        for action in ("delete", "lock", "unlock", "publish", "unpublish", "move")
    ]
    extra = [("copy", "desk/stories/copy/<int:pk>/"), ("reorder", "desk/stories/reorder/<int:pk>/")]
    return [*((name.partition(":")[2], route) for name, route in found), *bulk, *extra]


ROUTES = routes()


def address(route: str, story: Story, revision: int) -> str:
    """`route` for this story and this revision of it."""
    for name, value in (("revision_id_a", "earliest"), ("revision_id_b", "latest")):
        route = re.sub(rf"\(\?P<{name}>[^)]*\)", value, route)
    route = re.sub(r"<int:revision_id>", str(revision), route)
    route = re.sub(r"\(\?P<pk>[^)]*\)|<\w+:pk>", str(story.pk), route)
    route = route.replace("^", "").replace("$", "").replace("\\Z", "").replace(r"\.", ".").replace("\\", "")
    assert not re.search(r"[<>()*+|]", route), route
    return f"/{route}"


def snapshot(story: Story) -> dict[str, Any] | None:
    """Everything the database holds of the story but who has it in hand; None where it is gone."""
    row = Story.objects.filter(pk=story.pk).values().first()
    return {name: value for name, value in row.items() if not name.startswith("locked")} if row else None


def stories_at(stage: Stage, chief: User, now: datetime) -> Iterator[tuple[Story, int]]:
    """The same story at `stage` again and again, with the number of its first revision."""
    while True:
        story = make_story(chief, now)
        first = story.latest_revision_id
        edit(story, chief, now, headline="Second words")
        bring_to(stage, story, chief, now)
        assert first is not None
        yield story, first


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def test_the_table_of_addresses_knows_wagtails_own() -> None:
    names = {name for name, _route in ROUTES}
    assert names >= WRITING | {"list", "add", "usage", "history", "revisions_view", "revisions_compare"}
    assert len(names) == len(ROUTES) > 20


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", list(Role))
def test_no_address_of_wagtail_goes_past_the_table(
    connection: Connection[Any], now: datetime, chief: User, role: Role, stage: Stage
) -> None:
    user = make_user(role)
    client, fresh = client_of(user), stories_at(stage, chief, now)
    story, revision = next(fresh)
    may = check_action(stage, "edit", deed.role_of(user)) is None
    for name, route in ROUTES:
        before, count = snapshot(story), len(read_after(connection, 0))
        headline = CHANGED if name in ("edit", "revisions_revert") else "Second words"
        response = client.post(address(route, story, revision), form_data(headline=headline))
        after = snapshot(story)
        assert response.status_code < 500, name
        assert len(read_after(connection, 0)) == count, name
        if name in ("edit", "revisions_revert"):
            assert (after != before) == may, name
            assert after is not None
            assert (after["stage"], after["version"]) == (stage, 0 if before is None else before["version"]), name
            assert (after["headline"] == CHANGED) == may, name
        elif name == "delete":
            assert (after is None) == (stage == "draft" and role.value in RELEASERS), name
            assert after in (None, before)
        else:
            assert after == before, name
        if after != before:
            story, revision = next(fresh)
    assert Story.objects.filter(headline=CHANGED).exists() == may


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_edit_can_hold_a_story(now: datetime, chief: User, role: Role) -> None:
    user = make_user(role)
    client = client_of(user)
    for stage in STAGES:
        story, _revision = next(stories_at(stage, chief, now))
        client.post(f"/desk/stories/lock/{story.pk}/")
        story.refresh_from_db()
        assert story.locked == may_edit(story, user), stage
        assert story.locked_by == (user if story.locked else None)


@pytest.mark.parametrize("role", list(Role))
def test_somebody_elses_hold_is_opened_only_by_those_who_may_edit(now: datetime, chief: User, role: Role) -> None:
    user = make_user(role)
    client = client_of(user)
    for stage in STAGES:
        story, _revision = next(stories_at(stage, chief, now))
        Story.objects.filter(pk=story.pk).update(locked=True, locked_by=chief, locked_at=now)
        client.post(f"/desk/stories/unlock/{story.pk}/")
        story.refresh_from_db()
        assert story.locked == (not (may_edit(story, user) and role.value in RELEASERS)), stage


def test_the_writer_is_told_why_and_finds_the_words_again(now: datetime, chief: User) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    bring_to("in-edit", story, chief, now)
    client: Client = client_of(reporter)
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "The story is at the stage “In edit”, where your role cannot change it." in page
    answer = client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Too late, but typed")).content.decode()
    assert "it is kept beside the story for both of you." in answer
    assert "Too late, but typed" in answer
    saved = client.post(
        f"/desk/stories/edit/{story.pk}/", form_data(headline="x"), headers={"accept": "application/json"}
    )
    assert saved.json()["error_code"] == "locked"
    assert "where your role cannot change it" in saved.json()["error_message"]


def test_a_story_sent_back_can_be_written_again(now: datetime, chief: User) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    bring_to("in-edit", story, chief, now)
    workflow.do_return(story.pk, actor=chief, now=now, reason="Second source?")
    client_of(reporter).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="With a second source"))
    story.refresh_from_db()
    assert story.headline == "With a second source"


def test_a_story_that_moves_on_while_a_form_is_being_read_is_not_changed(
    now: datetime, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    workflow.do_submit(story.pk, actor=reporter, now=now)

    def take_meanwhile(_form: StoryForm) -> str:
        workflow.do_take(story.pk, actor=chief, now=now)
        return "CZ"

    monkeypatch.setattr(StoryForm, "clean_dateline_country", take_meanwhile)
    page = client_of(reporter).post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Just missed it"))
    story.refresh_from_db()
    assert (story.headline, story.stage) == ("Bridge over the Orla opens after two years of repairs", "in-edit")
    assert b"Just missed it" in page.content


def test_a_draft_released_while_its_deletion_is_asked_for_stays(now: datetime, chief: User) -> None:
    story = make_story(chief, now)
    client = client_of(chief)
    assert client.get(f"/desk/stories/delete/{story.pk}/").status_code == 200
    service.do_release(story.pk, actor=chief, now=now)
    client.post(f"/desk/stories/delete/{story.pk}/")
    assert Story.objects.filter(pk=story.pk).exists()

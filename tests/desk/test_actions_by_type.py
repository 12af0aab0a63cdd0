"""A picture editor is limited by type of story over HTTP too, at each stage and for each action, as the table says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from django.db import transaction
from django.test import Client, override_settings
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.desk.actions import DIALOGUES
from newswire.editing.models import Story
from newswire.editing.rules import STAGES, VISUAL, Refusal, Stage, check_action
from newswire.item.item import ItemType
from newswire.wire.follow import read_after
from tests.desk.conftest import client_of
from tests.desk.test_actions import ANSWERS
from tests.editing.people import make_story, make_user
from tests.editing.test_media_kill import add_picture
from tests.editing.test_service import bring_to

STATUS: dict[Refusal | None, int] = {None: 302, "role": 403, "type": 403, "stage": 409}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, dsn: str) -> Iterator[None]:  # noqa: ARG001 - the database must be there
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


def post_and_undo(client: Client, story: Story, action: str) -> tuple[int, str]:
    """The answer to the action and the story's stage after it; then everything is as it was before."""
    with transaction.atomic():
        status = client.post(f"/desk/stories/{story.pk}/{action}/", ANSWERS.get(action, {})).status_code
        stage = Story.objects.values_list("stage", flat=True).get(pk=story.pk)
        transaction.set_rollback(True)
    return status, stage


def make_at(stage: Stage, type_: ItemType, chief: User, now: datetime, **changes: Any) -> Story:
    story = make_story(chief, now, type=type_, headline=f"A {type_} at {stage}", **changes)
    bring_to(stage, story, chief, now)
    return story


def test_no_dialogue_goes_past_a_picture_editors_types(connection: Connection[Any], now: datetime) -> None:
    chief, client = make_user(Role.DUTY_CHIEF, "chief"), client_of(make_user(Role.PICTURE_EDITOR))
    words = {"picture": add_picture(), "picture_caption": "The bridge", "picture_credit": "AA", "picture_alt": "Bridge"}
    tried: set[Refusal | None] = set()
    for type_ in get_args(ItemType):
        for stage in STAGES:
            story = make_at(stage, type_, chief, now, **(words if type_ in VISUAL else {}))
            before = len(read_after(connection, 0))
            for action in sorted(DIALOGUES):
                refusal = check_action(stage, action, "picture-editor", type_)
                status, then = post_and_undo(client, story, action)
                assert status == STATUS[refusal], (type_, stage, action)
                assert then == stage or refusal is None, (type_, stage, action)
                tried.add(refusal)
            assert len(read_after(connection, 0)) == before
    assert tried == set(STATUS)


def test_a_picture_editor_is_told_that_the_type_is_not_theirs(now: datetime) -> None:
    chief, client = make_user(Role.DUTY_CHIEF, "chief"), client_of(make_user(Role.PICTURE_EDITOR))
    story = make_at("ready", "text", chief, now)
    page = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    assert "desk-go" not in page
    answer = client.post(f"/desk/stories/{story.pk}/release/", ANSWERS["release"])
    assert "Your role" in answer.content.decode()

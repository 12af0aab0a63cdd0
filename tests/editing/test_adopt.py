"""Opening a story at the desk that came on the wire another way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connections
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import adopt, service
from newswire.editing.models import Story
from newswire.item.item import Correction
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.append import do_append
from newswire.wire.follow import read_after, read_items
from tests.editing.people import make_user
from tests.stories import make_draft, make_guid

pytestmark = pytest.mark.usefixtures("dsn")

FIXED = Correction("two years", "three years")


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def put(connection: Connection[Any], name: str, now: datetime, **changes: Any) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        do_append(cursor, make_draft(name, now, **changes))


def test_a_story_that_was_imported_can_be_opened_at_the_desk_and_corrected(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    put(connection, "harbour", now)
    put(connection, "harbour", now, version=2, kind="update", headline="Harbour opens, ferry first")
    story = adopt.do_adopt(make_guid("harbour"), actor=chief, now=now)
    assert (story.stage, story.version, story.last_seq, story.content_seq) == ("released", 2, 2, 2)
    assert story.headline == "Harbour opens, ferry first"
    assert not story.is_updated_since_release
    assert adopt.do_adopt(make_guid("harbour"), actor=chief, now=now).pk == story.pk
    release = service.do_correct(story.pk, actor=chief, now=now, correction=FIXED, reason="r")
    assert (release.guid, release.version) == (make_guid("harbour"), 3)
    items = read_items(connection, [one.seq for one in read_after(connection, 0)])
    first, last = items[2], items[3]
    assert (last.body, last.places, last.first_created) == (first.body, first.places, first.first_created)


def test_a_held_story_is_adopted_as_held(connection: Connection[Any], chief: User, now: datetime) -> None:
    put(connection, "harbour", now)
    put(connection, "harbour", now, version=2, kind="hold")
    story = adopt.do_adopt(make_guid("harbour"), actor=chief, now=now)
    assert (story.stage, story.version, story.content_seq) == ("held", 2, 1)
    assert service.do_lift(story.pk, actor=chief, now=now).version == 3


def test_a_killed_or_unknown_story_cannot_be_adopted(connection: Connection[Any], chief: User, now: datetime) -> None:
    put(connection, "harbour", now)
    put(connection, "harbour", now, version=2, kind="kill")
    with pytest.raises(RuleError):
        adopt.do_adopt(make_guid("harbour"), actor=chief, now=now)
    with pytest.raises(NotFoundError):
        adopt.do_adopt(make_guid("nothing"), actor=chief, now=now)
    assert not Story.objects.exists()


def test_two_who_adopt_the_same_story_get_the_same_row(connection: Connection[Any], chief: User, now: datetime) -> None:
    put(connection, "harbour", now)

    def adopt_once(_number: int) -> int:
        try:
            return int(adopt.do_adopt(make_guid("harbour"), actor=chief, now=now).pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(adopt_once, range(6)))) == 1

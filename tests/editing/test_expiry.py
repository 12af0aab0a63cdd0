"""The end of a right: announced once by the clock, never early, and moved before it comes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connections, transaction
from django.test import override_settings
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, timing
from newswire.editing.adopt import do_adopt
from newswire.editing.clock import do_due, read_next_due
from newswire.editing.expiry import do_refile_with_rights
from newswire.editing.models import Scheduled, Story
from newswire.item.item import Item
from newswire.item.rights import Restriction
from newswire.item.rights_end import is_rights_end
from newswire.media.models import Picture
from newswire.wire.append import do_append
from newswire.wire.follow import read_after, read_items
from newswire.wire.release import Release
from tests.editing.people import edit, make_story, make_user
from tests.media.pictures import draw, encode
from tests.stories import make_draft, make_guid

pytestmark = pytest.mark.usefixtures("dsn", "own_home")
HOUR = timedelta(hours=1)


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def add_picture(width: int = 400, **changes: Any) -> Picture:
    content = ContentFile(encode(draw(width, 300)), f"bridge-{width}.jpg")
    return Picture.objects.create(title="Bridge", file=content, alt={"en": "A bridge"}, **changes)


def released(chief: User, now: datetime, **changes: Any) -> Story:
    story = make_story(chief, now, **changes)
    service.do_release(story.pk, actor=chief, now=now)
    story.refresh_from_db()
    return story


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def newest(connection: Connection[Any]) -> tuple[Release, Item]:
    release = read_after(connection, 0)[-1]
    return release, read_items(connection, [release.seq])[release.seq]


def test_a_story_is_taken_back_when_its_right_ends_and_nobody_calls_it_an_error(chief: User, now: datetime) -> None:
    story = released(chief, now, expires=now + 2 * HOUR)
    assert read_next_due() == now + 2 * HOUR
    assert do_due(now + 2 * HOUR - timedelta(microseconds=1)) == []
    [kill] = do_due(now + 2 * HOUR)
    assert (kill.kind, kill.guid, kill.version, kill.actor) == ("kill", story.guid, 2, "clock")
    assert is_rights_end(kill.reason)
    assert story.headline in kill.reason
    story.refresh_from_db()
    assert (story.stage, story.rights_end_at) == ("killed", None)
    assert Act.objects.get(about="story", name=story.guid, action="kill").reason == "expired"
    assert do_due(now + 9 * HOUR) == []
    assert read_next_due() is None


def test_an_end_that_is_moved_in_time_counts_when_it_was_moved_to(chief: User, now: datetime) -> None:
    story = released(chief, now, expires=now + HOUR)
    edit(story, chief, now, expires=now + 5 * HOUR)
    service.do_refile(story.pk, actor=chief, now=now)
    assert do_due(now + 2 * HOUR) == []
    edit(story, chief, now, expires=now + 3 * HOUR)
    service.do_refile(story.pk, actor=chief, now=now + 2 * HOUR)
    assert [one.kind for one in do_due(now + 3 * HOUR)] == ["kill"]


def test_an_end_that_is_taken_away_never_comes(chief: User, now: datetime) -> None:
    story = released(chief, now, expires=now + HOUR)
    edit(story, chief, now, expires=None)
    service.do_refile(story.pk, actor=chief, now=now)
    assert do_due(now + 100 * HOUR) == []


def test_a_change_that_was_only_saved_moves_nothing(chief: User, now: datetime) -> None:
    story = released(chief, now, expires=now + HOUR)
    edit(story, chief, now, expires=now + 5 * HOUR)
    assert [one.kind for one in do_due(now + HOUR)] == ["kill"]


def test_a_held_story_is_taken_back_too(chief: User, now: datetime) -> None:
    story = released(chief, now, expires=now + HOUR)
    service.do_hold(story.pk, actor=chief, now=now, reason="checking")
    assert [one.kind for one in do_due(now + HOUR)] == ["kill"]


def test_it_happens_once_with_several_clocks_and_after_a_crash(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    released(chief, now, expires=now + HOUR)
    with suppress(ZeroDivisionError), transaction.atomic():
        assert len(do_due(now + HOUR)) == 1
        raise ZeroDivisionError
    assert kinds(connection) == ["new"]

    def tick(_number: int) -> list[Release]:
        try:
            return do_due(now + HOUR)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sum(len(one) for one in pool.map(tick, range(3))) == 1
    assert kinds(connection) == ["new", "kill"]


def test_a_story_planned_for_after_its_end_does_not_leave(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = make_story(chief, now, expires=now + HOUR)
    timing.do_schedule(story.pk, actor=chief, now=now, at=now + 2 * HOUR)
    assert do_due(now + 2 * HOUR) == []
    assert not Scheduled.objects.exists()
    assert kinds(connection) == []


def test_what_came_from_an_archive_is_not_announced_when_it_is_opened(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    for name, archive, end in (("old", True, 5), ("past", False, -5), ("live", False, 5)):
        with connection.transaction(), connection.cursor() as cursor:
            draft = make_draft(name, now, expires=now + end * HOUR)
            do_append(
                cursor, type(draft)(**{**{f: getattr(draft, f) for f in draft.__struct_fields__}, "archive": archive})
            )
        do_adopt(make_guid(name), actor=chief, now=now)
    assert [(one.kind, one.guid) for one in do_due(now + 9 * HOUR)] == [("kill", make_guid("live"))]


def test_a_picture_whose_right_ends_leaves_every_story_and_the_text_stays(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture, other = add_picture(expires=now + HOUR), add_picture(width=500)
    carriers = [
        released(chief, now, picture=picture, headline="Bridge opens"),
        released(
            chief,
            now,
            picture=other,
            body=f'<p>T.</p><embed embedtype="image" id="{picture.pk}" format="fullwidth" alt=""/>',
        ),
    ]
    released(chief, now, picture=other, headline="Another")
    assert do_due(now + HOUR - timedelta(seconds=1)) == []
    releases = do_due(now + HOUR)
    assert {(one.kind, one.guid) for one in releases} == {("refile", one.guid) for one in carriers}
    items = read_items(connection, [one.seq for one in releases])
    assert all(f"picture-{picture.pk}" not in {media.id for media in item.media} for item in items.values())
    assert all(f"picture-{picture.pk}" not in repr(item.body) for item in items.values())
    assert all(item.body for item in items.values())
    assert do_due(now + 5 * HOUR) == []


def test_a_picture_story_without_a_picture_left_is_taken_back(chief: User, now: datetime) -> None:
    released(chief, now, type="picture", picture=add_picture(expires=now + HOUR))
    [kill] = do_due(now + HOUR)
    assert kill.kind == "kill"
    assert is_rights_end(kill.reason)


def test_a_held_story_comes_back_without_the_picture_whose_right_ended(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = released(chief, now, picture=add_picture(expires=now + HOUR))
    service.do_hold(story.pk, actor=chief, now=now, reason="checking")
    assert do_due(now + HOUR) == []
    assert read_next_due() is None, "the clock does not come back to it"
    service.do_lift(story.pk, actor=chief, now=now + 2 * HOUR)
    assert newest(connection)[1].media == ()


def test_a_picture_whose_date_was_moved_later_stays_and_the_wire_says_so(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture(expires=now + HOUR)
    story = released(chief, now, picture=picture)
    Picture.objects.filter(pk=picture.pk).update(expires=now + 5 * HOUR)
    [refile] = do_due(now + HOUR)
    release, item = newest(connection)
    assert (release.seq, release.kind) == (refile.seq, "refile")
    assert [one.expires for one in item.media] == [now + 5 * HOUR]
    story.refresh_from_db()
    assert story.rights_end_at == now + 5 * HOUR
    assert [one.kind for one in do_due(now + 5 * HOUR)] == ["refile"]
    assert newest(connection)[1].media == ()


def test_restrictions_and_date_set_after_the_release_reach_those_who_have_the_picture(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture()
    story = released(chief, now, picture=picture)
    edit(story, chief, now, headline="Still being written")
    assert do_refile_with_rights(picture, actor=chief, now=now) == []
    picture.rights, picture.expires = {"countries_out": ["JP"]}, now + HOUR
    picture.save()
    [release] = do_refile_with_rights(picture, actor=chief, now=now)
    item = newest(connection)[1]
    assert (release.kind, item.headline) == ("refile", story.headline)
    assert [(one.rights, one.expires) for one in item.media] == [(Restriction(countries_out=("JP",)), now + HOUR)]
    assert do_refile_with_rights(picture, actor=chief, now=now) == []
    picture.expires = now - HOUR
    picture.save()
    assert do_refile_with_rights(picture, actor=chief, now=now) == []
    assert [one.kind for one in do_due(now)] == ["refile"]
    assert newest(connection)[1].media == ()


def test_an_expired_picture_never_goes_along_whatever_is_released(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = make_story(chief, now, picture=add_picture(expires=now + HOUR))
    service.do_release(story.pk, actor=chief, now=now + 2 * HOUR)
    assert newest(connection)[1].media == ()

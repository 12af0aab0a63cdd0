"""The kill of a picture: it leaves every story in one act, and its addresses end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.delivery.website.project import do_project
from newswire.editing import service, timing
from newswire.editing.killed_media import has_killed
from newswire.editing.markup import read_pictures
from newswire.editing.media_carriers import read_carriers
from newswire.editing.media_kill import do_kill_media
from newswire.editing.models import Story, StoryMedia
from newswire.editing.pictures import make_media
from newswire.item.body import Embed
from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.kit.errors import NotFoundError, RuleError
from newswire.media.models import Picture
from newswire.media.public import folder_of
from newswire.media.store import is_ended, read_file
from newswire.wire.follow import read_after, read_history, read_items
from newswire.wire.mentions import find_mentions
from tests.editing.people import edit, make_story, make_user
from tests.media.pictures import draw, encode

pytestmark = pytest.mark.usefixtures("dsn", "own_home")


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def add_picture(width: int = 400) -> Picture:
    content = encode(draw(width, 300))
    return Picture.objects.create(title="Bridge", file=ContentFile(content, f"bridge-{width}.jpg"))


def carry(picture: Picture, chief: User, now: datetime, **changes: Any) -> Story:
    words = {"picture_caption": "The bridge", "picture_credit": "M. Holt", "picture_alt": "A bridge"}
    story = make_story(chief, now, picture=picture, **(words | changes))
    service.do_release(story.pk, actor=chief, now=now)
    story.refresh_from_db()
    return story


def kill(picture: Picture, chief: User, now: datetime) -> list[tuple[str, str]]:
    return [(one.guid, one.kind) for one in do_kill_media(picture, actor=chief, now=now, reason="No rights")]


def newest(connection: Connection[Any], story: Story) -> Item:
    history = read_history(connection, story.guid)
    return read_items(connection, [history[-1].seq])[history[-1].seq]


def test_every_released_story_is_refiled_without_it(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture, other = add_picture(), add_picture(500)
    first, second, stranger = (carry(one, chief, now) for one in (picture, picture, other))
    draft = make_story(chief, now, picture=picture)
    assert [one.story.pk for one in read_carriers(picture)] == [first.pk, second.pk, draft.pk]
    assert kill(picture, chief, now) == [(first.guid, "refile"), (second.guid, "refile")]
    for story in (first, second):
        assert newest(connection, story).media == ()
        assert newest(connection, story).headline == story.headline
        story.refresh_from_db()
        assert (story.picture, story.picture_caption, story.version) == (None, "", 2)
        assert not story.is_updated_since_release
    draft.refresh_from_db()
    assert (draft.picture, draft.get_latest_revision_as_object().picture) == (None, None)
    assert len(read_history(connection, stranger.guid)) == 1
    picture.refresh_from_db()
    assert picture.killed_at == now
    act = Act.objects.get(about="picture")
    assert (act.action, act.name, act.reason) == ("kill", str(picture.pk), "No rights")


def test_what_the_desk_took_out_but_the_wire_still_has_is_refiled(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    edit(story, chief, now, picture=None, headline="Half-written change")
    assert kill(picture, chief, now) == [(story.guid, "refile")]
    item = newest(connection, story)
    assert (item.media, item.headline) == ((), "Bridge over the Orla opens after two years of repairs")
    story.refresh_from_db()
    assert (story.headline, story.is_updated_since_release) == ("Half-written change", True)


def test_the_same_file_under_another_name_goes_too(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture, copy = add_picture(), add_picture()
    story = carry(copy, chief, now)
    assert kill(picture, chief, now) == [(story.guid, "refile")]
    assert newest(connection, story).media == ()


def test_a_further_picture_of_a_story_goes_too(chief: User, now: datetime) -> None:
    picture = add_picture()
    story = make_story(chief, now)
    story.further_media.set([StoryMedia(picture=picture), StoryMedia(picture=add_picture(500))])
    service.do_save(story, actor=chief, now=now)
    kill(picture, chief, now)
    latest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert picture.pk not in [one.picture_id for one in latest.further_media.all()]
    assert len(latest.further_media.all()) == StoryMedia.objects.count() == 1


def test_a_picture_placed_in_the_text_leaves_it(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture, other = add_picture(), add_picture(500)
    places = "".join(f'<embed embedtype="image" format="fullwidth" id="{one.pk}" alt=""/>' for one in (picture, other))
    story = make_story(chief, now, body=f"<p>Before.</p>{places}<p>After.</p>")
    service.do_release(story.pk, actor=chief, now=now)
    assert [one.id for one in newest(connection, story).media] == [f"picture-{one.pk}" for one in (picture, other)]
    assert kill(picture, chief, now) == [(story.guid, "refile")]
    item = newest(connection, story)
    assert [one.id for one in item.media] == [f"picture-{other.pk}"]
    assert Embed(f"picture-{picture.pk}") not in item.body
    assert Embed(f"picture-{other.pk}") in item.body
    story.refresh_from_db()
    assert list(read_pictures(story.body)) == [other.pk]
    assert story.body.startswith("<p>Before.</p>")
    assert story.body.endswith("<p>After.</p>")


def test_a_text_with_the_same_number_elsewhere_is_no_carrier(chief: User, now: datetime) -> None:
    picture = add_picture()
    make_story(chief, now, body=f'<p id="{picture.pk}">A paragraph.</p>')
    assert read_carriers(picture) == ()


def test_a_killed_picture_is_not_put_into_an_item(chief: User, now: datetime) -> None:
    picture, other = add_picture(), add_picture(500)
    story = make_story(chief, now, picture=other)
    story.further_media.set([StoryMedia(picture=picture)])
    story.body = f'<p>Text.</p><embed embedtype="image" format="fullwidth" id="{picture.pk}" alt=""/>'
    kill(picture, chief, now)
    assert has_killed(story)
    assert [one.id for one in make_media(story)] == [f"picture-{other.pk}"]


def test_a_picture_story_is_killed(chief: User, now: datetime) -> None:
    picture = add_picture()
    story = carry(picture, chief, now, type="picture")
    assert kill(picture, chief, now) == [(story.guid, "kill")]
    story.refresh_from_db()
    assert story.stage == "killed"


def test_a_held_story_comes_back_without_it(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    service.do_hold(story.pk, actor=chief, now=now, reason="r")
    assert kill(picture, chief, now) == []
    service.do_lift(story.pk, actor=chief, now=now)
    assert newest(connection, story).media == ()


def test_a_planned_release_leaves_without_it(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    story = make_story(chief, now, picture=picture, picture_alt="A bridge")
    timing.do_schedule(story.pk, actor=chief, now=now, at=now + timedelta(hours=1))
    kill(picture, chief, now)
    timing.do_release_scheduled(story.pk, now=now + timedelta(hours=1))
    assert newest(connection, story).media == ()


def project(connection: Connection[Any], after: int) -> int:
    """The website's projector over what is new on the wire; the number it has come to."""
    releases = read_after(connection, after)
    items = read_items(connection, [one.seq for one in releases])
    for one in releases:
        entry = Entry(
            n=one.seq, kind=one.kind, use="publish", until=None, guid=one.guid, version=one.version,
            released_at=one.released_at, item=items.get(one.seq),
        )  # fmt: skip
        do_project(connection, entry, settings.NEWSWIRE_HOME)
    return releases[-1].seq


def shown() -> list[Path]:
    """The pictures that the public website serves."""
    return list(folder_of(settings.NEWSWIRE_HOME).glob("*.jpg"))


def test_its_addresses_end_once_the_projector_ran(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    story = carry(picture, chief, now)
    hashes = [one.sha256 for one in newest(connection, story).media[0].renditions]
    seq = project(connection, 0)
    assert len(shown()) == 2
    kill(picture, chief, now)
    for sha256 in hashes:
        assert is_ended(settings.NEWSWIRE_HOME, sha256)
        with pytest.raises(NotFoundError):
            read_file(settings.NEWSWIRE_HOME, sha256)
    project(connection, seq)
    assert shown() == []
    assert connection.execute("SELECT state, picture FROM edition.story").fetchall() == [("live", None)]
    project(connection, 0)  # a rebuild finds no file to publish again
    assert shown() == []


def test_it_is_not_used_again(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    kill(picture, chief, now)
    picture.refresh_from_db()
    story = make_story(chief, now, picture=picture)
    with pytest.raises(RuleError, match="was killed and may not be used"):
        service.do_release(story.pk, actor=chief, now=now)
    again = make_story(chief, now, picture=add_picture())
    with pytest.raises(RuleError, match="was killed and may not be used"):
        service.do_release(again.pk, actor=chief, now=now)
    assert read_after(connection, 0) == []


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.PICTURE_EDITOR, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False), (Role.REPORTER, False)],
)
def test_only_seniors_and_picture_editors_kill_a_picture(now: datetime, role: Role, may: bool) -> None:
    picture = add_picture()
    if may:
        assert kill(picture, make_user(role), now) == []
    else:
        with pytest.raises(RuleError, match="role"):
            kill(picture, make_user(role), now)
    picture.refresh_from_db()
    assert (picture.killed_at is not None) == may


def test_a_kill_without_a_reason_or_a_picture_is_refused(chief: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="reason"):
        do_kill_media(add_picture(), actor=chief, now=now, reason=" ")
    with pytest.raises(NotFoundError):
        do_kill_media(Picture(pk=77), actor=chief, now=now, reason="r")


def test_a_failure_on_one_story_takes_nothing_away(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    first, second = carry(picture, chief, now), carry(picture, chief, now)
    connection.execute(f"ALTER TABLE wire_release ADD CONSTRAINT stop CHECK (seq < 4 OR guid <> '{second.guid}')")
    with pytest.raises(Exception, match="stop"):
        kill(picture, chief, now)
    picture.refresh_from_db()
    first.refresh_from_db()
    assert (picture.killed_at, first.version, first.picture) == (None, 1, picture)
    [media] = newest(connection, first).media
    assert all(read_file(settings.NEWSWIRE_HOME, one.sha256) for one in media.renditions)


def test_doing_it_again_finishes_and_changes_no_more(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    carry(picture, chief, now)
    kill(picture, chief, now)
    assert kill(picture, chief, now + timedelta(hours=1)) == []
    picture.refresh_from_db()
    assert picture.killed_at == now
    assert len(read_after(connection, 0)) == 2


def test_mentions_are_found_in_what_was_released(connection: Connection[Any], chief: User, now: datetime) -> None:
    picture = add_picture()
    carry(picture, chief, now)
    make = make_story(chief, now)
    service.do_release(make.pk, actor=chief, now=now)
    sha256 = read_items(connection, [1])[1].media[0].renditions[0].sha256
    assert find_mentions(connection, [sha256]) == [1]
    assert find_mentions(connection, ["nowhere", make.guid]) == [2]
    assert find_mentions(connection, []) == []

"""The flash: one transaction, one release for one form, and a story that follows on its own feet."""

from datetime import datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import service
from newswire.editing.flash import (
    LENGTH_LIMIT,
    check_flash,
    count_characters,
    do_begin_follow_up,
    do_release_flash,
)
from newswire.editing.models import Story
from newswire.item.item import Link
from newswire.kit.errors import RuleError
from newswire.routing.feed import read_entries
from newswire.wire.follow import read_after, read_items
from tests.editing.flashes import write_flash
from tests.editing.people import edit, make_user
from tests.newsroom import Newsroom

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), ("  abc ", 3), ("e\u0301", 1), ("İstanbul", 8), ("سَلام", 4), ("👩\u200d🚒", 1), ("👍🏽!", 2)],
)
def test_characters_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_a_flash_is_an_alert_of_its_own_on_the_wire_without_its_private_source(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = do_release_flash(write_flash(now), actor=editor, now=now)
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    assert (release.kind, release.version, release.guid) == ("new", 1, story.guid)
    assert (item.type, item.urgency, item.language, item.sections) == ("alert", 1, "en", ("economy",))
    assert item.headline == "Orla bridge closed after crack is found"
    assert "spokeswoman" not in repr(item)
    assert (story.stage, story.version, story.last_seq) == ("released", 1, release.seq)
    assert story.sources == "City of Ostrava, spokeswoman"
    assert story.created_by == editor


def test_the_same_form_twice_releases_once(connection: Connection[Any], editor: User, now: datetime) -> None:
    flash = write_flash(now)
    first = do_release_flash(flash, actor=editor, now=now)
    second = do_release_flash(flash, actor=editor, now=now)
    assert first == second
    assert len(read_after(connection, 0)) == 1


def test_a_double_click_at_the_same_moment_releases_once(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    flash, start, made = write_flash(now), Barrier(3), []

    def release() -> None:
        start.wait(10)
        made.append(do_release_flash(flash, actor=editor, now=now).pk)
        connections.close_all()

    threads = [Thread(target=release) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 3
    assert len(set(made)) == 1
    assert len(read_after(connection, 0)) == 1


def test_somebody_elses_form_releases_nothing(connection: Connection[Any], editor: User, now: datetime) -> None:
    flash = write_flash(now)
    do_release_flash(flash, actor=editor, now=now)
    with pytest.raises(RuleError, match="not yours"):
        do_release_flash(flash, actor=make_user(Role.DUTY_CHIEF), now=now)
    assert len(read_after(connection, 0)) == 1


@pytest.mark.parametrize("role", [Role.REPORTER, Role.TRANSLATOR, Role.PICTURE_EDITOR, Role.SALES, Role.SUBSCRIBER])
def test_roles_that_may_not_release_alerts_leave_nothing_behind(
    connection: Connection[Any], now: datetime, role: Role
) -> None:
    actor = make_user(role)
    with pytest.raises(RuleError, match="role"):
        do_release_flash(write_flash(now), actor=actor, now=now)
    with pytest.raises(RuleError, match="role"):
        check_flash(write_flash(now), actor=actor, now=now)
    assert not Story.objects.exists()
    assert read_after(connection, 0) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "x" * (LENGTH_LIMIT + 1)},
        {"headline": "Bridge closed, XX hurt"},
        {"headline": "  "},
        {"language": "xx"},
        {"token": "20261125:../../etc"},
        {"token": ""},
    ],
)
def test_what_cannot_be_released_is_not_kept_either(
    connection: Connection[Any], editor: User, now: datetime, changes: dict[str, str]
) -> None:
    with pytest.raises(RuleError):
        do_release_flash(write_flash(now, **changes), actor=editor, now=now)
    assert not Story.objects.exists()
    assert read_after(connection, 0) == []


def test_a_hundred_characters_fit(connection: Connection[Any], editor: User, now: datetime) -> None:
    do_release_flash(write_flash(now, headline="e\u0301" * LENGTH_LIMIT), actor=editor, now=now)
    assert len(read_after(connection, 0)) == 1


def test_a_missing_source_warns_and_lets_through(connection: Connection[Any], editor: User, now: datetime) -> None:
    assert check_flash(write_flash(now), actor=editor, now=now).findings == ()
    bare = write_flash(now, source=" ")
    assert check_flash(bare, actor=editor, now=now).findings == (
        ("warn", "The alert does not say where the news is from."),
    )
    do_release_flash(bare, actor=editor, now=now)
    assert len(read_after(connection, 0)) == 1


def test_looking_changes_nothing(connection: Connection[Any], editor: User, now: datetime) -> None:
    outlook = check_flash(write_flash(now, headline="Bridge closed, XX hurt"), actor=editor, now=now)
    assert outlook.findings[0][0] == "block"
    assert not Story.objects.exists()
    assert read_after(connection, 0) == []


def test_a_subscriber_gets_the_flash_in_the_feed(newsroom: Newsroom, editor: User, now: datetime) -> None:
    subscription = newsroom.subscribe("daily")
    story = do_release_flash(write_flash(now), actor=editor, now=now)
    newsroom.route()
    [entry] = read_entries(newsroom.connection, newsroom.reader(subscription.number), 0, 10)
    assert (entry.guid, entry.kind, entry.use) == (story.guid, "new", "publish")
    assert entry.item is not None
    assert (entry.item.type, entry.item.urgency) == ("alert", 1)


def test_the_follow_up_begins_with_what_the_flash_said_and_links_back(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    alert = do_release_flash(write_flash(now), actor=editor, now=now)
    reporter = make_user(Role.REPORTER)
    story = do_begin_follow_up(alert.pk, actor=reporter, now=now)
    assert (story.type, story.stage, story.urgency, story.language) == ("text", "draft", 2, "en")
    assert (story.headline, story.sections, story.sources) == (alert.headline, ["economy"], alert.sources)
    assert (story.follows, story.created_by) == (alert, reporter)
    assert story.guid != alert.guid
    edit(story, editor, now, body="<p>The bridge is closed.</p>", dateline_place="Ostrava")
    release = service.do_release(story.pk, actor=editor, now=now)
    assert read_items(connection, [release.seq])[release.seq].links == (Link("follows", alert.guid),)


def test_asking_twice_for_the_follow_up_gives_the_one_begun(editor: User, now: datetime) -> None:
    alert = do_release_flash(write_flash(now), actor=editor, now=now)
    first = do_begin_follow_up(alert.pk, actor=editor, now=now)
    assert do_begin_follow_up(alert.pk, actor=editor, now=now) == first
    assert do_begin_follow_up(alert.pk, actor=make_user(Role.REPORTER), now=now) != first


def test_killing_the_alert_leaves_the_story_and_the_other_way_round(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    alerts = [do_release_flash(write_flash(now), actor=editor, now=now) for _number in range(2)]
    stories = [do_begin_follow_up(alert.pk, actor=editor, now=now) for alert in alerts]
    for story in stories:
        edit(story, editor, now, body="<p>The bridge is closed.</p>")
        service.do_release(story.pk, actor=editor, now=now)
    for one in (alerts[0], stories[1]):
        service.do_kill(one.pk, actor=chief, now=now, reason="wrong", wording="Please do not use this.")
    for story in (*alerts, *stories):
        story.refresh_from_db()
    assert [story.stage for story in (*alerts, *stories)] == ["killed", "released", "released", "killed"]
    assert [one.guid for one in read_after(connection, 0) if one.kind == "kill"] == [alerts[0].guid, stories[1].guid]


def test_only_an_alert_on_the_wire_is_followed(editor: User, now: datetime) -> None:
    alert = do_release_flash(write_flash(now), actor=editor, now=now)
    draft = do_begin_follow_up(alert.pk, actor=editor, now=now)
    with pytest.raises(RuleError, match="Only an alert"):
        do_begin_follow_up(draft.pk, actor=editor, now=now)
    with pytest.raises(RuleError, match="role"):
        do_begin_follow_up(alert.pk, actor=make_user(Role.SALES), now=now)
    service.do_hold(alert.pk, actor=editor, now=now, reason="checking")
    with pytest.raises(RuleError, match="Only an alert"):
        do_begin_follow_up(alert.pk, actor=editor, now=now)

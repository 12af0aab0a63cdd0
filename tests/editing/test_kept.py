"""Text that could not be saved waits beside its story: once for each writer and hold, never as the newest version."""

from datetime import datetime, timedelta

import pytest
from wagtail.models import Revision

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, workflow
from newswire.editing.kept import do_keep, do_set_aside, read_kept
from newswire.editing.models import Story
from newswire.kit.errors import NotFoundError
from tests.editing.people import edit, make_story, make_user


@pytest.fixture
def first(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.REPORTER, "first")


@pytest.fixture
def second(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "second")


def typed(story: Story, headline: str) -> Story:
    """The story as it stands on somebody's screen."""
    fresh = Story.objects.get(pk=story.pk)
    fresh.headline = headline
    return fresh


def test_kept_text_is_a_version_that_nothing_takes_for_the_newest(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    kept = do_keep(typed(story, "Too late"), actor=first, now=now)
    assert kept is not None
    assert kept.content["headline"] == "Too late"
    assert not kept.is_latest_revision()
    story.refresh_from_db()
    assert story.latest_revision != kept
    assert story.get_latest_revision_as_object().headline == story.headline != "Too late"
    assert [(one.actor, one.at, one.revision) for one in read_kept(story)] == [("first", now, kept.pk)]
    assert Act.objects.filter(action="keep-text", name=story.guid, actor="first").count() == 1


def test_typing_on_writes_the_same_version_until_the_story_changes_hands(
    first: User, second: User, now: datetime
) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    kept = [do_keep(typed(story, words), actor=first, now=now) for words in ("One", "One two", "One two three")]
    assert len({one.pk for one in kept if one}) == 1
    [waiting] = read_kept(story)
    assert Revision.objects.get(pk=waiting.revision).content["headline"] == "One two three"
    workflow.do_take_over(story.pk, actor=second, now=now + timedelta(minutes=1))
    do_keep(typed(story, "Another time"), actor=first, now=now)
    assert [Revision.objects.get(pk=one.revision).content["headline"] for one in read_kept(story)] == [
        "One two three",
        "Another time",
    ]


def test_what_is_the_newest_text_already_is_not_kept_again(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    assert do_keep(typed(story, story.headline), actor=first, now=now) is None
    assert read_kept(story) == ()


def test_nothing_is_kept_beside_a_killed_story(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    service.do_release(story.pk, actor=second, now=now)
    service.do_kill(story.pk, actor=second, now=now, reason="r", wording="Kill this.")
    assert do_keep(typed(story, "Too late"), actor=first, now=now) is None


def test_what_was_seen_to_waits_no_more_and_stays_a_version(first: User, second: User, now: datetime) -> None:
    story = make_story(first, now)
    workflow.do_take_over(story.pk, actor=second, now=now)
    kept = do_keep(typed(story, "Too late"), actor=first, now=now)
    assert kept is not None
    edit(story, second, now, headline="In my hands")
    do_set_aside(story.pk, kept.pk, actor=second, now=now)
    assert read_kept(story) == ()
    assert Revision.objects.filter(pk=kept.pk).exists()
    for revision in (kept.pk, story.latest_revision.pk):
        with pytest.raises(NotFoundError):
            do_set_aside(story.pk, revision, actor=second, now=now)

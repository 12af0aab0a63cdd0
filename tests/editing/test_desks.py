"""Desks and whose hands a story is in: who may, what is written, what is kept."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from newswire.accounts.models import Act, Role, User
from newswire.editing import workflow
from newswire.editing.desks import do_keep_desk, first_desk, may_keep_desks
from newswire.editing.models import Desk, Story
from newswire.kit.errors import NotFoundError, RuleError
from tests.editing.people import edit, make_story, make_user
from tests.editing.test_service import bring_to

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


def make_desk(name: str, *members: User) -> Desk:
    desk = Desk.objects.create(code=name.lower(), name=name)
    desk.members.set(members)
    return desk


def test_a_story_begins_at_the_first_desk_of_whoever_begins_it(editor: User, now: datetime) -> None:
    make_desk("World", editor)
    economy = make_desk("Economy", editor)
    make_desk("Arts")
    story = make_story(editor, now)
    assert Story.objects.get(pk=story.pk).desk == economy == first_desk(editor)


def test_a_story_of_somebody_without_a_desk_has_none(editor: User, now: datetime) -> None:
    make_desk("World")
    assert Story.objects.get(pk=make_story(editor, now).pk).desk is None
    assert first_desk(editor) is None


def test_a_desk_that_was_chosen_stays(editor: User, now: datetime) -> None:
    make_desk("Economy", editor)
    world = make_desk("World")
    story = make_story(editor, now, desk=world)
    assert Story.objects.get(pk=story.pk).desk == world
    edit(story, editor, now, headline="Once more")
    assert Story.objects.get(pk=story.pk).desk == world


def test_a_desk_is_kept_with_its_people_and_written_down(editor: User, now: datetime) -> None:
    reporter = make_user(Role.REPORTER)
    desk = do_keep_desk(Desk(code="sport", name="Sport", silence_minutes=90), members=[reporter], actor=editor, now=now)
    do_keep_desk(desk, members=[reporter, editor], actor=editor, now=now)
    assert list(Desk.objects.get().members.order_by("username")) == [editor, reporter]
    newest = Act.objects.filter(about="desk", name="sport").first()
    assert newest is not None
    assert (newest.actor, newest.detail["members"]) == ("a-editor", ["a-editor", "a-reporter"])


@pytest.mark.parametrize("role", list(Role))
def test_only_editors_and_above_keep_desks(role: Role, now: datetime) -> None:
    user = make_user(role)
    may = role in (Role.EDITOR, Role.DUTY_CHIEF, Role.ADMINISTRATOR)
    assert may_keep_desks(user) == may
    if not may:
        with pytest.raises(RuleError, match="Only editors"):
            do_keep_desk(Desk(code="sport", name="Sport"), members=[], actor=user, now=now)
        assert not Desk.objects.exists()


def test_a_subscriber_cannot_be_a_member_and_nothing_is_kept_then(editor: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="newsroom"):
        do_keep_desk(Desk(code="sport", name="Sport"), members=[make_user(Role.SUBSCRIBER)], actor=editor, now=now)
    assert not Desk.objects.exists()


def test_a_code_is_used_once(editor: User, now: datetime) -> None:
    make_desk("Sport")
    with pytest.raises(ValidationError):
        do_keep_desk(Desk(code="sport", name="Other"), members=[], actor=editor, now=now)
    assert Desk.objects.get().name == "Sport"


def test_taking_over_puts_the_story_into_one_pair_of_hands_and_is_written_down(editor: User, now: datetime) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    workflow.do_take_over(story.pk, actor=reporter, now=now)
    workflow.do_take_over(story.pk, actor=editor, now=now)
    story.refresh_from_db()
    assert (story.locked, story.locked_by, story.locked_at) == (True, editor, now)
    acts = Act.objects.filter(name=story.guid, action="take-over")
    assert [(one.actor, one.reason) for one in acts] == [("a-editor", "a-reporter"), ("a-reporter", "")]


def test_who_may_not_edit_cannot_take_over(editor: User, now: datetime) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(editor, now)
    bring_to("in-edit", story, editor, now)
    with pytest.raises(RuleError):
        workflow.do_take_over(story.pk, actor=reporter, now=now)
    with pytest.raises(NotFoundError):
        workflow.do_take_over(0, actor=editor, now=now)
    assert not Story.objects.get(pk=story.pk).locked


def test_whoever_hands_a_story_on_lets_go_of_it(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    steps: tuple[Callable[[], None], ...] = (
        lambda: workflow.do_submit(story.pk, actor=editor, now=now),
        lambda: workflow.do_take(story.pk, actor=editor, now=now),
        lambda: workflow.do_approve(story.pk, actor=editor, now=now),
        lambda: workflow.do_return(story.pk, actor=editor, now=now, reason="r"),
    )
    for step in steps:
        workflow.do_take_over(story.pk, actor=editor, now=now)
        step()
        fresh = Story.objects.get(pk=story.pk)
        assert (fresh.locked, fresh.locked_by, fresh.locked_at) == (False, None, None)


def test_saving_an_old_copy_does_not_bring_an_old_hold_back(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    old = Story.objects.get(pk=story.pk)
    workflow.do_take_over(story.pk, actor=editor, now=now)
    old.headline = "Saved from an older copy"
    old.save()
    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.headline, fresh.locked_by) == ("Saved from an older copy", editor)

"""Correction and kill by two people on a real wire: asked, decided, refused when anything changed, or done alone."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from psycopg import Connection

import newswire.desk
from newswire.accounts.models import Act, Mail, Role, User
from newswire.editing import second_look, service
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Desk, SecondLook, Story
from newswire.editing.monitor import Filters, read_monitor
from newswire.editing.rules import ROLES, SECOND_LOOK, STAGES, Action, check_action, check_ask
from newswire.kit.errors import NewswireError, NotFoundError, RuleError
from newswire.wire.follow import read_after, read_items
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")

KILL = {"wording": "Please do not use.", "reason": "Libel"}
CORRECT = {"wrong": "two", "right": "three", "note": "Years put right.", "reason": "Misheard"}
SAID: dict[Action, dict[str, Any]] = {"kill": KILL, "correct": CORRECT}


@pytest.fixture
def first() -> User:
    return make_user(Role.DUTY_CHIEF, "first")


@pytest.fixture
def second() -> User:
    return make_user(Role.ADMINISTRATOR, "second")


@pytest.fixture
def story(first: User, now: datetime) -> Story:
    made = make_story(first, now)
    service.do_release(made.pk, actor=first, now=now)
    return Story.objects.get(pk=made.pk)


def kinds(connection: Connection[Any]) -> list[str]:
    return [one.kind for one in read_after(connection, 0)]


def ask(story: Story, action: Action, actor: User, now: datetime, **changes: Any) -> SecondLook:
    return second_look.do_ask(story.pk, action, actor=actor, now=now, said={**SAID[action], **changes})


@pytest.mark.parametrize(("action", "kind"), [("kill", "kill"), ("correct", "correction")])
def test_what_one_asks_for_another_releases_and_both_are_named(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime, action: Action, kind: str
) -> None:
    look = ask(story, action, first, now)
    assert kinds(connection) == ["new"]
    release = second_look.do_approve(look.pk, actor=second, now=now, because="Seen")
    assert kinds(connection) == ["new", kind]
    assert read_after(connection, 0)[-1].actor == release.actor == "first, second"
    act = Act.objects.get(action=action)
    assert (act.actor, act.reason, act.seq) == ("second", SAID[action]["reason"], release.seq)
    assert act.detail == {"asked_by": "first", "approved_by": "second", "second_look": look.pk}
    look.refresh_from_db()
    assert (look.decision, look.decided_by, look.decided_because) == ("approved", second, "Seen")
    assert Act.objects.filter(action=f"ask-{action}", actor="first").exists()


def test_a_correction_releases_the_words_that_were_proposed(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime
) -> None:
    edit(story, first, now, headline="Bridge opens after three years")
    release = second_look.do_approve(ask(story, "correct", first, now).pk, actor=second, now=now)
    item = read_items(connection, [release.seq])[release.seq]
    assert item.headline == "Bridge opens after three years"
    assert item.correction is not None
    assert (item.correction.wrong, item.correction.right, item.correction.note) == ("two", "three", "Years put right.")


def test_the_monitor_finds_a_release_by_either_of_its_two_people(
    story: Story, first: User, second: User, now: datetime
) -> None:
    release = second_look.do_approve(ask(story, "kill", first, now).pk, actor=second, now=now)
    for name in ("first", "second"):
        assert release.seq in [line.release.seq for line in read_monitor(Filters(actor=name)).lines]
    assert read_monitor(Filters(actor="fir")).lines == ()


def test_nobody_approves_or_refuses_their_own_request(
    connection: Connection[Any], story: Story, first: User, now: datetime
) -> None:
    look = ask(story, "kill", first, now)
    with pytest.raises(RuleError, match="second person"):
        second_look.do_approve(look.pk, actor=first, now=now)
    with pytest.raises(RuleError, match="your own you withdraw"):
        second_look.do_refuse(look.pk, actor=first, now=now, because="no")
    assert kinds(connection) == ["new"]
    assert SecondLook.objects.get().decision == "open"


def test_an_editor_may_ask_and_not_decide(
    connection: Connection[Any], story: Story, first: User, now: datetime
) -> None:
    editor, other = make_user(Role.EDITOR), make_user(Role.EDITOR, "other")
    look = ask(story, "kill", editor, now)
    for decide in (second_look.do_approve, second_look.do_refuse):
        with pytest.raises(RuleError):
            decide(look.pk, actor=other, now=now, because="x")
    with pytest.raises(RuleError, match="role does not allow"):
        second_look.do_override(story.pk, "kill", actor=editor, now=now, said=KILL, override="hurry")
    assert kinds(connection) == ["new"]
    assert second_look.do_approve(look.pk, actor=first, now=now).actor == "a-editor, first"


def test_a_correction_of_a_story_that_changed_since_is_refused(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime
) -> None:
    look = ask(story, "correct", first, now)
    edit(story, first, now, headline="Something else")
    with pytest.raises(RuleError, match="changed after the second look was asked for"):
        second_look.do_approve(look.pk, actor=second, now=now)
    assert kinds(connection) == ["new"]
    assert SecondLook.objects.get().decision == "open"


def test_a_kill_survives_an_edit_and_a_hold_but_not_a_new_version(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime
) -> None:
    other = make_story(first, now)
    service.do_release(other.pk, actor=first, now=now)
    look, stale = ask(story, "kill", first, now), ask(other, "kill", first, now)
    edit(story, first, now, headline="Somebody types on")
    service.do_hold(story.pk, actor=first, now=now, reason="checking")
    assert second_look.do_approve(look.pk, actor=second, now=now).kind == "kill"
    edit(other, first, now, headline="Put right")
    service.do_release(other.pk, actor=first, now=now)
    with pytest.raises(RuleError, match="changed after"):
        second_look.do_approve(stale.pk, actor=second, now=now)
    assert kinds(connection) == ["new", "new", "hold", "kill", "update"]


def test_what_was_not_seen_is_not_asked_for(story: Story, first: User, now: datetime) -> None:
    seen = fingerprint(story)
    edit(story, first, now, headline="Changed meanwhile")
    with pytest.raises(RuleError, match="changed after you looked"):
        second_look.do_ask(story.pk, "correct", actor=first, now=now, said=CORRECT, seen=seen)
    with pytest.raises(RuleError, match="changed after you looked"):
        second_look.do_override(story.pk, "correct", actor=first, now=now, said=CORRECT, override="x", seen=seen)
    assert not SecondLook.objects.exists()


@pytest.mark.parametrize(
    ("action", "empty", "words"),
    [("kill", "wording", "words that subscribers"), ("kill", "reason", "needs a reason"),
     ("correct", "right", "what was wrong"), ("correct", "reason", "needs a reason")],
)  # fmt: skip
def test_a_request_with_something_missing_is_refused(
    story: Story, first: User, now: datetime, action: Action, empty: str, words: str
) -> None:
    with pytest.raises(RuleError, match=words):
        ask(story, action, first, now, **{empty: "  "})
    assert not SecondLook.objects.exists()
    assert not Mail.objects.exists()


def test_only_a_correction_and_a_kill_are_asked_for(story: Story, first: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="Only a correction and a kill"):
        second_look.do_ask(story.pk, "hold", actor=first, now=now, said={"reason": "r"})


def test_one_request_is_open_at_a_time(story: Story, first: User, second: User, now: datetime) -> None:
    look = ask(story, "kill", first, now)
    with pytest.raises(RuleError, match="already asked for"):
        ask(story, "kill", second, now)
    ask(story, "correct", second, now)
    second_look.do_withdraw(look.pk, actor=first, now=now)
    ask(story, "kill", second, now)
    assert SecondLook.objects.filter(decision="open").count() == 2


def test_a_refusal_says_why_and_releases_nothing(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime
) -> None:
    look = ask(story, "kill", first, now)
    with pytest.raises(RuleError, match="needs a reason"):
        second_look.do_refuse(look.pk, actor=second, now=now, because=" ")
    second_look.do_refuse(look.pk, actor=second, now=now, because="The story is right")
    assert kinds(connection) == ["new"]
    act = Act.objects.get(action="refuse-kill")
    assert (act.actor, act.reason, act.detail["asked_by"]) == ("second", "The story is right", "first")
    with pytest.raises(RuleError, match="decided already: Refused"):
        second_look.do_approve(look.pk, actor=second, now=now)


def test_only_whoever_asked_withdraws(story: Story, first: User, second: User, now: datetime) -> None:
    look = ask(story, "kill", first, now)
    with pytest.raises(RuleError, match="Only whoever asked"):
        second_look.do_withdraw(look.pk, actor=second, now=now)
    second_look.do_withdraw(look.pk, actor=first, now=now, because="Checked again")
    look.refresh_from_db()
    assert (look.decision, look.decided_because) == ("withdrawn", "Checked again")


@pytest.mark.parametrize(("action", "kind"), [("kill", "kill"), ("correct", "correction")])
def test_one_person_alone_says_why_and_is_on_record(
    connection: Connection[Any], story: Story, first: User, now: datetime, action: Action, kind: str
) -> None:
    with pytest.raises(RuleError, match="says why"):
        second_look.do_override(story.pk, action, actor=first, now=now, said=SAID[action], override=" ")
    assert kinds(connection) == ["new"]
    second_look.do_override(story.pk, action, actor=first, now=now, said=SAID[action], override="Three at night")
    assert kinds(connection) == ["new", kind]
    look = SecondLook.objects.get()
    assert (look.decision, look.decided_by, look.decided_because) == ("overridden", first, "Three at night")
    act = Act.objects.get(action=action)
    assert act.detail == {"override": "Three at night", "second_look": look.pk}
    assert not Mail.objects.exists()


def test_after_a_kill_nothing_of_the_story_waits_any_more(
    story: Story, first: User, second: User, now: datetime
) -> None:
    kill, correction = ask(story, "kill", first, now), ask(story, "correct", first, now)
    second_look.do_override(story.pk, "kill", actor=second, now=now, said=KILL, override="Court order")
    for look in (kill, correction):
        look.refresh_from_db()
        assert (look.decision, look.decided_by) == ("withdrawn", second)
    assert not second_look.read_open().exists()


def test_a_refused_action_leaves_no_trace_of_its_decision(
    story: Story, first: User, second: User, now: datetime
) -> None:
    look = ask(story, "correct", first, now)
    service.do_hold(story.pk, actor=first, now=now, reason="r")
    acts = Act.objects.count()
    with pytest.raises(RuleError, match="not possible"):
        second_look.do_approve(look.pk, actor=second, now=now)
    with pytest.raises(RuleError, match="not possible"):
        second_look.do_override(story.pk, "correct", actor=second, now=now, said=CORRECT, override="x")
    look.refresh_from_db()
    assert look.decision == "open"
    assert (SecondLook.objects.count(), Act.objects.count()) == (1, acts)


def test_the_whole_dialogue_is_kept_in_the_proposal(story: Story, first: User, now: datetime) -> None:
    desk = Desk.objects.create(code="WORLD", name="World")
    more = {"derived": Desk.objects.all(), "desk": desk, "at": now, "override": "", "way": "ask", "seen": "x"}
    said = ask(story, "kill", first, now, **more).proposal["said"]
    assert said == {**KILL, "derived": [desk.pk], "desk": desk.pk, "at": "2026-11-24T09:30:00Z"}


def test_two_chiefs_who_approve_at_once_release_once(
    connection: Connection[Any], story: Story, first: User, second: User, now: datetime
) -> None:
    third = make_user(Role.DUTY_CHIEF, "third")
    look = ask(story, "correct", first, now)

    def approve(actor: User) -> str:
        try:
            return second_look.do_approve(look.pk, actor=actor, now=now).kind
        except NewswireError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, (second, third))) == ["correction", "rule"]
    assert kinds(connection) == ["new", "correction"]


@pytest.mark.parametrize("decide", [second_look.do_approve, second_look.do_refuse, second_look.do_withdraw])
def test_what_was_never_asked_for_is_not_found(first: User, now: datetime, decide: Callable[..., object]) -> None:
    with pytest.raises(NotFoundError):
        decide(999, actor=first, now=now, because="x")


def test_asking_is_open_to_editors_and_those_who_may_act_and_to_nobody_else() -> None:
    for stage in STAGES:
        for action in SECOND_LOOK:
            may_ask = {role for role in ROLES if check_ask(stage, action, role) is None}
            may_act = {role for role in ROLES if check_action(stage, action, role) is None}
            assert may_ask == (may_act | {"editor"} if may_act else set()), (stage, action)
    assert check_ask("released", "hold", "duty-chief") == "stage"


def test_the_desk_has_no_other_way_to_a_correction_or_a_kill() -> None:
    for path in Path(newswire.desk.__path__[0]).rglob("*.py"):
        source = path.read_text()
        assert not re.search(r"\bdo_(?:kill|correct)\b", source), path

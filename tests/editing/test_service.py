"""The desk's verbs on a real wire: what is released, who may, what stays when something is refused."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.test import override_settings
from PIL import Image as Pixels
from psycopg import Connection
from wagtail.models import Revision

from newswire.accounts.models import Act, Role, User
from newswire.editing import deed, service, timing, workflow
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Scheduled, Story
from newswire.editing.rules import ACTIONS, STAGES, Action, Stage, check_action
from newswire.item.item import Correction, Item
from newswire.kit.errors import RuleError
from newswire.media.models import Picture
from newswire.wire.follow import read_after, read_history, read_items
from newswire.wire.release import Release
from newswire.wire.verify import verify
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")

FIXED = Correction("two years", "three years", "An earlier version gave the wrong number of years.")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def on_the_wire(connection: Connection[Any]) -> list[tuple[Release, Item | None]]:
    releases = read_after(connection, 0)
    items = read_items(connection, [one.seq for one in releases])
    return [(one, items.get(one.seq)) for one in releases]


def test_a_first_release_is_new_and_carries_the_latest_revision(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    edit(story, editor, now, headline="Bridge opens")
    release = service.do_release(story.pk, actor=editor, now=now)
    assert (release.kind, release.version, release.seq, release.actor) == ("new", 1, 1, "a-editor")
    [(stored, item)] = on_the_wire(connection)
    assert stored == release
    assert item is not None
    assert (item.headline, item.guid, item.first_created) == ("Bridge opens", story.guid, now)
    assert item.provider == "Newswire"
    story.refresh_from_db()
    assert (story.stage, story.version, story.last_seq, story.content_seq) == ("released", 1, 1, 1)
    assert story.first_released_at == story.released_at == now
    assert not story.is_updated_since_release


def test_a_revision_that_was_saved_without_the_row_is_what_leaves(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    story.headline = "From the revision"
    story.save_revision(user=editor)
    service.do_release(story.pk, actor=editor, now=now)
    story.refresh_from_db()
    assert deed.read_released(story).headline == "From the revision"


def test_the_second_release_is_an_update_with_its_line(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    story = edit(story, editor, now, body="<p>More.</p>")
    assert story.is_updated_since_release
    later = now + timedelta(minutes=5)
    release = service.do_release(story.pk, actor=editor, now=later, update_line="adds mayor")
    assert (release.kind, release.version, release.reason) == ("update", 2, "adds mayor")
    item = on_the_wire(connection)[1][1]
    assert item is not None
    assert (item.update_line, item.first_created) == ("adds mayor", now)


def test_a_correction_says_what_was_wrong(
    connection: Connection[Any], editor: User, chief: User, now: datetime
) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    edit(story, chief, now, headline="Bridge opens after three years")
    release = service.do_correct(story.pk, actor=chief, now=now, correction=FIXED, reason="Misheard")
    assert (release.kind, release.version, release.reason) == ("correction", 2, "Misheard")
    item = on_the_wire(connection)[1][1]
    assert item is not None
    assert (item.correction, item.headline) == (FIXED, "Bridge opens after three years")
    service.do_refile(story.pk, actor=editor, now=now, reason="comma")
    refiled = on_the_wire(connection)[2][1]
    assert refiled is not None
    assert refiled.correction is None


@pytest.mark.parametrize(("wrong", "right", "reason"), [("", "b", "r"), ("a", " ", "r"), ("a", "b", " ")])
def test_a_correction_without_its_words_is_refused(
    chief: User, now: datetime, wrong: str, right: str, reason: str
) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    with pytest.raises(RuleError):
        service.do_correct(story.pk, actor=chief, now=now, correction=Correction(wrong, right), reason=reason)
    story.refresh_from_db()
    assert story.version == 1


def test_a_hold_carries_no_content_and_its_lift_brings_back_what_was_released(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    edit(story, editor, now, headline="Half-written change")
    hold = service.do_hold(story.pk, actor=editor, now=now, reason="Source is being checked")
    lift = service.do_lift(story.pk, actor=editor, now=now)
    entries = on_the_wire(connection)
    assert [(one.kind, one.version) for one, _item in entries] == [("new", 1), ("hold", 2), ("lift", 3)]
    assert (entries[1][1], hold.reason) == (None, "Source is being checked")
    assert entries[2][1] == entries[0][1]
    story.refresh_from_db()
    assert (story.stage, story.last_seq, story.content_seq) == ("released", lift.seq, lift.seq)
    assert story.is_updated_since_release


def test_a_kill_ends_everything_and_puts_only_its_wording_on_the_wire(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    kill = service.do_kill(story.pk, actor=chief, now=now, reason="Libel risk", wording="Please kill this story.")
    assert (kill.kind, kill.reason, kill.version) == ("kill", "Please kill this story.", 2)
    assert on_the_wire(connection)[1][1] is None
    story.refresh_from_db()
    assert story.stage == "killed"
    act = Act.objects.filter(name=story.guid).first()
    assert act is not None
    assert (act.action, act.reason, act.seq) == ("kill", "Libel risk", kill.seq)
    with pytest.raises(RuleError):
        edit(story, chief, now, headline="Back again")


@pytest.mark.parametrize(("reason", "wording"), [("", "w"), ("r", "  ")])
def test_a_kill_without_reason_or_wording_is_refused(chief: User, now: datetime, reason: str, wording: str) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    with pytest.raises(RuleError):
        service.do_kill(story.pk, actor=chief, now=now, reason=reason, wording=wording)


def bring_to(stage: Stage, story: Story, chief: User, now: datetime) -> None:
    """Takes a draft to `stage` by the desk's own verbs."""
    if stage in ("submitted", "in-edit", "ready"):
        workflow.do_submit(story.pk, actor=chief, now=now)
    if stage in ("in-edit", "ready"):
        workflow.do_take(story.pk, actor=chief, now=now)
    if stage == "ready":
        workflow.do_approve(story.pk, actor=chief, now=now)
    if stage in ("released", "held", "killed"):
        service.do_release(story.pk, actor=chief, now=now)
    if stage == "held":
        service.do_hold(story.pk, actor=chief, now=now, reason="r")
    if stage == "killed":
        service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")


def act(action: Action, story: Story, actor: User, now: datetime) -> object:
    """Takes `action` with everything it asks for."""
    match action:
        case "edit":
            return edit(story, actor, now, headline="Changed")
        case "submit":
            workflow.do_submit(story.pk, actor=actor, now=now)
        case "return":
            workflow.do_return(story.pk, actor=actor, now=now, reason="r")
        case "take":
            workflow.do_take(story.pk, actor=actor, now=now)
        case "approve":
            workflow.do_approve(story.pk, actor=actor, now=now)
        case "assign":
            workflow.do_assign(story.pk, actor=actor, now=now, desk=None, assignee=actor)
        case "embargo":
            return timing.do_move_embargo(story.pk, actor=actor, now=now, until=None, reason="r")
        case "release":
            return service.do_release(story.pk, actor=actor, now=now)
        case "schedule":
            return timing.do_schedule(story.pk, actor=actor, now=now, at=now + timedelta(hours=1))
        case "unschedule":
            timing.do_unschedule(story.pk, actor=actor, now=now)
        case "correct":
            return service.do_correct(story.pk, actor=actor, now=now, correction=FIXED, reason="r")
        case "refile":
            return service.do_refile(story.pk, actor=actor, now=now)
        case "hold":
            return service.do_hold(story.pk, actor=actor, now=now, reason="r")
        case "lift":
            return service.do_lift(story.pk, actor=actor, now=now)
        case "kill":
            return service.do_kill(story.pk, actor=actor, now=now, reason="r", wording="w")
    return None


@pytest.mark.parametrize("role", list(Role))
def test_no_verb_goes_past_the_table(connection: Connection[Any], now: datetime, role: Role) -> None:
    chief, actor = make_user(Role.DUTY_CHIEF, "setting-up"), make_user(role)
    for stage in STAGES:
        for action in ACTIONS:
            story = make_story(chief, now, embargo_until=now + timedelta(hours=1) if action == "embargo" else None)
            bring_to(stage, story, chief, now)
            before = len(read_history(connection, story.guid))
            if check_action(stage, action, deed.role_of(actor)) is None:
                act(action, story, actor, now)
            else:
                with pytest.raises(RuleError):
                    act(action, story, actor, now)
                story.refresh_from_db()
                assert (story.stage, len(read_history(connection, story.guid))) == (stage, before)


def test_an_account_that_was_switched_off_may_nothing(now: datetime, chief: User) -> None:
    story = make_story(chief, now)
    chief.is_active = False
    with pytest.raises(RuleError):
        service.do_release(story.pk, actor=chief, now=now)


def test_a_blocking_check_stops_the_release_and_names_what_is_wrong(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now, body="<p>XX people came.</p>")
    with pytest.raises(RuleError, match="placeholder is left in the text: XX"):
        service.do_release(story.pk, actor=editor, now=now)
    assert on_the_wire(connection) == []
    story.refresh_from_db()
    assert story.stage == "draft"


def test_what_changed_after_it_was_confirmed_is_not_released(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    seen = fingerprint(story)
    edit(story, editor, now, headline="Changed meanwhile")
    with pytest.raises(RuleError, match="Nothing was released"):
        service.do_release(story.pk, actor=editor, now=now, seen=seen)
    assert on_the_wire(connection) == []
    fresh = Story.objects.get(pk=story.pk)
    assert service.do_release(story.pk, actor=editor, now=now, seen=fingerprint(fresh)).version == 1


def test_a_form_opened_before_a_release_cannot_put_the_old_stage_back(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    opened_before = Story.objects.get(pk=story.pk)
    service.do_release(story.pk, actor=editor, now=now)
    opened_before.headline = "Saved late"
    opened_before.save()
    opened_before.save_revision(user=editor)
    story.refresh_from_db()
    assert (story.headline, story.stage, story.version) == ("Saved late", "released", 1)


def test_an_old_revision_brings_no_old_stage_with_it(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    old = story.latest_revision
    assert old is not None
    service.do_release(story.pk, actor=editor, now=now)
    edit(story, editor, now, headline="Newer")
    reverted = Revision.objects.get(pk=old.pk).as_object()
    assert (reverted.headline, reverted.stage, reverted.version) == (story.headline, "released", 1)


def test_what_was_on_the_wire_cannot_be_deleted_by_any_door(editor: User, now: datetime) -> None:
    released, draft = make_story(editor, now), make_story(editor, now)
    service.do_release(released.pk, actor=editor, now=now)
    released.refresh_from_db()
    with pytest.raises(RuleError):
        released.delete()
    with pytest.raises(RuleError):
        Story.objects.all().delete()
    draft.delete()
    assert list(Story.objects.values_list("pk", flat=True)) == [released.pk]


def test_two_who_release_at_once_make_two_versions_and_no_gap(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)

    def release(_number: int) -> int:
        try:
            return service.do_release(story.pk, actor=editor, now=now).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        versions = sorted(pool.map(release, range(8)))
    assert versions == list(range(1, 9))
    *_steps, report = verify(connection)
    assert (report.faults, report.releases) == ((), 8)


def test_a_release_that_fails_on_the_wire_leaves_the_story_as_it_was(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    connection.execute("ALTER TABLE wire_release ADD CONSTRAINT stop CHECK (seq < 1)")
    with pytest.raises(Exception, match="stop"):
        service.do_release(story.pk, actor=editor, now=now)
    story.refresh_from_db()
    assert (story.stage, story.version) == ("draft", 0)
    assert not Act.objects.filter(name=story.guid, action="release").exists()


@pytest.mark.usefixtures("own_home")
def test_a_picture_is_cited_by_its_hash_and_never_by_its_row(
    connection: Connection[Any], editor: User, now: datetime
) -> None:
    pixels = io.BytesIO()
    Pixels.new("RGB", (1600, 900), "navy").save(pixels, "JPEG")
    image = Picture.objects.create(title="Bridge", file=ContentFile(pixels.getvalue(), "bridge.jpg"))
    story = make_story(
        editor, now, picture=image, picture_caption="The bridge", picture_credit="M. Holt", picture_alt="A bridge"
    )
    service.do_release(story.pk, actor=editor, now=now)
    item = on_the_wire(connection)[0][1]
    assert item is not None
    [media] = item.media
    assert (media.caption, media.credit, media.alt) == ("The bridge", "M. Holt", {"en": "A bridge"})
    assert [one.name for one in media.renditions] == ["thumbnail", "web", "full"]
    assert all(len(one.sha256) == 64 for one in media.renditions)


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


def test_a_submitted_story_can_be_sent_back_with_a_word(now: datetime, editor: User) -> None:
    reporter = make_user(Role.REPORTER)
    story = make_story(reporter, now)
    workflow.do_submit(story.pk, actor=reporter, now=now)
    workflow.do_return(story.pk, actor=editor, now=now, reason="Second source?")
    story.refresh_from_db()
    assert story.stage == "draft"
    assert [(one.action, one.actor, one.reason) for one in Act.objects.filter(name=story.guid)] == [
        ("return", "a-editor", "Second source?"),
        ("submit", "a-reporter", ""),
    ]


def test_a_plan_can_be_replaced_and_dropped_but_not_made_for_the_past(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    with pytest.raises(RuleError):
        timing.do_schedule(story.pk, actor=editor, now=now, at=now)
    for hours in (1, 3):
        timing.do_schedule(story.pk, actor=editor, now=now, at=now + timedelta(hours=hours))
    assert Scheduled.objects.get(story=story).at == now + timedelta(hours=3)
    timing.do_unschedule(story.pk, actor=editor, now=now)
    assert not Scheduled.objects.exists()


def test_a_release_by_hand_drops_the_plan(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    timing.do_schedule(story.pk, actor=editor, now=now, at=now + timedelta(hours=1))
    service.do_release(story.pk, actor=editor, now=now)
    assert not Scheduled.objects.exists()

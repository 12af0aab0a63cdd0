"""What was made from a story, decided in the act that corrects or kills it: all of it or nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import derived, service
from newswire.editing.derived import Decision, read_derived
from newswire.editing.models import Story
from newswire.editing.translations import do_begin_translation
from newswire.edition.writer import do_publish
from newswire.item.item import Correction
from newswire.kit.errors import NotFoundError, RuleError
from newswire.media.models import Picture
from newswire.wire.follow import read_after, read_history
from newswire.wire.verify import verify
from tests.editing.people import edit, make_story, make_user
from tests.edition.contents import make_content

pytestmark = pytest.mark.usefixtures("dsn")
FIXED = Correction("two years", "three years")


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def release(story: Story, chief: User, now: datetime) -> Story:
    service.do_release(story.pk, actor=chief, now=now)
    story.refresh_from_db()
    return story


def translate(story: Story, chief: User, now: datetime, language: str = "tr") -> Story:
    return release(do_begin_translation(story.pk, language, actor=chief, now=now), chief, now)


def make_from(source: Story, chief: User, now: datetime, **changes: Any) -> Story:
    wrap = make_story(chief, now, **changes)
    wrap.derived_from = [source]
    return service.do_save(wrap, actor=chief, now=now)


def kill(story: Story, chief: User, now: datetime, decisions: dict[str, Decision] | None = None) -> None:
    service.do_kill(story.pk, actor=chief, now=now, reason="Libel", wording="Kill it.", derived=decisions)


def correct(story: Story, chief: User, now: datetime, decisions: dict[str, Decision] | None = None) -> None:
    service.do_correct(story.pk, actor=chief, now=now, correction=FIXED, reason="Misheard", derived=decisions)


def stage_of(story: Story) -> str:
    return Story.objects.values_list("stage", flat=True).get(pk=story.pk)


def kinds(connection: Connection[Any], story: Story) -> list[str]:
    return [one.kind for one in read_history(connection, story.guid)]


def test_the_sheet_has_everything_made_from_a_story(chief: User, now: datetime) -> None:
    alert = release(make_story(chief, now, type="alert"), chief, now)
    story = release(make_story(chief, now), chief, now)
    Story.objects.filter(pk=story.pk).update(follows=alert)
    turkish = translate(story, chief, now)
    french = do_begin_translation(story.pk, "fr", actor=chief, now=now)
    wrap = release(make_from(story, chief, now, headline="The day"), chief, now)
    package = make_from(turkish, chief, now, headline="Gün", language="tr")
    dead = release(make_from(story, chief, now), chief, now)
    kill(dead, chief, now)
    make_story(chief, now, headline="Nothing to do with it")
    story.refresh_from_db()
    assert [(one.story.pk, one.why, one.default) for one in read_derived(story)] == [
        (alert.pk, "follows", "leave"),
        (turkish.pk, "translation", "hold"),
        (french.pk, "translation", "leave"),
        (wrap.pk, "made-from", "leave"),
        (package.pk, "made-from", "leave"),
    ]
    assert next((one.story.pk, one.why) for one in read_derived(alert)) == (story.pk, "followed")


def test_a_picture_story_finds_the_stories_with_its_picture(chief: User, now: datetime) -> None:
    picture = Picture(title="Bridge", file="x.jpg", width=1, height=1)
    Picture.objects.bulk_create([picture])
    same, other = make_story(chief, now, picture=picture), make_story(chief, now)
    own = make_story(chief, now, type="picture", picture=picture)
    assert [(one.story.pk, one.why) for one in read_derived(own)] == [(same.pk, "same-picture")]
    assert read_derived(same) == read_derived(other) == ()


def test_the_sheet_asks_the_same_number_of_questions_for_one_and_for_many(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    counts = []
    for _round in range(2):
        for _more in range(3):
            make_from(story, chief, now)
        with CaptureQueriesContext(connections["default"]) as queries:
            read_derived(story)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize(
    ("stage", "possible"),
    [
        ("released", ("kill", "hold", "correct-later", "leave")),
        ("held", ("kill", "correct-later", "leave")),
        ("draft", ("correct-later", "leave")),
    ],
)
def test_what_can_be_decided_depends_on_the_stage(stage: str, possible: tuple[Decision, ...]) -> None:
    assert derived.Derived(Story(stage=stage), "made-from").possible == possible


def test_kill_too(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    kill(story, chief, now, {turkish.guid: "kill"})
    assert (stage_of(story), stage_of(turkish)) == ("killed", "killed")
    newest = read_after(connection, 0)[-1]
    assert (newest.guid, newest.kind) == (turkish.guid, "kill")
    assert newest.reason.startswith("İPTAL:")
    act = Act.objects.filter(name=turkish.guid, action="kill").get()
    assert act.reason == f"{story.guid}: Libel"


@pytest.mark.parametrize(("do", "word"), [(kill, "killed"), (correct, "corrected")])
def test_hold_names_the_original(
    connection: Connection[Any], chief: User, now: datetime, do: Callable[..., None], word: str
) -> None:
    story = release(make_story(chief, now), chief, now)
    wrap = release(make_from(story, chief, now), chief, now)
    do(story, chief, now, {wrap.guid: "hold"})
    assert stage_of(wrap) == "held"
    newest = read_after(connection, 0)[-1]
    assert (newest.guid, newest.kind) == (wrap.guid, "hold")
    assert story.guid in newest.reason
    assert word in newest.reason
    assert story.headline not in newest.reason


def test_correct_later_flags_until_the_next_release(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    wrap = release(make_from(story, chief, now), chief, now)
    assert derived.read_flag(wrap) is None
    correct(story, chief, now, {wrap.guid: "correct-later"})
    wrap.refresh_from_db()
    flag = derived.read_flag(wrap)
    assert flag is not None
    assert flag.reason == f"{story.guid}: Misheard"
    assert kinds(connection, wrap) == ["new"]
    edit(wrap, chief, now, headline="Mended")
    release(wrap, chief, now)
    assert derived.read_flag(wrap) is None


def test_leave_leaves(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    correct(story, chief, now, {turkish.guid: "leave"})
    assert (kinds(connection, turkish), stage_of(turkish)) == (["new"], "released")


@pytest.mark.parametrize("do", [kill, correct])
def test_a_released_translation_nobody_decided_about_is_held(
    connection: Connection[Any], chief: User, now: datetime, do: Callable[..., None]
) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish, wrap = translate(story, chief, now), release(make_from(story, chief, now), chief, now)
    draft = do_begin_translation(story.pk, "fr", actor=chief, now=now)
    do(story, chief, now)
    assert [stage_of(one) for one in (turkish, wrap, draft)] == ["held", "released", "draft"]
    service.do_lift(turkish.pk, actor=chief, now=now)
    assert kinds(connection, turkish) == ["new", "hold", "lift"]


def test_a_story_held_meanwhile_stays_held(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    service.do_hold(turkish.pk, actor=chief, now=now, reason="r")
    kill(story, chief, now, {turkish.guid: "hold"})
    assert kinds(connection, turkish) == ["new", "hold"]


def test_a_refusal_on_one_rolls_all_back(connection: Connection[Any], chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    draft = make_from(story, chief, now, headline="Not out yet")
    before = Act.objects.count()
    with pytest.raises(RuleError, match=r"“Not out yet”: .*Nothing was released"):
        kill(story, chief, now, {turkish.guid: "kill", draft.guid: "kill"})
    assert [stage_of(one) for one in (story, turkish, draft)] == ["released", "released", "draft"]
    assert (len(read_after(connection, 0)), Act.objects.count()) == (2, before)


def test_a_decision_about_a_stranger_is_refused_and_about_the_dead_is_not(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish, stranger = translate(story, chief, now), release(make_story(chief, now), chief, now)
    with pytest.raises(RuleError, match="has changed"):
        kill(story, chief, now, {stranger.guid: "kill"})
    assert stage_of(story) == "released"
    kill(turkish, chief, now)
    kill(story, chief, now, {turkish.guid: "kill"})
    assert kinds(connection, turkish) == ["new", "kill"]


def test_who_may_not_kill_decides_nothing(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)
    turkish = translate(story, chief, now)
    with pytest.raises(RuleError, match="role"):
        kill(story, make_user(Role.EDITOR), now, {turkish.guid: "kill"})
    assert stage_of(turkish) == "released"
    with pytest.raises(NotFoundError):
        service.do_kill(0, actor=chief, now=now, reason="r", wording="w")


def test_two_acts_over_the_same_stories_wait_and_never_deadlock(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    for _round in range(3):
        alert, story = (release(make_story(chief, now, type=kind), chief, now) for kind in ("alert", "text"))
        Story.objects.filter(pk=story.pk).update(follows=alert)
        turkish = translate(story, chief, now)

        def act(target: Story) -> str:
            try:
                kill(target, chief, now, {})
            except RuleError as error:
                return error.detail
            finally:
                connections.close_all()
            return ""

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(act, (story, alert))) == ["", ""]
        assert [stage_of(one) for one in (alert, story, turkish)] == ["killed", "killed", "held"]
        assert kinds(connection, turkish) == ["new", "hold"]
    *_steps, report = verify(connection)
    assert report.faults == ()


def test_a_translation_begun_while_the_original_is_killed_is_held_or_refused(chief: User, now: datetime) -> None:
    story = release(make_story(chief, now), chief, now)

    def begin(_story: Story) -> bool:
        try:
            do_begin_translation(story.pk, "tr", actor=chief, now=now)
        except RuleError:
            return False
        finally:
            connections.close_all()
        return True

    def do_kill(_story: Story) -> bool:
        try:
            kill(story, chief, now)
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        begun, killed = pool.submit(begin, story), pool.submit(do_kill, story)
        assert killed.result()
        assert begun.result() == Story.objects.filter(translation_of=story).exists()
    assert stage_of(story) == "killed"


def test_the_public_summary_is_known(chief: User, now: datetime, connection: Connection[Any]) -> None:
    story = release(make_story(chief, now), chief, now)
    assert not derived.has_public_summary(story)
    do_publish(connection, story.guid, make_content(), now)
    assert derived.has_public_summary(story)

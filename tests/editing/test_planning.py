"""Planning: events and coverages are saved and cancelled, stories begun from them once, the advisory says it all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import service as release_service
from newswire.editing import timing
from newswire.editing.models import Desk, Story
from newswire.editing.planning import service
from newswire.editing.planning.advisory import Planned, make_advisory
from newswire.editing.planning.agenda import midnight, read_day, read_days
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.translations import do_begin_translation
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.follow import read_items
from tests.editing.people import make_story, make_user

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 24)


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


def plan(editor: User, now: datetime, **changes: Any) -> Coverage:
    fields: dict[str, Any] = {
        "slugline": "VOTE-BUDGET",
        "about": "Parliament votes",
        "due_at": now + HOUR,
        "words": 600,
    }
    return service.do_save_coverage(Coverage(**(fields | changes)), actor=editor, now=now)


def event(editor: User, now: datetime, **changes: Any) -> Event:
    fields: dict[str, Any] = {"title": "Budget vote", "place": "Northaven", "starts_at": now, "details": "Door C"}
    return service.do_save_event(Event(**(fields | changes)), actor=editor, now=now)


def acts(about: str) -> list[tuple[str, str]]:
    return list(Act.objects.filter(about=about).order_by("pk").values_list("action", "actor"))


def test_an_event_and_its_coverage_are_saved_changed_and_logged(editor: User, now: datetime) -> None:
    made = event(editor, now)
    covered = plan(editor, now, event=made)
    covered.words = 300
    service.do_save_coverage(covered, actor=editor, now=now)
    assert (Event.objects.get().created_by, Coverage.objects.get().words) == (editor, 300)
    assert acts("event") == [("plan", "a-editor")]
    assert acts("coverage") == [("plan", "a-editor"), ("change", "a-editor")]


def test_an_event_cannot_end_before_it_starts(editor: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="before it starts"):
        event(editor, now, ends_at=now - HOUR)
    assert not Event.objects.exists()
    assert acts("event") == []


def test_who_may_not_plan_is_told_and_nothing_is_saved(editor: User, now: datetime) -> None:
    made = event(editor, now)
    covered = plan(editor, now)
    for role in (Role.REPORTER, Role.SALES, Role.SUBSCRIBER):
        actor = make_user(role)
        with pytest.raises(RuleError, match="role"):
            plan(actor, now)
        with pytest.raises(RuleError, match="role"):
            service.do_cancel_event(made.pk, actor=actor, now=now)
        with pytest.raises(RuleError, match="role"):
            service.do_begin_advisory(DAY, UTC, actor=actor, now=now, language="en")
    with pytest.raises(RuleError, match="role"):
        service.do_begin_story(covered.pk, actor=User.objects.get(role=Role.SALES), now=now)
    assert Coverage.objects.count() == 1


def test_a_subscriber_is_not_sent_to_cover_anything(editor: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="somebody of the newsroom"):
        plan(editor, now, assignee=make_user(Role.SUBSCRIBER))


def test_a_cancelled_event_takes_its_coverage_with_it_and_leaves_the_stories(editor: User, now: datetime) -> None:
    made = event(editor, now)
    covered, other = plan(editor, now, event=made), plan(editor, now)
    story = service.do_begin_story(covered.pk, actor=editor, now=now)
    for _time in range(2):
        service.do_cancel_event(made.pk, actor=editor, now=now, reason="put off")
    assert [Coverage.objects.get(pk=one.pk).is_cancelled for one in (covered, other)] == [True, False]
    assert Story.objects.get() == story
    assert acts("event").count(("cancel", "a-editor")) == 1
    with pytest.raises(RuleError, match="nothing to cover"):
        plan(editor, now, event=Event.objects.get())


def test_a_cancelled_coverage_begins_no_story(editor: User, now: datetime) -> None:
    covered = plan(editor, now)
    for _time in range(2):
        service.do_cancel_coverage(covered.pk, actor=editor, now=now)
    with pytest.raises(RuleError, match="cancelled"):
        service.do_begin_story(covered.pk, actor=editor, now=now)
    assert acts("coverage") == [("plan", "a-editor"), ("cancel", "a-editor")]


def test_a_story_begins_with_what_the_plan_knows(editor: User, now: datetime) -> None:
    reporter, desk = make_user(Role.REPORTER), Desk.objects.create(code="p", name="Politics")
    covered = plan(editor, now, event=event(editor, now), desk=desk, assignee=reporter, language="tr", note="Ask Ida")
    service.do_begin_story(covered.pk, actor=reporter, now=now)
    story = Story.objects.get()
    assert (story.slugline, story.headline, story.language, story.dateline_place) == (
        "VOTE-BUDGET", "Parliament votes", "tr", "Northaven",
    )  # fmt: skip
    assert (story.desk, story.assignee, story.created_by, story.stage) == (desk, reporter, reporter, "draft")
    assert story.sources == "Door C\nAsk Ida", "what is private stays private"
    assert Coverage.objects.get().story == story


def test_two_who_begin_at_once_get_one_story(editor: User, now: datetime) -> None:
    covered = plan(editor, now)

    def begin(_number: int) -> int:
        try:
            return service.do_begin_story(covered.pk, actor=editor, now=now).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1
    assert Story.objects.count() == 1
    assert acts("coverage").count(("begin", "a-editor")) == 1


def test_a_form_opened_before_the_story_was_begun_takes_it_not_away(editor: User, now: datetime) -> None:
    stale = Coverage.objects.get(pk=plan(editor, now).pk)
    story = service.do_begin_story(stale.pk, actor=editor, now=now)
    stale.words = 5
    service.do_save_coverage(stale, actor=editor, now=now)
    assert (Coverage.objects.get().story, Coverage.objects.get().words) == (story, 5)


def test_a_coverage_is_linked_to_the_story_it_became(editor: User, now: datetime) -> None:
    covered, first, second = plan(editor, now), make_story(editor, now), make_story(editor, now)
    with pytest.raises(NotFoundError, match="no story urn:nothing"):
        service.do_link_story(covered.pk, actor=editor, now=now, guid="urn:nothing")
    for _time in range(2):
        service.do_link_story(covered.pk, actor=editor, now=now, guid=f" {first.guid} ")
    with pytest.raises(RuleError, match="has a story already"):
        service.do_link_story(covered.pk, actor=editor, now=now, guid=second.guid)
    assert Coverage.objects.get().story == first
    with pytest.raises(NotFoundError):
        service.do_link_story(999, actor=editor, now=now, guid=first.guid)


def test_a_day_is_as_long_as_its_zone_makes_it(editor: User) -> None:
    before, first, last = (plan(editor, at, due_at=at, slugline=name) for name, at in (
        ("before", datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),
        ("first", datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        ("last", datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),  # 25 hours: the clocks go back
    ))  # fmt: skip
    plan(editor, last.due_at, due_at=datetime(2026, 10, 25, 23, 0, tzinfo=UTC), slugline="after")
    assert read_day(date(2026, 10, 25), BERLIN).coverages == (first, last)
    week = read_days(date(2026, 10, 24), 3, BERLIN)
    assert [[one.slugline for one in day.coverages] for day in week] == [["before"], ["first", "last"], ["after"]]
    assert before.pk
    assert midnight(date(2026, 10, 25), BERLIN).astimezone(UTC) == first.due_at


def test_an_event_that_lasts_stands_on_each_of_its_days(editor: User, now: datetime) -> None:
    event(editor, now, title="Fair", starts_at=now, ends_at=now + timedelta(days=2))
    event(editor, now, title="Vote", starts_at=now + timedelta(days=1))
    days = read_days(DAY - timedelta(days=1), 5, UTC)
    assert [[one.title for one in day.events] for day in days] == [[], ["Fair"], ["Fair", "Vote"], ["Fair"], []]


def test_the_advisory_lists_the_day_by_desk_and_time(now: datetime) -> None:
    planned = [
        Planned(now + 3 * HOUR, "MATCH", "Cup final", "Sports", "text", 400, 0),
        Planned(now + 2 * HOUR, "VOTE", "A <vote> & more", "Politics", "text", 600, 3, "Northaven"),
        Planned(now, "LATE", "", "", "text", 0, 0),
        Planned(now, "EARLY", "Early", "Politics", "picture", 0, 1),
    ]
    text = make_advisory(planned, DAY, BERLIN, "en")
    assert text.headline == "News budget for 24 November 2026"
    assert text.body == (
        "<p>Planned for 24 November 2026; times are Berlin.</p>"
        "<h2>Politics</h2><p>10:30 <b>EARLY</b> Early: pictures: 1</p>"
        "<p>12:30 <b>VOTE</b> A &lt;vote&gt; &amp; more (Northaven): 600 words, pictures: 3</p>"
        "<h2>Sports</h2><p>13:30 <b>MATCH</b> Cup final: 400 words</p>"
        "<h2>General</h2><p>10:30 <b>LATE</b></p>"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("tr", "24.11.2026 haber programı"), ("ar", "أجندة الأخبار ليوم 24.11.2026"),
     ("ru", "План новостей на 24.11.2026"),
     ("fr", "Prévisions du 24.11.2026"), ("es", "Previsiones del 24.11.2026"),
     ("sq", "News budget for 24 November 2026")],
)  # fmt: skip
def test_the_advisory_speaks_the_language_chosen(language: str, words: str, now: datetime) -> None:
    assert make_advisory([Planned(now, "S", "", "", "text", 1, 1)], DAY, UTC, language).headline == words


def test_the_daily_advisory_is_ready_to_be_released(connection: Connection[Any], editor: User, now: datetime) -> None:
    plan(editor, now, desk=Desk.objects.create(code="p", name="Politics"))
    dropped = plan(editor, now, slugline="DROPPED")
    service.do_cancel_coverage(dropped.pk, actor=editor, now=now)
    story = service.do_begin_advisory(DAY, UTC, actor=editor, now=now, language="en")
    release = release_service.do_release(story.pk, actor=editor, now=now)
    item = read_items(connection, [release.seq])[release.seq]
    assert (item.type, item.headline) == ("advisory", "News budget for 24 November 2026")
    text = str(item.body)
    assert "VOTE-BUDGET" in text
    assert "DROPPED" not in text
    assert acts("planning") == [("advisory", "a-editor")]


def test_a_day_without_plans_has_no_advisory(editor: User, now: datetime) -> None:
    with pytest.raises(RuleError, match="Nothing is planned"):
        service.do_begin_advisory(DAY, UTC, actor=editor, now=now, language="en")
    assert not Story.objects.exists()


def advisory(editor: User, now: datetime) -> str:
    return str(service.do_begin_advisory(DAY, UTC, actor=editor, now=now, language="en").body)


def cover(story: Story, editor: User, now: datetime, slugline: str) -> None:
    Coverage.objects.filter(pk=plan(editor, now, slugline=slugline).pk).update(story=story)


def test_the_advisory_says_nothing_of_a_story_under_embargo_until_it_ends(editor: User, now: datetime) -> None:
    until = now + 2 * HOUR
    draft = make_story(editor, now, embargo_until=until)
    released = make_story(editor, now, embargo_until=until)
    release_service.do_release(released.pk, actor=editor, now=now)
    translated = do_begin_translation(released.pk, "tr", actor=editor, now=now)
    Story.objects.filter(pk=translated.pk).update(embargo_until=None)
    for story, slugline in ((draft, "DRAFT"), (released, "RELEASED"), (translated, "TRANSLATED")):
        cover(story, editor, now, f"SECRET-{slugline}")
    with pytest.raises(RuleError, match="Nothing is planned"):
        advisory(editor, now)
    plan(editor, now)
    assert "VOTE-BUDGET" in advisory(editor, now)
    assert "SECRET" not in advisory(editor, now)
    assert timing.do_lift_embargo(released.pk, now=until)
    assert advisory(editor, until).count("SECRET") == 3


def test_the_advisory_follows_an_embargo_that_was_moved_and_forgets_a_killed_story(editor: User, now: datetime) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now, embargo_until=now + HOUR)
    release_service.do_release(story.pk, actor=chief, now=now)
    cover(story, editor, now, "SECRET")
    plan(editor, now)
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=now + 5 * HOUR, reason="r")
    assert "SECRET" not in advisory(editor, now + 2 * HOUR)
    timing.do_move_embargo(story.pk, actor=chief, now=now + 3 * HOUR, until=None, reason="r")
    assert "SECRET" in advisory(editor, now + 3 * HOUR)
    release_service.do_kill(story.pk, actor=chief, now=now + 4 * HOUR, reason="r", wording="Kill this.")
    assert "SECRET" not in advisory(editor, now + 4 * HOUR)

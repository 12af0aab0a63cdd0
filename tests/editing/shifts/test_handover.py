"""What one shift leaves to the next: everything that is open, the note, and the signature."""

from datetime import datetime, timedelta

import pytest
from django.db import connection as django_connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Act, Role, User
from newswire.editing import second_look, service, timing
from newswire.editing.models import Story
from newswire.editing.planning.models import Coverage
from newswire.editing.shifts.handover import (
    Line,
    State,
    do_hand_over,
    do_sign,
    read_handovers,
    read_state,
    state_of,
)
from newswire.editing.shifts.models import Handover
from newswire.kit.errors import NotFoundError, RuleError
from tests.editing.people import make_story, make_user

HOUR = timedelta(hours=1)


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def released(actor: User, now: datetime, headline: str, embargo: datetime | None = None) -> Story:
    story = make_story(actor, now, headline=headline, embargo_until=embargo)
    service.do_release(story.pk, actor=actor, now=now)
    return story


def words(lines: tuple[Line, ...]) -> list[str]:
    return [one.words for one in lines]


def test_an_empty_night_is_an_empty_state(chief: User, now: datetime) -> None:
    assert read_state(now) == State()
    assert state_of(do_hand_over(actor=chief, now=now, note="Quiet")) == State()


def test_everything_that_is_open_stands_in_the_state(chief: User, now: datetime) -> None:
    held = released(chief, now, "Held")
    service.do_hold(held.pk, actor=chief, now=now + HOUR, reason="r")
    released(chief, now, "Tomorrow week", embargo=now + 200 * HOUR)
    tonight = released(chief, now, "Tonight", embargo=now + 3 * HOUR)
    planned, later = make_story(chief, now, headline="Planned"), make_story(chief, now, headline="Later")
    timing.do_schedule(planned.pk, actor=chief, now=now, at=now + 2 * HOUR)
    timing.do_schedule(later.pk, actor=chief, now=now, at=now + 13 * HOUR)
    look = second_look.do_ask(tonight.pk, "kill", actor=chief, now=now, said={"wording": "w", "reason": "r"})
    state = read_state(now)
    assert state.holds == (Line("Held", now + HOUR, "", "en", held.pk),)
    assert words(state.embargoes) == ["Tonight"]
    assert state.schedules == (Line("Planned", now + 2 * HOUR, "chief", "en", planned.pk),)
    assert state.looks == (Line("Tonight", now, "chief", "en", look.pk, "kill"),)
    assert [one.direction for one in state.holds] == ["ltr"]


def test_a_promise_counts_until_its_story_is_released(chief: User, now: datetime) -> None:
    draft, done = make_story(chief, now), released(chief, now, "Done")
    for slugline, due, story, cancelled in (
        ("SOON", now + HOUR, None, False),
        ("DRAFTED", now + 2 * HOUR, draft, False),
        ("LATE", now - HOUR, None, False),
        ("KEPT", now + HOUR, done, False),
        ("OFF", now + HOUR, None, True),
        ("NEXT-SHIFT", now + 13 * HOUR, None, False),
        ("FORGOTTEN", now - 13 * HOUR, None, False),
    ):
        Coverage.objects.create(slugline=slugline, due_at=due, story=story, is_cancelled=cancelled, assignee=chief)
    promises = read_state(now).promises
    assert words(promises) == ["LATE", "SOON", "DRAFTED"]
    assert [one.pk for one in promises] == [None, None, draft.pk]
    assert {one.who for one in promises} == {"chief"}


def test_the_number_of_queries_does_not_grow_with_what_is_open(chief: User, now: datetime) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            django_connection,
        ) as queries:
            read_state(now)
        return len(queries)

    before = count()
    for number in range(3):
        held = released(chief, now, str(number))
        service.do_hold(held.pk, actor=chief, now=now, reason="r")
        planned = make_story(chief, now)
        timing.do_schedule(planned.pk, actor=chief, now=now, at=now + HOUR)
        Coverage.objects.create(slugline="X", due_at=now + HOUR, assignee=chief)
        second_look.do_ask(held.pk, "kill", actor=chief, now=now, said={"wording": "w", "reason": "r"})
    assert count() == before == 5


def test_what_was_handed_over_stays_as_it_was(chief: User, now: datetime) -> None:
    held = released(chief, now, "Held")
    service.do_hold(held.pk, actor=chief, now=now, reason="r")
    handover = do_hand_over(actor=chief, now=now, note=" Watch the court at nine. ")
    service.do_lift(held.pk, actor=chief, now=now + HOUR)
    [stored] = read_handovers()
    assert (stored.pk, stored.note, stored.made_by) == (handover.pk, "Watch the court at nine.", chief)
    assert words(state_of(stored).holds) == ["Held"]
    assert read_state(now).holds == ()


def test_the_next_chief_signs_once_and_both_deeds_are_logged(chief: User, now: datetime) -> None:
    following = make_user(Role.ADMINISTRATOR, "next")
    handover = do_hand_over(actor=chief, now=now, note="Quiet")
    with pytest.raises(RuleError, match="by the next chief"):
        do_sign(handover.pk, actor=chief, now=now)
    do_sign(handover.pk, actor=following, now=now + HOUR)
    with pytest.raises(RuleError, match="signed already"):
        do_sign(handover.pk, actor=following, now=now + HOUR)
    signed = Handover.objects.get()
    assert (signed.signed_by, signed.signed_at) == (following, now + HOUR)
    acts = Act.objects.filter(about="handover", name=str(handover.pk)).order_by("id")
    assert [(one.action, one.actor, one.reason) for one in acts] == [
        ("hand-over", "chief", "Quiet"),
        ("sign-handover", "next", ""),
    ]


def test_whoever_is_no_chief_neither_hands_over_nor_signs(chief: User, now: datetime) -> None:
    editor, handover = make_user(Role.EDITOR), do_hand_over(actor=chief, now=now, note="")
    with pytest.raises(RuleError):
        do_hand_over(actor=editor, now=now, note="x")
    with pytest.raises(RuleError):
        do_sign(handover.pk, actor=editor, now=now)
    with pytest.raises(NotFoundError):
        do_sign(999, actor=chief, now=now)
    assert Handover.objects.get().signed_at is None

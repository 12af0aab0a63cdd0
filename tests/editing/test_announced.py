"""What subscribers are told of the planning: nothing by default, and never what the newsroom keeps to itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.editing import service as release_service
from newswire.editing.models import Desk, Story
from newswire.editing.planning import service
from newswire.editing.planning.announced import Plan, is_told, read_plans
from newswire.editing.planning.models import CalendarAddress, Coverage, Event, Watch
from newswire.editing.planning.watching import (
    do_end_calendar_address,
    do_make_calendar_address,
    do_stop_watching,
    do_watch,
    find_calendar,
    read_calendar_made_at,
    read_watched,
)
from newswire.editing.translations import do_begin_translation
from newswire.item.rights import Client, Restriction, keep_restriction
from newswire.kit.errors import NotFoundError
from newswire.query.parse import parse_query
from newswire.subscribers.models import Seat, Subscriber
from newswire.subscribers.terms import Claim, Terms
from tests.editing.people import make_story, make_user

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CANARY = "zeppelinquartz"


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


def plan(editor: User, now: datetime, **changes: Any) -> Coverage:
    fields: dict[str, Any] = {"slugline": "VOTE", "about": "Parliament votes", "due_at": now + HOUR,
                              "sections": ["politics"], "is_announced": True}  # fmt: skip
    return service.do_save_coverage(Coverage(**(fields | changes)), actor=editor, now=now)


def read(now: datetime, watched: Sequence[int] = ()) -> list[Plan]:
    return read_plans(now - DAY, now + DAY, now, watched)


def terms(now: datetime, query: str = "*", **changes: Any) -> Terms:
    said: dict[str, Any] = {"claims": (Claim("p", parse_query(query)),), "starts_at": now - 9 * DAY}
    return Terms(**(said | changes))


def test_nothing_is_told_that_was_not_announced(editor: User, now: datetime) -> None:
    plan(editor, now, is_announced=False)
    assert read(now) == []
    shown = plan(editor, now)
    assert [one.key for one in read(now)] == [shown.pk]
    plan(editor, now, due_at=now + 3 * DAY)
    assert len(read(now)) == 1
    assert len(read_plans(now, now + 7 * DAY, now)) == 2


def test_what_the_newsroom_keeps_to_itself_is_not_in_it(editor: User, now: datetime) -> None:
    reporter = make_user(Role.REPORTER)
    User.objects.filter(pk=reporter.pk).update(username=CANARY, first_name=CANARY)
    event = service.do_save_event(
        Event(title="Vote", place="Eldra", starts_at=now, details=CANARY), actor=editor, now=now
    )
    desk = Desk.objects.create(code=CANARY, name=CANARY)
    plan(editor, now, event=event, desk=desk, note=CANARY, assignee=User.objects.get(pk=reporter.pk))
    (one,) = read(now)
    assert (one.event, one.place) == ("Vote", "Eldra")
    assert CANARY not in str(one)


@pytest.mark.parametrize(
    ("query", "told"),
    [("*", True), ("lang:en", True), ("lang:tr", False), ("section:politics", True), ("section:sports", False),
     ("parliament", True), ("NOT section:sports", True), ("NOT section:politics", False), ("urgency:[1 TO 3]", False),
     ("NOT subject:medtop:15000000", False), ("NOT parliament", False), ("NOT storm", False)],
)  # fmt: skip
def test_it_is_told_to_whom_the_story_will_reach_for_certain(
    query: str, told: bool, editor: User, now: datetime
) -> None:
    plan(editor, now)
    assert is_told(read(now)[0], terms(now, query), now) is told


def test_subjects_that_are_given_decide(editor: User, now: datetime) -> None:
    plan(editor, now, subjects=["medtop:20000573"])
    (one,) = read(now)
    assert is_told(one, terms(now, "subject:medtop:11000000"), now) is is_told(
        one, terms(now, "NOT NOT subject:medtop:11000000"), now
    )
    assert is_told(one, terms(now, "NOT subject:medtop:15000000"), now)


def test_after_the_end_and_before_the_beginning_of_a_contract_nothing_is_told(editor: User, now: datetime) -> None:
    plan(editor, now)
    (one,) = read(now)
    assert not is_told(one, terms(now, ends_at=now), now)
    assert not is_told(one, terms(now, ends_at=one.due_at), now), "it comes when nothing comes any more"
    assert not is_told(one, terms(now, starts_at=now + HOUR), now)
    assert not is_told(one, terms(now, suspended=True), now)
    assert is_told(one, terms(now, ends_at=one.due_at + HOUR), now)


def test_whom_the_storys_restrictions_keep_out_is_not_told(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    Story.objects.filter(pk=story.pk).update(rights=keep_restriction(Restriction(countries_out=("JP",))))
    covered = plan(editor, now)
    service.do_link_story(covered.pk, actor=editor, now=now, guid=story.guid)
    (one,) = read(now)
    assert not is_told(one, terms(now, client=Client(1, "JP")), now)
    assert is_told(one, terms(now, client=Client(1, "NO")), now)


def test_what_an_embargo_a_kill_a_hold_or_a_secret_covers_is_not_open(editor: User, now: datetime) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    draft = make_story(editor, now, embargo_until=now + HOUR)
    translated = do_begin_translation(draft.pk, "tr", actor=editor, now=now)
    Story.objects.filter(pk=translated.pk).update(embargo_until=None)
    prepared, test = make_story(editor, now, is_prepared=True), make_story(editor, now, is_test=True)
    killed, held, free = (make_story(chief, now) for _ in range(3))
    for one in (killed, held, free):
        release_service.do_release(one.pk, actor=chief, now=now)
    release_service.do_kill(killed.pk, actor=chief, now=now, reason="r", wording="Kill this.")
    release_service.do_hold(held.pk, actor=chief, now=now, reason="r")
    for story in (draft, translated, prepared, test, killed, held, free):
        service.do_link_story(plan(editor, now).pk, actor=editor, now=now, guid=story.guid)
    assert [(one.is_open, bool(one.guid)) for one in read(now)] == [
        (False, False), (False, False), (False, False), (False, False), (False, True), (False, True), (True, True),
    ]  # fmt: skip
    assert [one.is_open for one in read(now + HOUR)[:2]] == [True, True]


def test_only_what_subscribers_read_counts_as_a_change(editor: User, now: datetime) -> None:
    event = service.do_save_event(Event(title="Vote", place="Eldra", starts_at=now), actor=editor, now=now)
    covered = plan(editor, now, event=event)

    def change(minutes: int, **said: Any) -> tuple[int, datetime]:
        fresh = Coverage.objects.get(pk=covered.pk)
        for name, value in said.items():
            setattr(fresh, name, value)
        service.do_save_coverage(fresh, actor=editor, now=now + timedelta(minutes=minutes))
        (one,) = read(now)
        return one.revision, one.changed_at

    assert change(1, note="ask Ida", assignee=editor, sections=["world"]) == (0, now)
    assert change(2, due_at=now + 2 * HOUR) == (1, now + timedelta(minutes=2))
    assert change(3) == (1, now + timedelta(minutes=2))
    event.details = "door C"
    service.do_save_event(event, actor=editor, now=now + timedelta(minutes=4))
    assert read(now)[0].revision == 1
    event.place = "Halden"
    service.do_save_event(event, actor=editor, now=now + timedelta(minutes=5))
    assert (read(now)[0].revision, read(now)[0].place) == (2, "Halden")
    for _time in range(2):
        service.do_cancel_event(event.pk, actor=editor, now=now + timedelta(minutes=6))
    (one,) = read(now)
    assert (one.revision, one.is_cancelled, one.changed_at) == (3, True, now + timedelta(minutes=6))


def test_one_cancelled_by_itself_is_a_change_too_and_what_is_not_announced_changes_for_nobody(
    editor: User, now: datetime
) -> None:
    shown, quiet = plan(editor, now), plan(editor, now, is_announced=False)
    for one in (shown, quiet):
        service.do_cancel_coverage(one.pk, actor=editor, now=now + HOUR)
    assert [one.revision for one in Coverage.objects.order_by("pk")] == [1, 0]


def test_plans_are_read_by_one_query(editor: User, now: datetime) -> None:
    counted = []
    for _time in range(2):
        for _ in range(3):
            story = make_story(editor, now)
            service.do_link_story(plan(editor, now).pk, actor=editor, now=now, guid=story.guid)
        with CaptureQueriesContext(connection) as queries:
            read(now)
        counted.append(len(queries))
    assert counted == [1, 1]


@pytest.fixture
def seat(editor: User) -> Seat:
    user = User.objects.create_user("client", role=Role.SUBSCRIBER)
    return Seat.objects.create(user=user, subscriber=Subscriber.objects.create(name=f"Daily {editor.pk}"))


def test_a_person_watches_once_and_stops(editor: User, seat: Seat, now: datetime) -> None:
    covered, old = plan(editor, now), plan(editor, now, due_at=now - 9 * DAY)
    for one in (covered, covered, old):
        do_watch(seat.pk, one.pk, now=now)
    assert Watch.objects.count() == 2
    assert read_watched(seat.pk, now - DAY) == {covered.pk}
    assert [one.key for one in read(now, sorted(read_watched(seat.pk, now - 30 * DAY)))] == [old.pk, covered.pk]
    do_stop_watching(seat.pk, covered.pk)
    do_stop_watching(seat.pk, covered.pk)
    assert read_watched(seat.pk, now - DAY) == frozenset()


def test_a_calendars_secret_is_kept_as_a_hash_replaced_and_ended(seat: Seat, now: datetime) -> None:
    first = do_make_calendar_address(seat.pk, pepper="p", now=now)
    assert first.startswith("nw_cal_")
    assert first.encode() not in bytes(CalendarAddress.objects.get().digest)
    assert find_calendar(first, pepper="p") == seat
    second = do_make_calendar_address(seat.pk, pepper="p", now=now + HOUR)
    assert read_calendar_made_at(seat.pk) == now + HOUR
    assert find_calendar(second, pepper="p") == seat
    for wrong in (first, second + "x", "", "nw_cal_"):
        with pytest.raises(NotFoundError):
            find_calendar(wrong, pepper="p")
    with pytest.raises(NotFoundError):
        find_calendar(second, pepper="another")
    User.objects.filter(pk=seat.user_id).update(is_active=False)
    with pytest.raises(NotFoundError):
        find_calendar(second, pepper="p")
    User.objects.filter(pk=seat.user_id).update(is_active=True)
    do_end_calendar_address(seat.pk)
    with pytest.raises(NotFoundError):
        find_calendar(second, pepper="p")
    assert read_calendar_made_at(seat.pk) is None

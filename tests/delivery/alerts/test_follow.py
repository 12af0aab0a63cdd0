"""Who is told of what: by the view's query, by what the subscription got of the story, once, also after a crash."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newswire.accounts.models import User
from newswire.delivery.alerts import follow
from newswire.delivery.alerts.book import AlertBook
from newswire.delivery.alerts.follow import do_advance, run_alerts
from newswire.delivery.alerts.rows import HINT, do_forget, read_cursor
from newswire.delivery.alerts.tables import Alert, AlertLetter, AlertStory
from newswire.subscribers.models import Seat, Subscription
from newswire.subscribers.service import do_subscribe
from newswire.subscribers.view_models import AlertMail
from newswire.subscribers.views import AlertDraft, ViewDraft, do_delete_view, do_save_view, do_set_alert
from tests.delivery.alerts.people import IN_APP, Room, Shown, alerts_of, hire, keep, letters_of
from tests.newsroom import Newsroom
from tests.waiting import wait_until

MINUTE = timedelta(minutes=1)


def shown(view: str, *names: str, **more: Any) -> Shown:
    return Shown(view, frozenset(names), **more)


def test_a_person_is_told_of_what_their_view_matches_and_of_nothing_else(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Storms", "headline:storm", now=room.newsroom.now)
    room.release("a", headline="The storm reaches Northaven")
    room.release("b", headline="Rate stays at 3.25 percent")
    assert alerts_of(person) == [shown("Storms", "a")]
    alert = Alert.objects.get()
    assert (alert.opened_at, alert.in_app, alert.desktop, alert.read_at) == (room.newsroom.now, True, False, None)


def test_who_wants_nothing_of_a_view_is_told_nothing(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    do_save_view(person, ViewDraft(name="Everything"), now=room.newsroom.now)
    room.release("a")
    assert alerts_of(person) == []


def test_nobody_is_told_of_what_their_subscription_did_not_get(room: Room) -> None:
    first, other = room.newsroom.subscribe("harbour"), room.newsroom.subscribe("inland", "lang:tr")
    ada, ece = hire(first, "ada"), hire(other, "ece")
    for person in (ada, ece):
        keep(person, "Everything", now=room.newsroom.now)
    room.release("a")
    room.release("b", language="tr")
    assert alerts_of(ada) == [shown("Everything", "a"), shown("Everything", "b")]
    assert alerts_of(ece) == [shown("Everything", "b")]


def test_a_view_of_one_subscription_is_not_told_of_what_came_by_another(room: Room) -> None:
    first = room.newsroom.subscribe("harbour", "lang:en")
    second = room.newsroom.subscribe("turkish", "lang:tr")
    Subscription.objects.filter(pk=second.pk).update(contract=first.contract)
    person = hire(first, "ada")
    keep(person, "Turkish", subscription=second.number, now=room.newsroom.now)
    keep(person, "All", now=room.newsroom.now)
    room.release("a")
    room.release("b", language="tr")
    assert alerts_of(person) == [shown("All", "a"), shown("Turkish", "b"), shown("All", "b")]
    assert set(AlertStory.objects.values_list("number", flat=True)) == {first.number, second.number}


def test_a_subscription_that_is_bought_later_counts_for_a_view_of_all(room: Room) -> None:
    first = room.newsroom.subscribe("harbour", "lang:en")
    person = hire(first, "ada")
    keep(person, "All", now=room.newsroom.now)
    room.release("a", language="tr")
    room.newsroom.subscribe("turkish", "lang:tr")
    do_subscribe("more", contract=first.contract, product_codes=["turkish"])
    room.release("b", language="tr")
    assert alerts_of(person) == [shown("All", "b")]


def test_a_query_sees_no_more_of_a_story_than_the_person_does(room: Room) -> None:
    full = hire(room.newsroom.subscribe("full"), "ada")
    short = hire(room.newsroom.subscribe("short", form="headlines"), "bo")
    for person in (full, short):
        keep(person, "Cranes", "cranes", now=room.newsroom.now)
    room.release("a")  # the word stands in the body
    assert alerts_of(full) == [shown("Cranes", "a")]
    assert alerts_of(short) == []


def test_everybody_of_the_organisation_may_be_told_of_a_shared_view_each_by_their_own_wish(room: Room) -> None:
    subscription = room.newsroom.subscribe("harbour")
    ada, bo = hire(subscription, "ada"), hire(subscription, "bo")
    view = keep(ada, "Everything", is_shared=True, now=room.newsroom.now)
    do_set_alert(bo, view.pk, AlertDraft(in_app=True, urgency=3))
    room.release("a", urgency=5)
    room.release("b", urgency=3)
    assert alerts_of(ada) == [shown("Everything", "a"), shown("Everything", "b")]
    assert alerts_of(bo) == [shown("Everything", "b")]


def test_changes_of_views_count_from_the_next_release(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    view = keep(person, "View", "headline:storm", now=room.newsroom.now)
    room.release("a", headline="A storm")
    do_save_view(person, ViewDraft(name="View", query="headline:rate"), view_id=view.pk, now=room.newsroom.now)
    room.release("b", headline="A storm")
    room.release("c", headline="The rate")
    do_set_alert(person, view.pk, AlertDraft())
    room.release("d", headline="The rate")
    do_set_alert(person, view.pk, IN_APP)
    assert alerts_of(person) == [shown("View", "a"), shown("View", "c")]
    do_delete_view(person, view.pk)
    room.release("e", headline="The rate")
    assert alerts_of(person) == []
    assert len(room.book) == 0


@pytest.mark.parametrize("leaving", ["inactive", "unshared"])
def test_who_may_not_see_it_any_more_is_told_nothing(room: Room, leaving: str) -> None:
    subscription = room.newsroom.subscribe("harbour")
    ada, bo = hire(subscription, "ada"), hire(subscription, "bo")
    view = keep(ada, "Everything", is_shared=True, now=room.newsroom.now)
    do_set_alert(bo, view.pk, IN_APP)
    if leaving == "inactive":
        User.objects.filter(username="bo").update(is_active=False)
    else:
        do_save_view(ada, ViewDraft(name="Everything"), view_id=view.pk, now=room.newsroom.now)
    room.release("a")
    assert (len(alerts_of(ada)), len(alerts_of(bo))) == (1, 0)


def test_later_versions_are_not_told_again_but_a_correction_is(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    room.release("a")
    Alert.objects.update(read_at=room.newsroom.now)
    room.release("a", kind="update")
    assert alerts_of(person) == [shown("Everything", "a", is_read=True)]
    before = Alert.objects.get().change
    room.release("a", kind="correction", headline="Something else")
    assert alerts_of(person) == [shown("Everything", "a")]
    assert Alert.objects.get().change > before


def test_a_later_version_that_matches_for_the_first_time_is_told(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Storms", "headline:storm", now=room.newsroom.now)
    room.release("a", headline="Wind over Northaven")
    room.release("a", kind="update", headline="Storm over Northaven")
    assert alerts_of(person) == [shown("Storms", "a")]


def test_under_embargo_only_who_has_the_right_is_told_and_the_lift_is_told_to_them_again(room: Room) -> None:
    may = hire(room.newsroom.subscribe("may", embargo_right=True), "ada")
    others = hire(room.newsroom.subscribe("others"), "bo")
    for person in (may, others):
        keep(person, "Everything", now=room.newsroom.now)
    until = room.newsroom.now + timedelta(hours=1)
    room.release("a", embargo_until=until)
    assert (alerts_of(may), alerts_of(others)) == ([shown("Everything", "a")], [])
    Alert.objects.update(read_at=room.newsroom.now)
    room.newsroom.now = until
    room.release("a", kind="lift")
    assert alerts_of(may) == [shown("Everything", "a")]
    assert alerts_of(others) == [shown("Everything", "a")]


def test_a_kill_makes_the_alert_unread_again_and_one_that_overtakes_is_never_told(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    room.release("a")
    Alert.objects.update(read_at=room.newsroom.now, desktop=True)
    room.release("a", kind="kill")
    assert alerts_of(person) == [shown("Everything", "a")]
    assert not Alert.objects.get().desktop
    room.newsroom.release("b")
    room.newsroom.release("b", "kill")  # before the follower has seen the story
    room.follow()
    assert alerts_of(person) == [shown("Everything", "a")]


def test_a_flood_becomes_one_alert_and_a_flash_stands_beside_it(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Floods", now=room.newsroom.now)
    names = [f"flood-{number}" for number in range(12)]
    room.release(*names[:4])
    Alert.objects.update(read_at=room.newsroom.now)
    room.release("flash", urgency=1)
    room.release(*names[4:])
    assert alerts_of(person) == [
        shown("Floods", *names, is_storm=True),
        shown("Floods", "flash", is_flash=True),
    ]


def test_a_storm_ends_and_the_next_story_is_an_alert_of_its_own(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Floods", now=room.newsroom.now)
    room.release(*"abcd")
    room.newsroom.now += 10 * MINUTE
    room.release("e")
    assert [len(one.stories) for one in alerts_of(person)] == [4, 1]


def test_a_flood_of_one_view_says_nothing_of_another(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "All", now=room.newsroom.now)
    keep(person, "Storms", "headline:storm", now=room.newsroom.now)
    room.release(*"abcd")
    room.release("s", headline="A storm")
    assert [(one.view, len(one.stories)) for one in alerts_of(person)] == [("All", 5), ("Storms", 1)]


def test_quiet_hours_keep_the_desktop_still_and_put_the_mail_off(room: Room) -> None:
    subscription = room.newsroom.subscribe("harbour")
    wish = AlertDraft(in_app=True, desktop=True, mail=AlertMail.AT_ONCE)
    awake = hire(subscription, "ada", zone="Europe/Istanbul")
    asleep = hire(subscription, "bo", zone="America/New_York", quiet_from=22, quiet_until=7)  # it is 04:30 there
    for person in (awake, asleep):
        keep(person, "Everything", "", wish, now=room.newsroom.now)
    room.release("a")
    assert [one.desktop for one in Alert.objects.order_by("seat")] == [True, False]
    assert letters_of(awake) == [("at-once", room.newsroom.now)]
    assert letters_of(asleep) == [("digest", room.newsroom.now.replace(hour=12, minute=0))]
    room.release("b")
    assert len(letters_of(asleep)) == 1, "what came while one slept is one mail"


def test_a_storm_is_one_letter_and_then_one_in_ten_minutes(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Floods", "", AlertDraft(mail=AlertMail.AT_ONCE), now=room.newsroom.now)
    room.release(*"abc")
    assert [sort for sort, _ in letters_of(person)] == ["at-once"] * 3
    room.release("d")
    assert letters_of(person) == [("at-once", room.newsroom.now)]
    AlertLetter.objects.update(due_at=None, sent_at=room.newsroom.now)
    room.release("e", "f")
    assert letters_of(person) == [("at-once", room.newsroom.now + 10 * MINUTE)]


def test_each_release_is_dealt_with_once(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    room.newsroom.release("a")
    room.newsroom.release("b")
    assert room.follow() == 2
    assert room.follow() == 0
    other = AlertBook()
    assert do_advance(room.newsroom.connection, other, now=room.newsroom.now) == 0
    assert len(alerts_of(person)) == 2


def test_a_failure_keeps_the_cursor_and_leaves_nothing_half_done(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    before = read_cursor(room.newsroom.connection)
    room.newsroom.release("a")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(follow, "_do_post", fail)
        with pytest.raises(RuntimeError):
            room.follow()
    assert (read_cursor(room.newsroom.connection), alerts_of(person)) == (before, [])
    room.follow()
    assert alerts_of(person) == [shown("Everything", "a")]


def test_whom_it_concerns_is_hinted_at_when_it_is_written(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    room.newsroom.connection.execute(f'LISTEN "{HINT}"'.encode())
    room.release("a")
    hint = next(room.newsroom.connection.notifies(timeout=30))
    assert (hint.channel, hint.payload) == (HINT, str(person.seat))


def test_the_loop_wakes_for_what_is_routed_and_ends_when_told(room: Room, dsn: str) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", now=room.newsroom.now)
    stop = threading.Event()
    loop = threading.Thread(target=run_alerts, args=(dsn, stop))
    loop.start()
    room.newsroom.release("a")
    wait_until(lambda: Alert.objects.exists(), "the alert")
    stop.set()
    loop.join(30)
    assert not loop.is_alive()
    assert alerts_of(person) == [shown("Everything", "a")]


FOLLOWER = """
import sys, threading
from pathlib import Path
import django
django.setup()
from newswire.delivery.alerts import follow
told = 0
original = follow._do_tell_one
def tell(*given):
    global told
    original(*given)
    told += 1
    if told == int(sys.argv[2]):
        Path(sys.argv[3]).touch()
        threading.Event().wait()
follow._do_tell_one = tell
follow.run_alerts(sys.argv[1], threading.Event())
"""


def test_kill_9_in_the_middle_of_a_release_loses_nothing_and_tells_nobody_twice(
    room: Room, dsn: str, tmp_path: Path
) -> None:
    """The follower is killed after it has told one of two people of the third release; another goes on."""
    subscription = room.newsroom.subscribe("harbour")
    people = [hire(subscription, name) for name in ("ada", "bo")]
    for person in people:
        keep(person, "Everything", "", AlertDraft(in_app=True, mail=AlertMail.AT_ONCE), now=room.newsroom.now)
    room.newsroom.release_all([(name, "new", {}) for name in "abc"])
    reached = tmp_path / "reached"
    child = subprocess.Popen([sys.executable, "-c", FOLLOWER, dsn, "5", str(reached)])
    try:
        wait_until(reached.exists, "the third release")
    finally:
        child.kill()
        child.wait()
    assert [len(alerts_of(person)) for person in people] == [2, 2]
    room.follow()
    room.newsroom.release("d")
    room.follow()
    for person in people:
        assert frozenset().union(*(one.stories for one in alerts_of(person))) == {"a", "b", "c", "d"}
        told = AlertStory.objects.filter(seat=person.seat).values_list("guid", flat=True)
        assert len(told) == len(set(told)) == 4


def test_a_release_costs_as_many_queries_for_many_views_that_do_not_match_as_for_few(newsroom: Newsroom) -> None:
    person = hire(newsroom.subscribe("harbour"), "ada")
    counts = []
    for number in range(0, 40, 20):
        for more in range(20):
            keep(person, f"{number + more}", f"headline:word{number + more}", now=newsroom.now)
        room = Room(newsroom)
        newsroom.release(f"story-{number}")
        room.book.do_refresh(newsroom.connection)
        calls: list[str] = []
        counted = Counting(newsroom.connection, calls)
        assert do_advance(counted, room.book, now=newsroom.now) == 1  # type: ignore[arg-type]
        counts.append(len(calls))
    assert counts[0] == counts[1]


class Counting:
    """A connection that keeps the statements that go through it."""

    def __init__(self, connection: Any, calls: list[str]) -> None:
        self._connection = connection
        self._calls = calls

    def execute(self, statement: str, *rest: Any) -> Any:
        """Counts and passes on."""
        self._calls.append(statement)
        return self._connection.execute(statement, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def nothing_is_kept() -> bool:
    return not any(table.objects.exists() for table in (Alert, AlertStory, AlertLetter))


def test_old_alerts_are_forgotten_with_all_that_hangs_on_them(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", "", AlertDraft(in_app=True, mail=AlertMail.AT_ONCE), now=room.newsroom.now)
    room.release("a")
    later = room.newsroom.now + timedelta(days=40)
    assert do_forget(room.newsroom.connection, later) == 0, "its mail has not left"
    AlertLetter.objects.update(due_at=None)
    assert do_forget(room.newsroom.connection, room.newsroom.now) == 0
    assert do_forget(room.newsroom.connection, later) == 1
    assert nothing_is_kept()


def test_a_seat_that_is_taken_away_takes_its_alerts_along(room: Room) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    keep(person, "Everything", "", AlertDraft(in_app=True, mail=AlertMail.AT_ONCE), now=room.newsroom.now)
    room.release("a")
    Seat.objects.get(pk=person.seat).delete()
    assert nothing_is_kept()
    room.release("b")
    assert not Alert.objects.exists()

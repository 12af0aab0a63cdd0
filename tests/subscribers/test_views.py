"""Saved views: who sees, changes, copies and deletes them; how people want to be told; what a follower reads of it."""

from datetime import datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.kit.errors import InvalidRequestError, NotFoundError, RuleError
from newswire.query.errors import QueryError
from newswire.subscribers import views as verbs
from newswire.subscribers.models import Seat, Subscription
from newswire.subscribers.view_models import AlertHabits, AlertMail, SavedView, ViewAlert, ViewChange
from newswire.subscribers.view_rows import (
    read_all_standing,
    read_changed,
    read_houses,
    read_newest_change,
    read_standing,
    read_wishes,
)
from newswire.subscribers.views import (
    AlertDraft,
    HabitsDraft,
    Person,
    ViewDraft,
    do_delete_view,
    do_duplicate_view,
    do_end_mail,
    do_save_view,
    do_set_alert,
    do_set_habits,
    find_view,
    may_change,
    parse_view_query,
    read_alert,
    read_habits,
    read_told,
    read_views,
)
from tests.newsroom import Newsroom


def seat(subscription: Subscription, name: str, role: str = "editor") -> Person:
    assert subscription.contract.subscriber is not None
    user = User.objects.create_user(name, role=Role.SUBSCRIBER)
    made = Seat.objects.create(user=user, subscriber=subscription.contract.subscriber, role=role)
    return Person(subscription.contract.subscriber.pk, made.pk, role)


@pytest.fixture
def subscription(newsroom: Newsroom) -> Subscription:
    """What the people of these tests read."""
    return newsroom.subscribe("harbour")


@pytest.fixture
def ada(subscription: Subscription) -> Person:
    """An editor."""
    return seat(subscription, "ada")


@pytest.fixture
def bo(subscription: Subscription) -> Person:
    """A colleague."""
    return seat(subscription, "bo")


@pytest.fixture
def stranger(newsroom: Newsroom) -> Person:
    """Somebody of another organisation, its owner even."""
    return seat(newsroom.subscribe("inland"), "eve", "owner")


def names(person: Person) -> list[str]:
    return [one.name for one in read_views(person)]


def test_a_view_is_seen_by_its_owner_and_shared_by_everybody_of_the_organisation_and_nobody_else(
    ada: Person, bo: Person, stranger: Person, now: datetime
) -> None:
    do_save_view(ada, ViewDraft(name="Mine", query="storm"), now=now)
    do_save_view(ada, ViewDraft(name="Ours", query="storm", is_shared=True), now=now)
    assert (names(ada), names(bo), names(stranger)) == (["Mine", "Ours"], ["Ours"], [])


def test_what_is_not_theirs_and_what_never_was_are_not_told_apart(
    ada: Person, bo: Person, stranger: Person, now: datetime
) -> None:
    private = do_save_view(ada, ViewDraft(name="Mine"), now=now)
    shared = do_save_view(ada, ViewDraft(name="Ours", is_shared=True), now=now)
    for person, view_id in ((bo, private.pk), (stranger, shared.pk), (ada, 999)):
        for act in (
            lambda p=person, v=view_id: find_view(p, v),
            lambda p=person, v=view_id: do_save_view(p, ViewDraft(name="Stolen"), view_id=v, now=now),
            lambda p=person, v=view_id: do_delete_view(p, v),
            lambda p=person, v=view_id: do_duplicate_view(p, v, "Copy", now=now),
            lambda p=person, v=view_id: do_set_alert(p, v, AlertDraft(in_app=True)),
        ):
            with pytest.raises(NotFoundError, match="There is no such view"):
                act()
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Mine", "Ours"}
    assert not ViewAlert.objects.exists()


def test_a_shared_view_is_changed_by_who_made_it_and_by_the_owner_of_the_organisation(
    subscription: Subscription, ada: Person, bo: Person, now: datetime
) -> None:
    owner = seat(subscription, "olga", "owner")
    view = do_save_view(ada, ViewDraft(name="Ours", is_shared=True), now=now)
    assert [may_change(person, view) for person in (ada, bo, owner)] == [True, False, True]
    with pytest.raises(RuleError, match="Make a copy"):
        do_save_view(bo, ViewDraft(name="Theirs"), view_id=view.pk, now=now)
    with pytest.raises(RuleError):
        do_delete_view(bo, view.pk)
    changed = do_save_view(
        owner, ViewDraft(name="Better", query="rate", is_shared=True), view_id=view.pk, now=now + timedelta(hours=1)
    )
    assert (changed.name, changed.query, changed.owner_id) == ("Better", "rate", ada.seat)
    assert (changed.made_at, changed.changed_at) == (now, now + timedelta(hours=1))
    do_delete_view(owner, view.pk)
    assert not SavedView.objects.exists()


def test_a_private_view_is_nobody_elses_not_even_the_owners_of_the_organisation(
    subscription: Subscription, ada: Person, now: datetime
) -> None:
    owner = seat(subscription, "olga", "owner")
    view = do_save_view(ada, ViewDraft(name="Mine"), now=now)
    with pytest.raises(NotFoundError):
        do_delete_view(owner, view.pk)


def test_a_copy_is_private_and_has_no_alerts(ada: Person, bo: Person, now: datetime) -> None:
    view = do_save_view(ada, ViewDraft(name="Ours", query="storm", is_shared=True), now=now)
    do_set_alert(ada, view.pk, AlertDraft(in_app=True))
    copy = do_duplicate_view(bo, view.pk, "x" * 150, now=now)
    assert (copy.name, copy.query, copy.is_shared, copy.owner_id) == ("x" * 100, "storm", False, bo.seat)
    assert ViewAlert.objects.filter(view=copy).count() == 0


def test_a_shared_view_stays_when_its_owner_leaves(ada: Person, bo: Person, now: datetime) -> None:
    do_save_view(ada, ViewDraft(name="Ours", is_shared=True), now=now)
    Seat.objects.get(pk=ada.seat).delete()
    assert names(bo) == ["Ours"]


def test_a_subscription_must_be_the_organisations_own(ada: Person, stranger: Person, now: datetime) -> None:
    theirs = Subscription.objects.get(contract__subscriber=stranger.subscriber)
    own = Subscription.objects.get(contract__subscriber=ada.subscriber)
    with pytest.raises(NotFoundError, match="subscription"):
        do_save_view(ada, ViewDraft(name="Theirs", subscription=theirs.number), now=now)
    assert not SavedView.objects.exists()
    assert do_save_view(ada, ViewDraft(name="Ours", subscription=own.number), now=now).subscription_id == own.number


@pytest.mark.parametrize(("query", "position"), [("storm AND (", 11), ("kind:kill", 0), ("storm kind:kill", 6)])
def test_a_query_that_cannot_be_kept_is_refused_with_its_place(
    ada: Person, query: str, position: int, now: datetime
) -> None:
    with pytest.raises(QueryError) as refused:
        do_save_view(ada, ViewDraft(name="Wrong", query=query), now=now)
    assert refused.value.position == position
    assert "product" not in refused.value.detail
    assert not SavedView.objects.exists()


def test_a_query_that_names_kinds_is_refused_in_a_views_own_words() -> None:
    with pytest.raises(
        QueryError, match=r"a view is told of what follows its stories without asking \(at character 1\)"
    ):
        parse_view_query("kind:correction")


def test_an_organisation_has_so_many_views_and_no_more(
    ada: Person, bo: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "MOST_VIEWS", 2)
    view = do_save_view(ada, ViewDraft(name="One"), now=now)
    do_save_view(bo, ViewDraft(name="Two"), now=now)
    with pytest.raises(RuleError, match="as many as it may"):
        do_save_view(ada, ViewDraft(name="Three"), now=now)
    do_save_view(ada, ViewDraft(name="One more time"), view_id=view.pk, now=now)


def test_what_is_wanted_is_kept_and_nothing_wanted_leaves_nothing(ada: Person, now: datetime) -> None:
    view = do_save_view(ada, ViewDraft(name="Mine"), now=now)
    assert read_alert(ada, view.pk).is_silent
    wanted = AlertDraft(in_app=True, desktop=True, mail=AlertMail.DIGEST, urgency=3)
    do_set_alert(ada, view.pk, wanted)
    assert read_alert(ada, view.pk) == wanted
    assert read_told(ada) == {view.pk: wanted}
    with pytest.raises(InvalidRequestError):
        do_set_alert(ada, view.pk, AlertDraft(in_app=True, urgency=10))
    do_set_alert(ada, view.pk, AlertDraft())
    assert not ViewAlert.objects.exists()


def test_a_view_that_is_private_again_is_told_to_its_owner_alone(ada: Person, bo: Person, now: datetime) -> None:
    view = do_save_view(ada, ViewDraft(name="Ours", is_shared=True), now=now)
    for person in (ada, bo):
        do_set_alert(person, view.pk, AlertDraft(in_app=True))
    do_save_view(ada, ViewDraft(name="Mine"), view_id=view.pk, now=now)
    assert list(ViewAlert.objects.values_list("seat", flat=True)) == [ada.seat]


def test_when_a_person_is_told_is_kept_and_checked(ada: Person) -> None:
    assert read_habits(ada.seat) is None
    draft = HabitsDraft(zone="Europe/Istanbul", language="tr", digest_hours=(18, 7, 7), quiet_from=22, quiet_until=6)
    do_set_habits(ada.seat, draft)
    kept = read_habits(ada.seat)
    assert kept is not None
    assert (kept.zone, kept.digest_hours, kept.quiet_from) == ("Europe/Istanbul", (7, 18), 22)
    for wrong in (
        HabitsDraft(zone="Atlantis/Capital"),
        HabitsDraft(language="la"),
        HabitsDraft(digest_hours=(24,)),
        HabitsDraft(quiet_from=-1),
        HabitsDraft(digest_hours=tuple(range(7))),
    ):
        with pytest.raises(InvalidRequestError):
            do_set_habits(ada.seat, wrong)
    assert AlertHabits.objects.get().zone == "Europe/Istanbul"


def test_a_follower_reads_what_has_changed_and_who_wants_what(newsroom: Newsroom, ada: Person, bo: Person) -> None:
    connection, now = newsroom.connection, newsroom.now
    view = do_save_view(ada, ViewDraft(name="Ours", query="storm", is_shared=True), now=now)
    other = do_save_view(ada, ViewDraft(name="Silent"), now=now)
    before = read_newest_change(connection)
    assert read_all_standing(connection) == []
    do_set_alert(bo, view.pk, AlertDraft(in_app=True))
    do_set_habits(bo.seat, HabitsDraft(zone="Asia/Tokyo", digest_hours=(7,), quiet_from=23, quiet_until=6))
    reached, changed = read_changed(connection, before)
    assert (set(changed), reached > before) == ({view.pk}, True)
    assert read_changed(connection, reached) == (reached, frozenset())
    (standing,) = read_standing(connection, [view.pk, other.pk])
    assert (standing.id, standing.subscriber, standing.number, standing.query) == (
        view.pk,
        ada.subscriber,
        None,
        "storm",
    )
    (wish,) = read_wishes(connection, [view.pk])
    assert (wish.seat, wish.zone, wish.digest_hours, wish.urgency) == (bo.seat, "Asia/Tokyo", (7,), 9)
    do_delete_view(ada, view.pk)
    assert read_changed(connection, reached)[1] == {view.pk}
    assert read_standing(connection, [view.pk]) == []
    assert read_wishes(connection, [view.pk]) == []
    assert ViewChange.objects.filter(view=view.pk).count() == 3


def test_whose_a_subscription_is_is_read_for_all_or_for_some(newsroom: Newsroom, ada: Person, stranger: Person) -> None:
    assert read_houses(newsroom.connection) == {0: ada.subscriber, 1: stranger.subscriber}
    assert read_houses(newsroom.connection, [1]) == {1: stranger.subscriber}


def test_mails_that_end_end_for_one_person_alone(ada: Person, bo: Person, now: datetime) -> None:
    view = do_save_view(ada, ViewDraft(name="Ours", is_shared=True), now=now)
    for person in (ada, bo):
        do_set_alert(person, view.pk, AlertDraft(in_app=True, mail=AlertMail.AT_ONCE))
    do_end_mail(ada.seat, view.pk)
    assert (read_alert(ada, view.pk).mail, read_alert(bo, view.pk).mail) == (AlertMail.NONE, AlertMail.AT_ONCE)


def test_the_list_of_views_takes_one_query_however_many_there_are(ada: Person, now: datetime) -> None:
    from django.db import connection

    counts = []
    for many in (3, 9):
        for number in range(many):
            do_save_view(ada, ViewDraft(name=f"{many}-{number}", is_shared=True), now=now)
        with CaptureQueriesContext(connection) as queries:
            shown = [(one.owner.user.username if one.owner else "", one.subscription) for one in read_views(ada)]
        assert len(shown) >= many
        counts.append(len(queries))
    assert counts == [1, 1]

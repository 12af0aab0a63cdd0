"""People of organisations with views, and what they were told: for the alerts' tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from newswire.accounts.models import Role, User
from newswire.delivery.alerts.book import AlertBook
from newswire.delivery.alerts.follow import do_advance
from newswire.delivery.alerts.tables import Alert, AlertLetter, AlertStory
from newswire.subscribers.models import Seat, Subscriber, Subscription
from newswire.subscribers.view_models import SavedView
from newswire.subscribers.views import (
    AlertDraft,
    HabitsDraft,
    Person,
    ViewDraft,
    do_save_view,
    do_set_alert,
    do_set_habits,
)
from tests.newsroom import Newsroom
from tests.stories import make_guid

IN_APP = AlertDraft(in_app=True)


def hire(subscription: Subscription, name: str, role: str = "editor", **habits: Any) -> Person:
    """A person of the subscription's organisation, with an address."""
    subscriber = subscription.contract.subscriber
    assert isinstance(subscriber, Subscriber)
    user = User.objects.create_user(name, email=f"{name}@client.example", role=Role.SUBSCRIBER)
    seat = Seat.objects.create(user=user, subscriber=subscriber, role=role)
    if habits:
        do_set_habits(seat.pk, HabitsDraft(**habits))
    return Person(subscriber.pk, seat.pk, role)


def keep(
    person: Person, name: str, query: str = "", alert: AlertDraft = IN_APP, *, now: datetime, **draft: Any
) -> SavedView:
    """A view of the person, who wants to be told of it."""
    view = do_save_view(person, ViewDraft(name=name, query=query, **draft), now=now)
    do_set_alert(person, view.pk, alert)
    return view


class Room:
    """The newsroom with a follower of the alerts behind it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.book = AlertBook()

    def release(self, *names: str, now: datetime | None = None, **changes: Any) -> None:
        """Releases a story by each name, and tells people."""
        for name in names:
            self.newsroom.release(name, **changes)
        self.follow(now)

    def follow(self, now: datetime | None = None) -> int:
        """Deals with what waits; returns how many releases that were."""
        done = 0
        while count := do_advance(self.newsroom.connection, self.book, now=now or self.newsroom.now):
            done += count
        return done


class Shown(msgspec.Struct, frozen=True):
    """An alert as its table has it: the view's name and the names of the stories."""

    view: str
    stories: frozenset[str]
    is_flash: bool = False
    is_storm: bool = False
    is_read: bool = False


def alerts_of(person: Person) -> Sequence[Shown]:
    """The person's alerts, oldest first."""
    found = []
    for alert in Alert.objects.filter(seat=person.seat).select_related("view").order_by("pk"):
        stories = AlertStory.objects.filter(alert=alert).values_list("guid", flat=True)
        assert alert.count == len(stories)
        names = frozenset(guid.removeprefix(make_guid("")) for guid in stories)
        found.append(Shown(alert.view.name, names, alert.is_flash, alert.is_storm, alert.read_at is not None))
    return found


def letters_of(person: Person) -> list[tuple[str, datetime | None]]:
    """What waits to leave: the sort of each letter and when it is due."""
    rows = AlertLetter.objects.filter(seat=person.seat, due_at__isnull=False).order_by("pk")
    return list(rows.values_list("sort", "due_at"))

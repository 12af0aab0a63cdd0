"""Marks on stories: what a person read and keeps, and who of their colleagues saw it."""

from datetime import timedelta

import pytest

from newswire.accounts.models import Role, User
from newswire.subscribers.marks import MOST_SAVED, NONE, do_drop_saved, do_mark_read, do_save, read_marks, read_saved
from newswire.subscribers.models import Mark, Seat, Subscription
from tests.newsroom import Newsroom


@pytest.fixture
def paper(newsroom: Newsroom) -> Subscription:
    """A subscription of an organisation of its own."""
    return newsroom.subscribe("paper")


def sit(subscription: Subscription, name: str, first: str = "", last: str = "") -> int:
    user = User.objects.create_user(name, first_name=first, last_name=last, role=Role.SUBSCRIBER)
    assert subscription.contract.subscriber is not None
    return Seat.objects.create(user=user, subscriber=subscription.contract.subscriber).pk


def test_what_was_opened_is_remembered_up_to_its_newest_number(newsroom: Newsroom, paper: Subscription) -> None:
    ada, number = sit(paper, "ada"), paper.number
    assert read_marks(newsroom.connection, ada, number, ["a"]) == {}
    for n in (3, 7, 5):
        do_mark_read(newsroom.connection, ada, number, "a", n, now=newsroom.now)
    marks = read_marks(newsroom.connection, ada, number, ["a", "b"])
    assert set(marks) == {"a"}
    assert (marks["a"].read, marks["a"].is_saved, marks["a"].seen_by) == (7, False, ())
    assert Mark.objects.count() == 1


def test_colleagues_see_one_another_by_name_in_the_order_in_which_they_came(
    newsroom: Newsroom, paper: Subscription
) -> None:
    ada, ben, cem = sit(paper, "ada"), sit(paper, "ben", "Ben", "Roe"), sit(paper, "cem")
    for minutes, seat in enumerate((cem, ben, ada)):
        now = newsroom.now + timedelta(minutes=minutes)
        do_mark_read(newsroom.connection, seat, paper.number, "a", 1, now=now)
    do_mark_read(newsroom.connection, cem, paper.number, "a", 2, now=newsroom.now + timedelta(hours=1))
    assert read_marks(newsroom.connection, ada, paper.number, ["a"])["a"].seen_by == ("cem", "Ben Roe")
    assert read_marks(newsroom.connection, cem, paper.number, ["a"])["a"].seen_by == ("Ben Roe", "ada")


def test_nothing_is_told_of_another_organisation_or_subscription(newsroom: Newsroom, paper: Subscription) -> None:
    ada, stranger = sit(paper, "ada"), sit(newsroom.subscribe("other"), "stranger")
    do_mark_read(newsroom.connection, stranger, paper.number, "a", 1, now=newsroom.now)
    assert read_marks(newsroom.connection, ada, paper.number, ["a"]) == {}
    do_mark_read(newsroom.connection, ada, paper.number, "a", 1, now=newsroom.now)
    assert read_marks(newsroom.connection, ada, paper.number + 1, ["a"]) == {}


def test_who_keeps_a_story_without_opening_it_has_not_seen_it(newsroom: Newsroom, paper: Subscription) -> None:
    ada, ben = sit(paper, "ada"), sit(paper, "ben")
    do_save(newsroom.connection, ben, paper.number, "a", now=newsroom.now)
    assert read_marks(newsroom.connection, ada, paper.number, ["a"]).get("a", NONE).seen_by == ()
    own = read_marks(newsroom.connection, ben, paper.number, ["a"])["a"]
    assert (own.read, own.is_saved) == (0, True)


def test_what_is_kept_stands_newest_first_until_it_is_dropped(newsroom: Newsroom, paper: Subscription) -> None:
    ada, ben = sit(paper, "ada"), sit(paper, "ben")
    for minutes, guid in enumerate("abca"):
        now = newsroom.now + timedelta(minutes=minutes)
        do_save(newsroom.connection, ada, paper.number, guid, now=now)
    assert [one.guid for one in read_saved(newsroom.connection, ada)] == ["c", "b", "a"]
    assert read_saved(newsroom.connection, ben) == []
    do_mark_read(newsroom.connection, ada, paper.number, "b", 4, now=newsroom.now)
    do_drop_saved(newsroom.connection, ada, paper.number, "b")
    do_drop_saved(newsroom.connection, ada, paper.number, "never")
    assert [one.guid for one in read_saved(newsroom.connection, ada)] == ["c", "a"]
    assert read_marks(newsroom.connection, ada, paper.number, ["b"])["b"].read == 4


def test_the_list_of_what_is_kept_is_bounded(newsroom: Newsroom, paper: Subscription) -> None:
    ada = sit(paper, "ada")
    for number in range(MOST_SAVED + 5):
        now = newsroom.now + timedelta(seconds=number)
        do_save(newsroom.connection, ada, paper.number, f"s{number}", now=now)
    found = read_saved(newsroom.connection, ada)
    assert (len(found), found[0].guid) == (MOST_SAVED, f"s{MOST_SAVED + 4}")


def test_marks_go_with_the_seat(newsroom: Newsroom, paper: Subscription) -> None:
    ada = sit(paper, "ada")
    do_mark_read(newsroom.connection, ada, paper.number, "a", 1, now=newsroom.now)
    Seat.objects.get(pk=ada).delete()
    assert not Mark.objects.exists()

"""Seats: a person is found or made, their name is free, and a link sets a password once."""

from datetime import datetime, timedelta

import pytest

from newswire.accounts.models import Act, Role, User
from newswire.kit.errors import NotFoundError
from newswire.subscribers.models import Seat, SeatRole, Subscriber
from newswire.subscribers.seats import LINK_LIFE, do_add_seat, do_make_seat_link, do_open_seat_link, read_seat_link
from tests.newsroom import PEPPER

pytestmark = pytest.mark.usefixtures("dsn")
GOOD = "three ships at the quay"


def add(name: str = "Post", email: str = "Ada@post.example", role: SeatRole = SeatRole.OWNER) -> Seat:
    client, _ = Subscriber.objects.get_or_create(name=name)
    return do_add_seat(client, name="Ada Inland", email=email, role=role)


def test_a_new_person_can_be_told_apart_and_cannot_sign_in_yet() -> None:
    seat = add()
    user = seat.user
    assert (user.username, user.email, user.first_name) == ("ada@post.example", "Ada@post.example", "Ada Inland")
    assert (user.role, user.is_desk, seat.role) == (Role.SUBSCRIBER, False, "owner")
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_the_same_person_in_the_same_organisation_keeps_their_seat_and_role() -> None:
    seat = add()
    assert add(email="ada@POST.example", role=SeatRole.BILLING) == seat
    assert Seat.objects.get().role == "owner"


def test_the_same_person_in_another_organisation_gets_another_name() -> None:
    first, second, third = add("Post"), add("Radio"), add("Weekly")
    names = [seat.user.username for seat in (first, second, third)]
    assert names == ["ada@post.example", "ada@post.example-2", "ada@post.example-3"]


def test_somebody_who_was_switched_off_does_not_come_back_by_an_offer() -> None:
    seat = add()
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    again = add()
    assert again.user != seat.user
    assert not User.objects.get(pk=seat.user.pk).is_active


def test_a_very_long_address_still_becomes_a_name() -> None:
    email = f"{'a' * 200}@post.example"
    assert len(add(email=email).user.username) <= 150
    assert len(add("Radio", email=email).user.username) <= 150


def test_a_link_sets_the_password_and_every_older_link_of_the_person_is_spent(now: datetime) -> None:
    seat, other = add(), add("Radio", "bo@radio.example")
    links = [do_make_seat_link(seat, pepper=PEPPER, now=now) for _ in range(2)]
    theirs = do_make_seat_link(other, pepper=PEPPER, now=now)
    do_open_seat_link(links[1], GOOD, pepper=PEPPER, now=now)
    assert User.objects.get(pk=seat.user.pk).check_password(GOOD)
    for link in links:
        with pytest.raises(NotFoundError):
            do_open_seat_link(link, "another", pepper=PEPPER, now=now)
        with pytest.raises(NotFoundError):
            read_seat_link(link, pepper=PEPPER, now=now)
    assert read_seat_link(theirs, pepper=PEPPER, now=now) == other
    assert User.objects.get(pk=seat.user.pk).check_password(GOOD)


def test_a_link_waits_a_week_and_fits_this_house_alone(now: datetime) -> None:
    link = do_make_seat_link(add(), pepper=PEPPER, now=now)
    assert read_seat_link(link, pepper=PEPPER, now=now + LINK_LIFE - timedelta(seconds=1))
    for pepper, moment in ((PEPPER, now + LINK_LIFE), ("another pepper", now)):
        with pytest.raises(NotFoundError, match="opened before or has waited too long"):
            read_seat_link(link, pepper=pepper, now=moment)


def test_the_log_says_that_a_password_was_set_and_not_which(now: datetime) -> None:
    link = do_make_seat_link(add(), pepper=PEPPER, now=now)
    do_open_seat_link(link, GOOD, pepper=PEPPER, now=now)
    act = Act.objects.latest("id")
    assert (act.action, act.about, act.name, act.actor) == (
        "person-changed", "person", "ada@post.example", "ada@post.example",
    )  # fmt: skip
    assert GOOD not in repr([one.__dict__ for one in Act.objects.all()])

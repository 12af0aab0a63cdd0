"""Recalls by mail: who had the story is told, after the end of the contract too, once, and without the text."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from newswire.accounts.models import Mail, Role, User
from newswire.delivery.recall import follow
from newswire.delivery.recall.follow import CHANNEL, do_tell, run_recalls
from newswire.delivery.recall.letter import ADDRESS
from newswire.item.rights_end import rights_ended_wording
from newswire.routing.holdings import do_note_holding
from newswire.subscribers.contacts import Contact, read_contacts
from newswire.subscribers.models import Seat, SeatRole, Subscriber, Subscription
from newswire.subscribers.service import do_end_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import send_notice
from tests.stories import make_guid
from tests.waiting import wait_until

REASON = "KILL: one source has withdrawn."


def house_of(subscription: Subscription, **said: Any) -> Subscriber:
    """The organisation behind a subscription, with what is `said` about it."""
    subscriber = subscription.contract.subscriber
    assert subscriber is not None
    Subscriber.objects.filter(pk=subscriber.pk).update(**said)
    return subscriber


def add_person(subscriber: Subscriber, name: str, role: SeatRole, *, active: bool = True) -> None:
    user = User.objects.create_user(name, email=f"{name}@paper.example", role=Role.SUBSCRIBER, is_active=active)
    Seat.objects.create(user=user, subscriber=subscriber, role=role)


def recipients() -> list[str]:
    return sorted(Mail.objects.values_list("to", flat=True))


@pytest.fixture
def paper(newsroom: Newsroom) -> Subscription:
    """A subscription whose organisation has a contact and an owner."""
    paper = newsroom.subscribe("paper")
    add_person(house_of(paper, contact_email="duty@paper.example"), "owner", SeatRole.OWNER)
    return paper


@pytest.mark.parametrize("ended", ["runs", "ended"])
def test_a_kill_is_mailed_to_who_had_the_story_whether_the_contract_runs_or_not(
    newsroom: Newsroom, paper: Subscription, ended: str
) -> None:
    newsroom.release("wrong", headline="Minister resigns")
    if ended == "ended":
        do_end_contract(paper.contract_id, newsroom.now - timedelta(seconds=1))
    send_notice(newsroom, "wrong", "kill", REASON)
    assert do_tell(now=newsroom.now) == 1
    assert recipients() == ["duty@paper.example", "owner@paper.example"]
    mail = Mail.objects.get(to="duty@paper.example")
    assert mail.subject == "Kill: remove a story you had from us"
    assert "To paper:" in mail.text
    assert "Remove it wherever it was published." in mail.text
    assert REASON in mail.text
    assert make_guid("wrong") in mail.text
    assert "24 November 2026, 09:30 UTC" in mail.text
    assert "Minister resigns" not in mail.text
    assert "Ida Brandt" not in mail.text


def test_nobody_else_of_the_house_is_written_to_and_no_address_twice(newsroom: Newsroom, paper: Subscription) -> None:
    house = house_of(paper, contact_email="OWNER@paper.example")
    add_person(house, "editor", SeatRole.EDITOR)
    add_person(house, "gone", SeatRole.OWNER, active=False)
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)
    do_tell(now=newsroom.now)
    assert [one.lower() for one in recipients()] == ["owner@paper.example"]


@pytest.mark.usefixtures("paper")
def test_who_never_had_the_story_is_told_nothing(newsroom: Newsroom) -> None:
    house_of(newsroom.subscribe("inland", "lang:tr"), contact_email="duty@inland.example")
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)
    send_notice(newsroom, "never-released", "kill", REASON)
    assert do_tell(now=newsroom.now) == 2
    assert recipients() == ["duty@paper.example", "owner@paper.example"]


@pytest.mark.usefixtures("paper")
def test_who_took_it_by_another_door_is_told_too(newsroom: Newsroom) -> None:
    inland = newsroom.subscribe("inland", "lang:tr")
    house_of(inland, contact_email="duty@inland.example")
    newsroom.release("wrong")
    do_note_holding(newsroom.connection, inland.number, make_guid("wrong"), "mail", now=newsroom.now)
    send_notice(newsroom, "wrong", "kill", REASON)
    do_tell(now=newsroom.now)
    assert "duty@inland.example" in recipients()


@pytest.mark.usefixtures("paper")
def test_a_hold_says_that_it_is_one_and_other_releases_are_not_mailed(newsroom: Newsroom) -> None:
    newsroom.release("doubt")
    newsroom.release("doubt", "update")
    newsroom.release("doubt", "correction")
    send_notice(newsroom, "doubt", "hold", "The figure is being checked.")
    newsroom.release("doubt", "lift")
    do_tell(now=newsroom.now)
    assert set(Mail.objects.values_list("subject", flat=True)) == {"Hold: do not use a story you had from us"}
    assert "The figure is being checked." in Mail.objects.all()[0].text


@pytest.mark.usefixtures("paper")
def test_the_end_of_a_right_is_not_called_a_kill(newsroom: Newsroom) -> None:
    newsroom.release("bought")
    send_notice(newsroom, "bought", "kill", rights_ended_wording("en", "The race"))
    do_tell(now=newsroom.now)
    assert Mail.objects.all()[0].subject == "Right of use ended: remove a story you had from us"


def test_the_letter_is_in_the_clients_language_where_we_have_it(newsroom: Newsroom, paper: Subscription) -> None:
    house_of(paper, language="xx")
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)
    do_tell(now=newsroom.now)
    assert Mail.objects.all()[0].subject.startswith("Kill: ")


@pytest.mark.usefixtures("paper")
def test_each_notice_is_told_once_and_the_cursor_goes_with_it(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(follow, "do_write_recall", die)
        with pytest.raises(KeyboardInterrupt):
            do_tell(now=newsroom.now)
    assert recipients() == []
    assert do_tell(now=newsroom.now) == 1
    assert do_tell(now=newsroom.now) == 0
    assert len(recipients()) == 2
    newsroom.release("more")
    do_tell(now=newsroom.now)
    row = newsroom.connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s", (CHANNEL,)).fetchone()
    assert row == (3,)


def test_a_notice_to_many_takes_one_look_for_addresses(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        house_of(newsroom.subscribe(f"paper-{number}"), contact_email=f"duty-{number}@paper.example")
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)
    asked: list[list[int]] = []

    def count(connection: Any, numbers: Any) -> list[Contact]:
        asked.append(list(numbers))
        return read_contacts(connection, numbers)

    monkeypatch.setattr(follow, "read_contacts", count)
    do_tell(now=newsroom.now)
    assert ([len(one) for one in asked], len(recipients())) == ([6], 6)


@pytest.mark.usefixtures("paper")
def test_the_loop_tells_what_is_routed_while_it_runs(dsn: str, newsroom: Newsroom) -> None:
    newsroom.release("wrong")
    stop = Event()
    loop = Thread(target=run_recalls, args=(dsn, stop))
    loop.start()
    try:
        send_notice(newsroom, "wrong", "kill", REASON)
        wait_until(lambda: Mail.objects.count() == 2, "the kill is mailed")
    finally:
        stop.set()
        loop.join(20)
    assert not loop.is_alive()


@override_settings(NEWSWIRE_BASE_URL="https://wire.example")
def test_the_letter_leads_to_the_notice_in_the_portal(newsroom: Newsroom, paper: Subscription) -> None:
    newsroom.release("wrong")
    send_notice(newsroom, "wrong", "kill", REASON)
    do_tell(now=newsroom.now)
    address = reverse("portal:story", args=[paper.number, make_guid("wrong")])
    assert f"https://wire.example{address}" in Mail.objects.all()[0].text
    assert ADDRESS.format(paper.number, make_guid("wrong")) == address

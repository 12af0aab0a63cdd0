"""The ends of contracts: reminders once each, renewal without a gap, notice, and whom the letters reach."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from newswire.accounts.models import Act, Mail, Role, User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Contract, Seat, SeatRole, Subscriber
from newswire.subscribers.sales.renewals import do_give_notice, do_remind_of_renewals, do_renew, read_told
from newswire.subscribers.service import do_end_contract
from tests.newsroom import Newsroom
from tests.subscribers.sales.house import ask, hire, last_mail, offer_to, sign, start

DAY = timedelta(days=1)


def agree(newsroom: Newsroom, name: str = "paper", days: int = 365, **terms: Any) -> Contract:
    """A contract of an organisation with an address, that many days long."""
    said: dict[str, Any] = {
        "starts_at": newsroom.now,
        "ends_at": newsroom.now + timedelta(days=days),
        "notice_days": 30,
    }
    contract = newsroom.subscribe(name, **(said | terms)).contract
    assert contract.subscriber is not None
    Subscriber.objects.filter(pk=contract.subscriber.pk).update(contact_email=f"{name}@client.example")
    return Contract.objects.get(pk=contract.pk)


def seat(contract: Contract, name: str, role: SeatRole) -> User:
    assert contract.subscriber is not None
    user = User.objects.create_user(name, f"{name}@client.example", role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=contract.subscriber, role=role)
    return user


def test_people_are_told_twice_before_the_last_day_for_notice_and_then_the_contract_renews(newsroom: Newsroom) -> None:
    contract = agree(newsroom)
    deadline = newsroom.now + 335 * DAY
    said = []
    for day in range(340):
        if do_remind_of_renewals(newsroom.now + day * DAY):
            said.append((day, last_mail().subject))
    assert said == [
        (305, "Your subscription is about to be renewed"),
        (328, "Your subscription is about to be renewed"),
        (335, "Your subscription was renewed"),
    ]
    contract.refresh_from_db()
    assert contract.ends_at is not None
    assert contract.ends_at == newsroom.now.replace(year=2028)
    assert read_access(newsroom.connection, 0).terms.ends_at == contract.ends_at
    assert [act.action for act in Act.objects.order_by("id")] == ["remind", "remind", "renew"]
    assert {act.actor for act in Act.objects.all()} == {"clock"}
    assert do_remind_of_renewals(deadline) == 0


def test_a_reminder_says_until_when_and_what_happens_then(newsroom: Newsroom) -> None:
    agree(newsroom)
    do_remind_of_renewals(newsroom.now + 305 * DAY)
    text = last_mail().text
    assert "24 November 2027" in text
    assert "before 25 October 2027" in text
    assert "/contact" in text


def test_what_does_not_renew_reminds_of_its_end(newsroom: Newsroom) -> None:
    agree(newsroom, renewal_months=0)
    said = [day for day in range(320, 370) if do_remind_of_renewals(newsroom.now + day * DAY)]
    assert said == [335, 358]
    assert "about to end" in last_mail().subject


def test_a_clock_that_stood_still_makes_one_letter_and_revives_nothing(newsroom: Newsroom) -> None:
    agree(newsroom)
    assert do_remind_of_renewals(newsroom.now + 330 * DAY) == 1
    assert do_remind_of_renewals(newsroom.now + 330 * DAY) == 0
    assert do_remind_of_renewals(newsroom.now + 365 * DAY) == 0
    assert Contract.objects.get().ends_at == newsroom.now + 365 * DAY


def test_after_notice_the_contract_ends_and_nobody_is_reminded(newsroom: Newsroom) -> None:
    contract, seller = agree(newsroom), hire()
    later = newsroom.now + 310 * DAY
    do_give_notice(contract.pk, "Ada Inland, by letter", actor=seller, now=later)
    assert last_mail().subject == "We have your notice"
    assert Act.objects.latest("id").detail == {"by": "Ada Inland, by letter"}
    assert [day for day in range(311, 366) if do_remind_of_renewals(newsroom.now + day * DAY)] == []
    with pytest.raises(RuleError, match="given already"):
        do_give_notice(contract.pk, "Ada", actor=seller, now=later)


def test_notice_comes_too_late_from_its_last_day_on_and_is_possible_again_after_the_renewal(newsroom: Newsroom) -> None:
    contract, seller = agree(newsroom), hire()
    deadline = newsroom.now + 335 * DAY
    with pytest.raises(RuleError, match="too late"):
        do_give_notice(contract.pk, "Ada", actor=seller, now=deadline)
    do_remind_of_renewals(deadline)
    assert do_give_notice(contract.pk, "Ada", actor=seller, now=deadline).notice_at == deadline


def test_the_owner_may_give_notice_and_nobody_else_of_the_client_or_of_another(newsroom: Newsroom) -> None:
    contract, other = agree(newsroom), agree(newsroom, "other")
    owner, stranger = seat(contract, "owner", SeatRole.OWNER), seat(other, "stranger", SeatRole.OWNER)
    for nobody in (seat(contract, "billing", SeatRole.BILLING), stranger):
        with pytest.raises(NotFoundError):
            do_give_notice(contract.pk, "me", actor=nobody, now=newsroom.now)
    with pytest.raises(RuleError, match="Only sales"):
        do_give_notice(contract.pk, "me", actor=hire("editor", Role.EDITOR), now=newsroom.now)
    assert do_give_notice(contract.pk, "the owner", actor=owner, now=newsroom.now).notice_by == "the owner"


def test_what_somebody_ended_does_not_renew_itself(newsroom: Newsroom) -> None:
    contract = agree(newsroom)
    do_end_contract(contract.pk, newsroom.now + 10 * DAY)
    assert [day for day in range(4, 12) if do_remind_of_renewals(newsroom.now + day * DAY)] == [4]
    assert Contract.objects.get().ends_at == newsroom.now + 10 * DAY


def test_letters_go_to_contact_owners_and_billing_once_each(newsroom: Newsroom) -> None:
    contract = agree(newsroom)
    seat(contract, "paper", SeatRole.OWNER)
    seat(contract, "bills", SeatRole.BILLING)
    seat(contract, "reads", SeatRole.EDITOR)
    gone = seat(contract, "gone", SeatRole.OWNER)
    gone.is_active = False
    gone.save()
    assert read_told(Contract.objects.get()) == ["paper@client.example", "bills@client.example"]


def test_contracts_without_an_end_and_the_websites_own_are_left_alone(newsroom: Newsroom) -> None:
    agree(newsroom, ends_at=None)
    assert do_remind_of_renewals(newsroom.now + 4000 * DAY) == 0
    with pytest.raises(RuleError, match="nothing here"):
        do_give_notice(Contract.objects.get().pk, "x", actor=hire(), now=newsroom.now)


@pytest.mark.usefixtures("dsn")
def test_a_trial_says_three_days_before_where_to_sign_and_nothing_once_it_is_signed(now: datetime) -> None:
    seller = hire()
    offer = start(offer_to(ask(now), seller, now), now)
    sign(start(offer_to(ask(now, organisation="Weekly"), seller, now), now), now + DAY)
    written = Mail.objects.count()
    assert [day for day in range(16) if do_remind_of_renewals(now + day * DAY)] == [11]
    assert Mail.objects.count() == written + 1
    assert last_mail().subject == "Your trial ends on 8 December 2026"
    assert offer.token in last_mail().text


def test_two_clocks_at_once_tell_once(newsroom: Newsroom) -> None:
    agree(newsroom)
    later = newsroom.now + 335 * DAY
    done: list[int] = []

    def look() -> None:
        try:
            done.append(do_remind_of_renewals(later))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(done) == Mail.objects.count() == 1
    assert Contract.objects.get().ends_at == newsroom.now.replace(year=2028)


def test_a_seller_renews_a_contract_and_its_price_stays_or_changes(newsroom: Newsroom) -> None:
    contract, seller = agree(newsroom, price=Decimal("900.00"), currency="EUR"), hire()
    until = newsroom.now + 500 * DAY
    do_renew(contract.pk, until, actor=seller, now=newsroom.now)
    contract.refresh_from_db()
    assert (contract.ends_at, contract.price) == (until, Decimal("900.00"))
    assert read_access(newsroom.connection, 0).terms.ends_at == until
    assert last_mail().subject == "Your subscription was renewed"
    assert "900" not in last_mail().text
    deed = Act.objects.latest("id")
    assert (deed.action, deed.actor, deed.role, list(deed.detail)) == ("renew", "sara", "sales", ["ends_at"])
    do_renew(contract.pk, until + 365 * DAY, price=Decimal("1250.5"), actor=seller, now=newsroom.now)
    contract.refresh_from_db()
    assert contract.price == Decimal("1250.50")
    assert "The price from now on: 1,250.50 EUR a month." in last_mail().text
    assert Act.objects.latest("id").detail["price"] == "900.00 → 1250.5"


def test_the_reminders_of_the_old_end_stay_away_and_those_of_the_new_one_come(newsroom: Newsroom) -> None:
    contract = agree(newsroom)
    do_renew(contract.pk, newsroom.now + 465 * DAY, actor=hire(), now=newsroom.now + 304 * DAY)
    said = [day for day in range(305, 440) if do_remind_of_renewals(newsroom.now + day * DAY)]
    assert said == [405, 428, 435]
    assert Contract.objects.get().ends_at == (newsroom.now + 465 * DAY).replace(year=2029)


def test_a_contract_that_is_renewed_inside_the_reminders_is_not_reminded_at_once(newsroom: Newsroom) -> None:
    contract = agree(newsroom)
    late = newsroom.now + 334 * DAY
    do_renew(contract.pk, newsroom.now + 370 * DAY, actor=hire(), now=late)
    assert do_remind_of_renewals(late) == 0


def test_a_renewal_takes_a_notice_back(newsroom: Newsroom) -> None:
    contract, seller = agree(newsroom), hire()
    do_give_notice(contract.pk, "Ada, by letter", actor=seller, now=newsroom.now)
    do_renew(contract.pk, newsroom.now + 500 * DAY, actor=seller, now=newsroom.now + DAY)
    contract.refresh_from_db()
    assert (contract.notice_at, contract.notice_by) == (None, "")
    assert Act.objects.latest("id").detail["notice_by"] == "Ada, by letter → –"


def test_what_cannot_be_renewed_is_refused_and_stays_as_it_was(newsroom: Newsroom) -> None:
    contract, seller = agree(newsroom), hire()
    end = newsroom.now + 365 * DAY
    refusals = [(end, newsroom.now, "must lie after"), (end + DAY, end, "has ended. Make a new offer")]
    for until, now, words in refusals:
        with pytest.raises(RuleError, match=words):
            do_renew(contract.pk, until, actor=seller, now=now)
    with pytest.raises(RuleError, match="price"):
        do_renew(contract.pk, end + DAY, price=Decimal("-1"), actor=seller, now=newsroom.now)
    for other, words in (
        (agree(newsroom, "open", ends_at=None), "no end"),
        (agree(newsroom, "t", is_trial=True), "trial"),
    ):
        with pytest.raises(RuleError, match=words):
            do_renew(other.pk, end + DAY, actor=seller, now=newsroom.now)
    owner = seat(contract, "owner", SeatRole.OWNER)
    for nobody in (owner, hire("editor", Role.EDITOR)):
        with pytest.raises(RuleError, match="Only sales"):
            do_renew(contract.pk, end + DAY, actor=nobody, now=newsroom.now)
    with pytest.raises(NotFoundError):
        do_renew(999, end + DAY, actor=seller, now=newsroom.now)
    contract.refresh_from_db()
    assert contract.ends_at == end
    assert not Act.objects.filter(action="renew").exists()

"""What sellers do to clients: words, people, contracts, products, keys; refused to others, logged, no secret shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from newswire.accounts.models import Act, Mail, Role, User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.subscribers.key_service import OVERLAP, do_open_key_link
from newswire.subscribers.models import Contract, Key, Seat, SeatLink, SeatRole, Subscriber, Subscription
from newswire.subscribers.sales import clients, contracts
from newswire.subscribers.seats import do_open_seat_link
from tests.newsroom import PEPPER
from tests.subscribers.sales.house import ask, find_secret, hire, last_mail, make_products, offer_to, sign

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def seller(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return hire()


@pytest.fixture
def client(seller: User, now: datetime) -> Subscriber:
    """A client who signed a year."""
    signed = sign(offer_to(ask(now), seller, now), now)
    assert signed.subscriber is not None
    return signed.subscriber


def contract_of(client: Subscriber) -> Contract:
    return Contract.objects.get(subscriber=client)


def deeds(about: str) -> list[tuple[str, str]]:
    return list(Act.objects.filter(about=about).order_by("id").values_list("action", "actor"))


def test_an_organisation_is_changed_and_what_changed_is_logged(client: Subscriber, seller: User, now: datetime) -> None:
    clients.do_change_client(client.pk, {"country": "tr", "name": client.name}, actor=seller, now=now)
    assert Subscriber.objects.get().country == "TR"
    (act,) = Act.objects.filter(about="client")
    assert (act.action, act.name, act.role, act.detail) == ("change", str(client.pk), "sales", {"country": "NO → TR"})
    clients.do_change_client(client.pk, {"country": "TR"}, actor=seller, now=now)
    assert len(deeds("client")) == 1
    Subscriber.objects.create(name="Other")
    for wrong in ({"name": "other"}, {"contact_email": "nowhere"}, {"outlet": "pub"}, {"name": ""}, {"country": "ZZ"}):
        with pytest.raises(RuleError):
            clients.do_change_client(client.pk, wrong, actor=seller, now=now)
    with pytest.raises(NotFoundError):
        clients.do_change_client(0, {}, actor=seller, now=now)


def test_a_person_gets_a_seat_and_a_link_and_loses_both(client: Subscriber, seller: User, now: datetime) -> None:
    said: dict[str, Any] = {
        "name": "Ove",
        "email": "ove@courier.example",
        "pepper": PEPPER,
        "actor": seller,
        "now": now,
    }
    seat = clients.do_add_person(client.pk, role=SeatRole.EDITOR, **said)
    mail = last_mail()
    assert (mail.to, "ove@courier.example" in mail.text) == ("ove@courier.example", True)
    do_open_seat_link(find_secret("welcome", mail.text), "a long password", pepper=PEPPER, now=now)
    assert User.objects.get(pk=seat.user_id).check_password("a long password")
    with pytest.raises(RuleError):
        clients.do_add_person(client.pk, role=SeatRole.EDITOR, **said)
    clients.do_send_welcome(seat.pk, pepper=PEPPER, actor=seller, now=now)
    assert SeatLink.objects.filter(seat=seat).count() == 2
    clients.do_remove_person(seat.pk, actor=seller, now=now)
    assert not User.objects.get(pk=seat.user_id).is_active
    with pytest.raises(NotFoundError):
        do_open_seat_link(find_secret("welcome", last_mail().text), "another password", pepper=PEPPER, now=now)
    with pytest.raises(NotFoundError):
        clients.do_send_welcome(seat.pk, pepper=PEPPER, actor=seller, now=now)
    assert deeds("client") == [(action, "sara") for action in ("seat-added", "seat-link", "seat-removed")]


def test_an_organisation_keeps_an_owner(client: Subscriber, seller: User, now: datetime) -> None:
    owner = Seat.objects.get()
    with pytest.raises(RuleError, match="only owner"):
        clients.do_remove_person(owner.pk, actor=seller, now=now)
    with pytest.raises(RuleError, match="only owner"):
        clients.do_change_seat_role(owner.pk, SeatRole.EDITOR, actor=seller, now=now)
    said: dict[str, Any] = {
        "name": "Ove",
        "email": "ove@courier.example",
        "pepper": PEPPER,
        "actor": seller,
        "now": now,
    }
    other = clients.do_add_person(client.pk, role=SeatRole.BILLING, **said)
    clients.do_change_seat_role(other.pk, SeatRole.OWNER, actor=seller, now=now)
    clients.do_change_seat_role(owner.pk, SeatRole.DEVELOPER, actor=seller, now=now)
    assert Seat.objects.get(pk=owner.pk).role == "developer"


def test_conditions_are_changed_until_the_end(client: Subscriber, seller: User, now: datetime) -> None:
    pk = contract_of(client).pk
    contracts.do_change_conditions(pk, {"price": 900, "currency": "usd", "ends_at": None}, actor=seller, now=now)
    contract = contract_of(client)
    assert (contract.price, contract.currency, contract.ends_at is None) == (Decimal(900), "USD", False)
    assert Act.objects.get(about="contract").detail == {"price": "1250.50 → 900", "currency": "EUR → USD"}
    with pytest.raises(RuleError):
        contracts.do_change_conditions(pk, {"price": -1}, actor=seller, now=now)
    contracts.do_end(pk, now - DAY, "Unpaid", actor=seller, now=now)
    assert contract_of(client).ends_at == now
    with pytest.raises(RuleError, match="has ended"):
        contracts.do_change_conditions(pk, {"price": 1}, actor=seller, now=now)
    with pytest.raises(RuleError, match="has ended"):
        contracts.do_suspend(pk, "x", actor=seller, now=now)


def test_a_contract_is_suspended_resumed_and_ended_with_reasons(
    client: Subscriber, seller: User, now: datetime
) -> None:
    pk = contract_of(client).pk
    with pytest.raises(RuleError, match="Say why"):
        contracts.do_suspend(pk, " ", actor=seller, now=now)
    contracts.do_suspend(pk, "Unpaid", actor=seller, now=now)
    assert contract_of(client).suspension_reason == "Unpaid"
    with pytest.raises(RuleError, match="already"):
        contracts.do_suspend(pk, "Again", actor=seller, now=now)
    contracts.do_resume(pk, actor=seller, now=now)
    with pytest.raises(RuleError, match="not suspended"):
        contracts.do_resume(pk, actor=seller, now=now)
    with pytest.raises(RuleError, match="before that"):
        contracts.do_end(pk, now + 800 * DAY, "Later", actor=seller, now=now)
    contracts.do_end(pk, now + DAY, "Closes down", actor=seller, now=now)
    contract = contract_of(client)
    assert (contract.ends_at, contract.renewal_months) == (now + DAY, 0)
    assert list(Act.objects.filter(about="contract").order_by("id").values_list("action", "reason")) == [
        ("suspend", "Unpaid"), ("resume", ""), ("end", "Closes down"),
    ]  # fmt: skip


def test_a_subscription_gets_other_products(client: Subscriber, seller: User, now: datetime) -> None:
    make_products("sport")
    number = Subscription.objects.get().number
    said: dict[str, Any] = {"actor": seller, "now": now}
    contracts.do_rename_subscription(number, name="Both", product_codes=["world", "sport"], **said)
    assert Subscription.objects.get().product_codes == ["sport", "world"]
    contracts.do_rename_subscription(number, name="Both", product_codes=["sport", "world"], **said)
    assert deeds("subscription") == [("change", "sara")]
    for name, codes in (("Both", []), ("", ["sport"])):
        with pytest.raises(RuleError):
            contracts.do_rename_subscription(number, name=name, product_codes=codes, **said)
    with pytest.raises(NotFoundError):
        contracts.do_rename_subscription(99, name="x", product_codes=["sport"], **said)
    assert client.contracts.count() == 1


def test_a_key_is_made_rotated_and_revoked_and_no_seller_sees_it(
    client: Subscriber, seller: User, now: datetime
) -> None:
    number = Subscription.objects.get().number
    said: dict[str, Any] = {"to": client.contact_email, "pepper": PEPPER, "actor": seller, "now": now}
    contracts.do_send_key(number, label="CMS", scopes=["read"], **said)
    link = find_secret("key", last_mail().text)
    _, secret = do_open_key_link(link, pepper=PEPPER, now=now)
    key = Key.objects.get(label="CMS")
    assert (key.scopes, secret in last_mail().text) == (["read"], False)
    contracts.do_send_rotation(key.pk, **said)
    key.refresh_from_db()
    assert (key.successor_id, key.expires_at) == (None, None), "nothing ends before the link is opened"
    do_open_key_link(find_secret("key", last_mail().text), pepper=PEPPER, now=now + DAY)
    key.refresh_from_db()
    assert key.expires_at == now + DAY + OVERLAP
    assert key.successor is not None
    assert (key.successor.label, key.successor.scopes) == ("CMS", ["read"])
    with pytest.raises(RuleError):
        contracts.do_send_rotation(key.pk, **said)
    contracts.do_revoke(key.successor.pk, "Leaked", actor=seller, now=now)
    with pytest.raises(RuleError):
        contracts.do_revoke(key.successor.pk, "Leaked", actor=seller, now=now)
    assert [action for action, _ in deeds("key")] == ["key-rotate", "key-revoke"]
    assert not Mail.objects.filter(text__contains=secret).exists()
    assert not Act.objects.filter(detail__icontains=link).exists()


def test_a_link_to_a_successor_still_gives_a_key_when_the_old_one_has_ended(
    client: Subscriber, seller: User, now: datetime
) -> None:
    number = Subscription.objects.get().number
    said: dict[str, Any] = {"to": client.contact_email, "pepper": PEPPER, "actor": seller, "now": now}
    contracts.do_send_key(number, label="CMS", scopes=["read"], **said)
    do_open_key_link(find_secret("key", last_mail().text), pepper=PEPPER, now=now)
    key = Key.objects.get(label="CMS")
    contracts.do_send_rotation(key.pk, **said)
    contracts.do_revoke(key.pk, "Leaked", actor=seller, now=now)
    do_open_key_link(find_secret("key", last_mail().text), pepper=PEPPER, now=now)
    assert Key.objects.get(revoked_at=None, label="CMS").scopes == ["read"]


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.SALES, Role.ADMINISTRATOR)])
def test_nobody_else_changes_anything(client: Subscriber, now: datetime, role: Role) -> None:
    other = hire("other", role)
    contract, seat, number = contract_of(client), Seat.objects.get(), Subscription.objects.get().number
    said: dict[str, Any] = {"actor": other, "now": now}
    before = Act.objects.count()
    attempts: list[Callable[[], object]] = [
        lambda: clients.do_change_client(client.pk, {"name": "x"}, **said),
        lambda: clients.do_add_person(
            client.pk, name="x", email="x@x.example", role=SeatRole.EDITOR, pepper=PEPPER, **said
        ),
        lambda: clients.do_change_seat_role(seat.pk, SeatRole.OWNER, **said),
        lambda: clients.do_remove_person(seat.pk, **said),
        lambda: clients.do_send_welcome(seat.pk, pepper=PEPPER, **said),
        lambda: contracts.do_change_conditions(contract.pk, {"price": 1}, **said),
        lambda: contracts.do_suspend(contract.pk, "x", **said),
        lambda: contracts.do_resume(contract.pk, **said),
        lambda: contracts.do_end(contract.pk, now, "x", **said),
        lambda: contracts.do_rename_subscription(number, name="x", product_codes=["world"], **said),
        lambda: contracts.do_send_key(number, to="x@x.example", label="", scopes=(), pepper=PEPPER, **said),
        lambda: contracts.do_send_rotation(1, to="x@x.example", pepper=PEPPER, **said),
        lambda: contracts.do_revoke(1, "x", **said),
    ]
    for attempt in attempts:
        with pytest.raises(RuleError):
            attempt()
    assert Act.objects.count() == before

"""The screens of sales: pipeline, enquiries, offers, clients, contracts, keys, the calendar; who may change them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from newswire.accounts.models import Act, Mail, Role, User
from newswire.kit.clock import utc_now
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.models import (
    Contract,
    Enquiry,
    Key,
    KeyLink,
    Offer,
    Product,
    Seat,
    SingleSignOn,
    Subscriber,
    Subscription,
)
from newswire.subscribers.sales.rules import over_term
from newswire.subscribers.sales.signing import do_sign_offer, do_start_trial
from newswire.subscribers.single_sign_on import read_secret
from tests.desk.conftest import Enter
from tests.subscribers.sales.house import ask, hire, last_mail, make_products, offer_to

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def seller(enter: Enter) -> Client:
    return enter(Role.SALES)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def sold(name: str = "Northaven Courier", **terms: object) -> Subscription:
    """A client who signed today."""
    now = utc_now()
    offer = offer_to(ask(now, organisation=name), hire(f"seller of {name}"), now, **terms)
    do_sign_offer(offer.pk, signed_by="Mira", position="Publisher", pepper=settings.SECRET_KEY, now=now)
    return Subscription.objects.order_by("-number")[0]


def said_of_offer(**changes: object) -> dict[str, object]:
    return {
        "organisation": "Northaven Courier", "country": "no", "outlet": "newspaper", "contact_name": "Mira",
        "contact_email": "mira@courier.example", "language": "tr", "products": [Product.objects.get(code="world").pk],
        "price": "1250.50", "currency": "eur", "billing": "month", "months": "12", "notice_days": "30",
        "renewal_months": "12", "archive_days": "90", "web_display_days": "0", "takes_per_month": "0",
        "ai_use": "none", "valid_until_0": f"{utc_now() + 30 * DAY:%Y-%m-%dT%H:%M}", "valid_until_1": "UTC",
        "valid_until_2": "", "note": "Glad to have you",
    } | changes  # fmt: skip


@pytest.mark.parametrize(("language", "name"), [("en", "Norway"), ("tr", "Norveç"), ("ar", "النرويج")])
def test_a_country_is_chosen_and_shown_by_its_name_in_the_language_of_the_page(
    enter: Enter, language: str, name: str
) -> None:
    seller = enter(Role.SALES)
    client = Subscriber.objects.create(name="Courier", country="NO")
    UserProfile.objects.create(user=User.objects.get(role=Role.SALES), preferred_language=language)
    with translation.override("en"):  # what Wagtail sets is not for the next test
        form = page(seller, f"/desk/sales/clients/{client.pk}/change/")
        shown = [page(seller, address) for address in (f"/desk/sales/clients/{client.pk}/", "/desk/sales/clients/")]
    assert f'<option value="NO" selected>{name}</option>' in form
    assert form.count("<option value=") > 250
    assert all(f">{name}</" in one for one in shown)


def test_a_country_that_does_not_exist_is_refused_at_the_field(seller: Client) -> None:
    client = Subscriber.objects.create(name="Courier", country="NO", outlet="agency")
    said = {"name": "Courier", "outlet": "agency", "language": "en", "contact_email": "n@c.example"}
    for wrong in ("XX", "NOR", "Norway"):
        answer = seller.post(f"/desk/sales/clients/{client.pk}/change/", said | {"country": wrong})
        assert "Choose a country of the list." in answer.content.decode()
    client.refresh_from_db()
    assert client.country == "NO"


def test_the_pipeline_shows_each_sale_at_its_stage_with_a_way_to_it(seller: Client) -> None:
    now = utc_now()
    assert "Empty." in page(seller, "/desk/sales/")
    enquiry = ask(now, organisation="Waits")
    offer_to(ask(now, organisation="Offered"), hire(), now)
    shown = page(seller, "/desk/sales/")
    assert f'href="/desk/sales/enquiries/{enquiry.pk}/"' in shown
    assert "15,006.00 EUR" in shown
    assert "can be tried and signed" in shown


def test_an_enquiry_is_answered_assigned_and_given_up(seller: Client) -> None:
    enquiry = ask(utc_now(), message="Do you cover the harbour?", topics=["economy"], languages=["en"])
    address = f"/desk/sales/enquiries/{enquiry.pk}/"
    assert "Do you cover the harbour?" in page(seller, address)
    assert seller.post(address, {"do": "answer", "text": "We do."})["Location"] == address
    assert (last_mail().to, "We do." in last_mail().text) == (enquiry.email, True)
    hire("sven")
    seller.post(address, {"do": "assign", "seller": "sven"})
    assert Enquiry.objects.get().assigned_to == "sven"
    refused = seller.post(address, {"do": "lose", "because": " "})
    assert (refused.status_code, "Say why it was lost." in refused.content.decode()) == (409, True)
    seller.post(address, {"do": "lose", "because": "Too dear"})
    assert Enquiry.objects.get().stage == "lost"
    kept = seller.post(address, {"do": "answer", "text": "One more word"})
    assert kept.status_code == 409
    assert "Too dear" in page(seller, address)
    assert seller.post(address, {"do": "assign", "seller": "nobody"}).status_code == 404
    assert seller.post(address, {"do": "x"}).status_code == 302
    actions = Act.objects.filter(about="enquiry").order_by("id").values_list("action", "actor")
    assert list(actions) == [(one, "a-sales") for one in ("answer", "assign", "lose")]


def test_an_offer_is_looked_at_before_it_is_sent(seller: Client) -> None:
    make_products("world")
    enquiry = ask(utc_now())
    address = f"/desk/sales/offers/add/?enquiry={enquiry.pk}"
    form = page(seller, address)
    assert 'value="Northaven Courier"' in form
    assert "All about world." in form
    shown = seller.post(address, said_of_offer(preview="1")).content.decode()
    assert (Offer.objects.count(), Mail.objects.count()) == (0, 0)
    assert 'lang="tr" dir="ltr"' in shown
    assert "15,006.00" in shown
    answer = seller.post(address, said_of_offer(send="1"))
    offer = Offer.objects.get()
    assert answer["Location"] == f"/desk/sales/offers/{offer.pk}/"
    assert (offer.enquiry, offer.price, offer.currency, offer.country) == (enquiry, Decimal("1250.50"), "EUR", "NO")
    assert [one.code for one in offer.products.all()] == ["world"]
    assert offer.token in last_mail().text
    assert f"/portal/offer/{offer.token}/" in page(seller, answer["Location"])
    assert page(seller, address).count("checked") >= 1, "another offer starts from the products of the last"


def test_an_offer_that_cannot_be_made_is_said_and_kept(seller: Client) -> None:
    make_products("world")
    Subscriber.objects.create(name="Taken")
    address = "/desk/sales/offers/add/"
    for changes, words in (
        ({"organisation": "Taken"}, "There is a client of that name"),
        ({"products": []}, "This field is required"),
        ({"country": "nor"}, "Choose a country of the list."),
        ({"price": "-1"}, "greater than or equal to 0"),
        ({"valid_until_0": "2020-01-01T00:00"}, "expired before it is read"),
    ):
        answer = seller.post(address, said_of_offer(**changes))
        assert words in answer.content.decode(), changes
        assert "Glad to have you" in answer.content.decode()
    assert not Offer.objects.exists()
    for wrong in ("?enquiry=99", "?client=99", "?enquiry=x"):
        assert seller.get(address + wrong).status_code == 404


def test_a_client_gets_an_offer_of_its_own_and_it_is_withdrawn(seller: Client) -> None:
    make_products("world")
    client = Subscriber.objects.create(name="Courier", contact_email="c@courier.example", country="NO")
    address = f"/desk/sales/offers/add/?client={client.pk}"
    assert 'value="c@courier.example"' in page(seller, address)
    made = seller.post(address, said_of_offer(organisation="Courier"))["Location"]
    assert Offer.objects.get().subscriber == client
    assert seller.post(made, {"reason": "Wrong price"})["Location"] == made
    assert Offer.objects.get().withdrawn_at is not None
    assert seller.post(made, {"reason": "Again"}).status_code == 409
    assert "was withdrawn" in page(seller, made)
    assert "Wrong price" in page(seller, made)


def test_clients_are_found_by_name_contact_and_people_and_stand_on_pages(seller: Client) -> None:
    assert "No client yet." in page(seller, "/desk/sales/clients/")
    Subscriber.objects.bulk_create(Subscriber(name=f"House {n:03}") for n in range(51))
    sold()
    assert page(seller, "/desk/sales/clients/").count("<bdi>House") == 50
    assert page(seller, "/desk/sales/clients/?p=2").count("<bdi>House") == 1
    for wanted, found in (("mira", True), ("COURIER", True), ("nowhere", False)):
        assert ("Northaven Courier" in page(seller, f"/desk/sales/clients/?q={wanted}")) is found
    assert "No client matches." in page(seller, "/desk/sales/clients/?q=nowhere")
    assert page(seller, "/desk/sales/clients/?q=%00&p=x").count("<bdi>House") == 50


def test_an_organisation_and_its_people_are_changed(seller: Client) -> None:
    client = sold().contract.subscriber
    assert client is not None
    address = f"/desk/sales/clients/{client.pk}/"
    said = {"name": "Courier", "country": "tr", "outlet": "agency", "language": "ar", "contact_email": "n@c.example"}
    assert seller.post(f"{address}change/", said)["Location"] == address
    client.refresh_from_db()
    assert (client.name, client.country, client.outlet) == ("Courier", "TR", "agency")
    Subscriber.objects.create(name="Other")
    assert "another client" in seller.post(f"{address}change/", said | {"name": "OTHER"}).content.decode()
    person = {"name": "Ove", "email": "ove@c.example", "role": "editor"}
    assert seller.post(f"{address}people/add/", person)["Location"] == address
    assert "has a seat already" in seller.post(f"{address}people/add/", person).content.decode()
    seat = Seat.objects.get(user__email="ove@c.example")
    seller.post(address, {"do": "role", "seat": seat.pk, "role": "billing"})
    seat.refresh_from_db()
    assert seat.role == "billing"
    mails = Mail.objects.count()
    seller.post(address, {"do": "link", "seat": seat.pk})
    assert Mail.objects.count() == mails + 1
    shown = page(seller, address)
    assert "ove@c.example" in shown
    assert "Seat given" in shown
    seller.post(address, {"do": "remove", "seat": seat.pk})
    assert not User.objects.get(pk=seat.user_id).is_active
    owner = Seat.objects.get(user__is_active=True)
    assert "only owner" in seller.post(address, {"do": "remove", "seat": owner.pk}).content.decode()
    assert seller.post(address, {"do": "remove", "seat": "99"}).status_code == 409
    assert seller.post(address, {"do": "role", "seat": owner.pk, "role": "king"}).status_code == 404


def test_a_contract_is_changed_suspended_resumed_given_notice_of_and_ended(seller: Client) -> None:
    contract = sold().contract
    address = f"/desk/sales/contracts/{contract.pk}/"
    assert "1,250.50 EUR" in page(seller, address)
    said = {"price": "900", "currency": "usd", "billing": "year", "notice_days": "10", "renewal_months": "6",
            "archive_days": "5", "web_display_days": "0", "takes_per_month": "0", "ai_use": "none"}  # fmt: skip
    assert seller.post(f"{address}change/", said)["Location"] == address
    contract.refresh_from_db()
    assert (contract.price, contract.currency, contract.archive_days) == (Decimal(900), "USD", 5)
    assert seller.post(address, {"do": "suspend", "reason": ""}).status_code == 409
    seller.post(address, {"do": "suspend", "reason": "Unpaid"})
    assert "Unpaid" in page(seller, address)
    seller.post(address, {"do": "resume"})
    seller.post(address, {"do": "notice", "reason": "Mira, by letter"})
    contract.refresh_from_db()
    assert (contract.suspended_at, contract.notice_by) == (None, "Mira, by letter")
    assert seller.post(address, {"do": "end", "reason": ""}).status_code == 409
    seller.post(address, {"do": "end", "reason": "Closed down"})
    assert "ended" in page(seller, address)
    assert "Suspend" not in page(seller, address).split("<h2")[1]
    assert "has ended" in seller.post(f"{address}change/", said).content.decode()


def test_a_contract_is_renewed_with_a_new_end_and_price(seller: Client) -> None:
    contract = sold().contract
    address = f"/desk/sales/contracts/{contract.pk}/"
    assert contract.ends_at is not None
    year = contract.ends_at.year
    shown = page(seller, address)
    assert "Renew the contract …" in shown
    assert f'value="{year + 1}-' in shown
    ids = [one for one in re.findall(r' id="([^"]+)"', shown) if "ends_at" in one or "price" in one]
    assert len(ids) == len(set(ids)) > 3
    said = {"do": "renew", "ends_at_0": f"{year + 1}-03-01T00:00", "ends_at_1": "UTC", "ends_at_2": "", "price": "900"}
    refused = seller.post(address, said | {"ends_at_0": ""})
    assert (refused.status_code, "Say until when it runs on." in refused.content.decode()) == (409, True)
    early = seller.post(address, said | {"ends_at_0": f"{year - 1}-03-01T00:00"})
    assert "The new end must lie after the present one." in early.content.decode()
    assert seller.post(address, said)["Location"] == address
    contract.refresh_from_db()
    assert (contract.ends_at, contract.price) == (datetime(year + 1, 3, 1, tzinfo=UTC), Decimal(900))
    assert Act.objects.filter(action="renew", about="contract").get().actor == "a-sales"
    assert "renew" in page(seller, address).lower().partition("what was done")[2]
    assert "900.00" in last_mail().text


def test_a_trial_has_no_form_to_renew_it(seller: Client) -> None:
    now = utc_now()
    offer = offer_to(ask(now), hire(), now)
    do_start_trial(offer.pk, pepper=settings.SECRET_KEY, now=now)
    trial = Contract.objects.get(is_trial=True)
    assert "Renew the contract" not in page(seller, f"/desk/sales/contracts/{trial.pk}/")


def test_products_and_keys_are_changed_and_no_secret_is_on_the_screen(seller: Client) -> None:
    subscription = sold()
    make_products("sport")
    address = f"/desk/sales/subscriptions/{subscription.pk}/"
    assert seller.post(f"{address}change/", {"name": "Both", "products": ["sport", "world"]})["Location"] == address
    assert Subscription.objects.get().product_codes == ["sport", "world"]
    secret = do_create_key(subscription, pepper=settings.SECRET_KEY, now=utc_now(), label="CMS", scopes=["read"])
    key = Key.objects.get()
    shown = page(seller, address)
    assert (key.prefix in shown, secret in shown, "Feed, stream, stories" in shown) == (True, False, True)
    said = {"label": "Test", "scopes": ["sample"], "to": "dev@courier.example"}
    assert seller.post(f"{address}keys/add/", said)["Location"] == address
    assert (last_mail().to, KeyLink.objects.order_by("-pk")[0].scopes) == ("dev@courier.example", ["sample"])
    seller.post(address, {"do": "rotate", "key": key.pk})
    assert KeyLink.objects.order_by("-pk")[0].rotates == key
    assert "Links that wait to be opened" in page(seller, address)
    assert seller.post(address, {"do": "revoke", "key": key.pk, "reason": ""}).status_code == 409
    seller.post(address, {"do": "revoke", "key": key.pk, "reason": "Leaked"})
    assert "revoked" in page(seller, address)
    assert seller.post(address, {"do": "rotate", "key": key.pk}).status_code == 409
    assert seller.post(address, {"do": "revoke", "key": "99"}).status_code == 409


def test_the_website_s_own_contract_is_none_of_the_clients(seller: Client) -> None:
    contract = Contract.objects.create(starts_at=utc_now())
    Subscription.objects.create(number=0, name="website", contract=contract, is_website=True)
    for address in (f"contracts/{contract.pk}/", "subscriptions/0/", "contracts/99/", "subscriptions/99/"):
        page(seller, f"/desk/sales/{address}", 404)
        assert seller.post(f"/desk/sales/{address}change/").status_code == 404


def test_the_calendar_shows_a_month_as_grid_and_list_and_what_is_due(seller: Client) -> None:
    contract = sold(months=1, notice_days=10).contract
    assert contract.ends_at is not None
    ends = contract.ends_at
    for view in ("", "&view=list"):
        shown = page(seller, f"/desk/sales/calendar/?month={ends:%Y-%m}{view}")
        assert f"/desk/sales/contracts/{contract.pk}/" in shown
        assert "Renews itself" in shown
    assert "Last day for notice" in page(seller, "/desk/sales/calendar/?month=1999-01").split("Due within")[1]
    for wrong in ("x", "2026-13", "0001-01", "2999-12"):
        assert page(seller, f"/desk/sales/calendar/?month={wrong}")


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_the_screens_speak_the_reader_s_language(seller: Client, language: str) -> None:
    UserProfile.objects.create(user=User.objects.get(username="a-sales"), preferred_language=language)
    subscription = sold()
    for address in ("", "calendar/", "clients/", f"contracts/{subscription.contract_id}/", "subscriptions/0/"):
        assert f'lang="{language}"' in page(seller, f"/desk/sales/{address}")


def test_a_duty_chief_reads_and_changes_nothing(enter: Enter) -> None:
    contract = sold().contract
    chief = enter(Role.DUTY_CHIEF)
    address = f"/desk/sales/contracts/{contract.pk}/"
    assert "Suspend" not in page(chief, address).split("<h2")[1]
    assert chief.post(address, {"do": "suspend", "reason": "x"})["Location"] == "/desk/"
    offer = Offer.objects.get()
    assert offer.token not in page(chief, f"/desk/sales/offers/{offer.pk}/")
    contract.refresh_from_db()
    assert contract.suspended_at is None


def test_the_screens_ask_as_many_questions_for_many_as_for_one(
    seller: Client, django_count: Callable[[Callable[[], object]], int]
) -> None:
    client = sold("First").contract.subscriber
    assert client is not None
    addresses = ["/desk/sales/", "/desk/sales/clients/", f"/desk/sales/clients/{client.pk}/", "/desk/sales/calendar/",
                 f"/desk/sales/contracts/{client.contracts.get().pk}/", "/desk/sales/subscriptions/0/"]  # fmt: skip
    for address in addresses:
        page(seller, address)
    few = {address: django_count(lambda to=address: seller.get(to)) for address in addresses}  # type: ignore[misc]
    for number in range(3):
        sold(f"House {number}")
    Contract.objects.exclude(pk=client.contracts.get().pk).update(subscriber=client)
    Seat.objects.update(subscriber=client)
    Offer.objects.update(subscriber=client)
    Subscription.objects.update(contract=client.contracts.order_by("pk")[0])
    for _ in range(3):
        do_create_key(Subscription.objects.get(pk=0), pepper=settings.SECRET_KEY, now=utc_now())
    many = {address: django_count(lambda to=address: seller.get(to)) for address in addresses}  # type: ignore[misc]
    assert many == few


def test_the_money_of_a_term() -> None:
    assert over_term(Decimal("10.50"), "month", 12) == Decimal("126.00")
    assert over_term(Decimal(100), "year", 18) == Decimal("150.00")
    assert over_term(Decimal(100), "once", 18) == Decimal("100.00")


def test_a_clients_own_sign_in_page_is_entered_and_its_secret_never_shown(seller: Client) -> None:
    client = sold().contract.subscriber
    assert client is not None
    address = f"/desk/sales/clients/{client.pk}/sign-on/"
    said = {"issuer": "https://login.courier.example", "client_id": "newswire", "secret": "a secret of theirs"}
    assert seller.post(address, said | {"issuer": "http://login.courier.example"}).status_code == 200
    assert not SingleSignOn.objects.exists()
    assert seller.post(address, said)["Location"] == f"/desk/sales/clients/{client.pk}/"
    held = SingleSignOn.objects.get()
    assert (held.subscriber, held.issuer, read_secret(held)) == (client, said["issuer"], said["secret"])
    shown = page(seller, address)
    assert "login.courier.example" in shown
    assert "a secret of theirs" not in shown

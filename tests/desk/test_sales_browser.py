"""The screens of sales in a browser: accessible, on a telephone and from right to left; the total follows the price."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.kit.clock import utc_now
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.models import Contract, Enquiry, Offer, Subscription
from newswire.subscribers.sales.signing import do_sign_offer
from tests.desk.test_browser import OVERFLOW, faults, sign_in
from tests.desk.test_rooms_browser import OVER_THE_EDGE, open_page
from tests.editing.people import make_user
from tests.subscribers.sales.house import ask, make_products, offer_to


def furnish(seller: User) -> list[str]:
    """A client who signed and somebody who asks; the address of every screen."""
    now = utc_now()
    ask(now, organisation="A very long name of a house that asks for a subscription", message="Do you?")
    signed = offer_to(ask(now), seller, now)
    do_sign_offer(signed.pk, signed_by="Mira", position="Publisher", pepper=settings.SECRET_KEY, now=now)
    do_create_key(
        Subscription.objects.get(), pepper=settings.SECRET_KEY, now=now, label="CMS", scopes=["read", "media"]
    )
    contract, enquiry, offer = Contract.objects.get(), Enquiry.objects.earliest("pk"), Offer.objects.get()
    below = ["", "calendar/", "calendar/?view=list", "clients/", f"enquiries/{enquiry.pk}/", f"offers/{offer.pk}/",
             "offers/add/", f"clients/{contract.subscriber_id}/", f"clients/{contract.subscriber_id}/change/",
             f"clients/{contract.subscriber_id}/people/add/", f"contracts/{contract.pk}/",
             f"contracts/{contract.pk}/change/", "subscriptions/0/", "subscriptions/0/change/",
             "subscriptions/0/keys/add/"]  # fmt: skip
    return [f"/desk/sales/{one}" for one in below]


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("en", {"width": 390, "height": 844}),
        ("ar", {"width": 390, "height": 844}),
        ("en", {"width": 1440, "height": 900}),
    ],
)
def test_every_screen_of_sales_is_accessible_and_fits(
    browser: Browser, desk_address: str, language: str, look: dict[str, Any]
) -> None:
    seller = make_user(Role.SALES)
    addresses = furnish(seller)
    page, wrong = sign_in(
        browser, desk_address, seller, viewport=look, color_scheme="dark" if language == "ar" else "light"
    )
    UserProfile.objects.update_or_create(user=seller, defaults={"preferred_language": language})
    found: dict[str, list[str]] = {}
    for address in addresses:
        open_page(page, address)
        over = [f"wider than the screen by {page.evaluate(OVERFLOW)}"] if page.evaluate(OVERFLOW) > 0 else []
        found[address] = faults(page) + over + page.evaluate(OVER_THE_EDGE)
    assert {address: said for address, said in found.items() if said} == {}
    assert wrong == []


def test_the_total_follows_the_price_and_an_offer_is_sent_after_a_look(browser: Browser, desk_address: str) -> None:
    make_products("world", "sport")
    enquiry = ask(utc_now())
    page, wrong = sign_in(browser, desk_address, make_user(Role.SALES))
    open_page(page, f"/desk/sales/offers/add/?enquiry={enquiry.pk}")
    total = page.locator("#offer-total")
    page.get_by_label("Price").fill("100.50")
    expect(total).to_have_text("1,206.00 EUR")
    page.get_by_label("For", exact=False).first.select_option("year")
    page.get_by_label("Term, months").fill("18")
    expect(total).to_have_text("150.75 EUR")
    page.get_by_label("Country").select_option("NO")
    page.locator("#id_outlet").select_option("newspaper")
    page.get_by_role("checkbox", name="World").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="As the client sees it")).to_be_visible()
    page.get_by_role("button", name="Send the offer").click()
    expect(page.get_by_label("Link for the client")).to_have_value(
        f"{settings.NEWSWIRE_BASE_URL}/portal/offer/{Offer.objects.get().token}/"
    )
    assert [one.code for one in Offer.objects.get().products.all()] == ["world"]
    assert wrong == []

"""A sales department for tests: a seller, products, somebody who asks, and the letters that left."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from newswire.accounts.models import Mail, Role, User
from newswire.subscribers.models import Enquiry, Offer, Product
from newswire.subscribers.sales.offers import do_make_offer, draft_offer
from newswire.subscribers.sales.signing import do_sign_offer, do_start_trial
from newswire.subscribers.service import do_save_product
from tests.newsroom import PEPPER

CONTACT = "mira@courier.example"


def hire(name: str = "sara", role: Role = Role.SALES) -> User:
    """Somebody at the agency."""
    return User.objects.create_user(name, f"{name}@agency.example", role=role)


def make_products(*codes: str) -> list[Product]:
    """Products, each to a query of its own."""
    return [do_save_product(code, code.title(), "lang:en", description=f"All about {code}.") for code in codes]


def ask(now: datetime, **fields: Any) -> Enquiry:
    """Somebody fills in the form."""
    said = {"name": "Mira Solberg", "organisation": "Northaven Courier", "email": CONTACT, "country": "Norway"}
    return Enquiry.objects.create(**(said | {"language": "en", "created_at": now} | fields))


def propose(enquiry: Enquiry, now: datetime, **fields: Any) -> Offer:
    """An offer to whoever asked, not made yet."""
    offer = draft_offer(enquiry, now=now)
    terms = {"country": "no", "outlet": "newspaper", "price": Decimal("1250.50"), "archive_days": 90}
    for name, value in (terms | fields).items():
        setattr(offer, name, value)
    return offer


def offer_to(enquiry: Enquiry, seller: User, now: datetime, **fields: Any) -> Offer:
    """An offer that was made."""
    return do_make_offer(propose(enquiry, now, **fields), make_products("world"), actor=seller, now=now)


def start(offer: Offer, now: datetime) -> Offer:
    """The client starts the trial."""
    return do_start_trial(offer.pk, pepper=PEPPER, now=now)


def sign(offer: Offer, now: datetime) -> Offer:
    """The client signs."""
    return do_sign_offer(offer.pk, signed_by="Mira Solberg", position="Publisher", pepper=PEPPER, now=now)


def last_mail() -> Mail:
    """The newest letter."""
    found = Mail.objects.order_by("-pk").first()
    assert found is not None
    return found


def find_secret(page: str, text: str) -> str:
    """The secret of the link to that page in a letter; empty where there is none."""
    found = re.search(rf"/portal/{page}/([\w-]+)/", text)
    return found[1] if found else ""

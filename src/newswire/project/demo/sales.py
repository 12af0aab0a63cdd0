"""What the demo's sales department is at: two who asked, an open offer, a trial that runs. Invented houses all."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
from django.conf import settings

from newswire.accounts.models import User
from newswire.item.forms import Form
from newswire.subscribers.models import Enquiry, Product
from newswire.subscribers.sales.enquiries import do_answer
from newswire.subscribers.sales.offers import do_make_offer, draft_offer
from newswire.subscribers.sales.signing import do_start_trial
from newswire.subscribers.service import do_save_product


class DemoProduct(msgspec.Struct, frozen=True):
    """What is in the shop window."""

    code: str
    name: str
    query: str
    form: Form
    description: str


class DemoEnquiry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked that many hours ago; `country` as they wrote it."""

    name: str
    organisation: str
    email: str
    country: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    message: str
    language: str
    hours: int


class DemoOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody was offered, so many hours ago; `trial_hours` is when they began to try it, 0 where not yet."""

    enquiry: DemoEnquiry
    country: str
    outlet: str
    products: tuple[str, ...]
    price: Decimal
    note: str
    hours: int
    trial_hours: int = 0


PRODUCTS = (
    DemoProduct("world-full", "World, full", "section:world", "full", "Every story from abroad, with pictures."),
    DemoProduct(
        "economy-summary", "Economy in short", "section:economy", "summary",
        "Headline, standfirst and summary of every economy story: enough for a morning briefing.",
    ),
    DemoProduct(
        "all-headlines", "All headlines", "type:(text OR alert)", "headlines",
        "The headline of everything that is released, in every language, for screens and monitors.",
    ),
)  # fmt: skip

ENQUIRIES = (
    DemoEnquiry(
        name="Jonas Fjellheim", organisation="Halden Avis", email="jonas@haldenavis.example", country="Norway",
        languages=("en",), topics=("world", "sports"), language="en", hours=3,
        message="We are a local daily and would like the world in English. Can we have the pictures too?",
    ),
    DemoEnquiry(
        name="Selin Akarsu", organisation="Radyo Meltem", email="selin@radyomeltem.example", country="Türkiye",
        languages=("tr",), topics=("politics", "economy"), language="tr", hours=20,
        message="Saat başı bültenlerimiz için kısa haberlere ihtiyacımız var.",
    ),
)  # fmt: skip

OFFERS = (
    DemoOffer(
        enquiry=DemoEnquiry(
            name="Élise Marchandeau", organisation="La Gazette des Quais", email="elise@gazettequais.example",
            country="France", languages=("fr", "en"), topics=("world", "economy"), language="fr", hours=70,
            message="Nous préparons une nouvelle édition du matin.",
        ),
        country="FR", outlet="newspaper", products=("economy-summary", "world-full"), price=Decimal("1450.00"),
        note="Comme convenu au téléphone, avec les photos.", hours=48,
    ),
    DemoOffer(
        enquiry=DemoEnquiry(
            name="Tomas Brandvik", organisation="Kystbanken", email="tomas@kystbanken.example", country="Norway",
            languages=("en",), topics=("economy",), language="en", hours=190,
            message="Our treasury wants headlines on its screens and the economy in short.",
        ),
        country="NO", outlet="company", products=("all-headlines", "economy-summary"), price=Decimal("820.00"),
        note="", hours=150, trial_hours=120,
    ),
)  # fmt: skip


def do_sell(seller: User, now: datetime) -> None:
    """Puts the products into the window and does what the department has done in the last days."""
    for product in PRODUCTS:
        do_save_product(product.code, product.name, product.query, form=product.form, description=product.description)
    unanswered, answered = (_do_ask(enquiry, now) for enquiry in ENQUIRIES)
    assert unanswered.stage == "enquiry"
    thanks = "Teşekkür ederiz. Yarın sizi arayıp seçenekleri konuşacağız."
    do_answer(answered.pk, thanks, actor=seller, now=now - timedelta(hours=18))
    for offered in OFFERS:
        _do_offer(offered, seller, now)


def _do_ask(asked: DemoEnquiry, now: datetime) -> Enquiry:
    return Enquiry.objects.create(
        name=asked.name,
        organisation=asked.organisation,
        email=asked.email,
        country=asked.country,
        languages=list(asked.languages),
        topics=list(asked.topics),
        message=asked.message,
        language=asked.language,
        created_at=now - timedelta(hours=asked.hours),
    )


def _do_offer(one: DemoOffer, seller: User, now: datetime) -> None:
    offer = draft_offer(_do_ask(one.enquiry, now), now=now)
    offer.country, offer.outlet, offer.price, offer.note = one.country, one.outlet, one.price, one.note
    products = list(Product.objects.filter(code__in=one.products).order_by("code"))
    do_make_offer(offer, products, actor=seller, now=now - timedelta(hours=one.hours))
    if one.trial_hours:
        do_start_trial(offer.pk, pepper=settings.SECRET_KEY, now=now - timedelta(hours=one.trial_hours))

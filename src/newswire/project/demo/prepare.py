"""Makes the demo newsroom: people, subscribers, the website's portion, and the stories of the last hours."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from newswire.accounts.models import Role, User
from newswire.kit.clock import utc_now
from newswire.project.demo.clients import DESK, SUBSCRIBERS, WEBSITE_QUERY, DemoSubscriber
from newswire.project.demo.content import read_demo_stories
from newswire.project.demo.credentials import (
    Credentials,
    DeskLogin,
    PortalLogin,
    SubscriberKey,
    path_of,
    write_credentials,
)
from newswire.project.demo.newsdesk import Newsdesk, Notebook
from newswire.project.demo.room import do_furnish
from newswire.project.demo.sales import do_sell
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.models import Contract, Seat, SeatRole, Subscriber
from newswire.subscribers.sales.rules import add_months
from newswire.subscribers.service import do_open_website, do_save_product, do_subscribe

NOTEBOOK = "demo-day.json"


def do_prepare(home: Path) -> None:
    """Makes the newsroom where there is none yet; a second start finds it and changes nothing."""
    if path_of(home).exists():
        return
    now = utc_now()
    with transaction.atomic():
        credentials = _do_hire(now)
        do_furnish(now)
        _do_write_stories(home, now)
        write_credentials(home, credentials)


def _do_hire(now: datetime) -> Credentials:
    """The people and the subscribers, with contracts that began before the oldest story."""
    start = now - timedelta(days=30)
    desk = []
    for person in DESK:
        password = secrets.token_urlsafe(9)
        User.objects.create_user(
            person.username, person.email, password, first_name=person.name, role=Role(person.role), is_staff=True
        )
        desk.append(DeskLogin(person.role, person.username, password))
    do_open_website(WEBSITE_QUERY, now=start)
    portal: list[PortalLogin] = []
    keys: list[SubscriberKey] = []
    for organisation in SUBSCRIBERS:
        logins, key = _do_subscribe(organisation, start, now)
        portal += logins
        keys.append(key)
    do_sell(User.objects.get(role=Role.SALES), now)
    return Credentials(desk=desk, portal=portal, keys=keys)


def _do_subscribe(
    organisation: DemoSubscriber, start: datetime, now: datetime
) -> tuple[list[PortalLogin], SubscriberKey]:
    codes = []
    for count, product in enumerate(organisation.products, start=1):
        codes.append(f"{slugify(organisation.key)}-{count}")
        do_save_product(codes[-1], product.name, product.query)
    subscriber = Subscriber.objects.create(
        name=organisation.organisation,
        country=organisation.country,
        outlet=organisation.outlet,
        contact_name=organisation.contact.name,
        contact_email=organisation.contact.email,
        language=organisation.contact.language,
    )
    subscription = do_subscribe(
        organisation.products[0].name,
        contract=Contract(
            subscriber=subscriber,
            starts_at=start,
            ends_at=add_months(start, organisation.months),
            signed_at=start,
            signed_by=organisation.contact.name,
            price=organisation.price,
            currency=organisation.currency,
            billing=organisation.billing,
            archive_days=organisation.archive_days,
            embargo_right=organisation.may_have_embargoed,
        ),
        product_codes=codes,
    )
    logins = []
    for seat in organisation.seats:
        password = secrets.token_urlsafe(9)
        user = User.objects.create_user(seat.username, seat.email, password, first_name=seat.name, role=Role.SUBSCRIBER)
        role = SeatRole.OWNER if seat == organisation.contact else SeatRole.EDITOR
        Seat.objects.create(user=user, subscriber=subscriber, role=role)
        logins.append(PortalLogin(organisation.organisation, seat.username, password))
    key = do_create_key(subscription, pepper=settings.SECRET_KEY, now=now)
    return logins, SubscriberKey(organisation.organisation, subscription.name, key)


def _do_write_stories(home: Path, now: datetime) -> None:
    notebook = Notebook()
    newsdesk = Newsdesk(notebook)
    for content in read_demo_stories():
        newsdesk.do_publish(content, now - timedelta(minutes=content.minutes_ago))
    notebook.save(home / NOTEBOOK)

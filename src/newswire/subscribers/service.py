"""Verbs on subscribers, each one transaction; a changed entitlement is written while the wire stands still."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from newswire.kit.errors import InvalidRequestError, NotFoundError
from newswire.kit.ids import new_secret
from newswire.query.parse import parse_query
from newswire.subscribers.keys import PREFIX, hash_key
from newswire.subscribers.models import Contract, Key, Product, Subscriber, Subscription
from newswire.subscribers.models import Terms as TermsRow
from newswire.subscribers.terms import Claim, Terms, encode_terms
from newswire.wire.append import Cursor
from newswire.wire.follow import lock_head


@transaction.atomic
def do_save_product(code: str, name: str, query: str) -> Product:
    """Creates the product or changes its name and query; every subscription that has it gets new terms.

    Raises `QueryError` where the query cannot be read; nothing is changed then.
    """
    parse_query(query)
    product, _ = Product.objects.update_or_create(code=code, defaults={"name": name, "query": query})
    for subscription in Subscription.objects.filter(product_codes__contains=[code]).select_related("contract"):
        _write_terms(subscription)
    return product


@transaction.atomic
def do_subscribe(
    name: str,
    *,
    subscriber: Subscriber | None,
    product_codes: Sequence[str],
    starts_at: datetime,
    ends_at: datetime | None = None,
    archive_days: int = 30,
    embargo_right: bool = False,
) -> Subscription:
    """A new contract with one subscription; it gets everything that matches from the next release on.

    Without a subscriber it is the website's own subscription, of which there is one.
    """
    known = set(Product.objects.filter(code__in=product_codes).values_list("code", flat=True))
    if missing := sorted(set(product_codes) - known):
        raise InvalidRequestError(f"there is no product {', '.join(missing)}")
    contract = Contract.objects.create(
        subscriber=subscriber,
        starts_at=starts_at,
        ends_at=ends_at,
        archive_days=archive_days,
        embargo_right=embargo_right,
    )
    with connection.cursor() as cursor:
        lock_numbers(cursor)
    newest = Subscription.objects.aggregate(newest=Max("number"))["newest"]
    subscription = Subscription.objects.create(
        number=0 if newest is None else newest + 1,
        name=name,
        contract=contract,
        product_codes=list(product_codes),
        is_website=subscriber is None,
    )
    _write_terms(subscription)
    return subscription


WEBSITE = "website"
"""Code of the product that goes public, and name of the website's own subscription."""


@transaction.atomic
def do_open_website(query: str, *, now: datetime) -> Subscription:
    """Says which portion of the stories goes public; the first time, the website gets its subscription.

    It has no embargo right: an embargoed story comes to it with the lift. Raises `QueryError`.
    """
    do_save_product(WEBSITE, "Public website", query)
    standing = Subscription.objects.filter(is_website=True).first()
    return standing or do_subscribe(WEBSITE, subscriber=None, product_codes=[WEBSITE], starts_at=now)


@transaction.atomic
def do_end_contract(contract_id: int, ends_at: datetime) -> Contract:
    """Ends a contract at that moment. What was delivered stays readable; holds, corrections and kills follow it."""
    contract = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if contract is None:
        raise NotFoundError("There is no such contract.")
    contract.ends_at = ends_at
    contract.save(update_fields=["ends_at"])
    for subscription in contract.subscriptions.select_related("contract"):
        _write_terms(subscription)
    return contract


def do_create_key(subscription: Subscription, *, pepper: str, now: datetime, expires_at: datetime | None = None) -> str:
    """A new key for the subscription. The secret is returned here and can never be read again."""
    secret = new_secret(PREFIX)
    Key.objects.create(
        subscription=subscription,
        prefix=secret[: len(PREFIX) + 4],
        digest=hash_key(secret, pepper),
        created_at=now,
        expires_at=expires_at,
    )
    return secret


def lock_numbers(cursor: Cursor) -> None:
    """Lets one transaction at a time give out a subscription number: they must be dense."""
    cursor.execute("LOCK TABLE subscribers_subscription IN SHARE ROW EXCLUSIVE MODE")


def _write_terms(subscription: Subscription) -> None:
    """Adds a row of terms as they follow from the tables now, effective after the newest release."""
    contract = subscription.contract
    products = {one.code: one for one in Product.objects.filter(code__in=subscription.product_codes)}
    terms = Terms(
        claims=tuple(Claim(code, parse_query(products[code].query)) for code in subscription.product_codes),
        starts_at=contract.starts_at,
        ends_at=contract.ends_at,
        embargo_right=contract.embargo_right,
        archive_days=contract.archive_days,
    )
    with connection.cursor() as cursor:
        seq = lock_head(cursor)
    TermsRow.objects.create(number=subscription.number, after_seq=seq, terms=encode_terms(terms))

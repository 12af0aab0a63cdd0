"""Verbs on subscribers, each one transaction; a changed entitlement is written while the wire stands still."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import msgspec
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from newswire.formats.table import FORMATS
from newswire.item.forms import Form
from newswire.item.rights import Client
from newswire.kit.errors import InvalidRequestError, NotFoundError
from newswire.query.parse import parse_query
from newswire.query.standing import parse_standing_query
from newswire.subscribers.countries import check_country
from newswire.subscribers.models import Contract, Product, Subscriber, Subscription, WebsiteLimits
from newswire.subscribers.models import Terms as TermsRow
from newswire.subscribers.terms import Claim, Terms, encode_terms
from newswire.subscribers.website import WEBSITE, Limits, check_limits, include_choice
from newswire.wire.append import Cursor
from newswire.wire.follow import lock_head


@transaction.atomic
def do_save_product(
    code: str, name: str, query: str, *, form: Form = "full", formats: Sequence[str] = (), description: str = ""
) -> Product:
    """Creates the product or changes it; every subscription that has it gets new terms, from the next release on.

    Raises `QueryError` where the query cannot be read or asks what no product may, `InvalidRequestError` for a format
    that does not exist; nothing is changed then.
    """
    parse_standing_query(query)
    if unknown := sorted(set(formats) - FORMATS.keys()):
        raise InvalidRequestError(f"there is no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    fields = {"name": name, "query": query, "form": form, "formats": list(formats), "description": description}
    product, _ = Product.objects.update_or_create(code=code, defaults=fields)
    _write_terms(Subscription.objects.filter(product_codes__contains=[code]))
    return product


@transaction.atomic
def do_subscribe(name: str, *, contract: Contract, product_codes: Sequence[str]) -> Subscription:
    """A new subscription under `contract`, saved with it; what matches comes from the next release on.

    A contract without a subscriber is the website's own, of which there is one. Raises `InvalidRequestError` for a
    product that does not exist.
    """
    _check_products(product_codes)
    contract.save()
    with connection.cursor() as cursor:
        lock_numbers(cursor)
    newest = Subscription.objects.aggregate(newest=Max("number"))["newest"]
    subscription = Subscription.objects.create(
        number=0 if newest is None else newest + 1,
        name=name,
        contract=contract,
        product_codes=list(product_codes),
        is_website=contract.subscriber is None,
    )
    _write_terms(Subscription.objects.filter(pk=subscription.pk))
    return subscription


@transaction.atomic
def do_change_subscription(number: int, *, name: str, product_codes: Sequence[str]) -> Subscription:
    """Gives a subscription another name and other products, from the next release on."""
    _check_products(product_codes)
    subscription = Subscription.objects.select_for_update().filter(pk=number).first()
    if subscription is None:
        raise NotFoundError("There is no such subscription.")
    subscription.name, subscription.product_codes = name, list(product_codes)
    subscription.save(update_fields=["name", "product_codes"])
    _write_terms(Subscription.objects.filter(pk=number))
    return subscription


@transaction.atomic
def do_move_subscription(number: int, contract: Contract) -> Subscription:
    """Puts a subscription under another contract, which is saved too: a trial that was signed keeps its numbers."""
    subscription = Subscription.objects.select_for_update().filter(pk=number).first()
    if subscription is None:
        raise NotFoundError("There is no such subscription.")
    contract.save()
    subscription.contract = contract
    subscription.save(update_fields=["contract"])
    _write_terms(Subscription.objects.filter(pk=number))
    return subscription


_FOR_EVER = 36_500
"""Archive days of the website: a hundred years."""


@transaction.atomic
def do_open_website(query: str, *, now: datetime, limits: Limits | None = None) -> Subscription:
    """Says which portion of the stories goes public; the first time, the website gets its subscription. The limits stay
    as they are where none are given.

    It has no embargo right: an embargoed story comes to it with the lift. Raises `QueryError`, and
    `InvalidRequestError` for limits that cannot be kept.
    """
    if limits is not None:
        check_limits(limits)
        WebsiteLimits.objects.update_or_create(id=1, defaults=msgspec.structs.asdict(limits))
    do_save_product(WEBSITE, "Public website", query)
    standing = Subscription.objects.filter(is_website=True).first()
    contract = Contract(starts_at=now, archive_days=_FOR_EVER)
    return standing or do_subscribe(WEBSITE, contract=contract, product_codes=[WEBSITE])


@transaction.atomic
def do_save_contract(contract: Contract) -> Contract:
    """Saves what was agreed anew; it counts from the next release on."""
    contract.save()
    _write_terms(Subscription.objects.filter(contract=contract))
    return contract


@transaction.atomic
def do_save_subscriber(subscriber: Subscriber) -> Subscriber:
    """Saves an organisation; its country and kind of house count for restrictions from the next release on.

    Raises `RuleError` for a country that does not exist.
    """
    subscriber.country = check_country(subscriber.country)
    subscriber.save()
    _write_terms(Subscription.objects.filter(contract__subscriber=subscriber))
    return subscriber


def do_end_contract(contract_id: int, ends_at: datetime) -> Contract:
    """Ends a contract at that moment, without renewal. What was delivered stays readable; holds, corrections and kills
    follow it."""
    return _change_contract(contract_id, ends_at=ends_at, renewal_months=0)


def do_suspend_contract(contract_id: int, reason: str, *, now: datetime) -> Contract:
    """Stops everything new until `do_resume_contract`; holds, corrections and kills still arrive."""
    return _change_contract(contract_id, suspended_at=now, suspension_reason=reason)


def do_resume_contract(contract_id: int) -> Contract:
    """Ends a suspension. What was released meanwhile does not come after all."""
    return _change_contract(contract_id, suspended_at=None, suspension_reason="")


def lock_numbers(cursor: Cursor) -> None:
    """Lets one transaction at a time give out a subscription number: they must be dense."""
    cursor.execute("LOCK TABLE subscribers_subscription IN SHARE ROW EXCLUSIVE MODE")


def _check_products(codes: Sequence[str]) -> None:
    known = set(Product.objects.filter(code__in=codes).values_list("code", flat=True))
    if missing := sorted(set(codes) - known):
        raise InvalidRequestError(f"there is no product {', '.join(missing)}")


@transaction.atomic
def _change_contract(contract_id: int, **fields: Any) -> Contract:
    contract = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if contract is None:
        raise NotFoundError("There is no such contract.")
    for name, value in fields.items():
        setattr(contract, name, value)
    contract.save(update_fields=list(fields))
    _write_terms(Subscription.objects.filter(contract=contract))
    return contract


def _write_terms(subscriptions: QuerySet[Subscription]) -> None:
    """Adds a row of terms to each as they follow from the tables now, effective after the newest release."""
    found = list(subscriptions.select_related("contract__subscriber").order_by("number"))
    codes = {code for one in found for code in one.product_codes}
    claims = {one.code: _make_claim(one) for one in Product.objects.filter(code__in=codes)}
    if not found:
        return
    with connection.cursor() as cursor:
        seq = lock_head(cursor)
    TermsRow.objects.bulk_create(
        [
            TermsRow(
                number=one.number,
                after_seq=seq,
                terms=encode_terms(_make_terms(one.contract, [claims[code] for code in one.product_codes])),
            )
            for one in found
        ]
    )


def _make_claim(product: Product) -> Claim:
    return Claim(product.code, parse_query(product.query), cast(Form, product.form), tuple(product.formats))


def _make_terms(contract: Contract, claims: Sequence[Claim]) -> Terms:
    if contract.subscriber is None:  # the website's own
        claims = [msgspec.structs.replace(one, query=include_choice(one.query)) for one in claims]
    return Terms(
        claims=tuple(claims),
        starts_at=contract.starts_at,
        ends_at=contract.ends_at,
        suspended=contract.suspended_at is not None,
        embargo_right=contract.embargo_right,
        archive_days=contract.archive_days,
        web_display_days=contract.web_display_days,
        takes_per_month=contract.takes_per_month,
        ai_use=contract.ai_use,
        client=_make_client(contract.subscriber),
    )


def _make_client(subscriber: Subscriber | None) -> Client:
    """Our own website is a website like any other, in no country."""
    if subscriber is None:
        return Client(outlet="website")
    return Client(subscriber.pk, subscriber.country, subscriber.outlet)

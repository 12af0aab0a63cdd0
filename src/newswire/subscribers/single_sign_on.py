"""Verbs on how an organisation's people come in: its own OpenID provider, and whether a second factor is asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from newswire.accounts.audit import acting_as, do_record
from newswire.accounts.factors import find_people_without, has_factor
from newswire.accounts.models import User
from newswire.accounts.visits import do_end_visits
from newswire.kit.errors import NotFoundError, RuleError
from newswire.kit.outbound_public import PublicCaller
from newswire.kit.sealed import seal, unseal
from newswire.subscribers.models import Seat, SingleSignOn, Subscriber
from newswire.subscribers.sales.clients import check_may_seat

_PURPOSE = "single sign-on"


def make_caller() -> PublicCaller:
    """Who calls providers: into the open internet, and to the hosts that the installation lists."""
    return PublicCaller(frozenset(settings.NEWSWIRE_PRIVATE_HOSTS))


@transaction.atomic
def do_save_sign_on(
    subscriber_id: int,
    *,
    issuer: str,
    client_id: str,
    secret: str,
    domains: Sequence[str],
    actor: User,
    now: datetime,
) -> SingleSignOn:
    """Sets or changes an organisation's provider; an empty `secret` keeps the one there is.

    Raises `RuleError` for an issuer that will never be called, for a domain that is no person's of the organisation
    (who could otherwise lead others' people to a page of their own) or that another organisation has.
    """
    check_may_seat(actor, subscriber_id)
    client = _lock(subscriber_id)
    held = SingleSignOn.objects.filter(subscriber=client).first()
    if not secret and held is None:
        raise RuleError(_("The client's secret is missing."))
    sealed = seal(secret, settings.SECRET_KEY, _PURPOSE) if secret else held.sealed_secret if held else ""
    said = {
        "issuer": _check_issuer(issuer),
        "client_id": client_id.strip(),
        "sealed_secret": sealed,
        "domains": _check_domains(client, domains),
        "changed_at": now,
    }
    if held is None:
        held = SingleSignOn(subscriber=client, slug=_free_slug(client.name))
    for name, value in said.items():
        setattr(held, name, value)
    held.save()
    detail = {"issuer": held.issuer, "client_id": held.client_id, "domains": held.domains, "secret": bool(secret)}
    _record("sign-on-set", client, actor, now, detail)
    return held


@transaction.atomic
def do_remove_sign_on(subscriber_id: int, *, actor: User, now: datetime) -> None:
    """Takes an organisation's provider away; its people sign in by password or passkey. Raises `NotFoundError`."""
    check_may_seat(actor, subscriber_id)
    client = _lock(subscriber_id)
    if not SingleSignOn.objects.filter(subscriber=client).delete()[0]:
        raise NotFoundError("There is no single sign-on.")
    _record("sign-on-removed", client, actor, now, {})


@transaction.atomic
def do_ask_second_factor(subscriber_id: int, *, actor: User, now: datetime) -> int:
    """From now on a password alone opens nothing to the organisation's people: who has no second factor is led to add
    one. Their sessions end; of how many people. Raises `RuleError` where the owner who asks has none."""
    check_may_seat(actor, subscriber_id)
    client = _lock(subscriber_id)
    is_own = Seat.objects.filter(user=actor, subscriber=client).exists()
    if is_own and not has_factor(actor):
        raise RuleError(_("Add a second factor of your own first; otherwise you would be the first one outside."))
    Subscriber.objects.filter(pk=client.pk).update(asks_second_factor=True)
    people = {seat.user_id: seat.user for seat in client.seats.select_related("user").filter(user__is_active=True)}
    without = find_people_without(list(people))
    with acting_as(actor.get_username(), actor.role):
        for user_id in without:
            do_end_visits(people[user_id], now=now)
    _record("second-factor-asked", client, actor, now, {"without": len(without)})
    return len(without)


@transaction.atomic
def do_ask_no_second_factor(subscriber_id: int, *, actor: User, now: datetime) -> None:
    """A password is enough again."""
    check_may_seat(actor, subscriber_id)
    client = _lock(subscriber_id)
    Subscriber.objects.filter(pk=client.pk).update(asks_second_factor=False)
    _record("second-factor-not-asked", client, actor, now, {})


def read_secret(sign_on: SingleSignOn) -> str:
    """The client's secret, for the provider alone. Raises ValueError where the installation's secret has changed."""
    return unseal(sign_on.sealed_secret, settings.SECRET_KEY, _PURPOSE)


def find_sign_on(slug: str) -> SingleSignOn:
    """The provider of the organisation at `/portal/sso/<slug>/`. Raises `NotFoundError`."""
    found = SingleSignOn.objects.select_related("subscriber").filter(slug=slug).first()
    if found is None:
        raise NotFoundError("There is no such organisation.")
    return found


def find_sign_on_by_email(email: str) -> SingleSignOn | None:
    """The provider of the organisation that has the address's domain. It tells nothing of who has a seat."""
    domain = email.strip().lower().rpartition("@")[2]
    return SingleSignOn.objects.select_related("subscriber").filter(domains__contains=[domain]).first()


def find_seat_by_email(sign_on: SingleSignOn, email: str) -> Seat | None:
    """Whose seat the provider's word opens: an active person of that organisation with that address. Nobody is made."""
    seats = Seat.objects.filter(subscriber=sign_on.subscriber_id, user__is_active=True, user__email__iexact=email)
    return seats.select_related("user").order_by("pk").first() if email else None


def _check_issuer(issuer: str) -> str:
    issuer = issuer.strip().rstrip("/")
    try:
        make_caller().check(issuer)
    except ValueError as error:
        raise RuleError(_("The issuer must be an address like https://login.example.org.")) from error
    return issuer


def _check_domains(client: Subscriber, domains: Sequence[str]) -> list[str]:
    wanted = sorted({one.strip().lower().removeprefix("@") for one in domains if one.strip()})
    emails = client.seats.filter(user__is_active=True).values_list("user__email", flat=True)
    own = {email.lower().rpartition("@")[2] for email in emails if email}
    for domain in wanted:
        try:
            DomainNameValidator()(domain)
        except ValidationError as error:
            raise RuleError(_("“%(domain)s” is no domain.") % {"domain": domain}) from error
        taken = SingleSignOn.objects.exclude(subscriber=client).filter(domains__contains=[domain]).exists()
        if domain not in own or taken:
            raise RuleError(
                _("“%(domain)s” cannot be yours: nobody of your organisation has an address there, or another has it.")
                % {"domain": domain}
            )
    return wanted


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "organisation"
    taken = set(SingleSignOn.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(one for one in (stem, *(f"{stem}-{count}" for count in range(2, len(taken) + 3))) if one not in taken)


def _lock(subscriber_id: int) -> Subscriber:
    client = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if client is None:
        raise NotFoundError("There is no such client.")
    return client


def _record(action: str, client: Subscriber, actor: User, now: datetime, detail: dict[str, object]) -> None:
    who = actor.get_username()
    do_record(action, "client", str(client.pk), actor=who, role=actor.role, now=now, detail=detail)

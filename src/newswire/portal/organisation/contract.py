"""`/portal/organisation/contract/`: what was bought, in which formats, and how much of the quota is used now."""

from collections.abc import Sequence
from datetime import UTC

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from newswire.formats.table import FORMATS
from newswire.portal import page
from newswire.portal.access import Organisation
from newswire.portal.organisation.gate import find_house
from newswire.portal.page import portal_page, show
from newswire.portal.reading import plain_connection
from newswire.subscribers.models import Contract, Product, Subscription
from newswire.subscribers.usage import count_takes_of


class Held(msgspec.Struct, frozen=True):
    """A subscription: what it brings, and how much of this month's quota is used."""

    name: str
    number: int
    products: Sequence[Product]
    taken: int

    def formats(self) -> str:
        """The formats its products come in, by name."""
        named = [set(one.formats) or set(FORMATS) for one in self.products]
        return ", ".join(sorted(set().union(*named))) if named else ""


class Agreed(msgspec.Struct, frozen=True):
    """A contract as the page shows it."""

    contract: Contract
    price: str
    held: Sequence[Held]
    state: str


@require_safe
@portal_page
def contract(request: HttpRequest) -> HttpResponse:
    """Every contract with its subscriptions; as many queries for many as for one."""
    organisation, _user = find_house(request, "portal:terms")
    values = {"organisation": organisation, "agreed": _read(organisation)}
    return show(request, "house_contract", values)


def _read(organisation: Organisation) -> list[Agreed]:
    now = page.clock()
    rows = Subscription.objects.select_related("contract").filter(contract__subscriber=organisation.id)
    subscriptions = list(rows.order_by("contract__starts_at", "contract_id", "number"))
    codes = {code for one in subscriptions for code in one.product_codes}
    products = {one.code: one for one in Product.objects.filter(code__in=codes)}
    with plain_connection() as plain:
        taken = count_takes_of(plain, [one.number for one in subscriptions], now.astimezone(UTC).date())
    found: dict[int, tuple[Contract, list[Held]]] = {}
    for one in subscriptions:
        bought = [products[code] for code in one.product_codes if code in products]
        _, held = found.setdefault(one.contract_id, (one.contract, []))
        held.append(Held(one.name, one.number, bought, taken.get(one.number, 0)))
    return [Agreed(what, _price(what), held, _state(what)) for what, held in found.values()]


def _price(what: Contract) -> str:
    return f"{number_format(what.price, 2, use_l10n=True, force_grouping=True)} {what.currency}"


def _state(what: Contract) -> str:
    now = page.clock()
    if what.ends_at is not None and what.ends_at <= now:
        return "ended"
    if what.suspended_at is not None:
        return "suspended"
    return "later" if what.starts_at > now else "runs"

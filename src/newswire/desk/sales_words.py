"""Words of sales: where an offer stands, what happens to a contract, what is agreed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newswire.subscribers.models import Conditions, Contract
from newswire.subscribers.sales.calendar import Happening
from newswire.subscribers.sales.rules import OfferState

OFFER_STATES: dict[OfferState, object] = {
    "open": gettext_lazy("can be tried and signed"),
    "trial": gettext_lazy("is being tried"),
    "tried": gettext_lazy("was tried, can be signed"),
    "expired": gettext_lazy("has expired"),
    "withdrawn": gettext_lazy("was withdrawn"),
    "signed": gettext_lazy("is signed"),
}
HAPPENINGS: dict[Happening, object] = {
    "starts": gettext_lazy("Contract starts"),
    "notice": gettext_lazy("Last day for notice"),
    "notice-given": gettext_lazy("Notice given"),
    "renews": gettext_lazy("Renews itself"),
    "ends": gettext_lazy("Contract ends"),
    "trial-starts": gettext_lazy("Trial starts"),
    "trial-ends": gettext_lazy("Trial ends"),
}


def read_conditions(agreed: Conditions) -> Iterator[tuple[str, str]]:
    """What is agreed, as labels and values; the price is said apart."""
    for field in Conditions._meta.get_fields():
        if field.name in ("price", "currency", "billing"):
            continue
        value = getattr(agreed, field.name)
        if isinstance(field, CharField):
            text = str(getattr(agreed, f"get_{field.name}_display")())
        else:
            text = number_format(value) if not isinstance(value, bool) else _("yes") if value else _("no")
        yield capfirst(str(getattr(field, "verbose_name", field.name))), text


def contract_state(contract: Contract, now: datetime) -> str:
    """Where a contract stands."""
    if contract.ends_at is not None and contract.ends_at <= now:
        return _("ended")
    if contract.suspended_at is not None:
        return _("suspended")
    if contract.starts_at > now:
        return _("has not begun")
    return _("trial") if contract.is_trial else _("runs")

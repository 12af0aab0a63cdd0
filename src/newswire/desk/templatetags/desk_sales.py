"""Template tags of the screens of sales: money and days in the reader's own format, words for stages and states."""

from datetime import datetime
from decimal import Decimal
from typing import cast

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newswire.desk import words
from newswire.desk.sales_words import HAPPENINGS, OFFER_STATES, contract_state
from newswire.item.vocabulary.countries import country_name
from newswire.kit.clock import format_utc
from newswire.subscribers.models import Billing, Contract, Stage
from newswire.subscribers.sales.calendar import Happening
from newswire.subscribers.sales.rules import OfferState

register = template.Library()


@register.simple_tag
def money(amount: Decimal, currency: str, billing: str = "") -> SafeString:
    """An amount with its currency; with `billing` also what it is for: `1,250.50 EUR a month`."""
    number = number_format(amount, 2, use_l10n=True, force_grouping=True)
    each = Billing(billing).label if billing else ""
    return format_html('<span class="desk-money"><bdi>{} {}</bdi>{}</span>', number, currency, f" {each}" * bool(each))


@register.simple_tag
def day(moment: datetime) -> SafeString:
    """A `<time>` with the day in the person's own zone; the clock on hover."""
    there = timezone.localtime(moment)
    full = date_format(there, "j M Y, H:i T", use_l10n=False)
    words = date_format(there, "j M Y", use_l10n=False)
    return format_html('<time datetime="{}" title="{}">{}</time>', format_utc(moment), full, words)


@register.filter
def stage_label(stage: str) -> str:
    """The word for a stage of a sale."""
    return str(Stage(stage).label)


@register.filter
def offer_label(state: str) -> str:
    """The words for where an offer stands."""
    return str(OFFER_STATES[cast(OfferState, state)])


@register.filter
def happening_label(happening: str) -> str:
    """The words for what happens to a contract."""
    return str(HAPPENINGS[cast(Happening, happening)])


@register.filter
def country_label(code: str) -> str:
    """The country's name in the language of the page; a dash where none is said."""
    return country_name(code, translation.get_language() or "en") if code else "–"


@register.simple_tag
def state_of_contract(contract: Contract, now: datetime) -> str:
    """The words for where a contract stands."""
    return contract_state(contract, now)


@register.filter
def act_label(action: str) -> str:
    """The word for a deed."""
    return words.act_label(action)

"""“Why did they (not) get it?”: every release of a story for one subscription, and what an offer would change."""

from collections.abc import Sequence

import msgspec
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.desk.explain_form import CaseForm, Otherwise, OtherwiseForm
from newswire.desk.explain_words import BAR_WORDS, GETS_WORDS, IF_WORDS, LIMIT_WORDS, WITHHELD_WORDS
from newswire.desk.product_views import check_seller
from newswire.editing.deed import wire_connection
from newswire.editing.monitor import Filters, read_monitor
from newswire.item.item import Item
from newswire.kit.clock import utc_now
from newswire.routing.case import read_case, read_numbers
from newswire.routing.explain import Account, Case, Limit, Obstacle, ProductReason, explain_story
from newswire.subscribers.models import Product, ProductForm, Subscription
from newswire.wire.follow import read_history

_OFFERED = 20
"""Stories and subscriptions that are offered to choose from."""


class Choice(msgspec.Struct, frozen=True):
    """A story or subscription to choose: its name on the screen, its language, and the page with it chosen."""

    label: str
    language: str
    query: str


class ProductRow(msgspec.Struct, frozen=True):
    """One product's answer on the screen."""

    name: str
    form: object
    answer: ProductReason


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One release on the screen; `n` is the subscription's own number, None where it has none. `other` is what would
    be otherwise, empty where nothing was asked."""

    account: Account
    n: int | None
    gets: object
    other: object
    is_different: bool
    is_waiting: bool
    obstacles: tuple[tuple[object, Obstacle], ...]
    products: tuple[ProductRow, ...]
    limits: tuple[tuple[object, Limit], ...]
    withheld: object


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """The choice of a story and a subscription, then release by release who got what and why."""
    check_seller(request)
    form, other = CaseForm(request.GET), OtherwiseForm(request.GET)
    form.is_valid()
    guid, stories = _choose_story(request, form)
    subscription, subscriptions = _choose_subscription(request, form)
    now = utc_now()
    context: dict[str, object] = {
        "form": CaseForm(initial={**form.cleaned_data, "guid": guid}),
        "other": other,
        "stories": stories,
        "subscriptions": subscriptions,
        "subscription": subscription,
        "guid": guid,
        "now": now,
        **_titles(_("Why did they get it?")),
    }
    if guid and subscription:
        case = read_case(wire_connection(), subscription.number, guid)
        otherwise = other.read()
        context |= {
            "story": _read_newest(case),
            "versions": _make_rows(case, otherwise),
            "is_otherwise": otherwise != Otherwise(),
        }
    return TemplateResponse(request, "desk/explain.html", context)


def _make_rows(case: Case, otherwise: Otherwise) -> list[VersionRow]:
    now = utc_now()
    accounts = explain_story(case, now)
    others: Sequence[Account | None] = [None] * len(accounts)
    if otherwise != Otherwise():
        others = explain_story(case, now, otherwise)
    numbers = read_numbers(wire_connection(), case)
    codes = {one.claim.product for account in (*accounts, *others) if account for one in account.products}
    names = dict(Product.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        _make_row(account, other, numbers.get(account.event.seq), names)
        for account, other in zip(accounts, others, strict=True)
    ]


def _make_row(account: Account, other: Account | None, n: int | None, names: dict[str, str]) -> VersionRow:
    """The row; with `other`, the products and obstacles are those of what would be otherwise."""
    shown = other or account
    forms = dict(ProductForm.choices)
    return VersionRow(
        account=account,
        n=n,
        gets=GETS_WORDS[account.gets],
        other="" if other is None else IF_WORDS[other.gets],
        is_different=other is not None and other.gets != account.gets,
        is_waiting=bool(account.gets) and n is None,
        obstacles=tuple((BAR_WORDS[one.bar], one) for one in shown.obstacles),
        products=tuple(
            ProductRow(names.get(one.claim.product, one.claim.product), forms[one.claim.form], one)
            for one in shown.products
        ),
        limits=tuple((LIMIT_WORDS[one.because], one) for one in account.limits),
        withheld=WITHHELD_WORDS[account.entry.withheld] if account.entry else "",
    )


def _choose_story(request: HttpRequest, form: CaseForm) -> tuple[str, list[Choice]]:
    """The guid of the story, or the stories to choose from."""
    said = form.cleaned_data
    words = (said.get("story") or "").strip()
    chosen = (said.get("guid") or "").strip()
    if words and read_history(wire_connection(), words):
        return words, []
    if chosen or not words:
        return chosen, []
    lines = {line.release.guid: line for line in read_monitor(Filters(words=words), limit=_OFFERED).lines}
    if len(lines) == 1:
        return next(iter(lines)), []
    return "", [Choice(line.headline, line.language, _with(request, guid=guid)) for guid, line in lines.items()]


def _choose_subscription(request: HttpRequest, form: CaseForm) -> tuple[Subscription | None, list[Choice]]:
    """The subscription, or those to choose from."""
    said = form.cleaned_data
    words, number = (said.get("who") or "").strip(), said.get("number")
    rows = Subscription.objects.select_related("contract__subscriber").order_by("name", "number")
    if words.isascii() and words.isdecimal() and len(words) < 10:
        return rows.filter(number=int(words)).first(), []
    if number is not None:
        return rows.filter(number=number).first(), []
    if not words:
        return None, []
    found = list(rows.filter(name__icontains=words)[:_OFFERED])
    if len(found) == 1:
        return found[0], []
    return None, [Choice(f"{one.name} ({one.number})", "", _with(request, number=str(one.number))) for one in found]


def _with(request: HttpRequest, **chosen: str) -> str:
    query = request.GET.copy()
    for name, value in chosen.items():
        query[name] = value
    return query.urlencode()


def _read_newest(case: Case) -> Item | None:
    return case.items[max(case.items)] if case.items else None


def _titles(title: str) -> dict[str, object]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }

"""`/desk/usage/missed/`: what a subscription was not entitled to in the last 30 days, and which product brings it."""

from collections.abc import Iterable

import msgspec
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.desk.usage_views import check_reader
from newswire.item.vocabulary.mediatopics import label
from newswire.item.vocabulary.sections import section_name
from newswire.kit.clock import utc_now
from newswire.query.parse import parse_query
from newswire.routing.missed import Bringer, read_missed
from newswire.subscribers.models import Product, Subscription


class Offered(msgspec.Struct, frozen=True):
    """A product by its name, and what it would have brought."""

    name: str
    bringer: Bringer


class Count(msgspec.Struct, frozen=True):
    """So many stories of one kind, in words."""

    name: str
    count: int


@require_safe
def missed(request: HttpRequest, number: int) -> HttpResponse:
    """The counts, the largest first, and the products that the subscription does not have."""
    check_reader(request)
    subscription = Subscription.objects.select_related("contract__subscriber").filter(pk=number).first()
    if subscription is None or subscription.contract.subscriber is None:
        raise Http404
    products = {one.code: one for one in Product.objects.order_by("code")}
    queries = {code: parse_query(one.query) for code, one in products.items()}
    connection.ensure_connection()
    found = read_missed(connection.connection, number, subscription.product_codes, queries, now=utc_now())
    language = get_language() or "en"
    context = {
        "subscription": subscription,
        "found": found,
        "products": [Offered(products[one.code].name, one) for one in found.products],
        "sections": _name((section_name(code, language), count) for code, count in found.sections),
        "subjects": _name((label(code, language), count) for code, count in found.subjects),
        "languages": _name(found.languages),
        "page_title": _("Not entitled"),
        "header_title": _("Not entitled"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("desk:usage"), "label": _("Usage")},
            {"url": "", "label": _("Not entitled")},
        ],
    }
    return TemplateResponse(request, "desk/missed.html", context)


def _name(counts: Iterable[tuple[str, int]]) -> list[Count]:
    return [Count(*one) for one in counts]

"""Products at the desk: what is sold, who has it, what it matched lately; the form, with a preview before saving."""

from typing import Any, cast

import msgspec
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.desk.archive_views import open_archive
from newswire.desk.menu import SELLERS
from newswire.editing.deed import role_of, wire_connection
from newswire.formats.table import FORMATS
from newswire.item.forms import Form
from newswire.kit.clock import utc_now
from newswire.kit.errors import UnavailableError
from newswire.query.errors import find_stumble
from newswire.query.parse import LONGEST, QueryError, parse_query
from newswire.query.standing import parse_standing_query
from newswire.search.preview import count_lately, preview
from newswire.subscribers.buyers import count_buyers
from newswire.subscribers.models import Product, ProductForm
from newswire.subscribers.service import do_save_product
from newswire.subscribers.website import WEBSITE

_PAGE = 50
RESERVED = ("add", "preview", WEBSITE)
"""Codes that would hide a page of ours."""


class Row(msgspec.Struct, frozen=True):
    """A product in the list. `lately` is what it matched in the last 30 days, None where the index is not ready."""

    product: Product
    buyers: int
    lately: int | None


class EditForm(forms.Form):
    """A product. Its code stands in contracts and is given once."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("Stands in contracts and addresses and is not changed later: letters, digits, hyphens."),
    )
    query = forms.CharField(
        label=gettext_lazy("Query"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("As in the archive’s search. Empty means every story."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
    form = forms.ChoiceField(label=gettext_lazy("What it carries"), choices=ProductForm.choices)
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Formats"),
        required=False,
        choices=[(one.name, one.name) for one in FORMATS.values() if one.writer is not None],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All of them where none is chosen."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description for offers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, product: Product | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        if product is not None:
            self.fields["code"].disabled = True

    def clean_code(self) -> str:
        """A new code must be free."""
        code = str(self.cleaned_data["code"])
        if self.product is None and (code in RESERVED or Product.objects.filter(code=code).exists()):
            raise forms.ValidationError(_("This code is taken."))
        return code


def check_seller(request: HttpRequest) -> User:
    """Whoever may see what is sold to whom. Raises `PermissionDenied`."""
    if not isinstance(request.user, User) or role_of(request.user) not in SELLERS:
        raise PermissionDenied
    return request.user


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """All products, fifty a page. The same number of queries however many there are."""
    check_seller(request)
    page = Paginator(Product.objects.order_by("name", "code"), _PAGE).get_page(request.GET.get("p"))
    buyers, lately = count_buyers(), _count_lately(list(page.object_list))
    context = {
        "page": page,
        "rows": [Row(one, buyers.get(one.code, 0), lately.get(one.code)) for one in page.object_list],
        "is_unavailable": not lately and bool(page.object_list),
        **_titles(_("Products")),
    }
    return TemplateResponse(request, "desk/products.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_product(request: HttpRequest) -> HttpResponse:
    """A new product."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_product(request: HttpRequest, code: str) -> HttpResponse:
    """A product that exists; what goes public has a page of its own."""
    check_seller(request)
    if code == WEBSITE:
        return redirect(reverse("desk:website"))
    return _edit(request, get_object_or_404(Product, code=code))


@require_safe
def preview_query(request: HttpRequest) -> HttpResponse:
    """What a query matches, as a fragment for the form: asked while one types."""
    check_seller(request)
    return TemplateResponse(request, "desk/product_preview.html", preview_context(request.GET.get("query", "")))


def _edit(request: HttpRequest, product: Product | None) -> HttpResponse:
    seller = check_seller(request)
    form = EditForm(request.POST if request.method == "POST" else None, product=product, initial=_read(product))
    if request.method == "POST" and form.is_valid() and "look" not in request.POST and _save(form, seller):
        messages.success(request, _("The product is saved; it counts from the next release on."))
        return redirect(reverse("desk:products"))
    title = product.name if product else _("New product")
    context = {
        "form": form,
        "product": product,
        "buyers": count_buyers().get(product.code, 0) if product else 0,
        **preview_context(str(form["query"].value() or "")),
        **_titles(title, [{"url": reverse("desk:products"), "label": _("Products")}]),
    }
    return TemplateResponse(request, "desk/product_form.html", context)


def _save(form: EditForm, seller: User) -> bool:
    """Whether the product was saved; a query that cannot be read is told at its field and changes nothing."""
    said = form.cleaned_data
    code, query = said["code"], said["query"]
    terms = {"form": cast(Form, said["form"]), "formats": said["formats"], "description": said["description"]}
    try:
        with transaction.atomic():
            do_save_product(code, said["name"], query, **terms)
            detail = {"query": query, "form": said["form"]}
            who = seller.get_username()
            do_record("product-saved", "product", code, actor=who, role=seller.role, now=utc_now(), detail=detail)
    except QueryError:
        form.add_error("query", _("The query cannot be read; nothing was saved."))
        return False
    return True


def _read(product: Product | None) -> dict[str, object]:
    if product is None:
        return {"form": "full"}
    return {name: getattr(product, name) for name in EditForm.base_fields}


def preview_context(query: str) -> dict[str, object]:
    """What the fragment shows: the preview, or where the query cannot be read, or that the index is not ready."""
    now = utc_now()
    context: dict[str, object] = {"query": query, "now": now}
    try:
        node = parse_standing_query(query[: LONGEST + 1])
        zone = timezone.get_current_timezone()
        context["found"] = preview(wire_connection(), _archive(), node, now=now, zone=zone)
    except QueryError as error:
        context["stumble"] = find_stumble(query, error)
    except UnavailableError:
        context["is_unavailable"] = True
    return context


def _count_lately(shown: list[Product]) -> dict[str, int]:
    """What each product matched lately; nothing at all where the index is not ready."""
    zone = timezone.get_current_timezone()
    try:
        nodes = [parse_query(one.query) for one in shown]
        counts = count_lately(wire_connection(), _archive(), nodes, now=utc_now(), zone=zone)
    except UnavailableError:
        return {}
    return {one.code: count for one, count in zip(shown, counts, strict=True)}


def _archive() -> Any:
    return open_archive(settings.NEWSWIRE_HOME)


def _titles(title: str, trail: list[dict[str, str]] | None = None) -> dict[str, object]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "tag",
        "breadcrumbs_items": [home, *(trail or []), {"url": "", "label": title}],
    }

"""Offers at the desk: written and looked at before they leave, copied, withdrawn."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import get_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.models import Act, User
from newswire.desk.sales_access import attempt, check_reader, check_seller, frame, read_number
from newswire.desk.sales_forms import OfferForm
from newswire.desk.sales_words import read_conditions
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, direction
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Enquiry, Offer, Product, Subscriber
from newswire.subscribers.sales.letters import link
from newswire.subscribers.sales.offers import (
    do_make_offer,
    do_withdraw_offer,
    draft_offer,
    read_offer_steps,
    read_state,
)
from newswire.subscribers.sales.rules import VALIDITY, over_term


@require_http_methods(["GET", "HEAD", "POST"])
def add_offer(request: HttpRequest) -> HttpResponse:
    """A new offer: to an enquiry (`?enquiry=`), to a client (`?client=`) or to somebody else. `preview` shows how the
    client would see it; nothing leaves before it is sent."""
    actor = check_seller(request)
    now = utc_now()
    draft = _draft(request, now)
    initial = {"products": [one.pk for one in _wanted(draft)]}
    form = OfferForm(request.POST or None, instance=draft, initial=initial)
    refused, preview = "", ""
    if request.method == "POST" and form.is_valid():
        products = list(form.cleaned_data["products"])
        if "preview" in request.POST:
            preview = _render(form.instance, products)
        else:
            refused = _make(request, form.instance, products, actor, now)
            if not refused:
                return redirect("desk:sales-offer", form.instance.pk)
    context = {"form": form, "media": form.media, "refused": refused, "preview": preview, "offer": draft,
               "decimal": get_format("DECIMAL_SEPARATOR"),
               "group": get_format("THOUSAND_SEPARATOR") if get_format("NUMBER_GROUPING") else "",
               "total": over_term(draft.price or 0, draft.billing, draft.months or 0)}  # fmt: skip
    context |= frame(request, _("New offer"), (reverse("desk:sales"), _("Pipeline")))
    return TemplateResponse(request, "desk/sales_offer_form.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """An offer that was made: where it stands, its link, how the client sees it (GET); withdrawn (POST)."""
    actor = check_reader(request)
    found = get_object_or_404(Offer.objects.select_related("enquiry", "subscriber", "trial", "contract"), pk=pk)
    refused = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        done = _("The offer is withdrawn.")
        refused = attempt(request, lambda: do_withdraw_offer(pk, reason, actor=actor, now=utc_now()), done)
        if not refused:
            return redirect("desk:sales-offer", pk)
    now = utc_now()
    context = {
        "offer": found,
        "state": read_state(found, now=now),
        "steps": read_offer_steps(found, now=now),
        "address": link("offer", found.token),
        "preview": _render(found, list(found.products.order_by("code"))),
        "total": over_term(found.price, found.billing, found.months),
        "deeds": Act.objects.filter(about="offer", name=str(pk))[:50],
        "refused": refused,
        "now": now,
    }
    context |= frame(request, found.organisation, (reverse("desk:sales"), _("Pipeline")))
    return TemplateResponse(request, "desk/sales_offer.html", context, status=409 if refused else 200)


def _make(request: HttpRequest, draft: Offer, products: list[Product], actor: User, now: datetime) -> str:
    done = _("The offer is made and mailed to %(to)s.") % {"to": draft.contact_email}
    return attempt(request, lambda: do_make_offer(draft, products, actor=actor, now=now), done)


def _draft(request: HttpRequest, now: datetime) -> Offer:
    """What is known of whoever gets the offer. 404 for an enquiry or client that is not there."""
    asked, client = request.GET.get("enquiry", ""), request.GET.get("client", "")
    if asked:
        enquiry = Enquiry.objects.filter(pk=read_number(asked) or 0).first()
        if enquiry is None:
            raise Http404
        return draft_offer(enquiry, now=now)
    if not client:
        return Offer(valid_until=now + VALIDITY)
    subscriber = Subscriber.objects.filter(pk=read_number(client) or 0).first()
    if subscriber is None:
        raise Http404
    return Offer(
        subscriber=subscriber,
        organisation=subscriber.name,
        country=subscriber.country,
        outlet=subscriber.outlet,
        contact_name=subscriber.contact_name,
        contact_email=subscriber.contact_email,
        language=subscriber.language,
        valid_until=now + VALIDITY,
    )


def _wanted(draft: Offer) -> list[Product]:
    """The products of the newest offer to the same enquiry: another offer mostly changes the price."""
    before = Offer.objects.filter(enquiry=draft.enquiry).order_by("-made_at", "-pk").first() if draft.enquiry else None
    return list(before.products.all()) if before else []


def _render(shown: Offer, products: list[Product]) -> SafeString:
    """The offer's words in the client's language, as its page has them."""
    language = shown.language if shown.language in CLIENT_LANGUAGES else "en"
    with translation.override(language):
        context = {
            "offer": shown,
            "products": products,
            "facts": list(read_conditions(shown)),
            "valid_label": capfirst(str(Offer._meta.get_field("valid_until").verbose_name)),
            "language": language,
            "direction": direction(language),
        }
        return render_to_string("desk/sales_offer_preview.html", context)

"""An offer at an address of its own, for whoever has the link: read, printed, tried, signed. No sign-in."""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.audit import acting_from
from newswire.kit.errors import NotFoundError, RuleError
from newswire.portal import page
from newswire.portal.page import show
from newswire.subscribers.models import Offer
from newswire.subscribers.sales.offers import read_offer, read_offer_steps, read_state
from newswire.subscribers.sales.signing import do_sign_offer, do_start_trial


class SignForm(forms.Form):
    """The signature: who, as what, and that they may."""

    signed_by = forms.CharField(label=_("Your name"), max_length=100)
    position = forms.CharField(label=_("Your position"), max_length=90)
    consent = forms.BooleanField(
        label=_("I accept this offer for my organisation and I am entitled to sign for it."),
        error_messages={"required": _("Without this the offer is not signed.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the offer as it stands; POST with `step` starts the trial or signs, and leads back here."""
    try:
        found = read_offer(token)
    except NotFoundError:
        return page.keep_secret(show(request, "missing", {}, status=404))
    address = str(request.META.get("REMOTE_ADDR") or "")
    with translation.override(page.choose_language(request, found.language)), acting_from(address):
        return page.keep_secret(_answer(request, found))


def _answer(request: HttpRequest, found: Offer) -> HttpResponse:
    if request.method != "POST":
        return _show(request, found, SignForm())
    form = SignForm(request.POST if request.POST.get("step") == "sign" else None)
    if form.is_bound and not form.is_valid():
        return _show(request, found, form, status=422)
    now = page.clock()
    try:
        if form.is_bound:
            said = form.cleaned_data
            do_sign_offer(
                found.pk,
                signed_by=said["signed_by"],
                position=said["position"],
                pepper=settings.SECRET_KEY,
                now=now,
            )
        else:
            do_start_trial(found.pk, pepper=settings.SECRET_KEY, now=now)
    except RuleError as refused:
        return _show(request, read_offer(found.token), SignForm(), status=409, refused=refused.detail)
    response = HttpResponse(status=303)
    response["Location"] = f"{reverse('portal:offer', args=[found.token])}?lang={page.page_language()}"
    return response


def _show(request: HttpRequest, found: Offer, form: SignForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    now = page.clock()
    values = {
        "offer": found,
        "state": read_state(found, now=now),
        "steps": read_offer_steps(found, now=now),
        "products": found.products.order_by("code"),
        "facts": list(_read_facts(found)),
        "provider": settings.NEWSWIRE_PROVIDER,
        "form": form,
        "refused": refused,
    }
    return show(request, "offer", values, status=status)


def _read_facts(found: Offer) -> Iterator[tuple[str | Promise, str]]:
    """What is agreed, as labels and values."""
    price = number_format(found.price, 2, use_l10n=True, force_grouping=True)
    yield gettext("Price"), f"{price} {found.currency} {found.get_billing_display()}"
    yield gettext("Term, in months"), str(found.months)
    yield gettext("Renewed by, in months"), str(found.renewal_months or gettext("not renewed: it ends by itself"))
    yield gettext("Notice before the end, in days"), str(found.notice_days)
    yield gettext("What you got stays readable, in days"), str(found.archive_days)
    yield gettext("On your website, in days"), str(found.web_display_days or gettext("no limit"))
    yield gettext("Taken by hand, a month"), str(found.takes_per_month or gettext("no limit"))
    yield gettext("Stories under embargo, ahead"), gettext("yes") if found.embargo_right else gettext("no")
    yield gettext("Use by AI"), str(found.get_ai_use_display())

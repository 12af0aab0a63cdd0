"""Contracts and subscriptions of clients: conditions, notice, suspension, end; products and keys, never a secret."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.models import Act, User
from newswire.desk.sales_access import attempt, check_reader, check_seller, frame, read_number
from newswire.desk.sales_forms import ConditionsForm, EndForm, KeyForm, RenewForm, SubscriptionForm
from newswire.desk.sales_words import read_conditions
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Contract, Key, KeyLink, Product, Scope, Subscriber, Subscription
from newswire.subscribers.sales import contracts as verbs
from newswire.subscribers.sales.renewals import do_give_notice, do_renew
from newswire.subscribers.sales.rules import add_months, notice_until

_DEEDS = 20
_YEAR = 12


@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed and how it goes on (GET); renewal, notice, suspension, resumption, end (POST)."""
    actor = check_reader(request)
    found = _find_contract(pk)
    end = EndForm(request.POST if request.POST.get("do") == "end" else None)
    said = request.POST if request.POST.get("do") == "renew" else None
    renew = RenewForm(said, initial=_next_term(found), auto_id="renew_%s")  # the form of the end has the same fields
    refused = ""
    if request.method == "POST":
        refused = _act(request, found, end, renew, actor)
        if not refused:
            return redirect("desk:sales-contract", pk)
    now = utc_now()
    renews = found.ends_at is not None and found.renewal_months > 0 and found.notice_at is None and not found.is_trial
    context = {
        "contract": found,
        "conditions": read_conditions(found),
        "subscriptions": found.subscriptions.order_by("number"),
        "has_ended": found.ends_at is not None and found.ends_at <= now,
        "notice_until": notice_until(found.ends_at, found.notice_days) if renews and found.ends_at else None,
        "end": end,
        "renew": renew if found.ends_at is not None and not found.is_trial else None,
        "media": end.media + renew.media,
        "deeds": Act.objects.filter(about="contract", name=str(pk))[:_DEEDS],
        "refused": refused,
        "now": now,
    }
    context |= frame(request, _("Contract"), *_above(found))
    return TemplateResponse(request, "desk/sales_contract.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the conditions; they count from the next release on."""
    actor = check_seller(request)
    found = _find_contract(pk)
    form = ConditionsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        refused = attempt(
            request, lambda: verbs.do_change_conditions(pk, said, actor=actor, now=utc_now()), _("Saved.")
        )
        if not refused:
            return redirect("desk:sales-contract", pk)
        form.add_error(None, refused)
    back = reverse("desk:sales-contract", args=[pk])
    return _show_form(request, form, _("Change the conditions"), *_above(found), (back, _("Contract")))


@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, number: int) -> HttpResponse:
    """Products and keys of a subscription (GET); a key gets a successor or is revoked (POST)."""
    actor = check_reader(request)
    found = _find_subscription(number)
    refused = ""
    if request.method == "POST":
        refused = _act_on_key(request, found, actor)
        if not refused:
            return redirect("desk:sales-subscription", number)
    now = utc_now()
    waiting = KeyLink.objects.filter(subscription=found, opened_at=None, expires_at__gt=now).order_by("-pk")
    scopes = dict(Scope.choices)
    keys = found.keys.select_related("successor").order_by("-created_at", "-pk")
    context = {
        "subscription": found,
        "products": Product.objects.filter(code__in=found.product_codes).order_by("name"),
        "keys": [(one, [scopes.get(name, name) for name in one.scopes], _is_good(one, now)) for one in keys],
        "waiting": waiting,
        "deeds": Act.objects.filter(about="subscription", name=str(number))[:_DEEDS],
        "refused": refused,
        "now": now,
    }
    context |= frame(request, found.name, *_above(found.contract))
    return TemplateResponse(request, "desk/sales_subscription.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_subscription(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a subscription's name and products."""
    actor = check_seller(request)
    found = _find_subscription(number)
    start = {"name": found.name, "products": found.product_codes}
    form = SubscriptionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        name, codes = form.cleaned_data["name"], [one.code for one in form.cleaned_data["products"]]
        refused = attempt(
            request,
            lambda: verbs.do_rename_subscription(number, name=name, product_codes=codes, actor=actor, now=utc_now()),
            _("Saved."),
        )
        if not refused:
            return redirect("desk:sales-subscription", number)
        form.add_error(None, refused)
    return _show_form(request, form, _("Change the subscription"), *_below(found))


@require_http_methods(["GET", "HEAD", "POST"])
def add_key(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a link that makes and shows a key once, to whoever gets it by mail."""
    actor = check_seller(request)
    found = _find_subscription(number)
    form = KeyForm(request.POST or None, initial={"to": _client_of(found).contact_email})
    if request.method == "POST" and form.is_valid():
        said, pepper = form.cleaned_data, settings.SECRET_KEY
        refused = attempt(
            request,
            lambda: verbs.do_send_key(number, **said, pepper=pepper, actor=actor, now=utc_now()),
            _("A link to the key is mailed to %(to)s.") % {"to": said["to"]},
        )
        if not refused:
            return redirect("desk:sales-subscription", number)
        form.add_error(None, refused)
    return _show_form(request, form, _("Link to a new key"), *_below(found))


def _next_term(found: Contract) -> dict[str, object]:
    """What a renewal would be where nobody says otherwise: by the months of the contract, or a year."""
    return {"ends_at": add_months(found.ends_at, found.renewal_months or _YEAR)} if found.ends_at else {}


def _act(request: HttpRequest, found: Contract, end: EndForm, renew: RenewForm, actor: User) -> str:
    said, now, pk = request.POST, utc_now(), found.pk
    reason = said.get("reason", "")
    match said.get("do"):
        case "notice":
            done = _("The notice is taken.")
            return attempt(request, lambda: do_give_notice(pk, reason, actor=actor, now=now), done)
        case "renew" if renew.is_valid():
            until, price = renew.cleaned_data["ends_at"], renew.cleaned_data["price"]
            done = _("The contract is renewed and the client told.")
            return attempt(request, lambda: do_renew(pk, until, price=price, actor=actor, now=now), done)
        case "renew":
            return _("Say until when it runs on.")
        case "suspend":
            done = _("The contract is suspended.")
            return attempt(request, lambda: verbs.do_suspend(pk, reason, actor=actor, now=now), done)
        case "resume":
            return attempt(request, lambda: verbs.do_resume(pk, actor=actor, now=now), _("The contract runs again."))
        case "end" if end.is_valid():
            at = end.cleaned_data["ends_at"] or now
            done = _("The end is set.")
            return attempt(request, lambda: verbs.do_end(pk, at, reason, actor=actor, now=now), done)
        case "end":
            return _("Say when it ends, and why.")
        case _:
            return _("Nothing was chosen.")


def _act_on_key(request: HttpRequest, found: Subscription, actor: User) -> str:
    said, now = request.POST, utc_now()
    key = found.keys.filter(pk=read_number(said.get("key", "")) or 0).first()
    if key is None:
        return _("Nothing was chosen.")
    if said.get("do") == "revoke":
        reason = said.get("reason", "")
        return attempt(request, lambda: verbs.do_revoke(key.pk, reason, actor=actor, now=now), _("The key is revoked."))
    to = _client_of(found).contact_email
    if not to:
        return _("This client has no address to mail a link to.")
    return attempt(
        request,
        lambda: verbs.do_send_rotation(key.pk, to=to, pepper=settings.SECRET_KEY, actor=actor, now=now),
        _("A link to the key is mailed to %(to)s.") % {"to": to},
    )


def _is_good(key: Key, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def _find_contract(pk: int) -> Contract:
    """404 too for the website's own, which nobody signed."""
    return get_object_or_404(Contract.objects.select_related("subscriber").exclude(subscriber=None), pk=pk)


def _find_subscription(number: int) -> Subscription:
    ours = Subscription.objects.select_related("contract__subscriber").exclude(contract__subscriber=None)
    return get_object_or_404(ours, pk=number)


def _client_of(found: Subscription) -> Subscriber:
    if found.contract.subscriber is None:
        raise Http404
    return found.contract.subscriber


def _above(found: Contract) -> tuple[tuple[str, str], ...]:
    assert found.subscriber is not None
    address = reverse("desk:sales-client", args=[found.subscriber.pk])
    return (reverse("desk:sales-clients"), _("Clients")), (address, found.subscriber.name)


def _below(found: Subscription) -> tuple[tuple[str, str], ...]:
    return *_above(found.contract), (reverse("desk:sales-subscription", args=[found.pk]), found.name)


def _show_form(request: HttpRequest, form: forms.BaseForm, title: str, *above: tuple[str, str]) -> HttpResponse:
    context = {"form": form, "media": form.media, "back_url": above[-1][0], **frame(request, title, *above)}
    return TemplateResponse(request, "desk/sales_form.html", context)

"""The agency's clients: the list, one organisation with its people, and the forms that change them."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from newswire.accounts.factors import find_people_without
from newswire.accounts.models import Act, User
from newswire.desk.sales_access import attempt, check_reader, check_seller, frame, read_number
from newswire.desk.sales_forms import ClientForm, PersonForm
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Contract, Seat, SeatRole, Subscriber, Subscription
from newswire.subscribers.sales.clients import (
    do_add_person,
    do_change_client,
    do_change_seat_role,
    do_remove_person,
    do_reset_second_factor,
    do_send_welcome,
)
from newswire.subscribers.sales.offers import read_state

_PER_PAGE = 50
_DEEDS = 20


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """The organisations, fifty a page, those with `?q=` in name, contact or address."""
    check_reader(request)
    now = utc_now()
    wanted = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = Subscriber.objects.order_by("name", "pk")
    if wanted:
        in_people = Q(seats__user__email__icontains=wanted) | Q(seats__user__first_name__icontains=wanted)
        in_words = Q(name__icontains=wanted) | Q(contact_name__icontains=wanted) | Q(contact_email__icontains=wanted)
        found = found.filter(pk__in=Subscriber.objects.filter(in_words | in_people).values("pk"))
    runs = Q(contracts__starts_at__lte=now) & (Q(contracts__ends_at=None) | Q(contracts__ends_at__gt=now))
    counted = found.annotate(
        running=Count("contracts", filter=runs, distinct=True),
        people=Count("seats", filter=Q(seats__user__is_active=True), distinct=True),
    )
    page = Paginator(counted, _PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "wanted": wanted}
    return TemplateResponse(request, "desk/sales_clients.html", context | frame(request, _("Clients")))


@require_http_methods(["GET", "HEAD", "POST"])
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: contact, people, contracts with their subscriptions, offers (GET); a person's seat is changed,
    taken, or gets another link (POST)."""
    actor = check_reader(request)
    found = get_object_or_404(Subscriber, pk=pk)
    refused = ""
    if request.method == "POST":
        refused = _change_seat(request, found, actor)
        if not refused:
            return redirect("desk:sales-client", pk)
    now = utc_now()
    subscriptions = Prefetch("subscriptions", Subscription.objects.order_by("number"))
    contracts = list(found.contracts.order_by("-starts_at", "-pk").prefetch_related(subscriptions))
    offers = found.offers.select_related("trial", "contract").order_by("-made_at", "-pk")
    context = {
        "client": found,
        "seats": found.seats.filter(user__is_active=True).select_related("user").order_by("pk"),
        "roles": SeatRole.choices,
        "with_second": _find_with_second(found),
        "contracts": contracts,
        "offers": [(one, read_state(one, now=now)) for one in offers],
        "deeds": Act.objects.filter(_about(found, contracts))[:_DEEDS],
        "refused": refused,
        "now": now,
    }
    context |= frame(request, found.name, (reverse("desk:sales-clients"), _("Clients")))
    return TemplateResponse(request, "desk/sales_client.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_client(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an organisation."""
    actor = check_seller(request)
    found = get_object_or_404(Subscriber, pk=pk)
    title = found.name
    form = ClientForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        refused = attempt(
            request, lambda: do_change_client(pk, form.cleaned_data, actor=actor, now=utc_now()), _("Saved.")
        )
        if not refused:
            return redirect("desk:sales-client", pk)
        form.add_error(None, refused)
    return show_form(request, form, _("Change the organisation"), (reverse("desk:sales-client", args=[pk]), title))


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a person who gets a seat and a link to a password."""
    actor = check_seller(request)
    found = get_object_or_404(Subscriber, pk=pk)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"role": SeatRole(form.cleaned_data["role"])}
        refused = attempt(
            request,
            lambda: do_add_person(pk, **said, pepper=settings.SECRET_KEY, actor=actor, now=utc_now()),
            _("A link to set a password is mailed to %(to)s.") % {"to": said["email"]},
        )
        if not refused:
            return redirect("desk:sales-client", pk)
        form.add_error(None, refused)
    return show_form(request, form, _("Add a person"), (reverse("desk:sales-client", args=[pk]), found.name))


def show_form(request: HttpRequest, form: forms.BaseForm, title: str, *above: tuple[str, str]) -> HttpResponse:
    """A form of its own, with the way back to what it is about."""
    trail = ((reverse("desk:sales-clients"), _("Clients")), *above)
    context = {"form": form, "media": form.media, "back_url": above[-1][0], **frame(request, title, *trail)}
    return TemplateResponse(request, "desk/sales_form.html", context)


def _change_seat(request: HttpRequest, found: Subscriber, actor: User) -> str:
    said, now = request.POST, utc_now()
    seat = (
        Seat.objects.filter(subscriber=found, pk=read_number(said.get("seat", "")) or 0).select_related("user").first()
    )
    if seat is None:
        return _("Nothing was chosen.")
    match said.get("do"):
        case "role" if said.get("role") in SeatRole.values:
            role = SeatRole(said["role"])
            return attempt(request, lambda: do_change_seat_role(seat.pk, role, actor=actor, now=now), _("Saved."))
        case "remove":
            done = _("%(name)s has no seat any more.") % {"name": seat.user}
            return attempt(request, lambda: do_remove_person(seat.pk, actor=actor, now=now), done)
        case "link":
            done = _("A link to set a password is mailed to %(to)s.") % {"to": seat.user.email}
            pepper = settings.SECRET_KEY
            return attempt(request, lambda: do_send_welcome(seat.pk, pepper=pepper, actor=actor, now=now), done)
        case "reset":
            done = _("%(name)s signs in by password alone now.") % {"name": seat.user}
            return attempt(request, lambda: do_reset_second_factor(seat.pk, actor=actor, now=now), done)
        case _:
            raise Http404


def _find_with_second(found: Subscriber) -> set[int]:
    """Those of the organisation's people who have a second factor."""
    people = list(found.seats.filter(user__is_active=True).values_list("user_id", flat=True))
    return set(people) - find_people_without(people)


def _about(found: Subscriber, contracts: list[Contract]) -> Q:
    """What was done to the organisation, its contracts and their subscriptions."""
    numbers = [str(one.number) for contract in contracts for one in contract.subscriptions.all()]
    return (
        Q(about="client", name=str(found.pk))
        | Q(about="contract", name__in=[str(one.pk) for one in contracts])
        | Q(about="subscription", name__in=numbers)
    )

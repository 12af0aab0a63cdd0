"""`/portal/organisation/seats/`: the organisation's people, for its owners: invited, given a role, taken away."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.factors import find_people_without
from newswire.accounts.models import User
from newswire.kit.errors import NotFoundError, RuleError
from newswire.portal import page
from newswire.portal.access import Organisation
from newswire.portal.entering import redirect
from newswire.portal.organisation.gate import acting, find_house, number_of
from newswire.portal.page import portal_page, show
from newswire.subscribers.models import Seat, SeatRole
from newswire.subscribers.sales.clients import (
    do_add_person,
    do_change_seat_role,
    do_remove_person,
    do_reset_second_factor,
    do_send_welcome,
)


class InviteForm(forms.Form):
    """Whom to give a seat."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.EDITOR.value)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def seats(request: HttpRequest) -> HttpResponse:
    """The people; POST `do` says what becomes of whom."""
    organisation, owner = find_house(request, "portal:seats")
    if request.method != "POST":
        return _show(request, organisation)
    form = InviteForm(request.POST) if request.POST.get("do") == "invite" else None
    if form is not None and not form.is_valid():
        return _show(request, organisation, form, status=422)
    try:
        with acting(request):
            (_invite(form, organisation, owner) if form is not None else _find_change(request, organisation, owner))()
    except RuleError as refused:
        return _show(request, organisation, form, refused=refused.detail, status=409)
    return redirect(reverse("portal:seats"))


def _invite(form: InviteForm, organisation: Organisation, owner: User) -> Callable[[], Seat]:
    said = form.cleaned_data
    return lambda: do_add_person(
        organisation.id,
        name=said["name"],
        email=said["email"],
        role=SeatRole(said["role"]),
        pepper=settings.SECRET_KEY,
        actor=owner,
        now=page.clock(),
    )


def _find_change(request: HttpRequest, organisation: Organisation, owner: User) -> Callable[[], Seat]:
    """What is to be done to the seat that was named, which must be the organisation's own."""
    asked = number_of(request.POST.get("seat", ""))
    seat = Seat.objects.filter(pk=asked, subscriber=organisation.id, user__is_active=True).first()
    if seat is None:
        raise NotFoundError("There is no such seat.")
    now, pk, role = page.clock(), seat.pk, request.POST.get("role", "")
    match request.POST.get("do"):
        case "role" if role in SeatRole.values:
            return lambda: do_change_seat_role(pk, SeatRole(role), actor=owner, now=now)
        case "remove":
            return lambda: do_remove_person(pk, actor=owner, now=now)
        case "link":
            return lambda: do_send_welcome(pk, pepper=settings.SECRET_KEY, actor=owner, now=now)
        case "reset":
            return lambda: do_reset_second_factor(pk, actor=owner, now=now)
    raise Http404


def _show(
    request: HttpRequest,
    organisation: Organisation,
    form: InviteForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found = Seat.objects.filter(subscriber=organisation.id, user__is_active=True).select_related("user")
    people = list(found.order_by("user__first_name", "pk"))
    without = find_people_without([one.user_id for one in people])
    values = {
        "organisation": organisation,
        "people": [(one, one.user_id not in without) for one in people],
        "roles": SeatRole.choices,
        "form": form or InviteForm(),
        "refused": refused,
    }
    return show(request, "house_seats", values, status=status)

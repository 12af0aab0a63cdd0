"""`/portal/organisation/keys/`: the organisation's keys, for owners and developers; and how to begin with one."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from newswire.kit.errors import RuleError
from newswire.portal import page
from newswire.portal.access import Held, Organisation
from newswire.portal.entering import redirect
from newswire.portal.organisation.gate import acting, find_house, number_of
from newswire.portal.page import keep_secret, portal_page, show
from newswire.subscribers.models import Key, Scope, Seat
from newswire.subscribers.own_keys import do_make_own_key, do_revoke_own_key, do_rotate_own_key

PLACEHOLDER = "nw_live_YOUR_KEY"
OVERLAPS = ((0, _("at once")), (1, _("in a day")), (7, _("in a week")), (30, _("in thirty days")))
_ENDED_SHOWN = timedelta(days=30)


class KeyForm(forms.Form):
    """A key to make."""

    subscription = forms.TypedChoiceField(label=_("Subscription"), coerce=int)
    label = forms.CharField(
        label=_("What it is for"), max_length=100, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens (all where nothing is chosen)"),
        choices=Scope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = forms.DateField(
        label=_("Last day, UTC"), required=False, widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"})
    )

    def __init__(self, organisation: Organisation, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(held.number, held.name) for held in organisation.subscriptions]
        self.fields["subscription"].choices = choices  # type: ignore[attr-defined]

    def read_end(self) -> datetime | None:
        """The first moment at which the key is not good any more."""
        last: datetime | None = self.cleaned_data["last_day"]
        return None if last is None else datetime.combine(last, time.min, UTC) + timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def keys(request: HttpRequest) -> HttpResponse:
    """The keys; POST `do` makes, rotates or revokes one. A new key is shown in the answer and never again."""
    organisation, user = find_house(request, "portal:keys")
    if request.method != "POST":
        return _show(request, organisation)
    seat = Seat.objects.select_related("user").get(user=user)
    form: KeyForm | None = None
    try:
        with acting(request):
            match request.POST.get("do"):
                case "make":
                    form = KeyForm(organisation, request.POST)
                    if not form.is_valid():
                        return _show(request, organisation, form, status=422)
                    return _show_key(request, organisation, form.cleaned_data["subscription"], _make(form, seat))
                case "rotate":
                    return _show_key(request, organisation, *_rotate(request, seat))
                case "revoke":
                    do_revoke_own_key(seat, number_of(request.POST.get("key", "")), now=page.clock())
                    return redirect(reverse("portal:keys"))
    except RuleError as refused:
        return _show(request, organisation, form, refused=refused.detail, status=409)
    raise Http404


@require_safe
@portal_page
def start(request: HttpRequest) -> HttpResponse:
    """How a program begins with the API: examples for the subscription of `?subscription=`, else the first one."""
    organisation, _user = find_house(request, "portal:start")
    asked = request.GET.get("subscription", "")
    chosen = [one for one in organisation.subscriptions if not asked or str(one.number) == asked]
    if asked and not chosen:
        raise Http404
    return show(request, "house_start", _example(organisation, chosen[0] if chosen else None, PLACEHOLDER))


def _make(form: KeyForm, seat: Seat) -> str:
    said = form.cleaned_data
    return do_make_own_key(
        seat,
        said["subscription"],
        label=said["label"],
        scopes=said["scopes"],
        expires_at=form.read_end(),
        pepper=settings.SECRET_KEY,
        now=page.clock(),
    )


def _rotate(request: HttpRequest, seat: Seat) -> tuple[int, str]:
    overlap = timedelta(days=number_of(request.POST.get("overlap", "")))
    key = number_of(request.POST.get("key", ""))
    return do_rotate_own_key(seat, key, overlap=overlap, pepper=settings.SECRET_KEY, now=page.clock())


def _show_key(request: HttpRequest, organisation: Organisation, number: int, secret: str) -> HttpResponse:
    held = next(one for one in organisation.subscriptions if one.number == number)
    values = _example(organisation, held, secret) | {"is_new": True}
    return keep_secret(show(request, "house_start", values))


def _example(organisation: Organisation, held: Held | None, key: str) -> dict[str, object]:
    return {
        "organisation": organisation,
        "held": held,
        "key": key,
        "base": settings.NEWSWIRE_BASE_URL,
        "is_new": False,
    }


def _show(
    request: HttpRequest,
    organisation: Organisation,
    form: KeyForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now = page.clock()
    numbers = [held.number for held in organisation.subscriptions]
    found = Key.objects.filter(subscription__in=numbers).select_related("subscription", "successor")
    values = {
        "organisation": organisation,
        "keys": [one for one in found.order_by("subscription_id", "-created_at", "-pk") if _is_shown(one, now)],
        "overlaps": OVERLAPS,
        "form": form or KeyForm(organisation),
        "refused": refused,
    }
    return show(request, "house_keys", values, status=status)


def _is_shown(key: Key, now: datetime) -> bool:
    """Keys that are good, and for a month those that ended."""
    ends = [one for one in (key.revoked_at, key.expires_at) if one is not None]
    return not ends or min(ends) > now - _ENDED_SHOWN

"""Who is on duty when, and what one shift hands to the next."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.rules import SENIOR
from newswire.editing.shifts import handover as handing
from newswire.editing.shifts import service as shifts
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError


class DutyForm(forms.Form):
    """One shift."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none())
    starts_at = forms.DateTimeField(label=gettext_lazy("From"), widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label=gettext_lazy("Until"), widget=AdminDateTimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=SENIOR).order_by("username")
        cast("forms.ModelChoiceField[User]", self.fields["person"]).queryset = people


class NoteForm(forms.Form):
    """What the leaving chief adds to what the tables say."""

    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def duty_roster(request: HttpRequest) -> HttpResponse:
    """The roster (GET); seniors add, change and drop a shift (POST). Refused input is shown again."""
    assert isinstance(request.user, User)
    is_senior, now = role_of(request.user) in SENIOR, utc_now()
    form, refused = DutyForm(), ""
    changed = _number(request.POST.get("duty") or request.GET.get("duty"))
    if request.method == "POST":
        if not is_senior:
            raise PermissionDenied
        form = DutyForm() if "drop" in request.POST else DutyForm(request.POST)
        try:
            if done := _change_roster(request, request.user, form, changed):
                messages.success(request, done)
                return redirect(reverse("desk:duty"))
        except NewswireError as error:
            refused = error.detail
    roster = shifts.read_roster(now)
    if request.method != "POST" and (found := next((one for one in roster if one.pk == changed), None)):
        form = DutyForm(initial={"person": found.person_id, "starts_at": found.starts_at, "ends_at": found.ends_at})
    context = {
        "roster": roster,
        "form": form,
        "changed": changed,
        "refused": refused,
        "is_senior": is_senior,
        "on_duty": shifts.read_on_duty(now),
        "media": form.media,
        "zone": timezone.get_current_timezone_name(),
        **_frame(_("Duty roster"), "user"),
    }
    return TemplateResponse(request, "desk/duty.html", context, status=409 if refused else 200)


def _change_roster(request: HttpRequest, actor: User, form: DutyForm, changed: int | None) -> str:
    """Does what was asked for; the words that say so, empty where the form must be shown again."""
    now = utc_now()
    if "drop" in request.POST:
        shifts.do_delete_duty(_number(request.POST["drop"]) or 0, actor=actor, now=now)
        return _("The shift is off the roster.")
    if not form.is_valid():
        return ""
    shifts.do_save_duty(**form.cleaned_data, actor=actor, now=now, duty_id=changed)
    return _("The shift is on the roster.")


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """What is open now and the handovers so far (GET); a senior hands over, the next signs (POST)."""
    assert isinstance(request.user, User)
    is_senior, now, refused = role_of(request.user) in SENIOR, utc_now(), ""
    form = NoteForm(request.POST if request.method == "POST" and "sign" not in request.POST else None)
    if request.method == "POST":
        if not is_senior:
            raise PermissionDenied
        try:
            if done := _hand_over(request, request.user, form):
                messages.success(request, done)
                return redirect(reverse("desk:handover"))
        except NewswireError as error:
            refused = error.detail
    context = {
        "groups": _groups(handing.read_state(now)),
        "handovers": [(one, _groups(handing.state_of(one))) for one in handing.read_handovers()],
        "form": form,
        "refused": refused,
        "is_senior": is_senior,
        "zone": timezone.get_current_timezone_name(),
        **_frame(_("Handover"), "redirect"),
    }
    return TemplateResponse(request, "desk/handover.html", context, status=409 if refused else 200)


def _hand_over(request: HttpRequest, actor: User, form: NoteForm) -> str:
    """Does what was asked for; the words that say so, empty where the form must be shown again."""
    if "sign" in request.POST:
        handing.do_sign(_number(request.POST["sign"]) or 0, actor=actor, now=utc_now())
        return _("Signed: the shift is yours.")
    if not form.is_valid():
        return ""
    handing.do_hand_over(actor=actor, now=utc_now(), note=form.cleaned_data["note"])
    return _("Handed over. The next chief signs.")


def _groups(state: handing.State) -> list[tuple[str, str, tuple[handing.Line, ...]]]:
    """(code, title, lines) of what is open."""
    return [
        ("holds", _("Open holds"), state.holds),
        ("embargoes", _("Embargoes that end"), state.embargoes),
        ("schedules", _("Scheduled releases"), state.schedules),
        ("looks", _("Open recalls"), state.looks),
        ("promises", _("Promised stories"), state.promises),
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _frame(title: str, icon: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }

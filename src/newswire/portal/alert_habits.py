"""`/portal/alerts/habits/`: when a person wants to be told, by the clock of their own zone."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.delivery.alerts.rules import DEFAULT_HOURS
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, LANGUAGES
from newswire.kit.errors import InvalidRequestError
from newswire.portal.access import find_organisation
from newswire.portal.page import page_language, portal_page, show
from newswire.subscribers.views import MOST_DIGESTS, HabitsDraft, do_set_habits, read_habits

_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class HabitsForm(forms.Form):
    """Zone, language, digests, quiet hours."""

    zone = forms.ChoiceField(label=_("Time zone"), widget=forms.Select(attrs={"data-zone": ""}))
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=[(one, LANGUAGES[one].name) for one in CLIENT_LANGUAGES]
    )
    digest_hours = forms.TypedMultipleChoiceField(
        label=_("Digests leave at"),
        choices=_HOURS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), choices=_HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=_("Quiet until"), choices=_HOURS, coerce=int)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        zones = sorted(one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/")))
        self.fields["zone"].choices = [(one, one.replace("_", " ")) for one in ("UTC", *zones)]  # type: ignore[attr-defined]

    def clean_digest_hours(self) -> list[int]:
        """Not more than a person reads."""
        hours: list[int] = self.cleaned_data["digest_hours"]
        if len(hours) > MOST_DIGESTS:
            raise forms.ValidationError(_("Choose at most %(most)d hours."), params={"most": MOST_DIGESTS})
        return hours

    def draft(self) -> HabitsDraft:
        """What was said, once it is valid."""
        said = self.cleaned_data
        return HabitsDraft(
            zone=said["zone"],
            language=said["language"],
            digest_hours=tuple(said["digest_hours"]),
            quiet_from=said["quiet_from"],
            quiet_until=said["quiet_until"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def alert_habits(request: HttpRequest) -> HttpResponse:
    """The form (GET); what was said is kept (POST)."""
    organisation = find_organisation(request.user)
    kept = read_habits(organisation.seat)
    form = HabitsForm(request.POST if request.method == "POST" else None, initial=_fill(kept))
    if form.is_bound and form.is_valid():
        try:
            do_set_habits(organisation.seat, form.draft())
        except InvalidRequestError as refused:
            form.add_error(None, refused.detail)
        else:
            response = HttpResponse(status=303)
            response["Location"] = reverse("portal:alert-habits") + "?kept=1"
            return response
    values = {
        "organisation": organisation,
        "form": form,
        "is_first": kept is None,
        "is_kept": not form.is_bound and "kept" in request.GET,
    }
    return show(request, "alert_habits", values, status=422 if form.is_bound else 200)


def _fill(kept: HabitsDraft | None) -> dict[str, object]:
    if kept is None:
        kept = HabitsDraft(language=page_language(), digest_hours=DEFAULT_HOURS)
    return {
        "zone": kept.zone,
        "language": kept.language,
        "digest_hours": list(kept.digest_hours or DEFAULT_HOURS),
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
    }

"""A story mailed to colleagues: people with a seat in the same organisation, and nobody else."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.mail import do_write_mail
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.portal import page
from newswire.portal.access import Access
from newswire.portal.page import show
from newswire.portal.taking.doors import Taking, take_page
from newswire.portal.taking.writing import write_text
from newswire.portal.usage import check_taking, count_today, do_note_take
from newswire.subscribers.models import Seat

MOST_AT_ONCE = 20
MOST_A_DAY = 100
"""Mails that one person may send of stories on a day (UTC): a newsroom's need, and no mailing list's."""


class MailForm(forms.Form):
    """To whom, and a word along with it."""

    to = forms.MultipleChoiceField(
        label=_("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one colleague.")},
    )
    note = forms.CharField(
        label=_("Your note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, data: object, colleagues: Sequence[Seat]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._colleagues = {str(one.pk): one for one in colleagues}
        choices = [(key, one.user.get_full_name() or one.user.get_username()) for key, one in self._colleagues.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean_to(self) -> list[Seat]:
        """The seats; a list that is too long is refused."""
        chosen = [self._colleagues[key] for key in self.cleaned_data["to"]]
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Choose twenty colleagues at most."))
        return chosen


@require_http_methods(["GET", "HEAD", "POST"])
@take_page
def mail(request: HttpRequest, taking: Taking) -> HttpResponse:
    """GET asks to whom; POST writes the mails, each in its reader's language, and leads back to the story."""
    colleagues = find_colleagues(taking.access)
    form = MailForm(request.POST if request.method == "POST" else None, colleagues)
    if not (form.is_bound and form.is_valid()):
        return _show(request, taking, form, colleagues, status=422 if form.is_bound else 200)
    chosen: list[Seat] = form.cleaned_data["to"]
    check_taking(taking.access, taking.guid)
    if count_today(taking.access, "mail") + len(chosen) > MOST_A_DAY:
        return _refuse(request, taking, form, colleagues)
    do_mail(taking, chosen, form.cleaned_data["note"], sender=_name(request), now=page.clock())
    return HttpResponseRedirect(f"{reverse('portal:story', args=[taking.access.number, taking.guid])}?mailed=1")


def find_colleagues(access: Access) -> list[Seat]:
    """The other people of the visitor's organisation who can be written to, by name. One query."""
    seats = Seat.objects.filter(subscriber_id=access.organisation.id, user__is_active=True)
    others = seats.exclude(pk=access.organisation.seat).exclude(user__email="")
    return list(others.select_related("user", "subscriber").order_by("user__first_name", "user__username"))


def do_mail(taking: Taking, seats: Sequence[Seat], note: str, *, sender: str, now: datetime) -> None:
    """Writes the story to each of them; they leave together or not at all, and not at all after a kill."""
    with transaction.atomic():
        for seat in seats:
            with translation.override(language_of(seat)):
                subject = gettext("%(sender)s sends you: %(headline)s") % {
                    "sender": sender,
                    "headline": taking.item.headline,
                }
                do_write_mail(seat.user.email, subject, _write(taking, note, sender), story=taking.guid, now=now)
    for _seat in seats:
        do_note_take(taking.access, "mail", taking.guid)


def language_of(seat: Seat) -> str:
    """The language in which a colleague is written to: that of letters to their organisation."""
    language = seat.subscriber.language
    return language if language in CLIENT_LANGUAGES else "en"


def _write(taking: Taking, note: str, sender: str) -> str:
    address = reverse("portal:story", args=[taking.access.number, taking.guid])
    said = {"sender": sender, "subscription": taking.access.held.name}
    parts = [
        gettext("%(sender)s sends you this story from “%(subscription)s”.") % said,
        note.strip(),
        write_text(taking.entry, taking.item, taking.terms).strip(),
        gettext("As it stands now, with its pictures:"),
        settings.NEWSWIRE_BASE_URL + address,
        gettext("Look there before you publish: the story may have been corrected or withdrawn since."),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _name(request: HttpRequest) -> str:
    user = request.user
    return user.get_full_name() or user.get_username()  # type: ignore[union-attr]


def _show(
    request: HttpRequest,
    taking: Taking,
    form: MailForm,
    colleagues: Sequence[Seat],
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    values = {
        "access": taking.access,
        "organisation": taking.access.organisation,
        "entry": taking.entry,
        "item": taking.item,
        "form": form,
        "colleagues": colleagues,
        "refused": refused,
    }
    return show(request, "mail", values, status=status)


def _refuse(request: HttpRequest, taking: Taking, form: MailForm, colleagues: Sequence[Seat]) -> HttpResponse:
    words = gettext("You have mailed as many stories today as one person may. Nothing was sent; tomorrow it goes on.")
    response = _show(request, taking, form, colleagues, status=429, refused=words)
    now = page.clock()
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    response.headers["Retry-After"] = str(int((midnight - now).total_seconds()) + 1)
    return response

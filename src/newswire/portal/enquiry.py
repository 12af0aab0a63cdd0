"""The enquiry form of the public website: what a subscription offers, a way to ask for one. No sign-in, no cookie."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newswire.item.vocabulary.languages import EDITIONS, LANGUAGES, find_edition
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.portal import guard, page
from newswire.portal.page import show
from newswire.subscribers.models import Enquiry

FIELDS = ("name", "organisation", "email", "country", "languages", "topics", "message")
_COMPLETIONS = {"name": "name", "organisation": "organization", "email": "email", "country": "country-name"}
# Django's own words for these are missing in some of our languages
_COMPLAINTS = {
    "required": _("Please fill in this field."),
    "invalid": _("Please write a complete e-mail address."),
    "max_length": _("This is too long."),
}

limit = guard.AddressLimit(10, timedelta(hours=1))
"""Enquiries an address may send."""


class EnquiryForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's form takes no parameter when it runs
    """The form. `website` is out of sight: people leave it empty, programs that fill in everything do not."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    website = forms.CharField(required=False, max_length=500)

    class Meta:
        model = Enquiry
        fields = FIELDS
        labels = {
            "name": _("Your name"),
            "organisation": _("Organisation"),
            "email": _("E-mail"),
            "country": _("Country"),
            "message": _("Message"),
        }
        error_messages = dict.fromkeys(FIELDS, _COMPLAINTS)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(one.tag, one.name) for one in LANGUAGES.values()]  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(code, section_name(code, language)) for code in SECTIONS]  # type: ignore[attr-defined]
        for name, completion in _COMPLETIONS.items():
            self.fields[name].widget.attrs["autocomplete"] = completion

    @property
    def is_spam(self) -> bool:
        """Whether the field nobody sees was filled in."""
        return bool(self.data.get("website"))


@csrf_exempt  # nobody is signed in here, and a token would cost every reader a cookie: `guard` looks instead
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """GET shows options and form, POST keeps the enquiry and says thanks; in `?lang=` or the browser's language."""
    language = choose_edition(request)
    with translation.override(language):
        response = page.secure(_answer(request, language))
    response.headers["Content-Language"] = language
    return response


def choose_edition(request: HttpRequest) -> str:
    """The language of the page, one of the website's: `?lang=`, else what the browser likes best, else English."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])
    wanted = [request.GET.get("lang", ""), *(find_edition(tag) for tag, _quality in accepted)]
    return next((one for one in wanted if one in EDITIONS), "en")


def _answer(request: HttpRequest, language: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, language, EnquiryForm(language=language))
    form = EnquiryForm(request.POST, language=language)
    if form.is_spam:
        return _thank(request, language)
    if guard.comes_from_elsewhere(request):
        return _show(request, language, form, "again", 403)
    age = guard.read_age(request.POST.get("opened", ""), page.clock())
    if age is None or age > guard.LONGEST:
        return _show(request, language, form, "again", 422)
    if not form.is_valid():
        return _show(request, language, form, "marked", 422, opened=request.POST["opened"])
    if age < guard.SHORTEST:
        return _show(request, language, form, "again", 422, opened=request.POST["opened"])
    if not limit.take(str(request.META.get("REMOTE_ADDR") or ""), page.clock()):
        refusal = _show(request, language, form, "many", 429, opened=request.POST["opened"])
        refusal.headers["Retry-After"] = "3600"
        return refusal
    form.instance.language = language
    form.instance.created_at = page.clock()
    form.save()
    return _thank(request, language)


def _show(
    request: HttpRequest, language: str, form: EnquiryForm, refused: str = "", status: int = 200, opened: str = ""
) -> HttpResponse:
    """The page. `refused` says why nothing was kept: `marked` fields, `again` (too soon, too late), too `many`."""
    values = {
        "language": language,
        "languages": EDITIONS,
        "sections": SECTIONS,
        "provider": settings.NEWSWIRE_PROVIDER,
        "thanks": "sent" in request.GET,
        "form": form,
        "refused": refused,
        "opened": opened or guard.make_token(page.clock()),
    }
    return show(request, "contact", values, status=status)


def _thank(request: HttpRequest, language: str) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?sent=1&lang={language}")

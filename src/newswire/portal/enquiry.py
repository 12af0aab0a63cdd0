"""The enquiry form of the public website: what a subscription offers, and a way to ask for one. No sign-in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.portal import page
from newswire.portal.page import page_language, show
from newswire.subscribers.models import Enquiry

FIELDS = ("name", "organisation", "email", "country", "languages", "topics", "message")
_COMPLETIONS = {"name": "name", "organisation": "organization", "email": "email", "country": "country-name"}


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        self.fields["languages"].choices = [(one.tag, one.name) for one in LANGUAGES.values()]  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(code, section_name(code, language)) for code in SECTIONS]  # type: ignore[attr-defined]
        for name, completion in _COMPLETIONS.items():
            self.fields[name].widget.attrs["autocomplete"] = completion

    @property
    def is_spam(self) -> bool:
        """Whether the field nobody sees was filled in."""
        return bool(self.data.get("website"))


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """GET shows options and form, POST keeps the enquiry and says thanks; in `?lang=` or the browser's language."""
    language = page.choose_language(request)
    with translation.override(language):
        return page.secure(_answer(request, language))


def _answer(request: HttpRequest, language: str) -> HttpResponse:
    values: dict[str, object] = {"thanks": "sent" in request.GET}
    if request.method != "POST":
        return show(request, "contact", values | {"form": EnquiryForm()})
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return show(request, "contact", values | {"form": form}, status=422)
    if not form.is_spam:
        form.instance.language = language
        form.instance.created_at = page.clock()
        form.save()
    return HttpResponseRedirect(f"{request.path}?sent=1&lang={language}")

"""The flash composer: write, look at what will happen, release; then the way on to the story."""

import hashlib
import json

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.desk.topic_picker import lazy_sections
from newswire.editing.deed import role_of
from newswire.editing.flash import (
    LENGTH_LIMIT,
    Flash,
    Outlook,
    check_flash,
    count_characters,
    do_begin_follow_up,
    do_release_flash,
    new_token,
)
from newswire.editing.models import Story, default_language
from newswire.editing.rules import check_action
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.routing.preview import count_audience

_LANGUAGE = "flash_language"
_SECTION = "flash_section"


class FlashForm(forms.Form):
    """One line, where it belongs, and who says so. `seen` is the digest of what was shown before the release."""

    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"dir": "auto", "autocomplete": "off", "data-count": LENGTH_LIMIT, "aria-describedby": "flash-count"}
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[(one.tag, one.name) for one in LANGUAGES.values()]
    )
    section = forms.ChoiceField(
        label=gettext_lazy("Section"), choices=lambda: [("", "–"), *lazy_sections()], required=False
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("Who says so. Private: never leaves the newsroom."),
    )
    token = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_headline(self) -> str:
        """At most a hundred characters, as a reader counts them."""
        headline = str(self.cleaned_data["headline"])
        if (length := count_characters(headline)) > LENGTH_LIMIT:
            raise forms.ValidationError(
                _("%(length)s characters; a flash has %(limit)s at most.") % {"length": length, "limit": LENGTH_LIMIT}
            )
        return headline

    def flash(self) -> Flash:
        """What was typed, for the verbs; after the form was found valid."""
        said = self.cleaned_data
        return Flash(**{name: said[name] for name in ("token", "language", "headline", "section", "source")})


def _digest(flash: Flash) -> str:
    """What a release is tied to: exactly the words that were shown."""
    said = [flash.token, flash.language, flash.headline, flash.section, flash.source]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]


@require_http_methods(["GET", "HEAD", "POST"])
def flash_composer(request: HttpRequest) -> HttpResponse:
    """The empty form (GET); what will happen (first POST); the release (a POST of exactly what was shown).

    403 for a role that may not release alerts, 409 where the rules refuse; what was typed is shown again.
    """
    actor, now = request.user, utc_now()
    assert isinstance(actor, User)
    if check_action("draft", "release", role_of(actor), "alert") is not None:
        raise PermissionDenied
    if request.method != "POST":
        kept = {"language": request.session.get(_LANGUAGE) or default_language()}
        kept |= {"section": request.session.get(_SECTION, ""), "token": new_token(now)}
        return _show(request, FlashForm(initial=kept))
    form = FlashForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    flash = form.flash()
    request.session[_LANGUAGE], request.session[_SECTION] = flash.language, flash.section
    try:
        if form.cleaned_data["seen"] != _digest(flash):
            return _show(request, form, outlook=check_flash(flash, actor=actor, now=now))
        story = do_release_flash(flash, actor=actor, now=now)
    except NewswireError as error:
        return _show(request, form, refused=error.detail, status=409)
    return redirect(reverse("desk:flash-released", args=[story.pk]))


def _show(
    request: HttpRequest, form: FlashForm, *, outlook: Outlook | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    """The composer; with an outlook its button releases, without one it shows what will happen."""
    context: dict[str, object] = {"form": form, "refused": refused, "limit": LENGTH_LIMIT} | _frame(
        pgettext("desk", "Flash")
    )
    is_blocked = outlook is not None and any(severity == "block" for severity, _words in outlook.findings)
    if form.is_bound:
        seen = _digest(form.flash()) if outlook is not None and not is_blocked else ""
        form.data = {**request.POST.dict(), "seen": seen}
    if outlook is not None:
        count = count_audience(outlook.item)
        context |= {"findings": outlook.findings, "is_blocked": is_blocked, "item": outlook.item}
        context["sentence"] = ngettext(
            "Release the flash to %(count)s subscriber", "Release the flash to %(count)s subscribers", count
        ) % {"count": count}
    return TemplateResponse(request, "desk/flash.html", context, status=status)


def _frame(title: str) -> dict[str, object]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }


@require_safe
def flash_released(request: HttpRequest, pk: int) -> HttpResponse:
    """What left: number and time; from here to the story that follows, or to the next flash."""
    story = get_object_or_404(Story, pk=pk, type="alert", version__gt=0)
    context = {"story": story} | _frame(pgettext("desk", "Flash"))
    return TemplateResponse(request, "desk/flash_released.html", context)


@require_POST
def begin_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the story that follows an alert in the editor."""
    assert isinstance(request.user, User)
    get_object_or_404(Story, pk=pk)
    try:
        story = do_begin_follow_up(pk, actor=request.user, now=utc_now())
    except NewswireError as error:
        messages.error(request, error.detail)
        return redirect(reverse("stories:edit", args=[pk]))
    return redirect(reverse("stories:edit", args=[story.pk]))

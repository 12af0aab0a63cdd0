"""The translations of a story: all our languages with what there is in each, begun and opened from one page."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.models import Story
from newswire.editing.rules import WRITERS, Role
from newswire.editing.translations import Translation, do_begin_translation, do_mark_current, read_translations, root_of
from newswire.item.vocabulary.languages import LANGUAGES, Language
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError


class LanguageRow(msgspec.Struct, frozen=True):
    """One language: the stories in it (several where one was killed), and whether a translation may be begun."""

    language: Language
    found: tuple[Translation, ...]
    may_begin: bool

    @property
    def direction(self) -> str:
        """The direction of the language's own name."""
        return "rtl" if self.language.rtl else "ltr"


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """The languages of a story (GET); begins the translation into `language` and opens it (POST).

    403 for who does not write, 409 with the list where the translation cannot be begun.
    """
    story = get_object_or_404(Story.objects.select_related("translation_of"), pk=pk)
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _show(request, story)
    may = role_of(request.user) in WRITERS
    try:
        made = do_begin_translation(pk, request.POST.get("language", ""), actor=request.user, now=utc_now())
    except NewswireError as error:
        return _show(request, story, refused=error.detail, status=409 if may else 403)
    messages.success(request, _("The translation is begun. Write over the text of the original."))
    return redirect(reverse("stories:edit", args=[made.pk]))


@require_POST
def mark_taken_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The translator says that version `version` of the original is taken over."""
    get_object_or_404(Story, pk=pk)
    assert isinstance(request.user, User)
    said = request.POST.get("version", "")
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1
    try:
        do_mark_current(pk, version, actor=request.user, now=utc_now())
    except NewswireError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("Version %(n)s of the original is taken over.") % {"n": version})
    return redirect(reverse("stories:edit", args=[pk]))


def _show(request: HttpRequest, story: Story, *, refused: str = "", status: int = 200) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "story": story,
        "original": root_of(story),
        "rows": _read_rows(read_translations(story), role_of(request.user)),
        "refused": refused,
        "page_title": _("Translations"),
        "header_title": _("Translations"),
        "breadcrumbs_items": [
            {"url": reverse("stories:list"), "label": _("Stories")},
            {"url": reverse("stories:edit", args=[story.pk]), "label": story.headline},
            {"url": "", "label": _("Translations")},
        ],
    }
    return TemplateResponse(request, "desk/translations.html", context, status=status)


def _read_rows(family: tuple[Translation, ...], role: Role) -> list[LanguageRow]:
    may = role in WRITERS and family[0].story.stage != "killed"
    rows = []
    for language in LANGUAGES.values():
        found = tuple(one for one in family if one.story.language == language.tag)
        is_free = all(one.story.stage == "killed" and not one.is_original for one in found)
        rows.append(LanguageRow(language, found, may and is_free))
    return rows

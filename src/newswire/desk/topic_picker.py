"""A searchable multi-select for Media Topics, and the sections: how the editor picks from vocabularies."""

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from newswire.item.vocabulary.mediatopics import broaden, label, read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS, section_name


def screen_language() -> str:
    """The language of the screen, without its region."""
    return (get_language() or "en").partition("-")[0]


def topic_path(qcode: str, language: str) -> str:
    """A topic with the way down to it: `sport › competition discipline › football`."""
    return " › ".join(label(code, language) for code in reversed(broaden(qcode)))


@cache
def _topics_in(language: str) -> list[tuple[str, str]]:
    return sorted(
        ((code, topic_path(code, language)) for code in read_mediatopics()), key=lambda one: one[1].casefold()
    )


@require_safe
def topic_list(request: HttpRequest, language: str) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """All Media Topics as `[qcode, path]` in a language (English where IPTC has none): 150 kB, kept by the browser."""
    response = JsonResponse(_topics_in(language), safe=False)
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _section_choices() -> list[tuple[str, str]]:
    return [(code, section_name(code, screen_language())) for code in SECTIONS]


lazy_sections = lazy(_section_choices, list)
"""The sections as choices in the language of the screen."""


class TopicPicker(forms.SelectMultiple):
    """A select that holds what is chosen; its script fetches the rest, in the story's language, when somebody searches
    or browses."""

    template_name = "desk/topic_picker.html"

    class Media:
        js = ("desk/topic_tree.js", "desk/topics.js")
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("desk/fields.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The chosen topics as the select's options, and where the others are."""
        language = screen_language()
        self.choices = [(code, topic_path(code, language)) for code in value or []]
        context = super().get_context(name, value, attrs)
        context["topics_url"] = reverse("desk:topics", args=[language])
        return context


class TopicField(forms.MultipleChoiceField):
    """Topics by qcode. A code of another vocabulary stays where an import brought it; the picker offers none."""

    widget = TopicPicker

    def valid_value(self, value: object) -> bool:
        """Any code of sensible length."""
        return isinstance(value, str) and 0 < len(value) <= 120

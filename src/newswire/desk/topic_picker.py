"""A searchable multi-select for Media Topics: a plain `<select multiple>` that a script makes comfortable."""

from collections.abc import Iterable
from functools import cache

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language

from newswire.item.vocabulary.mediatopics import broaden, label, read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS, section_name


@cache
def _topics_in(language: str) -> tuple[tuple[str, str], ...]:
    named = []
    for qcode in read_mediatopics():
        path = [label(code, language) for code in reversed(broaden(qcode))]
        named.append((qcode, " › ".join(path)))
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


def topic_choices() -> Iterable[tuple[str, str]]:
    """All Media Topics as choices in the language of the screen, each with the way down to it."""
    return _topics_in((get_language() or "en").partition("-")[0])


def section_choices() -> Iterable[tuple[str, str]]:
    """The sections in the language of the screen."""
    language = (get_language() or "en").partition("-")[0]
    return [(code, section_name(code, language)) for code in SECTIONS]


lazy_topics = lazy(topic_choices, tuple)
lazy_sections = lazy(section_choices, list)


class TopicPicker(forms.SelectMultiple):
    """The select with its script; without JavaScript it is still a select."""

    template_name = "desk/topic_picker.html"

    class Media:
        js = ("desk/topics.js",)


class KnownOrKept(forms.MultipleChoiceField):
    """Choices of a vocabulary, and whatever code the story already had: an import's own codes are not lost."""

    def valid_value(self, value: object) -> bool:
        """Any code that looks like one; the vocabulary decides what is offered, not what may stay."""
        return isinstance(value, str) and 0 < len(value) <= 120

"""The story's language: given, one of ours, and the one the text is written in."""

from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding
from newswire.formats.webpage.language import rank_languages
from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.vocabulary.languages import LANGUAGES

LEAST_WORDS = 25
"""Fewer words than that are often names and numbers."""
CLEARLY = 2.0
"""How many times the score of the story's own language another one must have: with 2.0 none of 1,000 published stories
in three languages is taken for another's (tests/editing/checks/test_corpora.py)."""


def read_language(text: str, expected: str) -> str:
    """The language `text` is in where that is clearly not `expected`; empty where it may be `expected`."""
    if len(text.split()) < LEAST_WORDS:
        return ""
    ranked = rank_languages(text)
    if not ranked or ranked[0][0] == expected:
        return ""
    own = dict(ranked).get(expected, 0.0)
    return ranked[0][0] if ranked[0][1] > 5 and ranked[0][1] > CLEARLY * own else ""


def find_in_language(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """No language, none of ours, another than the text's."""
    if not item.language:
        yield Finding("language-missing", "language")
    elif item.language not in LANGUAGES:
        yield Finding("language-unknown", "language", item.language)
    elif written := read_language("\n".join([item.standfirst, *read_texts(item.body)]), item.language):
        yield Finding("language-differs", "language", LANGUAGES[written].name)

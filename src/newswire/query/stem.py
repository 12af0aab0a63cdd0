"""Stems: what the forms of a word have in common, by the rules of the story's language (Snowball).

A query does not say its language. So a word of a query is stemmed by the rules of the story it is held against, and
found where the word or its stem is the story's word or that word's stem, all folded. Stems are taken twice, of the word
as written and of the folded word: Snowball's Turkish needs the right vowels, and readers type without them.
"""

import threading
from functools import cache, partial

import Stemmer

from newswire.query.fold import Remembered, fold_word

STEMMERS: dict[str, str] = {
    "tr": "turkish", "en": "english", "ru": "russian", "bs": "serbian", "ar": "arabic", "fr": "french",
    "fa": "persian", "id": "indonesian", "es": "spanish",
}  # fmt: skip
"""Languages of the desk with rules in Snowball; in Kurdish, Albanian and Macedonian words are found as folded."""
LANGUAGES = ("", *STEMMERS)
"""Every answer of `stem_language`."""

_local = threading.local()  # a stemmer is not for two threads at once
_TURKISH = str.maketrans({"İ": "i", "I": "ı"})
_OTHER = str.maketrans({"İ": "i"})


def stem_language(tag: str) -> str:
    """The language whose rules a story of that language goes by; empty where there are none."""
    main = tag.partition("-")[0].lower()
    return main if main in STEMMERS else ""


def find_forms(word: str, language: str) -> frozenset[str]:
    """The folded word, its stem, and the stem of the folded word; `language` as `stem_language` gives it."""
    return forms_of(language)[word]


@cache
def forms_of(language: str) -> Remembered[frozenset[str]]:
    """The forms of a language's words, remembered."""
    return Remembered(partial(_make_forms, language))


def _make_forms(language: str, word: str) -> frozenset[str]:
    folded = fold_word(word)
    if not language:
        return frozenset((folded,))
    stem = _stemmer(language).stemWord
    lowered = word.translate(_TURKISH if language == "tr" else _OTHER).lower()
    return frozenset(filter(None, (folded, fold_word(stem(lowered)), fold_word(stem(folded)))))


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(STEMMERS[language])
    return stemmers[language]

"""The small words of each language that summaries go by, as `tongues/*.toml` list them."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from newswire.item.vocabulary.languages import LANGUAGES
from newswire.query.fold import fold_word, split_words

_TURKISH = str.maketrans({"İ": "i", "I": "ı"})
_OTHER = str.maketrans({"İ": "i", "ё": "е", "Ё": "е"})
_ARABIC_SCRIPT = frozenset(tag for tag, language in LANGUAGES.items() if language.rtl)
_PHRASES = ("openings", "endings", "spoken_by")


class Tongue(msgspec.Struct, frozen=True):
    """One language's words, as `lower_words` gives them; a phrase is a tuple of words.

    `pronouns` stand for somebody or something named before. `openings` are the first words of a sentence that goes on
    from another; `pointing` words are that too unless a word of `times` follows (this week). `speech` are verbs of
    saying, `beside` the small words that stand with them (has also, to reporters), `joints` the words right after such
    a verb that show that its person is left out (dijo que). `endings` are verbs of saying that end a sentence, in
    languages whose verb stands last. `spoken_by` name nobody (according to him). `before` may come before a subject
    (on Monday he …). `counting` are numbers written out. `abbreviations` end in a full stop of their own. `joining` are
    all that say nothing of a story's matter.
    """

    pronouns: frozenset[str] = frozenset()
    openings: frozenset[tuple[str, ...]] = frozenset()
    pointing: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    endings: frozenset[tuple[str, ...]] = frozenset()
    spoken_by: frozenset[tuple[str, ...]] = frozenset()
    before: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()


def lower_words(text: str, language: str) -> list[str]:
    """The words of a text in small letters, accents kept (él is not el); those in Arabic script folded."""
    if main_language(language) in _ARABIC_SCRIPT:
        return [fold_word(word) for word in split_words(text)]
    table = _TURKISH if main_language(language) == "tr" else _OTHER
    return [word.translate(table).lower() for word in split_words(text)]


def main_language(tag: str) -> str:
    """`tr` of `tr-CY`."""
    return tag.partition("-")[0].lower()


@cache
def read_tongue(language: str) -> Tongue:
    """The words of a language (its main tag); none for a language that is not the desk's."""
    if language not in LANGUAGES:
        return Tongue()
    path = files("newswire.enrichment").joinpath("tongues", f"{language}.toml")
    raw: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    tongue = msgspec.convert({name: _read_list(name, text, language) for name, text in raw.items()}, Tongue)
    openings = {phrase[0] for phrase in tongue.openings if len(phrase) == 1}
    joining = tongue.pronouns | tongue.pointing | tongue.speech | tongue.beside | tongue.before | openings
    return msgspec.structs.replace(tongue, joining=joining)


@cache
def read_abbreviations(language: str) -> frozenset[str]:
    """Those of a language, of all languages where it is not the desk's."""
    if language in LANGUAGES:
        return read_tongue(language).abbreviations
    return frozenset(word for tag in LANGUAGES for word in read_tongue(tag).abbreviations)


def _read_list(name: str, text: str, language: str) -> set[str] | set[tuple[str, ...]]:
    if name == "abbreviations":
        return set(text.casefold().split())
    if name in _PHRASES:
        return {tuple(lower_words(phrase, language)) for phrase in text.split("|")} - {()}
    return set(lower_words(text, language))

"""Folding and tokens: the same for stories and queries, so that both speak one alphabet."""

import re
import unicodedata

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_BEFORE = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ـ": None, "\u200c": None})


def fold(text: str) -> str:
    """Lower case without accents: `Şişli` → `sisli`, `İ`, `I` and `ı` all → `i`; tatweel and ZWNJ are dropped."""
    if text.isascii():
        return text.lower()
    # decomposed first: the capitals inside signs such as ™ and ㎴ must be there to be lowered
    lowered = unicodedata.normalize("NFKD", text.translate(_BEFORE)).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered).translate(_BEFORE)
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def tokenize(text: str) -> tuple[str, ...]:
    """The folded words of a text in order; an apostrophe ends a word's stem, as Turkish and French write it."""
    return tuple(part for word in _TOKEN.findall(text) for part in re.split("['’]", fold(word)) if part)

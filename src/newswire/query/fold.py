"""Folding and words: the same for stories and queries, so that both speak one alphabet."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Kept = TypeVar("Kept")
MOST_WORDS = 400_000
"""Words whose answers are remembered."""
_WORD = re.compile(r"[^\W_]+")
_CAPITAL_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_LETTERS = {
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ٱ": "ا",
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe",
}  # fmt: skip
"""Letters that are one to a reader and that Unicode does not take apart, Arabic, Persian and Kurdish ones above all."""


class _Marks(dict[int, str | None]):
    """For `str.translate`: takes out what is no letter of its own, and remembers its answer for each character.

    Out go combining marks (Arabic vowels, the dot of i̇), the tatweel and all format characters (ZWNJ, soft hyphen,
    marks of direction).
    """

    def __missing__(self, code: int) -> str | None:
        self[code] = self.find(chr(code))
        return self[code]

    def find(self, character: str) -> str | None:
        """What stands for the character, None for nothing."""
        gone = character == "ـ" or unicodedata.category(character) in ("Mn", "Me", "Cf")
        return None if gone else character


class _Folded(_Marks):
    """The same, and variants of a letter and the digits of every script become one."""

    def find(self, character: str) -> str | None:
        """What stands for the character, None for nothing."""
        digit = unicodedata.decimal(character, None)
        return str(digit) if digit is not None else _LETTERS.get(character, super().find(character))


_marks = _Marks()
_folded = _Folded()


def fold(text: str) -> str:
    """Lower case without accents: `Şişli` → `sisli`; `İ`, `I` and `ı` → `i`; `٣` and `۳` → `3`; `ی` and `ى` → `ي`."""
    if text.isascii():
        return text.lower()
    # decomposed first: the capitals inside signs such as ™ and ㎴ must be there to be lowered
    lowered = unicodedata.normalize("NFKD", text.translate(_CAPITAL_I)).translate(_CAPITAL_I).casefold()
    return unicodedata.normalize("NFKD", lowered).translate(_folded)


def split_words(text: str) -> list[str]:
    """The words of a text as they are written, without vowel marks; an apostrophe ends one, as in `Türkiye’nin`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_marks)
    return _WORD.findall(text)


class Remembered(dict[str, Kept]):
    """Answers by word, made once: stories repeat their words. Asked as `remembered[word]`, which costs a tenth of a
    call; what is kept is thrown away when it has grown to `MOST_WORDS`."""

    def __init__(self, make: Callable[[str], Kept]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Kept:
        if len(self) >= MOST_WORDS:
            self.clear()
        made = self[word] = self._make(word)
        return made


folded_words = Remembered(fold)
"""`fold` for words."""


def fold_word(word: str) -> str:
    """`fold` for words, remembered."""
    return folded_words[word]


def fold_words(words: Iterable[str]) -> Iterator[str]:
    """The same for many."""
    return map(folded_words.__getitem__, words)


def tokenize(text: str) -> tuple[str, ...]:
    """The folded words of a text in order."""
    return tuple(filter(None, fold_words(split_words(text))))

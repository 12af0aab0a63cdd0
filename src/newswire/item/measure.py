"""How long a body is: its words by Unicode's word boundaries, and the minutes they take to read.

`desk/static/desk/count.js` counts by the same rules while a story is written; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from newswire.item.body import Block, Quote, Table, read_texts

_JOINERS = frozenset("\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Characters within a word that are no letters (UAX 29, Extend and Format): the Persian half-space among them."""
_LETTERS = "['\u2018\u2019.:\u00b7\u05f4\u2027]"
_DIGITS = "[.,;'\u2019\u066b\u066c]"
_WORD = re.compile(rf"\w(?:\w|(?<=[^\W\d]){_LETTERS}(?=[^\W\d])|(?<=\d){_DIGITS}(?=\d))*")
"""UAX 29, WB5–WB13a: letters and digits run on; a mark joins two letters (Ankara'da) or two digits (1.250,5)."""

SPEEDS: dict[str, int] = {"ar": 138, "en": 228, "es": 218, "fr": 195, "ru": 184, "tr": 166}
"""Words a minute in silent reading by language (International Reading Speed Texts, 2012)."""
OTHER_SPEED = 180


class _Marks(dict[int, int | None]):
    """For `str.translate`: takes combining marks and joiners out, and remembers what it found for each character."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        gone = character in _JOINERS or unicodedata.category(character).startswith("M")
        self[code] = None if gone else code
        return self[code]


_marks = _Marks()


def count_words(blocks: Iterable[Block]) -> int:
    """The words of a body: texts, speakers, captions of tables. The rules are the same in every language here."""
    return sum(_count(text) for text in _read_all(blocks))


def reading_minutes(words: int, language: str) -> int:
    """Minutes to read that many words in a language, rounded up; 0 for nothing."""
    speed = SPEEDS.get(language.partition("-")[0], OTHER_SPEED)
    return -(-words // speed)


def _count(text: str) -> int:
    return len(_WORD.findall(text if text.isascii() else text.translate(_marks)))


def _read_all(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from read_texts((block,))
        if isinstance(block, Quote):
            yield block.attribution
        elif isinstance(block, Table):
            yield block.caption

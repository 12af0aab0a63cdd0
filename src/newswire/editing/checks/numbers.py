"""Numbers of the headline that the text gives otherwise: “3 killed” over a text in which four were killed."""

import re
import unicodedata
from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding, fold
from newswire.item.body import read_texts
from newswire.item.item import Item

_TOKEN = re.compile(r"\d+(?:[.,٫٬:/-]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+")


def _row(words: str, first: int, step: int) -> dict[str, int]:
    """Numbers in words, separated by spaces, each `step` more than the one before."""
    return {word: first + step * at for at, word in enumerate(words.split())}


_UNITS: dict[str, dict[str, int]] = {
    "en": _row(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen",
        1,
        1,
    ),
    "tr": _row("bir iki üç dört beş altı yedi sekiz dokuz", 1, 1),
    "ar": _row("ثلاث أربع خمس ست سبع ثماني تسع عشر", 3, 1)
    | _row("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة", 3, 1)
    | {"ثمان": 8},
}
_TENS: dict[str, dict[str, int]] = {
    "en": _row("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    "tr": _row("on yirmi otuz kırk elli altmış yetmiş seksen doksan", 10, 10),
    "ar": _row("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون", 20, 10)
    | _row("عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين", 20, 10),
}
_SCALES = frozenset(
    _row(
        "hundred thousand million billion trillion mln bln pct percent yüz bin milyon milyar trilyon yüzde مئة مائة "
        "ألف آلاف مليون مليار بالمئة st nd rd th inci nci year years old month months week weeks day days pages",
        0,
        1,
    )
)
"""A number before one of these is rounded in a headline, is an order, or is a span or an age of which a text has
several."""
_YEARS = range(1900, 2100)
_PAIR = 2
"""Number words up to it are often no count: “one of them”, “bir köprü”."""
_STEM = 5
"""Letters of the counted word that are compared: `killed` and `killing`, `kişi` and `kişinin` count the same thing."""


def find_counts(text: str, language: str) -> list[tuple[int, str]]:
    """Whole numbers below 10,000 in `text`, in digits of any script or in words, each with the word after it."""
    tokens = _TOKEN.findall(fold(_western(text)))
    counts: list[tuple[int, str]] = []
    index = 0
    while index < len(tokens):
        value, used = _read_number(tokens, index, language)
        if used:
            noun = tokens[index + used] if index + used < len(tokens) else ""
            if (
                1 < value < 10_000
                and value not in _YEARS
                and len(noun) > 2
                and not noun[0].isdigit()
                and noun not in _SCALES
            ):
                counts.append((value, noun))
        index += used or 1
    return counts


def find_values(text: str, language: str) -> set[str]:
    """All numbers in `text`, as one writes them with a decimal point and nothing between thousands: `1250`, `3.5`.

    In digits of any script, or in words from three on; `10:30` is 10 and 30, `2024-25` is 2024 and 25.
    """
    tokens = _TOKEN.findall(fold(_western(text)))
    values: set[str] = set()
    for index, token in enumerate(tokens):
        if token[0].isdigit():
            values |= {_plain(part) for part in re.split(r"[:/-]", token)}
        elif (value := _read_number(tokens, index, language)[0]) > _PAIR:
            values.add(str(value))
    return values


def _plain(token: str) -> str:
    return re.sub(r"\D", "", token) if _THOUSANDS.fullmatch(token) else re.sub("[,٫٬]", ".", token)


def _is_same(one: str, other: str) -> bool:
    """Whether two words are forms of one: they begin alike for five letters, or the shorter one is the beginning."""
    least = min(_STEM, len(one), len(other))
    return one[:least] == other[:least]


def _western(text: str) -> str:
    """`text` with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _read_number(tokens: list[str], index: int, language: str) -> tuple[int, int]:
    """The number that begins at `index` and how many tokens it takes; 0 tokens where none does."""
    token = tokens[index]
    if token[0].isdigit():
        plain = re.sub(r"\D", "", token) if _THOUSANDS.fullmatch(token) else token
        return (int(plain), 1) if plain.isdigit() and len(plain) < 10 else (0, 1)
    units, tens = _UNITS.get(language, {}), _TENS.get(language, {})
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if token in tens:
        return (tens[token] + units[following], 2) if following in units else (tens[token], 1)
    return (units[token], 1) if token in units else (0, 0)


def find_differing(headline: str, text: str, language: str) -> tuple[str, ...]:
    """What the headline counts and the text counts otherwise: `3 / 4`.

    Only where the text has the same thing counted, and the headline's number nowhere.
    """
    counted = find_counts(text, language)
    values = {value for value, _noun in counted} | {int(digits) for digits in re.findall(r"\d{1,9}", _western(text))}
    found: dict[str, None] = {}
    for value, noun in find_counts(headline, language):
        others = {other for other, same in counted if _is_same(noun, same)}
        if len(others) == 1 and value not in values and value not in _sums(values):
            found[f"{value} / {others.pop()}"] = None
    return tuple(found)


def _sums(values: set[int]) -> set[int]:
    """What two of the numbers make together: three of one crew and two of another are five."""
    few = sorted(values)[:40]
    return {one + other for one in few for other in few}


def find_in_numbers(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """Numbers of the headline that the text contradicts."""
    text = "\n".join([item.standfirst, *read_texts(item.body)])
    if found := find_differing(item.headline, text, item.language):
        yield Finding("numbers-differ", "headline", ", ".join(found))

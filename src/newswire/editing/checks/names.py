"""Names spelled two ways in one story: “Marek Hollan” here, “Marek Holan” there."""

import re
from collections import Counter
from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding, fold, read_fields
from newswire.item.item import Item

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[.!?:;\"“”«»\n]")
_LEAST = 5
_MOST_NAMES = 400
"""Names compared: 80,000 pairs, most of them parted by their first letter."""


def find_names(texts: list[str]) -> Counter[tuple[str, str]]:
    """Two capitalised words in a row, how often; what follows an apostrophe (a Turkish or English ending) is left out.

    Words in capitals throughout and the first of a sentence's own are no help: `The Bank` is no name of a person.
    """
    names: Counter[tuple[str, str]] = Counter()
    for text in texts:
        before = ""
        for raw in _WORD.findall(text):
            word = re.split(r"['’]", raw)[0] if len(re.split(r"['’]", raw)[0]) > 1 else raw
            if before and _is_name(word):
                names[before, word] += 1
            before = word if _is_name(word) and word == raw else ""
    return names


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def find_spelled_twice(texts: list[str]) -> tuple[str, ...]:
    """Pairs of spellings that are likely one name: one half the same, the other a letter or two apart."""
    names = list(find_names(texts))[:_MOST_NAMES]
    by_half: dict[tuple[int, str], list[str]] = {}
    for first, last in names:
        by_half.setdefault((0, first), []).append(last)
        by_half.setdefault((1, last), []).append(first)
    found: dict[str, None] = {}
    for (side, same), others in by_half.items():
        for index, one in enumerate(others):
            for other in others[index + 1 :]:
                if _is_misspelt(one, other):
                    pair = (f"{same} {one}", f"{same} {other}") if side == 0 else (f"{one} {same}", f"{other} {same}")
                    found[" / ".join(pair)] = None
    return tuple(found)


def _is_misspelt(one: str, other: str) -> bool:
    """Whether two words are a slip apart and neither is the other with an ending."""
    short, long = sorted((fold(one), fold(other)), key=len)
    if len(short) < _LEAST or short[0] != long[0] or short == long:
        return False
    apart = distance(short, long, 2)
    if apart > (2 if len(short) > 7 else 1) or _is_inflected(short, long, apart):
        return False
    is_one_letter_another = len(short) == len(long) and sorted(short) != sorted(long)
    return not is_one_letter_another or len(short) > _LEAST


def _is_inflected(short: str, long: str, apart: int) -> bool:
    """Whether the words differ only at their ends: in most of our languages that is grammar, not spelling.

    Where they are two letters `apart` the last two count as the end: Minister and Ministry.
    """
    common = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common >= len(short) - apart


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour; `most` + 1 where more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, previous, row = row, above, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def find_in_names(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """Names spelled two ways anywhere in the story, and in its list of names."""
    texts = [text for several in read_fields(item).values() for text in several]
    texts += [one.name for one in (*item.people, *item.organisations)]
    if found := find_spelled_twice(texts):
        yield Finding("name-spelled-twice", "body", ", ".join(found))

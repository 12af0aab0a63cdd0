"""What changed between two versions of a text: word by word, and paragraph by paragraph."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

MOST_CHANGES = 700
"""Words, or paragraphs, that may go and come; what differs by more is said to be replaced as a whole. The look for the
shortest way takes time with the square of this: 0.3 s here, whatever the texts."""
ALIKE = 0.4
"""Share of words in common from which a paragraph is the old one reworded, and not another one in its place."""

_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c-\u200f"
"""Characters within a word that are no letters: combining marks, Arabic vowel signs, joiners and direction marks."""
_TOKEN = re.compile(rf"(?:\w(?:[\w{_MARKS}]|[.,:'\u2019\u066b\u066c](?=\w))*|\S)\s*|\s+")
"""A word or a sign with the space after it: 1.250,5 and Ankara'da are one word each."""
_HAS_WORD = re.compile(r"\w")

Kind = Literal["same", "removed", "added"]


class Change(msgspec.Struct, frozen=True):
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


class Step(msgspec.Struct, frozen=True):
    """Texts of both versions that stand across from each other: the same ones, or `old` in whose place `new` came."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    is_same: bool


class _Span(msgspec.Struct, frozen=True):
    """A stretch of both sequences: the same in both, or that of one in place of the other's."""

    old: slice
    new: slice
    is_same: bool


def diff_words(old: str, new: str) -> list[Change]:
    """What changed from `old` to `new`, in reading order; in one place what went stands before what came.

    The same and the added texts together are `new` to the letter; the same and the removed ones are `old` but for the
    spaces between words, which are no change.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    changes: list[Change] = []
    for span in _find_spans([one.strip() for one in before], [one.strip() for one in after]):
        if not span.is_same:
            changes.append(Change("removed", "".join(before[span.old])))
        changes.append(Change("same" if span.is_same else "added", "".join(after[span.new])))
    return _join(changes)


def align(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Two sequences of texts, say paragraphs, side by side: what is the same, and what stands in the place of what."""
    return [Step(tuple(old[one.old]), tuple(new[one.new]), one.is_same) for one in _find_spans(old, new)]


def diff_passages(old: Sequence[str], new: Sequence[str]) -> list[list[Change]]:
    """What changed between two sequences of texts: one list of changes for each text that stayed, went or came.

    A text of which `ALIKE` of the words came back in its place is compared word by word.
    """
    passages: list[list[Change]] = []
    for step in align(old, new):
        if step.is_same:
            passages += [[Change("same", text)] for text in step.new]
        else:
            passages += [diff_words(before, after) for before, after in _pair(step)]
    return passages


def _pair(step: Step) -> Iterator[tuple[str, str]]:
    """The texts of a step, each with the one it was made of: in order, empty where it has none."""
    done = 0
    old = [_count(text) for text in step.old]
    for text in step.new:
        words = _count(text)
        made_of = next((at for at in range(done, len(old)) if _likeness(old[at], words) >= ALIKE), -1)
        if made_of < 0:
            yield "", text
            continue
        yield from ((gone, "") for gone in step.old[done:made_of])
        yield step.old[made_of], text
        done = made_of + 1
    yield from ((gone, "") for gone in step.old[done:])


def _count(text: str) -> Counter[str]:
    return Counter(one.strip().casefold() for one in _TOKEN.findall(text))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _find_spans(old: Sequence[str], new: Sequence[str]) -> Iterator[_Span]:
    """The two sequences cut where what is the same begins and ends."""
    start = x = y = 0
    for at, to in _find_pairs(old, new):
        if (at, to) != (x, y):
            if start < x:
                yield _Span(slice(start, x), slice(y - x + start, y), True)
            yield _Span(slice(x, at), slice(y, to), False)
            start = at
        x, y = at + 1, to + 1
    if start < len(old):
        yield _Span(slice(start, len(old)), slice(len(new) - len(old) + start, len(new)), True)


def _find_pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the same text stands in both, in order; and last, where both end."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    yield from ((at, at) for at in range(head))
    yield from ((x + head, y + head) for x, y in _find_way(old[head : ends[0]], new[head : ends[1]]))
    yield from ((ends[0] + at, ends[1] + at) for at in range(tail + 1))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many texts two sequences have in common from their beginnings."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _find_way(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs on the shortest way from `old` to `new` (E. Myers, "An O(ND) difference algorithm and its variations",
    1986); none where it has more than `MOST_CHANGES` steps. Not `difflib`: 2,000 times the same word took it 111 s."""
    reached = {1: 0}
    trail: list[dict[int, int]] = []
    for steps in range(min(len(old) + len(new), MOST_CHANGES) + 1):
        trail.append(reached)
        found: dict[int, int] = {}
        for line in range(-steps, steps + 1, 2):
            x = reached[line + 1] if _is_down(reached, line, steps) else reached[line - 1] + 1
            while x < len(old) and x - line < len(new) and old[x] == new[x - line]:
                x += 1
            found[line] = x
            if (x, x - line) == (len(old), len(new)):
                return _walk_back(trail, len(old), len(new))
        reached = found
    return []


def _is_down(reached: dict[int, int], line: int, steps: int) -> bool:
    """Whether the furthest way onto this diagonal comes from the one above it: a text of `new` is added."""
    return line == -steps or (line != steps and reached[line - 1] < reached[line + 1])


def _walk_back(trail: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """The pairs on the way that ends at (x, y), in order."""
    pairs: list[tuple[int, int]] = []
    for steps in range(len(trail) - 1, -1, -1):
        before = x - y + (1 if _is_down(trail[steps], x - y, steps) else -1)
        at = trail[steps][before]
        while x > at and y > at - before:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = at, at - before
    return pairs[::-1]


def _join(changes: Iterable[Change]) -> list[Change]:
    """The changes without empty ones, neighbours of a kind as one; what is alike between two changes but holds no word
    belongs to both, so that a reworded clause is not shredded at its commas."""
    joined: list[Change] = []
    same, gone, come = "", "", ""
    for one in changes:
        if one.kind != "same":
            if gone or come:
                gone, come = gone + same, come + same
            elif same:
                joined.append(Change("same", same))
            same = ""
            gone += one.text if one.kind == "removed" else ""
            come += one.text if one.kind == "added" else ""
        else:
            same += one.text
            if _HAS_WORD.search(same):
                joined += _write(gone, come)
                gone, come = "", ""
    return [*joined, *_write(gone, come), *([Change("same", same)] if same else [])]


def _write(gone: str, come: str) -> Iterator[Change]:
    if gone:
        yield Change("removed", gone)
    if come:
        yield Change("added", come)

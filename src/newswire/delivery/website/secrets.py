"""What readers of the public website may never see, as runs of words to look for on its pages.

A text is found by seven words of it in a row, or whole where it is shorter: markup, quotation marks and capitals do not
hide it. Four words are the least: fewer stand in other texts by chance.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

LONG = 7
SHORT = 4
_WORD = re.compile(r"[^\W_]+")
Run = tuple[str, ...]


class Leak(msgspec.Struct, frozen=True):
    """A secret found where it must not be: of which story, what it is (`full text`, `note to editors` …), its words."""

    guid: str
    what: str
    words: str


class Secrets:
    """Texts that must not be public, and what of them is public all the same because a page rightly says it."""

    def __init__(self) -> None:
        self._runs: dict[Run, tuple[str, str]] = {}
        self._lengths: set[int] = set()
        self._open: list[Run] = []

    def __len__(self) -> int:
        return len(self._runs)

    def add(self, guid: str, what: str, text: str) -> None:
        """Keeps a text from the public; one of fewer than four words cannot be looked for."""
        words = split_words(text)
        length = min(len(words), LONG)
        if length >= SHORT:
            self._lengths.add(length)
            for run in _cut(words, length):
                self._runs.setdefault(run, (guid, what))

    def allow(self, texts: Iterable[str]) -> None:
        """Takes what stands in these public texts out of the secrets, whatever story they are of."""
        self._open.extend(map(tuple, map(split_words, texts)))

    def close(self) -> None:
        """Call when all is added and allowed."""
        for words in self._open:
            for length in self._lengths:
                for run in _cut(words, length):
                    self._runs.pop(run, None)
        self._open.clear()

    def find(self, text: str) -> list[Leak]:
        """The secrets that stand in `text`, each story and kind once."""
        words = split_words(text)
        found: dict[tuple[str, str], Leak] = {}
        for length in sorted(self._lengths):
            for run in _cut(words, length):
                if (whose := self._runs.get(run)) and whose not in found:
                    found[whose] = Leak(*whose, " ".join(run))
        return list(found.values())


def split_words(text: str) -> list[str]:
    """The words of `text` in small letters, without anything that stands between them."""
    return _WORD.findall(text.replace("İ", "i").lower())


def _cut(words: list[str] | Run, length: int) -> Iterator[Run]:
    return zip(*(words[start:] for start in range(length)), strict=False)

"""The print of a text, by which nearly equal texts find each other without being compared: MinHash with bands."""

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from newswire.editing.checks.finding import Circumstances, Finding, fold
from newswire.item.body import read_texts
from newswire.item.item import Item

_WORD = re.compile(r"\w+")
SHINGLE = 4
"""Words taken together."""
LEAST_WORDS = 30
BANDS, ROWS = 16, 4
"""Two texts that share 70 % of their shingles have a band in common with a chance of 98.8 %, at 30 % of 12 %."""
CLOSE = 0.6
"""The share of shingles from which on a text is another one again."""

_random = np.random.default_rng(64)
_FACTORS = _random.integers(1, 2**62, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 2**62, BANDS * ROWS, dtype=np.uint64)


def make_print(item: Item) -> tuple[int, ...]:
    """64 numbers below 2**31; how many two texts have alike says how many shingles they share. A short one has none."""
    words = _WORD.findall(fold(" ".join([item.standfirst, *read_texts(item.body)])))
    if len(words) < LEAST_WORDS:
        return ()
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    hashes = np.array([zlib.crc32(one.encode()) for one in shingles], dtype=np.uint64)
    mixed = (hashes[:, None] * _FACTORS + _SHIFTS) >> np.uint64(33)
    return tuple(int(one) for one in mixed.min(axis=0))


def make_bands(print_: Sequence[int]) -> list[int]:
    """What is looked up: one signed 64-bit number a band."""
    bands = []
    for band in range(len(print_) // ROWS):
        rows = print_[band * ROWS : (band + 1) * ROWS]
        text = f"{band}:{rows}".encode()
        bands.append((zlib.crc32(text) << 31 | zlib.crc32(text[::-1]) & 0x7FFFFFFF) - 2**62)
    return bands


def read_likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of shingles two texts have in common, from their prints: 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def find_in_prints(_item: Item, about: Circumstances) -> Iterator[Finding]:
    """Another story with nearly this text."""
    if about.twin:
        yield Finding("near-duplicate", "body", about.twin)

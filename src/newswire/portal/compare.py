"""Two versions of a story side by side in one text: what was added and what was removed, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from newswire.item.body import Block, Crosshead, ListBlock, Paragraph, Quote, Table
from newswire.item.item import Item

Change = Literal["same", "added", "removed"]
MOST_PAIRS = 1_000_000
"""Words before times words after of a stretch that is compared word by word (0.3 s); a longer one is old, then new."""
_WORD = re.compile(r"\S+")
_END = "\N{PILCROW SIGN}\N{LINE SEPARATOR}"
"""Where a paragraph ends: no word of a text, because words have no separators in them."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of words that stood there before and after, came, or went."""

    change: Change
    text: str


class Passage(msgspec.Struct, frozen=True):
    """A paragraph, or another piece of a story that is read as one: its words, old and new together, in order."""

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return all(piece.change == "same" for piece in self.pieces)


class Comparison(msgspec.Struct, frozen=True):
    """What changed between two versions: headline, standfirst, signature and body, and how many words came and went.

    `added_media` and `removed_media` count pictures, films and graphics.
    """

    headline: Passage
    standfirst: Passage
    signature: Passage
    body: tuple[Passage, ...]
    added: int
    removed: int
    added_media: int = 0
    removed_media: int = 0

    @property
    def is_same(self) -> bool:
        """Whether no word and no file differs."""
        return not (self.added or self.removed or self.added_media or self.removed_media)


def compare_items(before: Item, after: Item) -> Comparison:
    """What changed from `before` to `after`: two versions as one subscription may read them."""
    headline = compare_lines(before.headline, after.headline)
    standfirst = compare_lines(before.standfirst, after.standfirst)
    signature = compare_lines(_sign(before), _sign(after))
    body = tuple(compare_bodies(_read_lines(before.body), _read_lines(after.body)))
    passages = (headline, standfirst, signature, *body)
    old, new = ({media.id for media in item.media} for item in (before, after))
    return Comparison(
        headline=headline,
        standfirst=standfirst,
        signature=signature,
        body=body,
        added=_count(passages, "added"),
        removed=_count(passages, "removed"),
        added_media=len(new - old),
        removed_media=len(old - new),
    )


def compare_lines(before: str, after: str) -> Passage:
    """One line with its changed words."""
    return Passage(tuple(_pair_words(_WORD.findall(before), _WORD.findall(after))))


def compare_bodies(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """The paragraphs in order: those that are alike are not looked into, what stands between them word by word."""
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield from (Passage((Piece("same", line),)) for line in before[i1:i2])
        else:
            yield from _compare_stretch(before[i1:i2], after[j1:j2])


def _compare_stretch(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    old, new = _take_apart(before), _take_apart(after)
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Passage((Piece("removed", line),)) for line in before)
        yield from (Passage((Piece("added", line),)) for line in after)
        return
    passage: list[Piece] = []
    for piece in _pair_words(old, new):
        first, *others = piece.text.split(_END)
        passage += _make_pieces(piece.change, first)
        for text in others:
            if passage:
                yield Passage(tuple(passage))
            passage = _make_pieces(piece.change, text)
    if passage:
        yield Passage(tuple(passage))


def _pair_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    # without autojunk: its guess that frequent words do not matter makes diffs of long texts wrong
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            yield Piece("same", " ".join(old[i1:i2]))
            continue
        if i1 < i2:
            yield Piece("removed", " ".join(old[i1:i2]))
        if j1 < j2:
            yield Piece("added", " ".join(new[j1:j2]))


def _make_pieces(change: Change, text: str) -> list[Piece]:
    return [Piece(change, text.strip())] if text.strip() else []


def _take_apart(lines: Sequence[str]) -> list[str]:
    """The words of the lines, with a mark at the end of each line but the last."""
    words = [word for line in lines for word in (*_WORD.findall(line), _END)]
    return words[:-1]


def _read_lines(blocks: Sequence[Block]) -> list[str]:
    return [line for block in blocks for line in _read_block(block) if line.strip()]


def _read_block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph | Crosshead):
        yield block.text
    elif isinstance(block, Quote):
        yield f"{block.text} {block.attribution}"
    elif isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Table):
        yield block.caption
        yield from (" | ".join(row) for row in block.rows)


def _sign(item: Item) -> str:
    place = (item.dateline.text or item.dateline.place) if item.dateline else ""
    return f"{item.byline} {place}"


def _count(passages: Sequence[Passage], change: Change) -> int:
    return sum(len(_WORD.findall(piece.text)) for one in passages for piece in one.pieces if piece.change == change)

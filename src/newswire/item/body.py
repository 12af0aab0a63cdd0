"""The body of a story: a sequence of blocks, each plain text with marks, so that no format leaks into it."""

from collections.abc import Iterable
from typing import Literal

import msgspec


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Emphasis or a link over characters `start` (included) to `end` (excluded) of a block's text."""

    start: int
    end: int
    kind: Literal["link", "emphasis", "strong"]
    href: str = ""


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, tag="paragraph", tag_field="block"):
    """A paragraph."""

    text: str
    marks: tuple[Mark, ...] = ()


class Crosshead(msgspec.Struct, frozen=True, omit_defaults=True, tag="crosshead", tag_field="block"):
    """A short heading inside the story."""

    text: str


class Quote(msgspec.Struct, frozen=True, omit_defaults=True, tag="quote", tag_field="block"):
    """A quotation set off from the text, with who said it where that is known."""

    text: str
    attribution: str = ""
    marks: tuple[Mark, ...] = ()


class ListBlock(msgspec.Struct, frozen=True, omit_defaults=True, tag="list", tag_field="block"):
    """A list, ordered or not."""

    items: tuple[str, ...]
    ordered: bool = False


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table", tag_field="block"):
    """A table; the first row is its head where `has_head` says so."""

    rows: tuple[tuple[str, ...], ...]
    has_head: bool = False
    caption: str = ""


class Embed(msgspec.Struct, frozen=True, omit_defaults=True, tag="embed", tag_field="block"):
    """A place in the text for one of the item's media, by its id."""

    media_id: str


WebBlock = Paragraph | Crosshead | Quote
"""What a public version is made of."""

Block = Paragraph | Crosshead | Quote | ListBlock | Table | Embed


def read_texts(blocks: Iterable[Block]) -> list[str]:
    """The plain texts of a body in reading order: one string a paragraph, crosshead, quote, list entry or table row."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Crosshead | Quote):
            texts.append(block.text)
        elif isinstance(block, ListBlock):
            texts.extend(block.items)
        elif isinstance(block, Table):
            texts.extend(" ".join(row) for row in block.rows)
    return texts

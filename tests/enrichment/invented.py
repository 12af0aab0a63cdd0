"""Invented stories in all languages, marked by hand: where sentences end, which of them cannot stand alone.

A story is a text file: `# ` the headline, `## ` a crosshead, `- ` an entry of a list, an empty line between paragraphs,
else one sentence a line. `~ ` marks a sentence that leans on the one before it, `& ` one that a quotation ties to it.
"""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from newswire.item.body import Block, Crosshead, ListBlock, Paragraph
from newswire.item.item import Item

STORIES = Path(__file__).parent / "stories"


class Sentence(msgspec.Struct, frozen=True):
    """A sentence and what its mark says."""

    text: str
    leans: bool
    is_tied: bool


class Invented(msgspec.Struct, frozen=True):
    """A story as an item, and its paragraphs as sentences."""

    item: Item
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def sentences(self) -> list[Sentence]:
        """All of them in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


def read_invented(language: str) -> Invented:
    """The story in that language."""
    groups = (STORIES / f"{language}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    body: list[Block] = []
    paragraphs: list[tuple[Sentence, ...]] = []
    for group in groups[1:]:
        lines = group.splitlines()
        if group.startswith("## "):
            body.append(Crosshead(group[3:]))
        elif group.startswith("- "):
            body.append(ListBlock(tuple(line[2:] for line in lines)))
        else:
            paragraphs.append(tuple(_read_sentence(line) for line in lines))
            body.append(Paragraph(" ".join(sentence.text for sentence in paragraphs[-1])))
    item = Item(
        guid=f"urn:newsml:test.example:20261127:summary-{language}",
        type="text",
        language=language,
        headline=groups[0].removeprefix("# "),
        first_created=datetime(2026, 11, 27, tzinfo=UTC),
        body=tuple(body),
    )
    return Invented(item, tuple(paragraphs))


def _read_sentence(line: str) -> Sentence:
    mark = line[:2] if line[:2] in ("~ ", "& ") else ""
    return Sentence(line.removeprefix(mark), mark == "~ ", mark == "& ")

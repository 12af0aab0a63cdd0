"""Running text with marks: collects pieces in reading order, collapses white space as HTML does, keeps the marks."""

import re
from typing import Literal

import msgspec

from newswire.item.body import Mark

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)

MarkKind = Literal["link", "emphasis", "strong"]


class Style(msgspec.Struct, frozen=True):
    """A mark that is open while its element is read."""

    kind: MarkKind
    href: str = ""


class Run(msgspec.Struct, frozen=True):
    """One paragraph's worth of text with its marks."""

    text: str
    marks: tuple[Mark, ...]


def collapse(text: str) -> str:
    """`text` with every run of white space as one space and none at its ends."""
    return _SPACE.sub(" ", text).strip(" ")


def link_style(href: str) -> Style | None:
    """The style of a link, None where the address is not one to hand on (`javascript:`, relative, empty)."""
    href = href.strip()
    return Style("link", href) if _LINK.fullmatch(href) else None


class Runs:
    """Builds runs from pieces of text; two line breaks in a row or `close` end a run."""

    def __init__(self) -> None:
        self.done: list[Run] = []
        self._text = ""
        self._marks: list[Mark] = []
        self._breaks = 0

    def add(self, text: str, styles: tuple[Style, ...]) -> None:
        """Append a piece of text that stands under `styles`, the outermost first."""
        piece = _SPACE.sub(" ", text)
        if not self._text or self._text.endswith(" "):
            piece = piece.removeprefix(" ")
        if not piece:
            return
        if piece != " ":
            self._breaks = 0
        start = len(self._text)
        self._text += piece
        for style in styles:
            self._mark(start, len(self._text), style)

    def break_line(self) -> None:
        """A line break: a space, or the end of the run where it is the second in a row."""
        self.add(" ", ())
        self._breaks += 1
        if self._breaks > 1:
            self.close()

    def close(self) -> None:
        """End the current run; one without text is dropped."""
        text = self._text.rstrip(" ")
        if text:
            marks = (Mark(one.start, min(one.end, len(text)), one.kind, one.href) for one in self._marks)
            self.done.append(Run(text, tuple(one for one in marks if one.start < one.end)))
        self._text, self._marks, self._breaks = "", [], 0

    def _mark(self, start: int, end: int, style: Style) -> None:
        for index, one in enumerate(self._marks):
            if one.end == start and (one.kind, one.href) == (style.kind, style.href):
                self._marks[index] = Mark(one.start, end, one.kind, one.href)
                return
        self._marks.append(Mark(start, end, style.kind, style.href))

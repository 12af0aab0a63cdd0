"""The text of a page as numbered lines: decoded, white space trimmed, furniture taken out."""

import codecs
from collections.abc import Iterator

import msgspec

from newswire.formats.webpage.furniture import is_notice, is_related_head, is_share_line
from newswire.kit.errors import FormatError


class Line(msgspec.Struct, frozen=True):
    """A line with text: its number in the file from 1, and how many empty lines stand before and after it."""

    number: int
    text: str
    before: int
    after: int


def decode(content: bytes) -> str:
    """The page's text: UTF-8, or UTF-16 where a byte order mark says so. Raises FormatError at the first wrong byte."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError("the text is not UTF-8; save it as UTF-8 and try again", line) from error
    if "\0" in text:
        raise FormatError("this is not text", text[: text.index("\0")].count("\n") + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def story_lines(text: str) -> list[Line]:
    """The lines of the story without the page's furniture, in order."""
    return list(_measure(list(_keep(text))))


def _keep(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines, empty ones included, up to the related topics; share lines and notices are left out."""
    seen = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip().strip("\u200e\u200f\u00a0\ufeff ")
        if seen > 2 and is_related_head(line):
            return
        if line and (is_share_line(line) or is_notice(line)):
            continue
        seen += bool(line)
        yield number, line


def _measure(numbered: list[tuple[int, str]]) -> Iterator[Line]:
    filled = [index for index, (_, line) in enumerate(numbered) if line]
    for position, index in enumerate(filled):
        previous = filled[position - 1] if position else -1
        following = filled[position + 1] if position + 1 < len(filled) else len(numbered)
        number, line = numbered[index]
        yield Line(number, line, index - previous - 1, following - index - 1)

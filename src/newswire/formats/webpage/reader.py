"""A story's web page as a reader copies it into a text file: one page, one Item.

From the top: sections, headline, standfirst, `Byline | date`, picture caption, then paragraphs and crossheads.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from newswire.formats.filing import subjects_of
from newswire.formats.identity import stable_guid, stable_key
from newswire.formats.options import ReadOptions
from newswire.formats.webpage.dates import find_date
from newswire.formats.webpage.language import detect_language
from newswire.formats.webpage.lines import Line, decode, story_lines
from newswire.item.body import Block, Crosshead, Paragraph
from newswire.item.item import AltId, Item
from newswire.item.vocabulary.sections import find_section
from newswire.kit.errors import FormatError

_CLOSING = ".!?…:;,؟؛،۔"
_QUOTES = "\"'”’»)]“‘« "
_CREDIT = re.compile(r"\((?:[^()]*/)?\s*[A-Z]{2,6}\s*\)|\bphoto\b|\bfoto(?:ğraf)?\b|©", re.IGNORECASE)
_SEPARATORS = " \u00a0|-–—,·•"
_BY = re.compile(r"(?:by|par|por|от)\s", re.IGNORECASE)
_LONGEST_HEAD = 8
_LONGEST_CROSSHEAD = 90
_LONGEST_BYLINE = 80
_LONGEST_TAIL = 60
"""Behind the date: a time of day, “Update: 15.01.2020 10:20”."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the body; `rest` is the number of lines it takes."""

    sections: tuple[str, ...]
    keywords: tuple[str, ...]
    headline: str
    standfirst: str
    byline: str
    day: date | None
    rest: int


def read(content: bytes, options: ReadOptions) -> Iterator[Item | FormatError]:
    """The story on the page. Its date is midnight UTC of the day printed, `options.now` where none is.

    Raises FormatError, with the line, for a page without a headline or without text. A caption that is not the headline
    again is kept as `extra["caption"]`: there is no picture here that it could stand under.
    """
    lines = story_lines(decode(content))
    if not lines:
        raise FormatError("the page is empty: there is no story in it", 1)
    head = _read_head(lines)
    body_lines, caption = _take_caption(lines[head.rest :], head)
    body = tuple(_read_body(body_lines))
    if not body and not head.standfirst:
        raise FormatError("there is a headline and nothing under it", lines[-1].number)
    yield _to_item(head, body, caption, options)


def looks_like_page(content: bytes) -> bool:
    """Whether a text begins like a story's page: with a line of sections, or with a dated byline after a few lines.

    A text that cannot be decoded may be one: `read` then says what is wrong with it.
    """
    try:
        lines = story_lines(decode(content))
    except FormatError:
        return True
    return not lines or bool(_split_sections(lines)[0]) or _find_byline(lines) is not None


def _to_item(head: Head, body: tuple[Block, ...], caption: str, options: ReadOptions) -> Item:
    text = " ".join([head.headline, head.standfirst, *(block.text for block in body if isinstance(block, Paragraph))])
    language = detect_language(text, options.language or "en")
    key = stable_key(options.authority, head.headline, head.day.isoformat() if head.day else "")
    return Item(
        guid=stable_guid(options.authority, head.day, key),
        type="text",
        language=language,
        headline=head.headline,
        first_created=datetime.combine(head.day, time(), UTC) if head.day else options.now,
        standfirst=head.standfirst,
        byline=head.byline,
        sections=head.sections,
        subjects=subjects_of(head.sections, language),
        keywords=head.keywords,
        body=body,
        provider=options.provider,
        alt_ids=(AltId("source", f"webpage:{key}"),),
        extra={"caption": caption} if caption else {},
    )


def _read_head(lines: Sequence[Line]) -> Head:
    """The head down to the line with the date; without such a line, as far as it can be told from the body."""
    found = _find_byline(lines)
    if found is None:
        return _undated_head(lines)
    index, day, byline = found
    above = list(lines[:index])
    if not byline and len(above) > 2 and _is_name_line(above[-1], lines[index]):
        byline = above.pop().text
    return _head(above, lines[index], byline, day, index + 1)


def _find_byline(lines: Sequence[Line]) -> tuple[int, date, str] | None:
    """The index of the line with the date, the date, and the name before it; None where no early line is one."""
    for index, line in enumerate(lines[:_LONGEST_HEAD]):
        found = find_date(line.text)
        if found is None:
            continue
        lead = line.text[: found.start]
        if _is_byline(lead, line.text[found.end :]):
            return index, found.day, lead.strip(_SEPARATORS)
    return None


def _is_byline(lead: str, tail: str) -> bool:
    """Whether a line with a date is the byline: little follows the date, and before it stands nothing, or a name

    with a separator after it, or one with a “by” before it. A headline or a paragraph that names a date is neither.
    """
    if len(lead) > _LONGEST_BYLINE or len(tail) > _LONGEST_TAIL or _ends_sentence(tail):
        return False
    return not lead.strip() or lead.rstrip().endswith(tuple(_SEPARATORS.strip())) or _BY.match(lead) is not None


def _is_name_line(line: Line, date_line: Line) -> bool:
    return date_line.before == 0 and len(line.text.split()) <= 5 and not _ends_sentence(line.text)


def _head(above: Sequence[Line], date_line: Line, byline: str, day: date, rest: int) -> Head:
    sections, keywords, above = _split_sections(above)
    if not above:
        raise FormatError("there is no headline above the byline", date_line.number)
    standfirst = " ".join(line.text for line in above[1:])
    return Head(
        sections=sections, keywords=keywords, headline=above[0].text, standfirst=standfirst,
        byline=byline, day=day, rest=rest,
    )  # fmt: skip


def _undated_head(lines: Sequence[Line]) -> Head:
    """Sections where they are, the headline, and a standfirst only where it does not read like a first paragraph."""
    sections, keywords, others = _split_sections(lines)
    rest = len(lines) - len(others) + 1
    standfirst = ""
    if len(others) > 2 and not _ends_sentence(others[1].text) and not _is_crosshead(others[1], others[0], others[2]):
        standfirst = others[1].text
        rest += 1
    return Head(
        sections=sections, keywords=keywords, headline=others[0].text, standfirst=standfirst,
        byline="", day=None, rest=rest,
    )  # fmt: skip


def _split_sections(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...], Sequence[Line]]:
    """Section codes, names on the sections line that are no section of ours, and the lines after it."""
    if len(lines) < 2:
        return (), (), lines
    names = [name.strip() for name in re.split(r"[,،|›>]", lines[0].text) if name.strip()]
    known = {name: code for name in names if (code := find_section(name))}
    if not known or any(len(name.split()) > 3 for name in names) or _ends_sentence(lines[0].text):
        return (), (), lines
    return tuple(dict.fromkeys(known.values())), tuple(name for name in names if name not in known), lines[1:]


def _take_caption(lines: Sequence[Line], head: Head) -> tuple[Sequence[Line], str]:
    """The lines after the caption, and the caption where it says something of its own.

    A caption stands right under the byline, where the picture was. To lose a first paragraph would be worse than to
    keep a caption as one, so it must repeat the headline, or carry a credit, or not end like a sentence.
    """
    if not lines:
        return lines, ""
    first = lines[0]
    if first.text == head.headline:
        return lines[1:], ""
    alone = first.before == 0 and first.after > 0 and len(lines) > 1 and head.day is not None
    if alone and (first.after > 1 or _CREDIT.search(first.text) or not _ends_sentence(first.text)):
        return lines[1:], first.text
    return lines, ""


def _read_body(lines: Sequence[Line]) -> Iterator[Block]:
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        yield Crosshead(line.text) if _is_crosshead(line, before, after) else Paragraph(line.text)


def _is_crosshead(line: Line, before: Line | None, after: Line | None) -> bool:
    """A short line without closing punctuation between two paragraphs; several in a row are a list or a table."""
    if before is None or after is None or len(line.text) > _LONGEST_CROSSHEAD or _ends_sentence(line.text):
        return False
    return _ends_sentence(before.text) and (_ends_sentence(after.text) or len(after.text) > _LONGEST_CROSSHEAD)


def _ends_sentence(text: str) -> bool:
    """Whether the last character that is no quote or bracket closes a sentence or a clause."""
    return text.rstrip(_QUOTES).endswith(tuple(_CLOSING))

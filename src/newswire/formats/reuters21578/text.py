"""The running text of 1987: hard-wrapped lines to paragraphs, the dateline, the foot, the header's slug, the date."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from newswire.item.body import Paragraph
from newswire.item.item import Dateline

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_STAMP = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})\s+\d*?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?")
_DATELINE = re.compile(
    r"(?P<place>[A-Za-z][^\d]*[^\s\d,])\s*(?:,\s*|\s+)(?:(?P<month>[A-Za-z]{3,9})\.?,?\s*(?P<day>\d{1,2})|(?P<d>\d{1,2})\s+(?P<m>[A-Za-z]{3,9}))"
    r"\s*,?(?:\s*Reuter)?$"
)
_DASH = re.compile(r"\s-+(?=\s)|\s*-+\s*$")
_FOOT = re.compile(
    r"\s*-*\s*(?:reuters?|reute|reuiter|reueter|ruter|more)[.\s]*(?:\^M|\d|[A-Z]{1,3})?\s*", re.IGNORECASE
)
_GLUED_FOOT = re.compile(r"(?<=[.!?\"])\s+REUTERS?[\d:/A-Z]*\s*$")
_SLUG = re.compile(r"^[a-z]{1,2} [a-z] (\S.*?)(?:\s{2,}.*)?$", re.MULTILINE)


def read_date(text: str) -> datetime | None:
    """`26-FEB-1987 15:01:01.79` as a moment; the source names no zone, so it is taken as UTC.

    Junk before and after is passed over, and of an hour with too many digits (`605:12:19.12`, once) the last two count.
    """
    found = _STAMP.search(text)
    if found is None or found.group(2) not in _MONTHS:
        return None
    day, month, year, hour, minute, second, fraction = found.groups()
    try:
        return datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second),
            int((fraction or "0").ljust(6, "0")), UTC,
        )  # fmt: skip
    except ValueError:
        return None


def split_dateline(text: str, written: datetime) -> tuple[Dateline | None, str]:
    """`SALVADOR, Feb 26 -` as place and date, the year being that of `written`, and what of `text` belongs to the body:

    all of it where it is no dateline, what follows the first dash where the source took too much.
    """
    dash = _DASH.search(text)
    line = " ".join(text[: dash.start() if dash else None].split()).lstrip("* ")
    found = _DATELINE.match(line)
    month = (found["month"] or found["m"])[:3].upper() if found else ""
    if found is None or month not in _MONTHS:
        return None, text
    day = _nearest(_MONTHS.index(month) + 1, int(found["day"] or found["d"]), written.date())
    if day is None:
        return None, text
    rest = text[dash.end() :].lstrip() if dash else ""
    return Dateline(_place_case(found["place"].strip(" ,")), day, line), rest


def _nearest(month: int, day: int, written: date) -> date | None:
    """That day in the year of writing, or the year before where it would lie in the future."""
    try:
        same = date(written.year, month, day)
        return same if same <= written + timedelta(days=31) else date(written.year - 1, month, day)
    except ValueError:
        return None


def _place_case(place: str) -> str:
    """SAN JOSE, Calif. and san jose as San Jose (, Calif.); abbreviations with full stops (N.Y.) stay."""
    if place.islower():
        place = place.upper()
    return " ".join(
        "-".join(part.capitalize() for part in word.split("-")) if word.isupper() and "." not in word[:-1] else word
        for word in place.split()
    )


def read_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Lines joined to paragraphs: an indented line or one after an empty line begins a new one.

    So a row of a table is a paragraph of its own, and its columns stay apart as they were. The foot (`Reuter`, `More`)
    is taken off.
    """
    return tuple(Paragraph(" ".join(lines)) for lines in _gather(_strip_foot(text)))


def _strip_foot(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and (not lines[-1] or _FOOT.fullmatch(lines[-1])):
        lines.pop()
    if lines:
        lines[-1] = _GLUED_FOOT.sub("", lines[-1])
    return lines


def _gather(lines: list[str]) -> Iterator[list[str]]:
    current: list[str] = []
    for line in lines:
        if current and (not line or line.startswith(" ")):
            yield current
            current = []
        if line:
            current.append(line.strip())
    if current:
        yield current


def read_slug(header: str) -> str:
    """`BC-BAHIA-COCOA-REVIEW` from `u f BC-BAHIA-COCOA-REVIEW   02-26 0105`, the last line of a header; else empty."""
    found = _SLUG.search(header)
    return found.group(1).strip() if found else ""

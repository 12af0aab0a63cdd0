"""IPTC-IIM 4.2, records 1 and 2, as they stand in a picture's APP13 segment."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from newswire.media.description import Description, tidy
from newswire.media.segments import PHOTOSHOP_HEAD

IPTC_RESOURCE = 0x0404
_UTF8 = b"\x1b%G"
_TEXTS = {
    105: ("headline", 256), 120: ("caption", 2000), 110: ("credit", 32), 80: ("creator", 32),
    116: ("copyright_notice", 128), 40: ("usage_terms", 256), 90: ("city", 32), 101: ("country", 64),
    103: ("guid", 32),
}  # fmt: skip
"""Data sets of record 2 (section 6) that are a single text, with the octets each may have."""
_TITLE, _KEYWORD, _DATE, _TIME = 5, 25, 55, 60
_MOST_KEYWORDS = 200
_DATED = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIMED = re.compile(r"(\d\d)(\d\d)(\d\d)(?:([+-])(\d\d)(\d\d))?")


def read_iim(content: bytes) -> Description:
    """What the data sets say. Texts are UTF-8 where 1:90 says so or they can be read as it, else Turkish Windows (which
    is Latin-1 but for six Turkish letters). ValueError where the record is cut short."""
    sets = list(_read_sets(content))
    found: dict[str, str] = {}
    keywords: list[str] = []
    day = time = title = ""
    for record, number, value in sets:
        if record != 2:
            continue
        text = tidy(_decode(value))
        if number in _TEXTS and text:
            found.setdefault(_TEXTS[number][0], text)
        elif number == _KEYWORD and text:
            keywords.append(text)
        elif number == _DATE:
            day = text
        elif number == _TIME:
            time = text
        elif number == _TITLE:
            title = text
    if title:
        found.setdefault("headline", title)
    return Description(**found, keywords=tuple(dict.fromkeys(keywords)), taken_at=_read_moment(day, time))  # type: ignore[arg-type]


def write_iim(said: Description) -> bytes:
    """The data sets for `said`, in UTF-8; a text longer than its data set may be is cut between two letters."""
    parts = [_set(1, 0, b"\0\4"), _set(1, 90, _UTF8), _set(2, 0, b"\0\4")]
    if said.headline:
        parts.append(_set(2, _TITLE, _cut(said.headline, 64)))
    for keyword in said.keywords[:_MOST_KEYWORDS]:
        parts.append(_set(2, _KEYWORD, _cut(keyword, 64)))
    if said.taken_at:
        moment = said.taken_at.astimezone(UTC)
        parts += [_set(2, _DATE, f"{moment:%Y%m%d}".encode()), _set(2, _TIME, f"{moment:%H%M%S}+0000".encode())]
    for number, (name, most) in sorted(_TEXTS.items()):
        text = getattr(said, name)
        if name == "guid":
            text = text.rpartition(":")[2]  # a whole URN is longer than the data set; XMP carries it
        if text:
            parts.append(_set(2, number, _cut(text, most)))
    return b"".join(parts)


def wrap_photoshop(iim: bytes) -> bytes:
    """The content of an APP13 segment with `iim` as its only resource."""
    padding = b"\0" * (len(iim) % 2)
    head = b"8BIM" + IPTC_RESOURCE.to_bytes(2, "big") + b"\0\0"
    return PHOTOSHOP_HEAD + head + len(iim).to_bytes(4, "big") + iim + padding


def _read_sets(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at < len(content):
        if content[at] != 0x1C:
            if content[at:].strip(b"\0"):
                raise ValueError("an IPTC data set does not begin where the one before ends")
            return
        if at + 5 > len(content):
            raise ValueError("the IPTC record is cut short")
        size = int.from_bytes(content[at + 3 : at + 5], "big")
        start = at + 5
        if size & 0x8000:  # the length of the length: an extended data set (1.5)
            count = size & 0x7FFF
            size = int.from_bytes(content[start : start + count], "big")
            start += count
        if start + size > len(content):
            raise ValueError("the IPTC record is cut short")
        yield content[at + 1], content[at + 2], content[start : start + size]
        at = start + size


def _decode(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1254", "replace")


def _read_moment(day: str, time: str) -> datetime | None:
    date, clock = _DATED.match(day), _TIMED.match(time)
    if date is None:
        return None
    zone = f"{clock[4]}{clock[5]}:{clock[6]}" if clock and clock[4] else "+00:00"
    hours = f"{clock[1]}:{clock[2]}:{clock[3]}" if clock else "00:00:00"
    try:
        return datetime.fromisoformat(f"{date[1]}-{date[2]}-{date[3]}T{hours}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _set(record: int, number: int, value: bytes) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


def _cut(text: str, most: int) -> bytes:
    return text.encode()[:most].decode(errors="ignore").encode()

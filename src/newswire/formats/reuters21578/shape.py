"""Reuters-21578 on the wire: SGML as its README describes it (section VI), which no XML parser reads."""

import re
from collections.abc import Iterator

import msgspec

from newswire.kit.errors import FormatError

_ENTITY = re.compile(r"&(?:#(\d{1,3})|(lt|gt|amp));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&"}
_OPEN, _CLOSE = b"<REUTERS", b"</REUTERS>"
_ATTRIBUTE = re.compile(r'([A-Z]+)="([^"]*)"')
_ENTRY = re.compile(r"<D>(.*?)</D>", re.DOTALL)
_UNKNOWN = re.compile(r"<UNKNOWN>(.*?)</UNKNOWN>", re.DOTALL)
_TEXT = re.compile(r'<TEXT(?:\s+TYPE="([A-Z]*)")?[^>]*>(.*)</TEXT>', re.DOTALL)
_INNER_TAG = re.compile(r"</?(?:TITLE|AUTHOR|DATELINE|BODY)>")


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One REUTERS element as it stands in the file. `line` counts from 1; `text_type` is NORM, BRIEF or UNPROC.

    Texts are decoded (entities resolved, control characters gone) and keep their line breaks and indentation;
    `between` is what stands in TEXT outside its elements; `running` is all of TEXT after the title, tags taken out.
    """

    line: int
    new_id: str
    date: str
    header: str
    text_type: str
    title: str
    author: str
    dateline: str
    body: str
    between: str
    running: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    exchanges: tuple[str, ...]


def read_stories(content: bytes) -> Iterator[Story | FormatError]:
    """The stories of one `.sgm` file (Latin-1), one at a time; a broken one is an error and does not hurt the next."""
    line = 1
    position = 0
    start = content.find(_OPEN)
    while start >= 0:
        line += content.count(b"\n", position, start)
        position = start
        following = content.find(_OPEN, start + len(_OPEN))
        end = content.find(_CLOSE, start, following if following >= 0 else len(content))
        if end < 0:
            yield FormatError("the story is cut off: there is no </REUTERS> before the next one", line)
        else:
            yield _read_story(content[start:end].decode("latin-1"), line)
        start = following


def _read_story(source: str, line: int) -> Story | FormatError:
    attributes = dict(_ATTRIBUTE.findall(source[: source.find(">")]))
    text = _TEXT.search(source)
    if "NEWID" not in attributes or text is None:
        missing = "TEXT element" if "NEWID" in attributes else "NEWID"
        return FormatError(f"the story has no {missing}", line)
    inner = text.group(2)
    after_title = inner.partition("</TITLE>")[2] if "</TITLE>" in inner else inner
    return Story(
        line=line,
        new_id=attributes["NEWID"],
        date=clean(_between(source, "DATE")),
        header=clean("\n".join(_UNKNOWN.findall(source))),
        text_type=text.group(1) or "NORM",
        title=clean(_between(inner, "TITLE")),
        author=clean(_between(inner, "AUTHOR")),
        dateline=clean(_between(inner, "DATELINE")),
        body=clean(_between(inner, "BODY")),
        between=clean(_outside(inner)),
        running=clean(_INNER_TAG.sub("", after_title)),
        topics=_entries(source, "TOPICS"),
        places=_entries(source, "PLACES"),
        people=_entries(source, "PEOPLE"),
        organisations=_entries(source, "ORGS"),
        exchanges=_entries(source, "EXCHANGES"),
    )


def clean(text: str) -> str:
    """`text` with the entities the collection uses resolved and control characters (&#1; to &#31;, &#127;) dropped."""
    return _ENTITY.sub(_resolve, text).replace("\r\n", "\n").replace("\r", "\n") if "&" in text else text


def _resolve(match: re.Match[str]) -> str:
    number, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(number)
    return chr(code) if 32 <= code < 127 or code >= 160 else ""


def _between(source: str, tag: str) -> str:
    start = source.find(f"<{tag}>")
    if start < 0:
        return ""
    start += len(tag) + 2
    end = source.find(f"</{tag}>", start)
    return source[start:end] if end >= 0 else ""


def _outside(inner: str) -> str:
    for tag in ("TITLE", "AUTHOR", "DATELINE", "BODY"):
        start, end = inner.find(f"<{tag}>"), inner.find(f"</{tag}>")
        if 0 <= start < end:
            inner = inner[:start] + inner[end + len(tag) + 3 :]
    return inner


def _entries(source: str, tag: str) -> tuple[str, ...]:
    field = _between(source, tag)
    return tuple(entry.strip() for entry in _ENTRY.findall(field)) if field else ()

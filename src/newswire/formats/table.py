"""Every format the system reads or writes, in one list; adding a format adds a folder and a line here."""

import re
from collections.abc import Callable

import msgspec

from newswire.formats.newsml_g2 import reader as newsml_g2
from newswire.formats.ninjs import reader as ninjs
from newswire.formats.ninjs import writer as ninjs_writer
from newswire.formats.options import Reader, Writer
from newswire.formats.reuters21578 import reader as reuters21578
from newswire.formats.webpage import reader as webpage
from newswire.kit.errors import FormatError

_HEAD = 4096
"""Bytes a sniffer looks at."""
_NAR = re.compile(
    rb"<(?:\w+:)?(?:newsItem|newsMessage|packageItem|conceptItem|knowledgeItem|planningItem|catalogItem)\b"
)
_NINJS = re.compile(rb'\s*(?:\[\s*)?\{.*"uri"\s*:', re.DOTALL)


_ABOUT_FILES = ("readme", "license", "licence", "notice", "source", "changelog")
"""Texts that lie beside stories and speak of them; they have headings and dates too."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its name in commands and settings, what it is, its media type, and what can be done with it.

    `sniff` tells from the content and the file's name whether a reader should try; it is quick and may be wrong.
    """

    name: str
    title: str
    media_type: str
    reader: Reader | None
    writer: Writer | None
    sniff: Callable[[bytes, str], bool]


def _sniff_reuters(content: bytes, filename: str) -> bool:
    head = content[:_HEAD]
    return b"<!DOCTYPE lewis" in head or b"<REUTERS " in head or filename.endswith(".sgm")


def _sniff_newsml(content: bytes, filename: str) -> bool:  # noqa: ARG001
    head = content[:_HEAD].replace(b"\0", b"")
    return b"http://iptc.org/std/nar/" in head and _NAR.search(head) is not None


def _sniff_ninjs(content: bytes, filename: str) -> bool:  # noqa: ARG001
    return _NINJS.match(content.removeprefix(b"\xef\xbb\xbf")) is not None


def _sniff_webpage(content: bytes, filename: str) -> bool:
    if not filename.endswith(".txt") or filename.startswith(_ABOUT_FILES):
        return False
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (utf16 or b"\0" not in content[:_HEAD]) and webpage.looks_like_page(content)


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            name="ninjs",
            title="IPTC ninjs, written as 3.1, read from 1.0 to 3.1",
            media_type="application/json",
            reader=ninjs.read,
            writer=ninjs_writer.encode_entry,
            sniff=_sniff_ninjs,
        ),
        Format(
            name="newsml-g2",
            title="IPTC NewsML-G2: text items, alone or in a message",
            media_type="application/vnd.iptc.g2.newsitem+xml",
            reader=newsml_g2.read,
            writer=None,
            sniff=_sniff_newsml,
        ),
        Format(
            name="reuters21578",
            title="Reuters-21578 collection, SGML files",
            media_type="text/sgml",
            reader=reuters21578.read,
            writer=None,
            sniff=_sniff_reuters,
        ),
        Format(
            name="webpage",
            title="A story's web page, copied as plain text",
            media_type="text/plain",
            reader=webpage.read,
            writer=None,
            sniff=_sniff_webpage,
        ),
    )
}
"""By name, in the order in which `detect` asks."""


class UnknownFormatError(FormatError):
    """No reader takes these bytes."""

    code = "unknown-format"
    title = "The format is not known"


def detect(content: bytes, filename: str) -> Format:
    """The format to read a file with. Raises `UnknownFormatError` where no reader takes it."""
    if not content.strip():
        raise FormatError("the file is empty", 1)
    name = filename.lower()
    for one in FORMATS.values():
        if one.reader is not None and one.sniff(content, name):
            return one
    known = ", ".join(one.name for one in FORMATS.values() if one.reader is not None)
    raise UnknownFormatError(f"this is none of the formats that are read ({known})")

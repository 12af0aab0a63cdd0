"""A JPEG as the list of its segments (ISO 10918-1, annex B): metadata goes in and out, the pixels are not touched."""

from collections.abc import Sequence

import msgspec

APP0, APP1, APP13, _SOS, _COMMENT = 0xE0, 0xE1, 0xED, 0xDA, 0xFE
EXIF_HEAD = b"Exif\0\0"
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP_HEAD = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_HEAD = b"Photoshop 3.0\0"
LONGEST = 65_533
"""Octets that one segment can carry."""


class Segment(msgspec.Struct, frozen=True):
    """One segment before the pixels: its marker's second octet and its content."""

    marker: int
    content: bytes


class Jpeg(msgspec.Struct, frozen=True):
    """A file taken apart: its segments in order, and everything from the start of the scan on as it came."""

    segments: tuple[Segment, ...]
    scan: bytes


def take_apart(content: bytes) -> Jpeg:
    """The segments of a JPEG; ValueError for what is none or is cut short before its pixels."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("This is no JPEG.")
    segments: list[Segment] = []
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a fill octet
            at += 1
            continue
        if marker == _SOS:
            return Jpeg(tuple(segments), content[at:])
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        if size < 2 or at + 2 + size > len(content):
            break
        segments.append(Segment(marker, content[at + 4 : at + 2 + size]))
        at += 2 + size
    raise ValueError("The JPEG is damaged before its pixels begin.")


def put_together(jpeg: Jpeg) -> bytes:
    """The file of `jpeg`."""
    parts = [b"\xff\xd8"]
    for one in jpeg.segments:
        if len(one.content) > LONGEST:
            raise ValueError("A segment of a JPEG carries at most 65,533 octets.")
        parts.append(bytes((0xFF, one.marker)) + (len(one.content) + 2).to_bytes(2, "big") + one.content)
    return b"".join((*parts, jpeg.scan))


def replace_words(jpeg: Jpeg, words: Sequence[Segment]) -> Jpeg:
    """`jpeg` with `words` in the place of its XMP, IPTC and comments. Camera data, colour profile and all that the
    pixels need stay as they are."""
    kept = [one for one in jpeg.segments if not _is_words(one)]
    front = next((n for n, one in enumerate(kept) if not _stands_first(one)), len(kept))
    return Jpeg((*kept[:front], *words, *kept[front:]), jpeg.scan)


def _is_words(one: Segment) -> bool:
    is_xmp = one.marker == APP1 and one.content.startswith((XMP_HEAD, _EXTENDED_XMP_HEAD))
    return is_xmp or one.marker in (APP13, _COMMENT)


def _stands_first(one: Segment) -> bool:
    return one.marker == APP0 or (one.marker == APP1 and one.content.startswith(EXIF_HEAD))

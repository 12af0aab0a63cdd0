"""The metadata inside a picture file: read from XMP, IPTC-IIM and EXIF, and written into a JPEG around its pixels."""

import io
import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
from PIL import Image

from newswire.media.description import Description, merge, tidy
from newswire.media.iim import IPTC_RESOURCE, read_iim, wrap_photoshop, write_iim
from newswire.media.segments import APP1, APP13, XMP_HEAD, Segment, put_together, replace_words, take_apart
from newswire.media.xmp import read_xmp, write_xmp

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_TIFF_XMP, _TIFF_IPTC = 700, 33723
_EXIF_DESCRIPTION, _EXIF_ARTIST, _EXIF_COPYRIGHT, _EXIF_PART = 0x010E, 0x013B, 0x8298, 0x8769
_EXIF_TAKEN, _EXIF_OFFSET = 0x9003, 0x9011
_EXIF_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What each of the three said, and what of it could not be read, in words."""

    xmp: Description = Description()
    iim: Description = Description()
    exif: Description = Description()
    problems: tuple[str, ...] = ()

    @property
    def best(self) -> Description:
        """The three in one: XMP, which is newest and knows languages, before IPTC before EXIF."""
        return merge(self.xmp, self.iim, self.exif)


def read_embedded(content: bytes) -> Reading:
    """The metadata of a JPEG, PNG, TIFF or WebP. Raises nothing: what is broken is among the `problems`."""
    problems: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            said = {
                name: _attempt(name, read, picture, problems)
                for name, read in (("xmp", _read_xmp), ("iim", _read_iim), ("exif", _read_exif))
            }
    except Exception as error:  # Pillow's readers raise what they please on damaged files
        return Reading(problems=(f"file: {tidy(str(error))[:200]}",))
    return Reading(**said, problems=tuple(problems))


def write_embedded(content: bytes, said: Description) -> bytes:
    """The JPEG `content` with `said` as its IPTC and XMP; its pixels stay octet for octet what they were.

    ValueError where it is no JPEG.
    """
    words = (
        Segment(APP13, wrap_photoshop(write_iim(said))),
        Segment(APP1, XMP_HEAD + write_xmp(said)),
    )
    return put_together(replace_words(take_apart(content), words))


def _attempt(
    name: str, read: Callable[[Image.Image], Description], picture: Image.Image, problems: list[str]
) -> Description:
    try:
        return read(picture)
    except Exception as error:  # as above: nothing in a file's metadata may refuse the picture
        problems.append(f"{name}: {tidy(str(error))[:200]}")
        return Description()


def _read_xmp(picture: Image.Image) -> Description:
    packet: Any = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or _tiff_tag(picture, _TIFF_XMP)
    if isinstance(packet, str):
        packet = packet.encode()
    return read_xmp(packet) if packet else Description()


def _read_iim(picture: Image.Image) -> Description:
    resources = picture.info.get("photoshop")
    content = resources.get(IPTC_RESOURCE, b"") if isinstance(resources, dict) else _tiff_tag(picture, _TIFF_IPTC)
    return read_iim(bytes(content)) if content else Description()


def _tiff_tag(picture: Image.Image, tag: int) -> bytes:
    value: Any = getattr(picture, "tag_v2", {}).get(tag, b"")
    return value if isinstance(value, bytes) else b""


def _read_exif(picture: Image.Image) -> Description:
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF_PART)
    return Description(
        caption=_exif_text(exif.get(_EXIF_DESCRIPTION)),
        creator=_exif_text(exif.get(_EXIF_ARTIST)),
        copyright_notice=_exif_text(exif.get(_EXIF_COPYRIGHT)),
        taken_at=_exif_moment(_exif_text(inner.get(_EXIF_TAKEN)), _exif_text(inner.get(_EXIF_OFFSET))),
    )


def _exif_text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if not isinstance(value, str):
        return ""
    with suppress(UnicodeError):  # Pillow reads EXIF as Latin-1; cameras and programmes write UTF-8
        value = value.encode("latin-1").decode()
    return tidy(value)


def _exif_moment(text: str, zone: str) -> datetime | None:
    found = _EXIF_MOMENT.match(text)
    if found is None:
        return None
    try:
        offset = zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else "+00:00"
        moment = datetime.fromisoformat(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}{offset}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None

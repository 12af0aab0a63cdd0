"""The sizes a picture is offered in: thumbnail and web are made, the original stays untouched as `full`; each JPEG that
is delivered is a copy with the words of its story in it."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from newswire.item.item import Rendition
from newswire.media.description import Description
from newswire.media.embedded import write_embedded
from newswire.media.picture import crop_around, mime_of, read_picture, shrink, write_jpeg
from newswire.media.store import do_store, read_file

SIZES = {"thumbnail": 320, "web": 1280}
"""Longest side in pixels by rendition."""


Focus = tuple[int, int, int, int]
"""The part that matters: its centre's x and y, its width and height, in pixels of the picture."""


def do_make_renditions(home: Path, content: bytes, focus: Focus | None = None) -> tuple[Rendition, ...]:
    """Stores thumbnail, web and full of a picture's original bytes; the thumbnail shows what is around `focus`.

    Raises `PictureError` where they are no usable picture; nothing is stored then.
    """
    picture = read_picture(content)
    made = []
    for name, longest in SIZES.items():
        shown = crop_around(picture, focus) if focus and name == "thumbnail" else picture
        smaller = shrink(shown, longest)
        jpeg = write_jpeg(smaller)
        made.append((Rendition(name, "", "image/jpeg", smaller.width, smaller.height, len(jpeg)), jpeg))
    made.append((Rendition("full", "", mime_of(content), picture.width, picture.height, len(content)), content))
    return tuple(
        Rendition(one.name, do_store(home, data), one.mime, one.width, one.height, one.size) for one, data in made
    )


def do_describe(home: Path, renditions: Iterable[Rendition], said: Description) -> tuple[Rendition, ...]:
    """Stores a copy of each JPEG with `said` as its IPTC and XMP, around the same pixels; other formats as they are."""
    return tuple(_describe(home, one, said) if one.mime == "image/jpeg" else one for one in renditions)


def _describe(home: Path, one: Rendition, said: Description) -> Rendition:
    content = write_embedded(read_file(home, one.sha256), said)
    return msgspec.structs.replace(one, sha256=do_store(home, content), size=len(content))

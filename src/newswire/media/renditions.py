"""The sizes a picture is offered in: thumbnail and web are made, the original stays untouched as `full`."""

from pathlib import Path

from newswire.item.item import Rendition
from newswire.media.picture import mime_of, read_picture, shrink, write_jpeg
from newswire.media.store import do_store

SIZES = {"thumbnail": 320, "web": 1280}
"""Longest side in pixels by rendition."""


def do_make_renditions(home: Path, content: bytes) -> tuple[Rendition, ...]:
    """Stores thumbnail, web and full of a picture's original bytes.

    Raises `PictureError` where they are no usable picture; nothing is stored then.
    """
    picture = read_picture(content)
    made = []
    for name, longest in SIZES.items():
        smaller = shrink(picture, longest)
        jpeg = write_jpeg(smaller)
        made.append((Rendition(name, "", "image/jpeg", smaller.width, smaller.height, len(jpeg)), jpeg))
    made.append((Rendition("full", "", mime_of(content), picture.width, picture.height, len(content)), content))
    return tuple(
        Rendition(one.name, do_store(home, data), one.mime, one.width, one.height, one.size) for one, data in made
    )

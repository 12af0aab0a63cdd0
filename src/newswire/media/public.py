"""Public copies of pictures: pixels only, in a folder of their own, under names that lead nowhere else.

Each story has its own copies, so that removing those of one story never takes the picture from another.
"""

import hashlib
from pathlib import Path

import msgspec

from newswire.media.picture import read_picture, shrink, write_jpeg
from newswire.media.renditions import SIZES
from newswire.media.store import read_file, write_whole


class PublicCopy(msgspec.Struct, frozen=True):
    """A public file: its name in the folder, width and height in pixels."""

    name: str
    width: int
    height: int


def folder_of(home: Path) -> Path:
    """Where the public copies lie; the website serves this folder and no other."""
    return home / "public-media"


def do_publish_copy(home: Path, sha256: str, size: str, owner: str) -> PublicCopy:
    """Makes the public copy of a stored picture in `size` (a key of `SIZES`) for the story `owner`.

    The name is `{hash}-{size}.jpg`, the hash being of picture and owner together. Raises `NotFoundError` or
    `PictureError`; repeating it writes the same file.
    """
    picture = shrink(read_picture(read_file(home, sha256)), SIZES[size])
    stem = hashlib.sha256(f"newswire public copy\0{owner}\0{sha256}".encode()).hexdigest()[:40]
    name = f"{stem}-{size}.jpg"
    path = folder_of(home) / name
    if not path.exists():
        write_whole(path, write_jpeg(picture))
    return PublicCopy(name, picture.width, picture.height)


def do_remove_copy(home: Path, name: str) -> None:
    """Removes a public copy; one that is gone already is no error."""
    (folder_of(home) / Path(name).name).unlink(missing_ok=True)

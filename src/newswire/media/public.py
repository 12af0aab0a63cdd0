"""Public copies of pictures: pixels and whose they are, in a folder of their own, under names that lead nowhere else.

Each story has its own copies, so that removing those of one story never takes the picture from another.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from PIL import Image

from newswire.media.description import Description
from newswire.media.embedded import read_embedded, write_embedded
from newswire.media.picture import read_picture, shrink, write_jpeg, write_webp
from newswire.media.store import read_file, write_whole
from newswire.media.xmp import write_xmp

SIZES = {"thumbnail": 320, "medium": 640, "web": 1280}
"""Longest side in pixels of what the website shows: in lists, on telephones, on a story's own page."""
KINDS = {"jpg": "image/jpeg", "webp": "image/webp"}
"""The endings of public files and their media types."""


class PublicCopy(msgspec.Struct, frozen=True):
    """A public file: its name in the folder, width and height in pixels, its media type."""

    name: str
    width: int
    height: int
    mime: str = "image/jpeg"


def folder_of(home: Path) -> Path:
    """Where the public copies lie; the website serves this folder and no other."""
    return home / "public-media"


def do_publish_copy(home: Path, sha256: str, size: str, owner: str) -> PublicCopy:
    """Makes the public JPEG of a stored picture in `size` (a key of `SIZES`) for the story `owner`.

    The name is `{hash}-{size}.jpg`, the hash being of picture and owner together. Raises `NotFoundError` or
    `PictureError`; repeating it writes the same file.
    """
    return _publish(home, sha256, owner, (size,), ("jpg",))[0]


def do_publish_copies(home: Path, sha256: str, owner: str) -> tuple[PublicCopy, ...]:
    """The same for every size and kind, JPEG before WebP and the smallest first; the picture is decoded once.

    A size that would not be smaller than the one before it is left out.
    """
    return _publish(home, sha256, owner, tuple(SIZES), tuple(KINDS))


def _publish(home: Path, sha256: str, owner: str, sizes: Sequence[str], kinds: Sequence[str]) -> tuple[PublicCopy, ...]:
    content = read_file(home, sha256)
    picture = read_picture(content)
    said = read_embedded(content).best
    rights = Description(credit=said.credit, copyright_notice=said.copyright_notice)
    stem = hashlib.sha256(f"newswire public copy\0{owner}\0{sha256}".encode()).hexdigest()[:40]
    copies: dict[tuple[str, int], PublicCopy] = {}
    for kind in kinds:
        for size in sizes:
            smaller = shrink(picture, SIZES[size])
            path = folder_of(home) / f"{stem}-{size}.{kind}"
            if (kind, smaller.width) in copies:
                continue
            if not path.exists():
                write_whole(path, _WRITERS[kind](smaller, rights))
            mark_of(path).unlink(missing_ok=True)
            copies[kind, smaller.width] = PublicCopy(path.name, smaller.width, smaller.height, KINDS[kind])
    return tuple(copies.values())


def _write_jpeg(picture: Image.Image, rights: Description) -> bytes:
    """Whose picture it is goes along wherever it is copied to; nothing else that the file says does."""
    jpeg = write_jpeg(picture)
    return write_embedded(jpeg, rights) if rights != Description() else jpeg


def _write_webp(picture: Image.Image, rights: Description) -> bytes:
    return write_webp(picture, write_xmp(rights) if rights != Description() else b"")


_WRITERS: dict[str, Callable[[Image.Image, Description], bytes]] = {"jpg": _write_jpeg, "webp": _write_webp}


def do_hold_copies(home: Path, names: Iterable[str], owner: str) -> None:
    """Removes public copies of the story `owner` until they are published again: their addresses answer as if they had
    never been. What was removed is noted, for the case that the story never comes back."""
    note = _note_of(home, owner)
    known = _read_note(note)
    if fresh := [Path(name).name for name in names if Path(name).name not in known]:
        write_whole(note, "\n".join((*known, *fresh)).encode())
    for name in (*known, *fresh):
        (folder_of(home) / name).unlink(missing_ok=True)


def do_end_copies(home: Path, names: Iterable[str]) -> None:
    """Removes public copies, and says at their addresses that they are gone. Repeating it changes nothing."""
    for name in names:
        path = folder_of(home) / Path(name).name
        write_whole(mark_of(path), b"")
        path.unlink(missing_ok=True)


def do_end_story(home: Path, names: Iterable[str], owner: str) -> None:
    """The same for all copies of a story that is gone for good, those too that were held before."""
    note = _note_of(home, owner)
    do_end_copies(home, (*names, *_read_note(note)))
    note.unlink(missing_ok=True)


def mark_of(path: Path) -> Path:
    """What lies beside the place of a public copy that is gone."""
    return path.with_name(f"{path.name}.ended")


def _note_of(home: Path, owner: str) -> Path:
    return folder_of(home) / f"{Path(owner).name}.held"


def _read_note(note: Path) -> tuple[str, ...]:
    try:
        return tuple(note.read_text().split())
    except FileNotFoundError:
        return ()

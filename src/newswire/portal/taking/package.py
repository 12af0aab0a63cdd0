"""A story and its pictures in one ZIP file, written piece by piece, with a list of what is in it and what is not."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from newswire.item.item import Item, Media, Rendition
from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry
from newswire.kit.errors import NotFoundError
from newswire.media.store import is_ended, read_file
from newswire.portal.taking.names import name_file

MOST_BYTES = 256 << 20
"""Octets of pictures in one package at the most; those beyond are named in the list."""
MANIFEST = "manifest.json"
PICTURES = frozenset({"picture", "graphic"})
"""What a package carries; films are downloaded one by one."""


class File(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of the package. `media_id` names the picture, as the story's formats do; `usage` is what holds for it."""

    name: str
    sha256: str
    bytes: int
    type: str
    media_id: str = ""
    rendition: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""
    credit: str = ""
    usage: Sequence[str] = ()
    restrictions: str = ""
    expires: datetime | None = None


class Missing(msgspec.Struct, frozen=True):
    """A picture or film that is not in the package: `restricted`, `withdrawn`, `too-large`, `not-a-picture`, `lost`."""

    media_id: str
    type: str
    reason: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the package is of, under which conditions, and its files. Times are UTC."""

    guid: str
    version: int
    kind: Kind
    use: Use
    until: datetime | None
    headline: str
    language: str
    released_at: datetime
    packed_at: datetime
    provider: str
    copyright: str
    usage: Sequence[str]
    restrictions: str
    expires: datetime | None
    files: Sequence[File]
    not_included: Sequence[Missing]


class Text(msgspec.Struct, frozen=True):
    """The story in one form: the file's name, its media type, its content."""

    name: str
    type: str
    content: bytes


class Picked(msgspec.Struct, frozen=True):
    """A picture's largest file that goes into the package, under that name."""

    name: str
    media: Media
    rendition: Rendition
    usage: Sequence[str]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A package before it is written: all that was decided. `usage` is what holds for the text, in words."""

    entry: Entry
    item: Item
    packed_at: datetime
    usage: Sequence[str]
    texts: Sequence[Text]
    pictures: Sequence[Picked]
    missing: Sequence[Missing]


def pick_files(home: Path, entry: Entry, item: Item, stem: str) -> tuple[list[Picked], list[Missing]]:
    """The largest file of each picture, in order, as far as `MOST_BYTES` go; and what is left out, and why."""
    picked: list[Picked] = []
    missing = [Missing(one.id, one.type, "restricted") for one in entry.left_out]
    octets = 0
    for place, media in enumerate(item.media, 1):
        rendition = media.rendition("full") or media.rendition("web") or media.rendition("thumbnail")
        if media.type not in PICTURES or rendition is None:
            missing.append(Missing(media.id, media.type, "not-a-picture"))
        elif is_ended(home, rendition.sha256):
            missing.append(Missing(media.id, media.type, "withdrawn"))
        elif octets + rendition.size > MOST_BYTES:
            missing.append(Missing(media.id, media.type, "too-large"))
        else:
            octets += rendition.size
            picked.append(Picked(f"pictures/{name_file(stem, media, place, rendition)}", media, rendition, ()))
    return picked, missing


def write_package(home: Path, plan: Plan) -> Iterator[bytes]:
    """The ZIP file in pieces; of the pictures one at a time is in memory. The list stands last, when all is known."""
    sink = _Sink()
    files: list[File] = []
    missing = list(plan.missing)
    with ZipFile(sink, "w") as package:
        for text in plan.texts:
            _put(package, plan, text.name, text.content, ZIP_DEFLATED)
            files.append(File(name=text.name, sha256=_hash(text.content), bytes=len(text.content), type=text.type))
            yield sink.take()
        for one in plan.pictures:
            try:
                content = read_file(home, one.rendition.sha256)
            except NotFoundError:
                missing.append(Missing(one.media.id, one.media.type, "lost"))
                continue
            _put(package, plan, one.name, content, ZIP_STORED)
            files.append(_describe(one, content))
            yield sink.take()
        manifest = _make_manifest(plan, files, missing)
        _put(package, plan, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2), ZIP_DEFLATED)
    yield sink.take()


def read_manifest(content: bytes) -> Manifest:
    """The list of a package."""
    return msgspec.json.decode(content, type=Manifest)


def _describe(one: Picked, content: bytes) -> File:
    media = one.media
    return File(
        name=one.name,
        sha256=_hash(content),
        bytes=len(content),
        type=one.rendition.mime,
        media_id=media.id,
        rendition=one.rendition.name,
        width=one.rendition.width,
        height=one.rendition.height,
        caption=media.caption,
        credit=media.credit,
        usage=one.usage,
        restrictions=media.rights.line() if media.rights else "",
        expires=media.expires,
    )


def _make_manifest(plan: Plan, files: Sequence[File], missing: Sequence[Missing]) -> Manifest:
    entry, item = plan.entry, plan.item
    return Manifest(
        guid=entry.guid,
        version=entry.version,
        kind=entry.kind,
        use=entry.use,
        until=entry.until,
        headline=item.headline,
        language=item.language,
        released_at=entry.released_at,
        packed_at=plan.packed_at,
        provider=item.provider,
        copyright=item.copyright_notice or item.copyright_holder,
        usage=plan.usage,
        restrictions=item.rights.line() if item.rights else "",
        expires=item.expires,
        files=files,
        not_included=missing,
    )


def _put(package: ZipFile, plan: Plan, name: str, content: bytes, method: int) -> None:
    # ZIP knows no years before 1980
    at = max(plan.entry.released_at.replace(tzinfo=None), datetime(1980, 1, 1))  # noqa: DTZ001 - ZIP knows no zones
    info = ZipInfo(name, at.timetuple()[:6])
    info.compress_type = method
    info.external_attr = 0o644 << 16
    package.writestr(info, content)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Sink(io.RawIOBase):
    """A file that cannot go back: what was written is taken out and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, content: "Iterable[int]") -> int:  # type: ignore[override]
        """Keeps the content until it is taken."""
        part = bytes(content)
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken

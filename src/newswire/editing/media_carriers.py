"""Where a picture or film stands: the same file under other names, the stories that carry it, the files made of it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Q
from wagtail.images.models import SourceImageIOError

from newswire.editing.deed import wire_connection
from newswire.editing.killed_media import read_keys, read_video_keys
from newswire.editing.markup import PICTURE
from newswire.editing.media_files import VIDEO
from newswire.editing.models import Story
from newswire.item.item import Item, Rendition
from newswire.kit.errors import NotFoundError
from newswire.media.models import Picture, Video
from newswire.media.picture import PictureError
from newswire.media.preparation import focus_of
from newswire.media.renditions import do_make_renditions
from newswire.media.segments import take_apart
from newswire.media.store import read_file
from newswire.wire.follow import read_items
from newswire.wire.mentions import find_mentions

_POSTER = '"name":"poster"'


class Twins(msgspec.Struct, frozen=True):
    """What goes together, by key: the picture or film, the same file under other names, the frames taken from a film.

    `hashes` are those of their original files, `pixels` what the pictures show in the size of the web: a poster on the
    wire is known by that, for its words are another story's each time.
    """

    pictures: Mapping[int, Picture]
    videos: Mapping[int, Video]
    hashes: frozenset[str]
    pixels: frozenset[bytes]

    @property
    def ids(self) -> frozenset[str]:
        """How items name them."""
        return frozenset([*(f"{PICTURE}{key}" for key in self.pictures), *(f"{VIDEO}{key}" for key in self.videos)])

    @property
    def files(self) -> frozenset[str]:
        """The hashes of their files, as they came and as they were made without any story's words."""
        rows: list[Any] = [*self.pictures.values(), *self.videos.values()]
        made = {file.sha256 for row in rows for file in msgspec.convert(row.files, tuple[Rendition, ...])}
        return self.hashes | made


class Carrier(msgspec.Struct, frozen=True):
    """A story that carries one of them: at the desk, on the wire, or both. `item` is what the wire has, if any; of that
    go the media `cited`, and the posters of those hashes from films that stay."""

    story: Story
    item: Item | None
    cited: frozenset[str]
    posters: frozenset[str]

    @property
    def is_on_wire(self) -> bool:
        """Whether subscribers have it with this story."""
        return bool(self.cited or self.posters)


class Traces(msgspec.Struct, frozen=True):
    """The stories that carry them, in the order of the keys, and the hashes of every file that was ever made of them:
    with a story's words in it, also in versions that others have followed, and without any."""

    carriers: tuple[Carrier, ...]
    files: frozenset[str]


def read_carriers(media: Picture | Video) -> tuple[Carrier, ...]:
    """The stories that carry `media` or the same file under another name, killed ones too, in the order of the keys.

    What counts is the desk's text and what the wire has of it, which may be two different things.
    """
    twins = read_twins(media)
    return find_traces(twins, find_releases(twins)).carriers


def read_twins(media: Picture | Video) -> Twins:
    """The picture or film with all that goes with it."""
    videos: dict[int, Video] = {}
    pictures: dict[int, Picture] = {}
    if isinstance(media, Video):
        sha256 = _hash_of_film(media)
        same = Video.objects.filter(files__contains=[{"sha256": sha256}]) if sha256 else ()
        videos = {one.pk: one for one in (*same, media)}
        pictures = {one.pk: one for one in Picture.objects.filter(metadata__frame_of__in=list(videos))}
    else:
        pictures = {media.pk: media}
    file_hashes = {one.file_hash for one in pictures.values()} - {""}
    pictures |= {one.pk: one for one in Picture.objects.filter(file_hash__in=file_hashes)}
    hashes = {_hash_of_picture(one) for one in pictures.values()} | {_hash_of_film(one) for one in videos.values()}
    return Twins(pictures, videos, frozenset(hashes - {""}), frozenset(_pixels_of(pictures.values())))


def find_releases(twins: Twins, after: int = 0) -> list[int]:
    """The numbers above `after` of the releases that may have one of them. Reads all that was released after it."""
    words = [*twins.hashes, *(f'"{name}"' for name in twins.ids), *([_POSTER] if twins.pixels else [])]
    return find_mentions(wire_connection(), words, after)


def find_traces(twins: Twins, seqs: Collection[int]) -> Traces:
    """Everything that has to do with them, in the releases `seqs` and at the desk."""
    wire = wire_connection()
    items = read_items(wire, sorted(set(seqs)))
    gone = {seq: (_cited(item, twins), _posters(item, twins)) for seq, item in items.items()}
    on_wire = [seq for seq, (cited, posters) in gone.items() if cited or posters]
    stories = list(Story.objects.filter(_mentioned(twins) | Q(content_seq__in=on_wire)).distinct().order_by("pk"))
    missing = [one.content_seq for one in stories if one.content_seq and one.content_seq not in items]
    items |= read_items(wire, missing)
    carriers = []
    for story in stories:
        seq = story.content_seq or 0
        cited, posters = gone.get(seq, (frozenset(), frozenset()))
        carrier = Carrier(story, items.get(seq), cited, posters)
        if carrier.is_on_wire or has_any(story, twins):
            carriers.append(carrier)
    files = {
        file.sha256
        for seq, (cited, posters) in gone.items()
        for media in items[seq].media
        for file in media.renditions
        if media.id in cited or file.sha256 in posters
    }
    return Traces(tuple(carriers), twins.files | files)


def has_any(story: Story, twins: Twins) -> bool:
    """Whether the story's text at the desk has one of them."""
    return bool(read_keys(story) & set(twins.pictures) or read_video_keys(story) & set(twins.videos))


def _mentioned(twins: Twins) -> Q:
    """Stories whose text at the desk may have one of them."""
    found = Q(picture__in=twins.pictures) | Q(further_media__picture__in=twins.pictures)
    found |= Q(further_media__video__in=twins.videos)
    for key in twins.pictures:
        found |= Q(body__contains=f'id="{key}"')
    return found


def _cited(item: Item, twins: Twins) -> frozenset[str]:
    """The ids of those media of `item` that are one of them, or the same file from elsewhere."""
    return frozenset(
        media.id
        for media in item.media
        if media.id in twins.ids or any(one.sha256 in twins.hashes for one in media.renditions)
    )


def _posters(item: Item, twins: Twins) -> frozenset[str]:
    """The hashes of the posters of `item` that show one of the pictures."""
    if not twins.pixels:
        return frozenset()
    posters = (one for media in item.media if media.type == "video" if (one := media.rendition("poster")))
    return frozenset(one.sha256 for one in posters if _read_pixels(one.sha256) in twins.pixels)


def _pixels_of(pictures: Iterable[Picture]) -> Iterable[bytes]:
    for picture in pictures:
        for file in msgspec.convert(picture.files, tuple[Rendition, ...]) or _make_files(picture):
            if file.name == "web" and (pixels := _read_pixels(file.sha256)):
                yield pixels


def _make_files(picture: Picture) -> tuple[Rendition, ...]:
    """The renditions of a picture whose turn in the background has not come; none where its file cannot be used."""
    try:
        with picture.open_file() as file:
            return do_make_renditions(settings.NEWSWIRE_HOME, file.read(), focus_of(picture))
    except (PictureError, SourceImageIOError):
        return ()


def _read_pixels(sha256: str) -> bytes:
    """The digest of what a stored JPEG shows, whatever words are in it; empty where there is none to read."""
    home: Path = settings.NEWSWIRE_HOME
    try:
        return hashlib.sha256(take_apart(read_file(home, sha256)).scan).digest()
    except (NotFoundError, ValueError):
        return b""


def _hash_of_picture(picture: Picture) -> str:
    """The SHA-256 of the picture's file; empty where the file is lost, which is no reason to let its copies stay."""
    try:
        with picture.open_file() as file:
            return hashlib.sha256(file.read()).hexdigest()
    except SourceImageIOError:
        return ""


def _hash_of_film(video: Video) -> str:
    """The SHA-256 of the film's file, of the upload where it is not in the store yet; empty where it is lost."""
    for file in msgspec.convert(video.files, tuple[Rendition, ...]):
        if file.name == "full":
            return file.sha256
    try:
        with video.file.open("rb") as upload:
            return hashlib.file_digest(upload, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""

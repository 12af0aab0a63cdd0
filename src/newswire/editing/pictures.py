"""The picture of a story as the item cites it: files by content hash, never a row of the editor's image library."""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from newswire.editing.models import Story
from newswire.item.body import Embed
from newswire.item.item import Item, Media, Rendition
from newswire.media.models import Picture
from newswire.media.renditions import do_make_renditions
from newswire.media.store import is_ended

_OURS = re.compile(r"picture-\d{1,18}")


def make_media(story: Story) -> tuple[Media, ...]:
    """The story's picture as media, its renditions stored under their hashes; empty where it has none.

    Storing is by content, so doing it again for the same picture changes nothing. Raises `PictureError` for a file that
    cannot be used.
    """
    picture: Any = story.picture
    if picture is None:
        return ()
    return (
        Media(
            id=f"picture-{picture.pk}",
            type="picture",
            caption=story.picture_caption.strip(),
            credit=story.picture_credit.strip(),
            alt={story.language: story.picture_alt.strip()} if story.picture_alt.strip() else {},
            renditions=_renditions_of(settings.NEWSWIRE_HOME, picture.get_file_hash(), Original(picture)),
        ),
    )


class Original:
    """The bytes of a picture, read only when they are needed; all originals are alike to the cache's key."""

    def __init__(self, picture: Any) -> None:
        self._picture = picture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Original)

    def __hash__(self) -> int:
        return 0

    def read(self) -> bytes:
        """All of the file."""
        with self._picture.open_file() as file:
            content: bytes = file.read()
        return content


@lru_cache(maxsize=256)
def _renditions_of(home: Path, _file_hash: str, original: Original) -> tuple[Rendition, ...]:
    """The renditions of a picture by the hash of its file: the release dialogue and the release itself make them once
    (0.3 s for a 12-megapixel picture)."""
    return do_make_renditions(home, original.read())


def read_killed(item: Item) -> frozenset[str]:
    """The ids of those media of `item` that were killed, or are the same file as one that was."""
    keys = {media.id: int(media.id.removeprefix("picture-")) for media in item.media if _OURS.fullmatch(media.id)}
    killed = set(Picture.objects.filter(pk__in=keys.values(), killed_at__isnull=False).values_list("pk", flat=True))
    ended = {
        media.id
        for media in item.media
        if (full := media.rendition("full")) and is_ended(settings.NEWSWIRE_HOME, full.sha256)
    }
    return frozenset(media_id for media_id, key in keys.items() if key in killed) | ended


def drop_killed(item: Item) -> Item:
    """`item` without the pictures that were killed since it was released."""
    return drop_media(item, read_killed(item)) if item.media else item


def drop_media(item: Item, ids: Collection[str]) -> Item:
    """`item` without the media of those ids, also where its text has a place for one."""
    if not ids:
        return item
    return msgspec.structs.replace(
        item,
        media=tuple(media for media in item.media if media.id not in ids),
        body=tuple(block for block in item.body if not (isinstance(block, Embed) and block.media_id in ids)),
    )

"""Killed pictures and films: which those are, also the same file under another name, and an item without them."""

import re
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Q

from newswire.editing.markup import read_pictures
from newswire.editing.models import Story
from newswire.item.body import Embed
from newswire.item.item import Item, Media, Rendition
from newswire.media.models import Picture, Video
from newswire.media.store import is_ended

_OURS = re.compile(r"(picture|video)-(\d{1,18})")


def find_killed(keys: Iterable[int]) -> frozenset[int]:
    """Those of the pictures `keys` that were killed, or are the same file as one that was."""
    rows = dict(Picture.objects.filter(pk__in=keys).values_list("pk", "file_hash"))
    if not rows:
        return frozenset()
    which = Q(pk__in=rows) | Q(file_hash__in={one for one in rows.values() if one})
    killed = Picture.objects.filter(which, killed_at__isnull=False).values_list("pk", "file_hash")
    ended = {one for pair in killed for one in pair if one}
    return frozenset(key for key, file_hash in rows.items() if key in ended or file_hash in ended)


def find_killed_videos(keys: Iterable[int]) -> frozenset[int]:
    """Those of the films `keys` that were killed, or are the same file as one that was."""
    rows = Video.objects.filter(pk__in=list(keys)).values_list("pk", "killed_at", "files")
    return frozenset(key for key, killed_at, files in rows if killed_at or _has_ended(files))


def _has_ended(kept: object) -> bool:
    files = msgspec.convert(kept, tuple[Rendition, ...])
    return any(one.name == "full" and is_ended(settings.NEWSWIRE_HOME, one.sha256) for one in files)


def has_killed(story: Story) -> bool:
    """Whether the story's text has a killed picture or film: as its own, among the further ones, or placed between
    lines."""
    return bool(find_killed(read_keys(story)) or find_killed_videos(read_video_keys(story)))


def read_keys(story: Story) -> frozenset[int]:
    """The keys of all pictures the story's text has."""
    further: Iterable[Any] = story.further_media.all() if story.pk else ()
    keys = {story.picture_id, *(one.picture_id for one in further), *read_pictures(story.body)}
    return frozenset(key for key in keys if key is not None)


def read_video_keys(story: Story) -> frozenset[int]:
    """The keys of all films the story has."""
    further: Iterable[Any] = story.further_media.all() if story.pk else ()
    return frozenset(one.video_id for one in further if one.video_id is not None)


def read_killed(item: Item) -> frozenset[str]:
    """The ids of those media of `item` that were killed, or are the same file as one that was."""
    ours = [found for media in item.media if (found := _OURS.fullmatch(media.id))]
    killed = find_killed([int(one[2]) for one in ours if one[1] == "picture"])
    killed_videos = find_killed_videos([int(one[2]) for one in ours if one[1] == "video"])
    ended = {
        media.id
        for media in item.media
        if (full := media.rendition("full")) and is_ended(settings.NEWSWIRE_HOME, full.sha256)
    }
    by_key = {one[0] for one in ours if int(one[2]) in (killed if one[1] == "picture" else killed_videos)}
    return frozenset(by_key | ended)


def drop_killed(item: Item) -> Item:
    """`item` without the pictures, films and posters that were killed since it was released."""
    if not item.media:
        return item
    rest = drop_media(item, read_killed(item))
    posters = (one.sha256 for media in rest.media for one in media.renditions if one.name == "poster")
    return drop_posters(rest, frozenset(one for one in posters if is_ended(settings.NEWSWIRE_HOME, one)))


def drop_media(item: Item, ids: Collection[str]) -> Item:
    """`item` without the media of those ids, also where its text has a place for one."""
    if not ids:
        return item
    return msgspec.structs.replace(
        item,
        media=tuple(media for media in item.media if media.id not in ids),
        body=tuple(block for block in item.body if not (isinstance(block, Embed) and block.media_id in ids)),
    )


def drop_posters(item: Item, hashes: Collection[str]) -> Item:
    """`item` with its films, but without the posters of those hashes."""
    if not hashes:
        return item
    return msgspec.structs.replace(item, media=tuple(_without_poster(media, hashes) for media in item.media))


def _without_poster(media: Media, hashes: Collection[str]) -> Media:
    rest = tuple(one for one in media.renditions if one.name != "poster" or one.sha256 not in hashes)
    return msgspec.structs.replace(media, renditions=rest)

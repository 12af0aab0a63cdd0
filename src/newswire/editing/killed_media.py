"""Killed pictures: which those are, also the same file under another name, and an item without them."""

import re
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Q

from newswire.editing.markup import read_pictures
from newswire.editing.models import Story
from newswire.item.body import Embed
from newswire.item.item import Item
from newswire.media.models import Picture
from newswire.media.store import is_ended

_OURS = re.compile(r"picture-\d{1,18}")


def find_killed(keys: Iterable[int]) -> frozenset[int]:
    """Those of the pictures `keys` that were killed, or are the same file as one that was."""
    rows = dict(Picture.objects.filter(pk__in=keys).values_list("pk", "file_hash"))
    if not rows:
        return frozenset()
    which = Q(pk__in=rows) | Q(file_hash__in={one for one in rows.values() if one})
    killed = Picture.objects.filter(which, killed_at__isnull=False).values_list("pk", "file_hash")
    ended = {one for pair in killed for one in pair if one}
    return frozenset(key for key, file_hash in rows.items() if key in ended or file_hash in ended)


def has_killed(story: Story) -> bool:
    """Whether the story's text has a killed picture: as its own, among the further ones, or placed between lines."""
    return bool(find_killed(read_keys(story)))


def read_keys(story: Story) -> frozenset[int]:
    """The keys of all pictures the story's text has."""
    further: Iterable[Any] = story.further_media.all() if story.pk else ()
    keys = {story.picture_id, *(one.picture_id for one in further), *read_pictures(story.body)}
    return frozenset(key for key in keys if key is not None)


def read_killed(item: Item) -> frozenset[str]:
    """The ids of those media of `item` that were killed, or are the same file as one that was."""
    keys = {media.id: int(media.id.removeprefix("picture-")) for media in item.media if _OURS.fullmatch(media.id)}
    killed = find_killed(keys.values())
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

"""What happens when a right of use ends, or when one is moved: the story is taken back, or refiled without the file."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from newswire.accounts.models import User
from newswire.editing.deed import CLOCK, append, end_embargo, locked, name_of, read_released, wire_connection
from newswire.editing.models import Story
from newswire.editing.rules import VISUAL
from newswire.item.item import Item, Media
from newswire.item.rights import read_restriction
from newswire.item.rights_end import drop_expired, find_expired, read_end, rights_ended_wording
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError
from newswire.media.models import Picture, Video
from newswire.wire.mentions import find_mentions
from newswire.wire.release import Release

_OURS = re.compile(r"(picture|video)-(\d{1,18})")
REASON = "expired"
"""What the story's log says of a release that the clock made because a right had ended."""


def do_expire(story_id: int, *, now: datetime) -> Release | None:
    """Takes back a story whose right has ended; refiles one of which only files have ended, without them.

    A picture story without a picture left is taken back too. A held story of which a file has ended comes back without
    it. None where nothing has ended, or where the picture's or film's own date was moved meanwhile.
    """
    with locked(story_id) as story:
        if story.stage not in ("released", "held") or story.rights_end_at is None or story.rights_end_at > now:
            return None
        try:
            item = read_released(story)
        except NotFoundError:  # erased: nothing is left to take back
            Story.objects.filter(pk=story.pk).update(rights_end_at=None)
            return None
        renewed = _renew(item, item.media)
        rest = drop_expired(renewed, now)
        if (item.expires is not None and item.expires <= now) or (story.type_now in VISUAL and not rest.media):
            words = rights_ended_wording(story.language, item.headline)
            return append(story, "kill", "kill", None, CLOCK, now, reason=words, private_reason=REASON)
        if story.stage == "held" or rest == item:
            Story.objects.filter(pk=story.pk).update(rights_end_at=read_end(rest))
            return None
        return _refile(story, rest, CLOCK, now, REASON)


def do_refile_with_rights(media: Picture | Video, *, actor: User, now: datetime) -> list[Release]:
    """Tells those who have the picture or film its present restrictions and date: every released story that carries it
    on the wire is refiled with them. Stories are locked in the order of their keys; nothing happens where all is told.
    """
    kind = "video" if isinstance(media, Video) else "picture"
    releases: list[Release] = []
    with transaction.atomic():
        seqs = find_mentions(wire_connection(), [f'"{kind}-{media.pk}"'])
        stories = (
            Story.objects.select_for_update(no_key=True).filter(content_seq__in=seqs, stage="released").order_by("pk")
        )
        for story in stories:
            item = read_released(story)
            told = _renew(item, [one for one in item.media if one.id == f"{kind}-{media.pk}"])
            if told != item and not find_expired(told.media, now):
                releases.append(_refile(story, told, name_of(actor), now, ""))
            elif told != item:  # its right ends with this: the clock's next turn says so
                Story.objects.filter(pk=story.pk).update(rights_end_at=read_end(told))
    return releases


def _refile(story: Story, item: Item, actor: str, now: datetime, reason: str) -> Release:
    """The same story again; what was edited since its release stays edited."""
    again = end_embargo(msgspec.structs.replace(item, correction=None, update_line=""), now)
    return append(story, "refile", "refile", again, actor, now, reason=reason, revision=story.released_revision_at)


def _renew(item: Item, media: Collection[Media]) -> Item:
    """`item`, where those of `media` that are of our library have the restrictions and the date they have there now."""
    kinds: dict[str, Any] = {"picture": Picture, "video": Video}
    now_there: dict[str, Media] = {}
    for one in media:
        if found := _OURS.fullmatch(one.id):
            row = kinds[found[1]].objects.filter(pk=int(found[2])).values_list("rights", "expires").first()
            if row is not None:
                expires = to_utc(row[1]) if row[1] else None
                now_there[one.id] = msgspec.structs.replace(one, rights=read_restriction(row[0]), expires=expires)
    return msgspec.structs.replace(item, media=tuple(now_there.get(one.id, one) for one in item.media))

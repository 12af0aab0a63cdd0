"""The kill of a picture: it leaves every story that carries it and its addresses end, in one act."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import append, end_embargo, name_of, role_of, wire_connection
from newswire.editing.killed_media import drop_killed, drop_media, read_keys
from newswire.editing.markup import PICTURE, drop_pictures
from newswire.editing.models import Story, StoryMedia
from newswire.editing.rules import PICTURE_KILLERS, VISUAL
from newswire.editing.wording import kill_wording
from newswire.item.item import Item, Rendition
from newswire.kit.errors import NotFoundError, RuleError
from newswire.media.models import Picture
from newswire.media.store import do_end
from newswire.wire.follow import lock_head, read_head, read_items
from newswire.wire.mentions import find_mentions
from newswire.wire.release import Release

_TRIES = 5


class Carrier(msgspec.Struct, frozen=True):
    """A story that carries the picture: at the desk, on the wire, or both. `item` is what the wire has, if any."""

    story: Story
    item: Item | None
    cited: frozenset[str]


def read_carriers(picture: Picture) -> tuple[Carrier, ...]:
    """The stories that carry `picture` or the same file under another name, killed ones too, in the order of the keys.

    What counts is the desk's text and what the wire has of it, which may be two different things.
    """
    twins = _read_twins(picture)
    return _read_carriers(twins, _find_releases(twins, 0))


def _read_twins(picture: Picture) -> dict[int, Picture]:
    """The picture and those that are the same file under another name, by key."""
    same = Picture.objects.filter(file_hash=picture.file_hash).exclude(file_hash="")
    return {one.pk: one for one in (*same, picture)}


def _find_releases(twins: Mapping[int, Picture], after: int) -> list[int]:
    """The numbers above `after` of the releases that have one of the pictures in them."""
    hashes = {_hash_of(one) for one in twins.values()} - {""}
    return find_mentions(wire_connection(), [*hashes, *(f'"{PICTURE}{key}"' for key in twins)], after)


class _MovedOnError(Exception):
    """Another story got the picture between looking and locking."""


def _lock_carriers(twins: Mapping[int, Picture]) -> tuple[Carrier, ...]:
    """The carriers with their rows locked in the order of the keys, then the wire's head: whoever releases after this
    sees the kill (`deed.append`), whoever was quicker is found. The whole wire is read before the locks, not under
    them."""
    seqs: list[int] = []
    read_to = 0
    for _attempt in range(_TRIES):
        head = read_head(wire_connection()).seq
        seqs += _find_releases(twins, read_to)
        read_to = head  # a release found twice is one
        keys = {one.story.pk for one in _read_carriers(twins, seqs)}
        try:
            with transaction.atomic():  # rolling back to here gives the locks back
                return _lock(twins, seqs, read_to, keys)
        except _MovedOnError:
            continue
    raise RuleError(_("Others are working on stories with this picture. Nothing was killed; try again."))


def _lock(twins: Mapping[int, Picture], seqs: list[int], read_to: int, keys: Collection[int]) -> tuple[Carrier, ...]:
    list(Story.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    with connection.cursor() as cursor:
        lock_head(cursor)
    carriers = _read_carriers(twins, [*seqs, *_find_releases(twins, read_to)])
    if any(one.story.pk not in keys for one in carriers):
        raise _MovedOnError
    return carriers


def _read_carriers(twins: Mapping[int, Picture], seqs: Collection[int]) -> tuple[Carrier, ...]:
    wire = wire_connection()
    hashes = {_hash_of(one) for one in twins.values()} - {""}
    mine = Q(picture__in=twins) | Q(further_media__picture__in=twins) | Q(content_seq__in=seqs)
    for key in twins:
        mine |= Q(body__contains=f'id="{key}"')
    stories = list(Story.objects.filter(mine).distinct().order_by("pk"))
    items = read_items(wire, [one.content_seq for one in stories if one.content_seq])
    found = [Carrier(one, item := items.get(one.content_seq or 0), _cited(item, twins, hashes)) for one in stories]
    return tuple(one for one in found if one.cited or read_keys(one.story) & set(twins))


def _cited(item: Item | None, twins: Collection[int], hashes: Collection[str]) -> frozenset[str]:
    """The ids of those media of `item` that are one of the pictures, or the same file from elsewhere."""
    ids = {f"{PICTURE}{key}" for key in twins}
    return frozenset(
        media.id
        for media in (item.media if item else ())
        if media.id in ids or any(one.sha256 in hashes for one in media.renditions)
    )


def do_kill_picture(picture_id: int, *, actor: User, now: datetime, reason: str) -> tuple[Release, ...]:
    """Withdraws a picture: every released story that carries it is refiled without it, a picture story is killed.

    All in one transaction with the stories locked in the order of their keys; files end after the commit. Doing it
    again finishes what a crash may have left. RuleError where the role does not allow it or the reason is missing.
    """
    if role_of(actor) not in PICTURE_KILLERS:
        raise RuleError(_("Your role does not allow killing a picture."))
    if not reason.strip():
        raise RuleError(_("The kill of a picture needs a reason."))
    with transaction.atomic():
        # its key stays: whoever saves a story with it does not wait here with that story's row in hand
        picture = Picture.objects.select_for_update(no_key=True).filter(pk=picture_id).first()
        if picture is None:
            raise NotFoundError(_("There is no such picture."))
        twins = _read_twins(picture)
        Picture.objects.filter(pk=picture_id, killed_at=None).update(killed_at=now)
        carriers = _lock_carriers(twins)
        releases = [one for carrier in carriers for one in _take_out(carrier, twins, actor, now, reason)]
        do_record("kill", "picture", str(picture.pk), actor=name_of(actor), now=now, reason=reason)
        ended = sorted(_files(carriers, twins.values()) - {""})
        transaction.on_commit(lambda: _end_files(ended))
    return tuple(releases)


def _files(carriers: Sequence[Carrier], twins: Iterable[Picture]) -> set[str]:
    """The hashes of all files made of the picture: with a story's words in them, and without any."""
    media = [one for carrier in carriers if carrier.item for one in carrier.item.media if one.id in carrier.cited]
    made = {file.sha256 for one in media for file in one.renditions}
    bare = {file.sha256 for one in twins for file in msgspec.convert(one.files, tuple[Rendition, ...])}
    return made | bare | {_hash_of(one) for one in twins}


def _hash_of(picture: Picture) -> str:
    """The SHA-256 of the picture's file; empty where the file is lost, which is no reason to let its copies stay."""
    try:
        with picture.open_file() as file:
            return hashlib.sha256(file.read()).hexdigest()
    except SourceImageIOError:
        return ""


def _end_files(hashes: Sequence[str]) -> None:
    for sha256 in hashes:
        do_end(settings.NEWSWIRE_HOME, sha256)


def _take_out(carrier: Carrier, twins: Collection[int], actor: User, now: datetime, reason: str) -> list[Release]:
    """One story without the picture: its text at the desk, and on the wire where it is released."""
    story, item = carrier.story, carrier.item
    if story.stage == "killed":
        return []
    _clear_text(story, twins, actor)
    if story.stage != "released" or item is None or not carrier.cited:
        return []  # a held story comes back without the picture: `deed.read_released`
    name = name_of(actor)
    rest = drop_killed(drop_media(item, carrier.cited))
    if story.type_now in VISUAL and not rest.media:
        words = kill_wording(story.language, story.headline)
        return [append(story, "kill", "kill", None, name, now, reason=words, private_reason=reason)]
    refiled = end_embargo(msgspec.structs.replace(rest, correction=None, update_line=""), now)
    return [append(story, "refile", "refile", refiled, name, now, reason=reason, revision=story.released_revision_at)]


def _clear_text(story: Story, twins: Collection[int], actor: User) -> None:
    """Takes the picture and its twins out of the story's text; what was edited since the release stays edited."""
    latest: Story = story.get_latest_revision_as_object()
    was_updated = story.is_updated_since_release
    if not read_keys(latest) & set(twins):
        return
    if latest.picture_id in twins:
        latest.picture = None
        latest.picture_caption = latest.picture_credit = latest.picture_alt = ""
    latest.body = drop_pictures(latest.body, twins)
    latest.further_media.set([one for one in latest.further_media.all() if one.picture_id not in twins])
    latest.save()
    StoryMedia.objects.filter(story=story, picture__in=twins).delete()
    revision = latest.save_revision(user=actor)
    story.latest_revision = revision
    if story.version and not was_updated:
        story.released_revision_at = revision.created_at
        Story.objects.filter(pk=story.pk).update(released_revision_at=revision.created_at)

"""The kill of a picture, graphic, film or poster: it leaves every story that carries it and its addresses end, in one
act."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import append, end_embargo, name_of, role_of, wire_connection
from newswire.editing.killed_media import drop_killed, drop_media, drop_posters
from newswire.editing.markup import drop_pictures
from newswire.editing.media_carriers import Carrier, Traces, Twins, find_releases, find_traces, has_any, read_twins
from newswire.editing.models import Story, StoryMedia
from newswire.editing.rules import MEDIA_KILLERS, VISUAL
from newswire.editing.wording import kill_wording
from newswire.kit.errors import NotFoundError, RuleError
from newswire.media.models import Picture, Video
from newswire.media.store import do_end
from newswire.wire.follow import lock_head, read_head
from newswire.wire.release import Release

_TRIES = 5


def do_kill_media(media: Picture | Video, *, actor: User, now: datetime, reason: str) -> tuple[Release, ...]:
    """Withdraws a picture or film: every released story that carries it is refiled without it, one that has no other
    picture and is nothing else is killed. A film takes the frames with it that were taken from it as posters; a poster
    leaves its films, which stay.

    All in one transaction with the stories locked in the order of their keys; files end after the commit. Doing it
    again finishes what a crash may have left. RuleError where the role does not allow it or the reason is missing.
    """
    if role_of(actor) not in MEDIA_KILLERS:
        raise RuleError(_("Your role does not allow killing pictures and videos."))
    if not reason.strip():
        raise RuleError(_("The kill of a picture or video needs a reason."))
    with transaction.atomic():
        kind = type(media)
        # its key stays: whoever saves a story with it does not wait here with that story's row in hand
        rows = kind._default_manager.select_for_update(of=("self",), no_key=True)
        there = rows.filter(pk=media.pk).first()
        if there is None:
            raise NotFoundError(_("There is no such picture or video."))
        twins = read_twins(there)
        _mark(twins, now)
        traces = _lock_traces(twins)
        releases = [one for carrier in traces.carriers for one in _take_out(carrier, twins, actor, now, reason)]
        do_record("kill", kind._meta.model_name or "", str(media.pk), actor=name_of(actor), now=now, reason=reason)
        transaction.on_commit(lambda: _end_files(sorted(traces.files)))
    return tuple(releases)


class _MovedOnError(Exception):
    """Another story got one of them between looking and locking."""


def _lock_traces(twins: Twins) -> Traces:
    """The traces with the carriers' rows locked in the order of the keys, then the wire's head: whoever releases after
    this sees the kill (`deed.append`), whoever was quicker is found. The whole wire is read before the locks, not under
    them."""
    seqs: list[int] = []
    read_to = 0
    for _attempt in range(_TRIES):
        head = read_head(wire_connection()).seq
        seqs += find_releases(twins, read_to)
        read_to = head  # a release found twice is one
        keys = {one.story.pk for one in find_traces(twins, seqs).carriers}
        try:
            with transaction.atomic():  # rolling back to here gives the locks back
                return _lock(twins, seqs, read_to, keys)
        except _MovedOnError:
            continue
    raise RuleError(_("Others are working on stories with this picture. Nothing was killed; try again."))


def _lock(twins: Twins, seqs: list[int], read_to: int, keys: Collection[int]) -> Traces:
    list(Story.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    with connection.cursor() as cursor:
        lock_head(cursor)
    traces = find_traces(twins, [*seqs, *find_releases(twins, read_to)])
    if any(one.story.pk not in keys for one in traces.carriers):
        raise _MovedOnError
    return traces


def _mark(twins: Twins, now: datetime) -> None:
    """Nobody uses them again, also not as a poster."""
    Picture.objects.filter(pk__in=twins.pictures, killed_at=None).update(killed_at=now)
    Video.objects.filter(pk__in=twins.videos, killed_at=None).update(killed_at=now)
    Video.objects.filter(poster__in=twins.pictures).update(poster=None)


def _end_files(hashes: Iterable[str]) -> None:
    for sha256 in hashes:
        do_end(settings.NEWSWIRE_HOME, sha256)


def _take_out(carrier: Carrier, twins: Twins, actor: User, now: datetime, reason: str) -> list[Release]:
    """One story without them: its text at the desk, and on the wire where it is released."""
    story, item = carrier.story, carrier.item
    if story.stage == "killed":
        return []
    _clear_text(story, twins, actor)
    if story.stage != "released" or item is None or not carrier.is_on_wire:
        return []  # a held story comes back without them: `deed.read_released`
    name = name_of(actor)
    rest = drop_killed(drop_posters(drop_media(item, carrier.cited), carrier.posters))
    if story.type_now in VISUAL and not rest.media:
        words = kill_wording(story.language, story.headline)
        return [append(story, "kill", "kill", None, name, now, reason=words, private_reason=reason)]
    refiled = end_embargo(msgspec.structs.replace(rest, correction=None, update_line=""), now)
    return [append(story, "refile", "refile", refiled, name, now, reason=reason, revision=story.released_revision_at)]


def _clear_text(story: Story, twins: Twins, actor: User) -> None:
    """Takes them out of the story's text; what was edited since the release stays edited."""
    latest: Story = story.get_latest_revision_as_object()
    was_updated = story.is_updated_since_release
    if not has_any(latest, twins):
        return
    if latest.picture_id in twins.pictures:
        latest.picture = None
        latest.picture_caption = latest.picture_credit = latest.picture_alt = ""
    latest.body = drop_pictures(latest.body, twins.pictures)
    latest.further_media.set([one for one in latest.further_media.all() if not _is_one_of(one, twins)])
    latest.save()
    StoryMedia.objects.filter(story=story, picture__in=twins.pictures).delete()
    StoryMedia.objects.filter(story=story, video__in=twins.videos).delete()
    revision = latest.save_revision(user=actor)
    story.latest_revision = revision
    if story.version and not was_updated:
        story.released_revision_at = revision.created_at
        Story.objects.filter(pk=story.pk).update(released_revision_at=revision.created_at)


def _is_one_of(one: StoryMedia, twins: Twins) -> bool:
    return one.picture_id in twins.pictures or one.video_id in twins.videos

"""What Wagtail's own views do, in the log of deeds: a story held, freed, deleted; media added, changed, removed."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from newswire.accounts.audit import do_record, read_actor
from newswire.editing.models import Story
from newswire.kit.clock import utc_now
from newswire.media.models import Picture, Video


@receiver(pre_save, sender=Story)
def note_lock(instance: Story, update_fields: Any, **_kwargs: object) -> None:
    """Writes down a change of the lock: only a save of the lock's own columns is one, and it costs one query."""
    if update_fields is None or set(update_fields) != {"locked", "locked_by", "locked_at"}:
        return
    before = Story.objects.filter(pk=instance.pk).values("locked", "locked_by__username").get()
    holder, actor = str(before["locked_by__username"] or ""), _who()
    if instance.locked == before["locked"] and instance.locked:
        action = "lock-taken"
    elif instance.locked:
        action = "lock"
    else:
        action = "unlock" if holder in ("", actor) else "lock-taken"
    detail = {"from": holder} if action == "lock-taken" else {}
    do_record(action, "story", instance.guid, actor=actor, now=utc_now(), version=instance.version, detail=detail)


@receiver(post_save, sender=Picture)
@receiver(post_save, sender=Video)
def note_media(instance: Picture | Video, created: bool, raw: bool, **_kwargs: object) -> None:  # noqa: FBT001 - Django's signal
    """Writes down that somebody added or changed a picture or a film; what is made of it in the background is none."""
    if not raw and read_actor():
        _note("media-added" if created else "media-changed", instance)


@receiver(post_delete, sender=Picture)
@receiver(post_delete, sender=Video)
def note_media_removal(instance: Picture | Video, **_kwargs: object) -> None:
    """Writes down that a picture or a film was removed."""
    _note("media-removed", instance)


@receiver(post_delete, sender=Story)
def note_deletion(instance: Story, **_kwargs: object) -> None:
    """Writes down that a draft was deleted, by whichever door."""
    do_record("delete", "story", instance.guid, actor=_who(), now=utc_now(), reason=instance.headline)


def _note(action: str, media: Picture | Video) -> None:
    about = "picture" if isinstance(media, Picture) else "video"
    do_record(action, about, str(media.pk), actor=_who(), now=utc_now(), reason=media.title)


def _who() -> str:
    return read_actor() or "system"

"""Locks of stories in the log of deeds: who locked one, who gave it free, who took somebody else's lock away."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from newswire.accounts.audit import do_record, read_actor
from newswire.editing.models import Story
from newswire.kit.clock import utc_now


@receiver(pre_save, sender=Story)
def note_lock(instance: Story, update_fields: Any, **_kwargs: object) -> None:
    """Writes down a change of the lock: only a save of the lock's own columns is one, and it costs one query."""
    if update_fields is None or set(update_fields) != {"locked", "locked_by", "locked_at"}:
        return
    before = Story.objects.filter(pk=instance.pk).values("locked", "locked_by__username").get()
    holder, actor = str(before["locked_by__username"] or ""), read_actor() or "system"
    if instance.locked == before["locked"] and instance.locked:
        action = "lock-taken"
    elif instance.locked:
        action = "lock"
    else:
        action = "unlock" if holder in ("", actor) else "lock-taken"
    detail = {"from": holder} if action == "lock-taken" else {}
    do_record(action, "story", instance.guid, actor=actor, now=utc_now(), version=instance.version, detail=detail)

"""Stories that are nearly the same: their prints, written whenever one is saved, and the look for another one."""

from datetime import UTC, datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from newswire.editing.checks.prints import CLOSE, make_bands, make_print, read_likeness
from newswire.editing.content import Occasion, make_item
from newswire.editing.models import Story, StoryPrint
from newswire.item.item import Item

CANDIDATES = 20
"""How many stories with a band in common are compared, the newest first."""
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


@receiver(post_save, sender=Story)
def note_print(instance: Story, raw: bool, update_fields: Any, **_kwargs: object) -> None:  # noqa: FBT001 - Django's signal
    """Writes the print of what was saved: one statement. A text too short for one has none."""
    if raw or (update_fields is not None and "body" not in update_fields):
        return
    occasion = Occasion(provider="", first_released_at=_SOME_DAY, dateline_date=_SOME_DAY.date())
    print_ = make_print(make_item(instance, occasion))
    if not print_:
        StoryPrint.objects.filter(pk=instance.pk).delete()
        return
    StoryPrint.objects.bulk_create(
        [StoryPrint(story=instance, print=list(print_), bands=make_bands(print_))],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["print", "bands"],
    )


def read_twin(story: Story, item: Item) -> str:
    """The headline of the newest other story in whose text `item`'s stands again; empty where there is none.

    One query. What `story` follows up, or is followed up by, is its own history.
    """
    print_ = make_print(item)
    if not print_:
        return ""
    near = (
        StoryPrint.objects.filter(bands__overlap=make_bands(print_), story__language=story.language)
        .exclude(pk=story.pk)
        .exclude(pk=story.follows_id or 0)
        .order_by("-pk")
        .values_list("print", "story__headline", "story__follows_id")[:CANDIDATES]
    )
    for other, headline, follows_id in near:
        if follows_id != story.pk and read_likeness(print_, other) >= CLOSE:
            return str(headline)
    return ""

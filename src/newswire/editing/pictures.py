"""The pictures and films of a story as the item cites them: files by content hash, never a row of the editor's library.
And the way of a picture's words into the story that shows it."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from newswire.editing.media_files import make_picture, make_video
from newswire.editing.models import Story
from newswire.item.item import Media
from newswire.media.models import Picture


def make_media(story: Story) -> tuple[Media, ...]:
    """The story's media, each once: its picture, then its further pictures and films in their order; empty where it has
    none. Storing their files is by content, so doing it again changes nothing.

    Raises `PictureError` or `FilmError` for a file that cannot be used.
    """
    found: dict[str, Media] = {}
    if story.picture is not None:
        lead = make_picture(story, story.picture, story.picture_caption, story.picture_credit, story.picture_alt)
        found[lead.id] = lead
    for one in story.further_media.all():
        if one.video_id is not None:
            made = make_video(story, one.video_id, one.caption, one.credit, one.alt)
        elif one.picture is not None:
            picture: Any = one.picture
            made = make_picture(story, picture, one.caption or picture.caption, one.credit or picture.credit, one.alt)
        else:
            continue
        found.setdefault(made.id, made)
    return tuple(found.values())


@receiver(pre_save, sender=Story)
def fill_from_picture(instance: Story, **_kwargs: object) -> None:
    """Caption, credit and usage terms of the chosen picture go into the story's empty fields, whichever way it is
    saved; words that came from the picture it had before make room for the new one's. Nothing of one's own is touched.
    """
    picture: Any = instance.picture
    if picture is None:
        return
    before: Any = _picture_before(instance)
    for field, name in _FLOWS.items():
        said, new = getattr(instance, field).strip(), getattr(picture, name).strip()
        if new and (not said or (before is not None and said == getattr(before, name).strip())):
            setattr(instance, field, new)


_FLOWS = {"picture_caption": "caption", "picture_credit": "credit", "usage_terms": "usage_terms"}


def _picture_before(story: Story) -> Picture | None:
    """The picture that stands in the database now where that is another; None where nothing was chosen anew."""
    if story._state.adding:
        return None
    return (
        Picture.objects.filter(pk__in=Story.objects.filter(pk=story.pk).values("picture_id"))
        .exclude(pk=story.picture_id or 0)
        .first()
    )

"""The pictures and films of a story as the item cites them: files by content hash, never a row of the editor's library.
And the way of a picture's words into the story that shows it."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from newswire.editing.killed_media import find_killed, find_killed_videos, read_keys, read_video_keys
from newswire.editing.markup import read_pictures
from newswire.editing.media_files import make_picture, make_video
from newswire.editing.models import Story
from newswire.item.item import Media, Subject
from newswire.kit.errors import RuleError
from newswire.media.models import Picture


def make_media(story: Story) -> tuple[Media, ...]:
    """The story's media, each once: its picture, then its further pictures and films in their order, then the pictures
    placed in the text; empty where it has none. Storing their files is by content, so doing it again changes nothing.
    A killed picture or film is left out.

    Raises `PictureError` or `FilmError` for a file that cannot be used, RuleError where the text has a picture that is
    gone.
    """
    found: dict[str, Media] = {}
    killed, killed_videos = find_killed(read_keys(story)), find_killed_videos(read_video_keys(story))
    if story.picture is not None and story.picture_id not in killed:
        lead = make_picture(story, story.picture, story.picture_caption, story.picture_credit, story.picture_alt)
        found[lead.id] = lead
    for one in story.further_media.all():
        if one.video_id in killed_videos:
            continue
        if one.video_id is not None:
            made = make_video(story, one.video_id, one.caption, one.credit, one.alt)
        elif one.picture is not None and one.picture_id not in killed:
            picture: Any = one.picture
            made = make_picture(story, picture, one.caption or picture.caption, one.credit or picture.credit, one.alt)
        else:
            continue
        found.setdefault(made.id, made)
    for placed, alt in _read_placed(story):
        if f"picture-{placed.pk}" not in found and placed.pk not in killed:
            made = make_picture(story, placed, placed.caption, placed.credit, alt)
            found[made.id] = made
    return tuple(found.values())


def read_dossiers(story: Story) -> tuple[Subject, ...]:
    """The dossiers the story stands in, as the item names them: code and name."""
    return tuple(Subject(one.code, one.name) for one in story.dossiers.all())


def _read_placed(story: Story) -> list[tuple[Any, str]]:
    """The pictures placed in the text with their alternative texts, in reading order: one query."""
    placed = read_pictures(story.body)
    rows = get_image_model().objects.in_bulk(list(placed)) if placed else {}
    if set(placed) - set(rows):
        raise RuleError(_("The text has a picture that is no longer in the library. Take it out or choose another."))
    return [(rows[key], alt) for key, alt in placed.items()]


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

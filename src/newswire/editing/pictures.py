"""The pictures of a story as the item cites them: files by content hash, never a row of the editor's image library."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from newswire.editing.markup import read_pictures
from newswire.editing.models import Story
from newswire.item.item import Media, Rendition, Subject
from newswire.kit.errors import RuleError
from newswire.media.renditions import do_make_renditions


def make_media(story: Story) -> tuple[Media, ...]:
    """The story's pictures as media, each once: the lead, then the further ones, then those placed in the text. Their
    renditions are stored under their hashes; storing is by content, so doing it again changes nothing.

    Raises `PictureError` for a file that cannot be used, RuleError where the text has a picture that is gone.
    """
    found: dict[int, Media] = {}
    if story.picture is not None:
        found[story.picture.pk] = _make_one(
            story.picture, story.language, story.picture_caption, story.picture_credit, story.picture_alt
        )
    for one in story.further_media.all():
        picture: Any = one.picture
        if picture is not None and picture.pk not in found:
            found[picture.pk] = _make_one(
                picture, story.language, one.caption or picture.caption, one.credit or picture.credit, one.alt
            )
    for picture, alt in _read_placed(story):
        if picture.pk not in found:
            found[picture.pk] = _make_one(picture, story.language, picture.caption, picture.credit, alt)
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


def _make_one(picture: Any, language: str, caption: str, credit: str, alt: str) -> Media:
    return Media(
        id=f"picture-{picture.pk}",
        type=picture.kind,
        caption=caption.strip(),
        credit=credit.strip(),
        alt={language: alt.strip()} if alt.strip() else {},
        renditions=_renditions_of(settings.NEWSWIRE_HOME, picture.get_file_hash(), Original(picture)),
    )


class Original:
    """The bytes of a picture, read only when they are needed; all originals are alike to the cache's key."""

    def __init__(self, picture: Any) -> None:
        self._picture = picture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Original)

    def __hash__(self) -> int:
        return 0

    def read(self) -> bytes:
        """All of the file."""
        with self._picture.open_file() as file:
            content: bytes = file.read()
        return content


@lru_cache(maxsize=256)
def _renditions_of(home: Path, _file_hash: str, original: Original) -> tuple[Rendition, ...]:
    """The renditions of a picture by the hash of its file: the release dialogue and the release itself make them once
    (0.3 s for a 12-megapixel picture)."""
    return do_make_renditions(home, original.read())

"""One picture or film of a story as media of its item: its files in the store, the story's words in each JPEG."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from newswire.editing.killed_media import find_killed
from newswire.editing.markup import PICTURE
from newswire.editing.models import Story
from newswire.item.item import Media, Rendition
from newswire.item.rights import read_restriction
from newswire.kit.clock import to_utc, utc_now
from newswire.media.description import Description
from newswire.media.film import FilmError
from newswire.media.preparation import do_prepare_video, focus_of, read_files
from newswire.media.renditions import Focus, do_describe, do_make_renditions

VIDEO = "video-"
"""What the id of a film of our own library begins with; its number there follows."""


def make_picture(story: Story, picture: Any, caption: str, credit: str, alt: str) -> Media:
    """The picture in the story's words; its own alternative text stands in where the story has none.

    The renditions are those made in the background, or are made now. Each JPEG is a copy with the words in it; the
    original stays as it came. Raises `PictureError` for a file that cannot be used.
    """
    own = alt.strip() or picture.alt.get(story.language, "") or picture.alt.get(story.language.split("-", 1)[0], "")
    media = Media(
        id=f"{PICTURE}{picture.pk}",
        type=picture.kind,
        caption=caption.strip(),
        credit=credit.strip(),
        alt={**picture.alt, story.language: own} if own else dict(picture.alt),
        rights=read_restriction(picture.rights),
        expires=to_utc(picture.expires) if picture.expires else None,
    )
    home: Path = settings.NEWSWIRE_HOME
    bare = read_files(picture.files, home) or _renditions_of(
        home, picture.get_file_hash(), focus_of(picture), Original(picture)
    )
    return msgspec.structs.replace(media, renditions=do_describe(home, bare, _describe(story, picture, media)))


def make_video(story: Story, video_id: int, caption: str, credit: str, alt: str) -> Media:
    """The film with its poster and length. Raises `FilmError` for a file in which there is none."""
    home: Path = settings.NEWSWIRE_HOME
    video = do_prepare_video(video_id, home, utc_now())
    if video.problem == "unreadable":
        raise FilmError(_("The video “%(title)s” cannot be read. Take it out, or upload it again.") % {"title": video})
    media = Media(
        id=f"{VIDEO}{video.pk}",
        type="video",
        caption=caption.strip() or video.caption,
        credit=credit.strip() or video.credit,
        alt={story.language: alt.strip()} if alt.strip() else {},
        seconds=round(video.seconds or 0.0, 3),
        rights=read_restriction(video.rights),
        expires=to_utc(video.expires) if video.expires else None,
    )
    is_shown = video.poster is not None and not find_killed([video.poster.pk])
    poster = _poster_of(story, video.poster, media) if is_shown else ()
    return msgspec.structs.replace(media, renditions=(*poster, *read_files(video.files, home)))


def _poster_of(story: Story, picture: Any, media: Media) -> tuple[Rendition, ...]:
    """The poster in the size of the web."""
    made = make_picture(story, picture, media.caption, media.credit, media.alt.get(story.language, ""))
    return tuple(msgspec.structs.replace(one, name="poster") for one in made.renditions if one.name == "web")


def _describe(story: Story, picture: Any, media: Media) -> Description:
    """What goes into the file: the story's words, the picture's rights, place and time."""
    city, _comma, country = picture.place.rpartition(", ")
    return Description(
        headline=picture.title,
        caption=media.caption,
        credit=media.credit,
        creator=picture.creator,
        copyright_notice=picture.copyright_notice,
        usage_terms=picture.usage_terms.strip() or story.usage_terms.strip(),
        city=city or country,
        country=country if city else "",
        taken_at=picture.taken_at,
        keywords=tuple(sorted(picture.tags.names())),
        alt=media.alt,
        guid=story.guid,
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
def _renditions_of(home: Path, _file_hash: str, focus: Focus | None, original: Original) -> tuple[Rendition, ...]:
    """The renditions of a picture by the hash of its file: the release dialogue and the release itself make them once
    (0.3 s for a 12-megapixel picture)."""
    return do_make_renditions(home, original.read(), focus)

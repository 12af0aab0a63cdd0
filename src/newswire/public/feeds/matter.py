"""What a feed says, before it is written in one form or another."""

from datetime import datetime

import msgspec
from django.utils import translation
from django.utils.translation import gettext

from newswire.edition.shape import Picture, Story
from newswire.edition.tombstones import Tombstone
from newswire.formats.atom.shape import Deleted
from newswire.formats.xhtml.writer import escape, write_blocks
from newswire.public.addresses import NO_SECTION
from newswire.public.corrections import list_corrections
from newswire.public.feeds.addresses import FeedPlace, name_of
from newswire.public.settings import SiteSettings

_MEDIA_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """A feed's own words, its stories (newest first), what is withdrawn, and when any of it last changed (UTC)."""

    place: FeedPlace
    title: str
    description: str
    stories: tuple[Story, ...]
    deleted: tuple[Deleted, ...]
    updated_at: datetime


def compose(
    place: FeedPlace,
    stories: tuple[Story, ...],
    tombstones: tuple[Tombstone, ...],
    settings: SiteSettings,
    now: datetime,
) -> Matter:
    """The feed of `place`. One without any event is as old as the day, so that it stays the same all day."""
    moments = [*(one.updated_at for one in stories), *(one.withdrawn_at for one in tombstones)]
    name = name_of(place)
    with translation.override(place.language):
        said = {
            "gone": gettext("This story was withdrawn and is no longer available."),
            "ended": gettext("Our right to publish this story has ended. Nothing was wrong with it."),
        }
        description = gettext(
            "The website carries only a portion of the stories offered to subscribers, and in summarised form."
        )
    return Matter(
        place=place,
        title=f"{settings.name} – {name}" if name else settings.name,
        description=description,
        stories=stories,
        deleted=tuple(
            Deleted(id_of(one, settings), one.withdrawn_at, said.get(one.state, said["gone"])) for one in tombstones
        ),
        updated_at=max(moments, default=now.replace(hour=0, minute=0, second=0, microsecond=0)),
    )


def id_of(story: Story | Tombstone, settings: SiteSettings) -> str:
    """The story's id in every feed: an address that leads to it whatever it is called today."""
    return f"{settings.base_url}/{story.language}/{NO_SECTION}/story/{story.public_id}"


def write_content(story: Story) -> str:
    """The public version as XHTML, with what was corrected: a feed's reader may never open the page."""
    text = write_blocks(story.summary, lambda _: "")
    if not text:
        text = f"<p>{escape(story.standfirst or story.headline)}</p>"
    with translation.override(story.language):
        label = gettext("Correction")
    notes = (f"<p><strong>{escape(label)}</strong> {escape(one.text)}</p>" for one in list_corrections(story))
    return text + "".join(notes)


def media_type_of(picture: Picture) -> str:
    """The media type of the picture's file."""
    return _MEDIA_TYPES[picture.src.rsplit(".", 1)[-1]]

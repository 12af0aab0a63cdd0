"""The demo newsroom's stories: how they are written down, and how one becomes an item."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

import msgspec

from newswire.item.body import Block, WebBlock
from newswire.item.item import (
    Correction,
    Dateline,
    Entity,
    Item,
    ItemType,
    Link,
    Media,
    Place,
    PublicChoice,
    Rendition,
    Subject,
)
from newswire.item.vocabulary.mediatopics import label
from newswire.kit.clock import to_utc

PROVIDER = "Newswire"
CREDITS: dict[str, str] = {
    "ar": "رسم: Newswire",
    "en": "Drawing: Newswire",
    "es": "Ilustración: Newswire",
    "fr": "Dessin : Newswire",
    "ru": "Рисунок: Newswire",
    "tr": "Çizim: Newswire",
}


class DemoPicture(msgspec.Struct, frozen=True):
    """A drawing by name (see `pictures.py`), its caption and its alternative text in the story's language."""

    name: str
    caption: str
    alt: str


class DemoStory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An item without identity and time: stories name one another by `key`, subjects by qcode, places by name and code.

    `minutes_ago` is the age at the moment the demo starts; `dateline` is the place as printed.
    """

    key: str
    language: str
    headline: str
    urgency: int
    sections: tuple[str, ...]
    subjects: tuple[str, ...]
    minutes_ago: int = 0
    type: ItemType = "text"
    translation_of: str = ""
    follows: str = ""
    standfirst: str = ""
    slugline: str = ""
    byline: str = ""
    dateline: str = ""
    genre: str = ""
    places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    picture: DemoPicture | None = None
    body: tuple[Block, ...] = ()
    summary: tuple[WebBlock, ...] = ()
    public: PublicChoice = "auto"
    editor_note: str = ""
    public_note: str = ""
    update_line: str = ""
    correction: Correction | None = None


@cache
def read_demo_stories() -> tuple[DemoStory, ...]:
    """The stories the newsroom starts with, oldest first, so that a story comes after those it links to."""
    stories: list[DemoStory] = []
    for file in files("newswire.project.demo").joinpath("stories").iterdir():
        if file.name.endswith(".json"):
            stories.extend(msgspec.json.decode(file.read_bytes(), type=tuple[DemoStory, ...]))
    return tuple(sorted(stories, key=lambda story: (-story.minutes_ago, story.key)))


def make_media(story: DemoStory, renditions: tuple[Rendition, ...]) -> tuple[Media, ...]:
    """The story's picture with the files it is stored in; nothing where the story has none."""
    if story.picture is None:
        return ()
    return (
        Media(
            id=story.picture.name,
            type="picture",
            caption=story.picture.caption,
            credit=CREDITS[story.language],
            alt={story.language: story.picture.alt},
            renditions=renditions,
        ),
    )


def to_item(story: DemoStory, *, guid: str, now: datetime, media: tuple[Media, ...], guids: Mapping[str, str]) -> Item:
    """The story as an item first created `minutes_ago` before `now`.

    `guids` maps the keys of the stories this one may link to; KeyError where one it names is missing.
    """
    created = to_utc(now) - timedelta(minutes=story.minutes_ago)
    links: list[Link] = []
    if story.follows:
        links.append(Link("follows", guids[story.follows]))
    if story.translation_of:
        links.append(Link("translation-of", guids[story.translation_of]))
    return Item(
        guid=guid,
        type=story.type,
        language=story.language,
        headline=story.headline,
        first_created=created,
        standfirst=story.standfirst,
        slugline=story.slugline,
        byline=story.byline,
        dateline=Dateline(place=story.dateline, date=created.date()) if story.dateline else None,
        urgency=story.urgency,
        genre=story.genre,
        sections=story.sections,
        subjects=tuple(Subject(qcode, label(qcode, story.language)) for qcode in story.subjects),
        places=story.places,
        people=tuple(Entity(name) for name in story.people),
        organisations=tuple(Entity(name) for name in story.organisations),
        keywords=story.keywords,
        body=story.body,
        media=media,
        summary=story.summary,
        summary_origin="editor" if story.summary else "",
        public=story.public,
        editor_note=story.editor_note,
        public_note=story.public_note,
        update_line=story.update_line,
        correction=story.correction,
        provider=PROVIDER,
        copyright_holder=PROVIDER,
        copyright_notice=f"© {created.year} {PROVIDER}",
        links=tuple(links),
    )

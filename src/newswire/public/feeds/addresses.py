"""The feeds' addresses: what there is a feed of, in which forms, and where it is."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.item.vocabulary.topics import topic_name
from newswire.public.addresses import front_path, section_path, topic_path

FeedForm = Literal["rss", "atom", "json"]
FORMS: dict[FeedForm, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
"""By the end of its address, the media type of each form; pages name them in this order."""
_PATH = re.compile(r"/(?P<language>[a-z]{2,3})/(?:topic/(?P<topic>\d{8})/|(?P<section>[a-z]+)/)?feed\.(?P<form>\w+)")


class FeedPlace(msgspec.Struct, frozen=True):
    """What a feed is of: an edition, one of its sections, or one of its topics (a Media Topic's qcode)."""

    language: str
    section: str = ""
    topic: str = ""


def feed_path(place: FeedPlace, form: FeedForm) -> str:
    """`/{language}/feed.{form}`, `/{language}/{section}/feed.{form}`, `/{language}/topic/{code}/feed.{form}`"""
    return f"{_folder(place)}feed.{form}"


def page_path(place: FeedPlace) -> str:
    """The page that shows readers what the feed tells machines."""
    return topic_path(place.language, place.topic) if place.topic else _folder(place)


def read_feed_path(path: str) -> tuple[FeedPlace, FeedForm] | None:
    """What is asked for at `path`; None where that is no feed of ours."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    language, section = found["language"], found["section"] or ""
    place = FeedPlace(language, section, f"medtop:{found['topic']}" if found["topic"] else "")
    form = next((one for one in FORMS if one == found["form"]), None)
    if form is None or language not in EDITIONS or (section and section not in SECTIONS) or not has_name(place):
        return None
    return place, form


def name_of(place: FeedPlace) -> str:
    """What the section or topic is called in the feed's language; empty for an edition."""
    if place.topic:
        return topic_name(place.topic, place.language)
    return section_name(place.section, place.language) if place.section else ""


def has_name(place: FeedPlace) -> bool:
    """Whether there is such a feed: a topic that has no name in the language has no page and no feed in it."""
    return not place.topic or bool(topic_name(place.topic, place.language))


def places_of(path: str) -> Iterator[FeedPlace]:
    """The feeds that the page at `path` names: its edition's, then its section's or topic's."""
    match path.removeprefix("/").split("/"):
        case [language, "topic", code, *_] if language in EDITIONS:
            yield FeedPlace(language)
            place = FeedPlace(language, topic=f"medtop:{code}")
            if has_name(place):
                yield place
        case [language, *rest] if language in EDITIONS:
            yield FeedPlace(language)
            if rest and rest[0] in SECTIONS:
                yield FeedPlace(language, rest[0])


def _folder(place: FeedPlace) -> str:
    if place.topic:
        return f"{front_path(place.language)}topic/{place.topic.removeprefix('medtop:')}/"
    return section_path(place.language, place.section) if place.section else front_path(place.language)

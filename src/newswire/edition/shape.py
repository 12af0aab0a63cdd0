"""What the public may see of a story: the shapes the edition's writer takes and its reader gives."""

import hashlib
from datetime import datetime
from typing import Literal

import msgspec

from newswire.item.item import Correction

Over = Literal["gone", "ended"]
"""For good: killed, or the right to publish it has ended."""
State = Literal["live", "held", "gone", "ended"]

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # the letters of kit.ids.new_short_id


class Source(msgspec.Struct, frozen=True):
    """One file of a picture below `/media/`, its pixels and its media type."""

    src: str
    width: int
    height: int
    mime: str


class Picture(msgspec.Struct, frozen=True):
    """A public picture: file names below `/media/`, pixels, texts in the story's language.

    `src` and `thumb` are the largest and the smallest JPEG; `sources` are all files, the smallest of each kind first.
    """

    src: str
    width: int
    height: int
    thumb: str
    alt: str
    caption: str = ""
    credit: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every file of it."""
        return tuple(dict.fromkeys((self.src, self.thumb, *(source.src for source in self.sources))))


class Changes(msgspec.Struct, frozen=True):
    """How often the edition has changed, and how often something was taken back; both only grow."""

    counter: int = 0
    taken_back: int = 0


class Topic(msgspec.Struct, frozen=True):
    """A subject and its name in the story's language."""

    qcode: str
    name: str


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The public content of a story: never more than headline, standfirst, summary and metadata."""

    language: str
    headline: str
    slug: str
    standfirst: str = ""
    summary: tuple[str, ...] = ()
    byline: str = ""
    dateline: str = ""
    sections: tuple[str, ...] = ()
    subjects: tuple[Topic, ...] = ()
    places: tuple[str, ...] = ()
    picture: Picture | None = None
    correction: Correction | None = None
    note: str = ""
    urgency: int = 5


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A story as lists show it. Times are UTC: first publication and newest version."""

    public_id: str
    language: str
    headline: str
    slug: str
    standfirst: str
    sections: tuple[str, ...]
    picture: Picture | None
    urgency: int
    published_at: datetime
    updated_at: datetime


class Story(Card, frozen=True, kw_only=True):
    """A story as its page shows it; where `state` is not `live` all content is empty."""

    state: State
    summary: tuple[str, ...]
    byline: str
    dateline: str
    subjects: tuple[Topic, ...]
    places: tuple[str, ...]
    correction: Correction | None
    note: str


def key_of(guid: str) -> bytes:
    """How the writer finds a story's row: SHA-256 of its guid, 32 bytes. The guid itself stays out of the schema."""
    return hashlib.sha256(guid.encode()).digest()


def public_id_of(guid: str) -> str:
    """The id in a story's public address: 12 characters derived from the guid, telling nothing about it.

    Derived and not drawn, so that an edition that is thrown away and rebuilt from the wire has the same addresses.
    31¹² ids: with ten million stories, a clash is expected once in 16,000 editions.
    """
    number = int.from_bytes(hashlib.sha256(b"newswire public id\0" + guid.encode()).digest())
    letters = []
    for _ in range(12):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)

"""What the public may see of a story: the shapes the edition's writer takes and its reader gives."""

import hashlib
from datetime import date, datetime
from typing import Literal

import msgspec

from newswire.item.body import WebBlock
from newswire.item.item import Correction

Over = Literal["gone", "ended"]
"""For good: killed, or the right to publish it has ended."""
State = Literal["live", "held", "gone", "ended"]
PublicType = Literal["text", "alert"]
Origin = Literal["editor", "automatic", "model"]
"""Who wrote the summary: an editor, a rule that takes sentences of the story, or a model whose text an editor read."""

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


class Author(msgspec.Struct, frozen=True):
    """Somebody who signs stories; the slug stands in the address of the author's page."""

    slug: str
    name: str


class Where(msgspec.Struct, frozen=True):
    """A place a story is about: its code in the gazetteer, empty where unknown, and its name as the story has it."""

    code: str
    name: str


class Dossier(msgspec.Struct, frozen=True):
    """A developing affair the story stands in; the slug, made of the dossier's code, stands in its address."""

    slug: str
    name: str


class Corrected(msgspec.Struct, frozen=True):
    """An error put right: when (UTC), what was wrong, what is right, and what else a reader is told."""

    at: datetime
    wrong: str
    right: str
    note: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The public content of a story: never more than headline, standfirst, summary and metadata.

    `family` is the public id of the story this one is a translation of, empty where it is its own original; `related`
    are public ids. `correction` is what this version puts right: the edition keeps it in the story's log. `subjects`
    have a name in the story's language; `topics` are the codes of all its subjects and of everything broader.
    """

    language: str
    type: PublicType = "text"
    headline: str
    slug: str
    standfirst: str = ""
    summary: tuple[WebBlock, ...] = ()
    origin: Origin = "automatic"
    byline: str = ""
    authors: tuple[Author, ...] = ()
    dateline: str = ""
    sections: tuple[str, ...] = ()
    subjects: tuple[Topic, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[Where, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    family: str = ""
    related: tuple[str, ...] = ()
    picture: Picture | None = None
    correction: Correction | None = None
    note: str = ""
    urgency: int = 5


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A story as lists show it. Times are UTC: first publication and newest version."""

    public_id: str
    language: str
    type: PublicType
    headline: str
    slug: str
    standfirst: str
    sections: tuple[str, ...]
    picture: Picture | None
    urgency: int
    published_at: datetime
    updated_at: datetime


class Listed(Card, frozen=True, kw_only=True):
    """A story as a dossier lists it: with the people named in it, the places it is about and the dossiers it is in."""

    people: tuple[str, ...]
    places: tuple[Where, ...]
    dossiers: tuple[Dossier, ...]


class Story(Listed, frozen=True, kw_only=True):
    """A story as its page shows it; where `state` is not `live` all content is empty.

    `family` is the public id of the original, the story's own where it is one; `corrections` are newest first.
    """

    state: State
    summary: tuple[WebBlock, ...]
    origin: Origin
    byline: str
    authors: tuple[Author, ...]
    dateline: str
    subjects: tuple[Topic, ...]
    topics: tuple[str, ...]
    family: str
    related: tuple[str, ...]
    corrections: tuple[Corrected, ...]
    note: str


class Neighbours(msgspec.Struct, frozen=True, kw_only=True):
    """Live stories around one story, never itself: the same in other languages, the original first; then, newest first
    and in its language: named by it or naming it, of its dossiers, about its subjects, of its first section.
    """

    versions: tuple[Card, ...]
    named: tuple[Card, ...]
    dossier: tuple[Card, ...]
    alike: tuple[Card, ...]
    section: tuple[Card, ...]


class Notice(msgspec.Struct, frozen=True):
    """A line of the corrections page: what was put right, and the story as it stands now."""

    corrected: Corrected
    card: Card


class Day(msgspec.Struct, frozen=True):
    """A day of the archive (UTC) and how many stories appeared on it."""

    date: date
    stories: int


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

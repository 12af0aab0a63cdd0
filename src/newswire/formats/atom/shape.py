"""Atom (RFC 4287) with deleted entries (RFC 6721)."""

from datetime import datetime

import msgspec


class Person(msgspec.Struct, frozen=True):
    """Who wrote an entry: a name and the address of a page about them, empty where there is none (section 3.2)."""

    name: str
    uri: str = ""


class Category(msgspec.Struct, frozen=True):
    """`atom:category`: a term, the vocabulary it is from, its name in the feed's language (section 4.2.2)."""

    term: str
    scheme: str
    label: str


class Enclosure(msgspec.Struct, frozen=True):
    """A picture of the entry: an absolute address, its media type, what it shows."""

    href: str
    media_type: str
    title: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`atom:entry`: `id` never changes, `link` is where it is read now; `summary` is plain text, `content` XHTML.

    Times are UTC.
    """

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    summary: str = ""
    content: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosure: Enclosure | None = None


class Deleted(msgspec.Struct, frozen=True):
    """`at:deleted-entry`: the id of what is withdrawn, since when (UTC), a sentence about it (RFC 6721, section 3)."""

    ref: str
    when: datetime
    comment: str = ""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """`atom:feed`: `link` is the page it belongs to, `self_link` its own address and id."""

    title: str
    subtitle: str
    link: str
    self_link: str
    language: str
    updated: datetime
    author: Person
    rights: str = ""
    licence: str = ""
    icon: str = ""
    entries: tuple[Entry, ...] = ()
    deleted: tuple[Deleted, ...] = ()

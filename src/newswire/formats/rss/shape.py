"""RSS 2.0 as a news site uses it: a channel of items; Dublin Core, Media RSS and Atom's links where RSS is silent."""

from datetime import datetime

import msgspec

from newswire.formats.atom.shape import Deleted


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """`media:content`: an absolute address, its media type, pixels, texts in the channel's language."""

    url: str
    media_type: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Category(msgspec.Struct, frozen=True):
    """`category`: a name, and the address of the vocabulary it is from where there is one."""

    name: str
    domain: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One story. `guid` never changes; `link` is where it is read now; `description` is plain text, `content` XHTML.

    Times are UTC. `is_permalink` says that the guid may be opened too.
    """

    guid: str
    is_permalink: bool
    title: str
    link: str
    published_at: datetime
    updated_at: datetime
    description: str = ""
    content: str = ""
    creators: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    picture: Picture | None = None


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: `link` is the page it belongs to, `self_link` its own address, `built_at` when its content last changed.

    `deleted` says what was in it and is withdrawn: RSS has no word for that, so Atom's is used (RFC 6721).
    """

    title: str
    link: str
    self_link: str
    description: str
    language: str
    built_at: datetime
    copyright: str = ""
    licence: str = ""
    minutes: int = 1
    items: tuple[Item, ...] = ()
    deleted: tuple[Deleted, ...] = ()

"""JSON Feed 1.1 with an extension of ours for what was withdrawn."""

from datetime import datetime

import msgspec

VERSION = "https://jsonfeed.org/version/1.1"


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who wrote an item: a name and the address of a page about them."""

    name: str
    url: str = ""


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture of the item, with its pixels under names of ours (extensions begin with an underscore)."""

    url: str
    mime_type: str
    title: str = ""
    width: int = msgspec.field(default=0, name="_width")
    height: int = msgspec.field(default=0, name="_height")


class Item(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One story. `id` never changes; `summary` is plain text, `content_html` the public version. Times are UTC."""

    id: str
    url: str
    title: str
    content_html: str
    summary: str = ""
    image: str = ""
    date_published: datetime
    date_modified: datetime
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    attachments: tuple[Attachment, ...] = ()


class Withdrawn(msgspec.Struct, frozen=True, omit_defaults=True):
    """The id of an item that is withdrawn, since when (UTC), and a sentence about it."""

    id: str
    when: datetime
    comment: str = ""


class Extension(msgspec.Struct, frozen=True):
    """`_newswire`: `about` is the address of a page that explains it, as the format asks of extensions."""

    about: str
    licence: str
    withdrawn: tuple[Withdrawn, ...]


class Feed(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="version", tag=VERSION):
    """The feed, `version` first: `home_page_url` is the page it belongs to, `feed_url` its own address."""

    title: str
    home_page_url: str
    feed_url: str
    description: str
    icon: str = ""
    authors: tuple[Author, ...] = ()
    language: str
    items: tuple[Item, ...]
    extension: Extension | None = msgspec.field(default=None, name="_newswire")

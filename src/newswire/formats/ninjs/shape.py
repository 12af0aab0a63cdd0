"""ninjs 3.1 on the wire: the properties we write and read, named as in IPTC's JSON Schema (camelCase there)."""

from datetime import datetime

import msgspec

from newswire.item.body import Crosshead, Paragraph, Quote, WebBlock

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
SUMMARY_ROLES: dict[type[WebBlock], str] = {
    Paragraph: "summary",
    Crosshead: "summary-crosshead",
    Quote: "summary-quote",
}
"""Roles of the descriptions that hold the public version, block by block."""
SAID_BY = "summary-quote-by"
"""Role of the description that says who said the quotation before it."""
ORIGIN = "summary-origin"
"""Role of the alternative id that says who wrote the public version: `editor` or `model`."""


class Shape(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", kw_only=True):
    """What all objects share: empty properties are left out, names are camelCase."""


class Value(Shape, frozen=True):
    """A headline, description or body: one text in one role."""

    value: str = ""
    role: str = ""
    content_type: str = ""
    char_count: int = 0
    word_count: int = 0


class Named(Shape, frozen=True):
    """A subject, place, person, organisation, genre or source: a name and the identity behind it."""

    name: str = ""
    rel: str = ""
    role: str = ""
    uri: str = ""
    literal: str = ""


class OtherId(Shape, frozen=True):
    """The identity the item has elsewhere."""

    role: str = ""
    value: str = ""


class Standard(Shape, frozen=True):
    """Which standard and version the object keeps to."""

    name: str = ""
    version: str = ""
    schema: str = ""


class File(Shape, frozen=True):
    """One rendition of a picture or film; sizes in pixels and bytes, `duration` in seconds."""

    name: str = ""
    href: str = ""
    content_type: str = ""
    width: int = 0
    height: int = 0
    size_in_bytes: int = 0
    duration: float | None = None


class Rights(Shape, frozen=True):
    """A rights expression and the language it is in (schema, `rightsInfo`)."""

    lang_id: str = ""
    encoded_rights: str = ""


class Association(Shape, frozen=True):
    """Another news object that goes with this one: a picture in its renditions, or a story by its address alone."""

    uri: str = ""
    name: str = ""
    rel: str = ""
    type: str = ""
    by: str = ""
    headlines: tuple[Value, ...] = ()
    descriptions: tuple[Value, ...] = ()
    renditions: tuple[File, ...] = ()
    rights_info: Rights | None = None
    expires: datetime | None = None


class Ninjs(Shape, frozen=True):
    """One version of a story. Only `uri` is required (schema, `required`)."""

    uri: str
    type: str = ""
    profile: str = ""
    representation_type: str = ""
    version: str = ""
    standard: Standard | None = None
    first_created: datetime | None = None
    version_created: datetime | None = None
    content_created: datetime | None = None
    embargoed_until: datetime | None = None
    pub_status: str = ""
    urgency: int = 0
    language: str = ""
    title: str = ""
    slugline: str = ""
    by: str = ""
    located: str = ""
    ed_note: str = ""
    headlines: tuple[Value, ...] = ()
    descriptions: tuple[Value, ...] = ()
    bodies: tuple[Value, ...] = ()
    subjects: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()
    organisations: tuple[Named, ...] = ()
    genres: tuple[Named, ...] = ()
    info_sources: tuple[Named, ...] = ()
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    rights_info: Rights | None = None
    expires: datetime | None = None
    renditions: tuple[File, ...] = ()
    associations: tuple[Association, ...] = ()
    alt_ids: tuple[OtherId, ...] = ()

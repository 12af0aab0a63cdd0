"""The news item: the content of one version of a story, free of any format. Modelled on IPTC ninjs 3.1."""

import datetime as dt
from datetime import datetime
from typing import Literal

import msgspec

from newswire.item.body import Block, WebBlock
from newswire.item.rights import Restriction

ItemType = Literal["text", "picture", "video", "graphic", "alert", "advisory"]
PublicChoice = Literal["auto", "yes", "no"]
SummaryOrigin = Literal["", "editor", "model"]
LinkRel = Literal["follows", "translation-of", "related", "derived-from"]


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the story is about: a concept of a controlled vocabulary, `medtop:04000000` for IPTC Media Topics."""

    qcode: str
    name: str = ""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place the story is about. `code` is an ISO 3166-1 alpha-2 country or `country/town`, empty where unknown."""

    name: str
    code: str = ""


class Entity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or organisation named in the story, in the spelling of the story's language."""

    name: str
    uri: str = ""


class Dateline(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where and when it was written. `text` is the line as printed, where a source gave one."""

    place: str = ""
    date: dt.date | None = None
    text: str = ""


class Rendition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of a picture or video. `name` is thumbnail, web, poster or full; `sha256` is hex; sizes in pixels."""

    name: str
    sha256: str
    mime: str
    width: int = 0
    height: int = 0
    size: int = 0


class Media(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture, video or graphic that goes with the story; `alt` maps a language to its alternative text. `seconds` is
    the length of a video; its renditions are `poster` and `full`. `rights` and `expires` (UTC) are the file's own."""

    id: str
    type: Literal["picture", "video", "graphic"]
    caption: str = ""
    credit: str = ""
    alt: dict[str, str] = {}
    renditions: tuple[Rendition, ...] = ()
    seconds: float = 0.0
    rights: Restriction | None = None
    expires: datetime | None = None

    def rendition(self, name: str) -> Rendition | None:
        """The rendition of that name, None where there is none."""
        return next((one for one in self.renditions if one.name == name), None)


class Link(msgspec.Struct, frozen=True):
    """Another story on this wire and how this one relates to it."""

    rel: LinkRel
    guid: str


class AltId(msgspec.Struct, frozen=True):
    """The identity a story has elsewhere: the source's own number, an address."""

    role: str
    value: str


class Correction(msgspec.Struct, frozen=True):
    """What was wrong and what is right, in words a reader may see."""

    wrong: str
    right: str
    note: str = ""


class Item(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One version of a story. Times are UTC; `urgency` is 1 (flash) to 9; texts carry no markup.

    `editor_note` goes to subscribers and never to the public; private sources are not part of an item at all.
    `summary` is the newsroom's own public version; where empty, one is made. `summary_origin` says who wrote it: an
    editor, or a model whose text an editor approved, which readers are told; empty where nobody says. `bylines` are the
    names in `byline` where there are several; `dossiers` the developing affairs the story stands in; `desk` the code of
    the desk that wrote it, for queries: no format carries it. A test is for machines, never for readers.
    """

    guid: str
    type: ItemType
    language: str
    headline: str
    first_created: datetime
    standfirst: str = ""
    slugline: str = ""
    byline: str = ""
    bylines: tuple[str, ...] = ()
    dateline: Dateline | None = None
    urgency: int = 5
    genre: str = ""
    sections: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    places: tuple[Place, ...] = ()
    people: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    keywords: tuple[str, ...] = ()
    dossiers: tuple[Subject, ...] = ()
    body: tuple[Block, ...] = ()
    media: tuple[Media, ...] = ()
    summary: tuple[WebBlock, ...] = ()
    summary_origin: SummaryOrigin = ""
    public: PublicChoice = "auto"
    editor_note: str = ""
    public_note: str = ""
    update_line: str = ""
    correction: Correction | None = None
    provider: str = ""
    desk: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    embargo_until: datetime | None = None
    expires: datetime | None = None
    rights: Restriction | None = None
    is_test: bool = False
    links: tuple[Link, ...] = ()
    alt_ids: tuple[AltId, ...] = ()
    extra: dict[str, str] = {}

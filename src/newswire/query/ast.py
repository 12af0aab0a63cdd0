"""The query as a tree: one form for products, saved searches, the live matcher and the archive."""

import msgspec

FIELDS: dict[str, str] = {
    "lang": "language of the story, `lang:tr`",
    "type": "text, picture, video, graphic, alert or advisory",
    "section": "section of the service, `section:politics`",
    "subject": "IPTC Media Topic and everything narrower, `subject:medtop:15000000`",
    "place": "place or country code, `place:TR`, `place:Ankara`",
    "person": "person named in the story",
    "org": "organisation named in the story",
    "urgency": "1 (flash) to 9, `urgency:[1 TO 3]`",
    "source": "agency the story comes from",
    "slug": "words of the slugline",
    "headline": "words of the headline",
    "text": "words of headline, standfirst and body",
}
WORD_FIELDS = frozenset({"slug", "headline", "text", "person", "org", "place", "source"})


class Everything(msgspec.Struct, frozen=True, tag="everything", tag_field="node"):
    """Matches every story: `*` or an empty query."""


class Exact(msgspec.Struct, frozen=True, tag="exact", tag_field="node"):
    """A field has exactly that value (folded); for `subject` and `place` a narrower value counts."""

    field: str
    value: str


class Words(msgspec.Struct, frozen=True, tag="words", tag_field="node"):
    """A field's text has these folded tokens one after another (one token: a word; several: a phrase)."""

    field: str
    tokens: tuple[str, ...]


class Prefix(msgspec.Struct, frozen=True, tag="prefix", tag_field="node"):
    """A field's text has a token that begins so."""

    field: str
    start: str


class Range(msgspec.Struct, frozen=True, tag="range", tag_field="node"):
    """A number lies between `low` and `high`, both included."""

    field: str
    low: int
    high: int


class AllOf(msgspec.Struct, frozen=True, tag="all", tag_field="node"):
    """Every part matches."""

    parts: "tuple[Node, ...]"


class AnyOf(msgspec.Struct, frozen=True, tag="any", tag_field="node"):
    """At least one part matches."""

    parts: "tuple[Node, ...]"


class Not(msgspec.Struct, frozen=True, tag="not", tag_field="node"):
    """The part does not match."""

    part: "Node"


Node = Everything | Exact | Words | Prefix | Range | AllOf | AnyOf | Not

"""The query as a tree: one form for products, saved searches, the live matcher and the archive."""

import msgspec

from newswire.query.moment import Moment

FIELDS: dict[str, str] = {
    "lang": "language of the story, with its regions: `lang:tr`",
    "type": "text, picture, video, graphic, alert or advisory: `type:alert`",
    "service": "service the story runs in: `service:economy`; `section:` is the same",
    "subject": "IPTC Media Topic by code or name, and everything narrower: `subject:15000000`",
    "place": "country or town by code or name, and what lies in it: `place:TR`",
    "person": "words of the names of people: `person:brandt`",
    "org": 'words of the names of organisations: `org:"central bank"`',
    "genre": "IPTC genre by code or name: `genre:Interview`",
    "urgency": "1 (flash) to 9: `urgency:[1 TO 3]`",
    "kind": "what the release is: `kind:correction`",
    "desk": "code of the desk that wrote it: `desk:economy`",
    "source": "words of the agency's name: `source:reuters`",
    "dossier": "dossier by code or by words of its name: `dossier:northaven-storm`",
    "slug": "words of the slugline: `slug:port`",
    "headline": "words of the headline: `headline:ferry`",
    "text": "words of headline, standfirst and body, as without a field: `text:ferry`",
    "words": "how many words the body has: `words:[100 TO 400]`",
    "has": "what the story brings along: `has:picture`",
    "released": "when it was released, UTC: `released:[now-1d TO now]`",
}
ALIASES = {"section": "service"}
VALUE_FIELDS = frozenset({"lang", "type", "service", "subject", "place", "genre", "kind", "desk", "dossier", "has"})
"""Fields with whole values, for `Exact`."""
WORD_FIELDS = frozenset({"slug", "headline", "text", "person", "org", "place", "source", "dossier"})
"""Fields with words, for `Words` and `Prefix`."""
STEM_FIELDS = frozenset({"headline", "text"})
"""Fields with stems, for `Word`: prose. Names are found as they are written."""
NUMBER_FIELDS: dict[str, tuple[int, int]] = {"urgency": (1, 9), "words": (0, 1_000_000)}
"""Fields with a number, for `Range`, and the least and the greatest of it."""
CODED_FIELDS = ("subject", "dossier", "genre")
"""Fields whose codes hold a colon."""
HAS = ("picture", "video", "graphic", "table", "quote", "byline", "summary", "note")
"""What a story can bring along."""


class Everything(msgspec.Struct, frozen=True, tag="everything", tag_field="node"):
    """Matches every story: `*` or an empty query."""


class Exact(msgspec.Struct, frozen=True, tag="exact", tag_field="node"):
    """A field has exactly that value (folded); for `subject` and `place` a narrower value counts."""

    field: str
    value: str


class Word(msgspec.Struct, frozen=True, tag="word", tag_field="node"):
    """A field's text has a form of this word, by the rules of the story's language; `word` is as it was typed."""

    field: str
    word: str


class Words(msgspec.Struct, frozen=True, tag="words", tag_field="node"):
    """A field's text has these folded tokens one after another (one token: that very word; several: a phrase)."""

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


class Since(msgspec.Struct, frozen=True, tag="since", tag_field="node"):
    """Released when the moment began, or later."""

    moment: Moment


class After(msgspec.Struct, frozen=True, tag="after", tag_field="node"):
    """Released when the moment was over, or later: the day after a date, not that day."""

    moment: Moment


class AllOf(msgspec.Struct, frozen=True, tag="all", tag_field="node"):
    """Every part matches."""

    parts: "tuple[Node, ...]"


class AnyOf(msgspec.Struct, frozen=True, tag="any", tag_field="node"):
    """At least one part matches."""

    parts: "tuple[Node, ...]"


class Not(msgspec.Struct, frozen=True, tag="not", tag_field="node"):
    """The part does not match."""

    part: "Node"


Node = Everything | Exact | Word | Words | Prefix | Range | Since | After | AllOf | AnyOf | Not

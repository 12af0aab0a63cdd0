"""The fields of the archive's index, and a story as a document of it.

Values and words are the live matcher's own (`query/document.py`), handed in as they are: tantivy splits and folds
nothing, so that the archive and the live wire give the same answer to the same query.
"""

from datetime import datetime

import msgspec
import tantivy

from newswire.query.ast import NUMBER_FIELDS, STEM_FIELDS, VALUE_FIELDS, WORD_FIELDS
from newswire.query.document import make_document
from newswire.search.standing import Shown
from newswire.wire.release import to_microseconds

ROLE = "role"
STORY = "story"
MARK = "mark"
GUID = "guid"
RELEASED = "released"
"""When the story was released, in microseconds since 1970."""
RANK = "rank"
STORED = "stored"

_SEQ_BITS = 29
_MOST = 2**63 - 1


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was found, as its newest readable release says. `rank` is its place in the order of dates."""

    guid: str
    seq: int
    type: str
    headline: str
    language: str
    source: str
    released_at: datetime
    archive: bool
    rank: int


def build_schema() -> tantivy.Schema:
    """The schema. Whoever changes it, or what `make_document`, `fold` and `find_forms` give, raises `index.FORMAT`."""
    builder = tantivy.SchemaBuilder()
    for field in (ROLE, GUID, *map(value_field, sorted(VALUE_FIELDS)), *map(form_field, sorted(STEM_FIELDS))):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in map(token_field, sorted(WORD_FIELDS)):
        builder.add_text_field(field, tokenizer_name="raw", index_option="position")
    for field in (*map(number_field, NUMBER_FIELDS), RELEASED):
        builder.add_integer_field(field, indexed=True)
    builder.add_integer_field(RANK, indexed=True, fast=True)
    builder.add_bytes_field(STORED, stored=True)
    return builder.build()


def value_field(field: str) -> str:
    """The index field that holds a query field's whole values."""
    return f"value_{field}"


def token_field(field: str) -> str:
    """The index field that holds a query field's words."""
    return f"words_{field}"


def form_field(field: str) -> str:
    """The index field that holds the forms of a query field's words, each marked with its language."""
    return f"forms_{field}"


def number_field(field: str) -> str:
    """The index field that holds a query field's number."""
    return f"number_{field}"


def mark_form(form: str, language: str) -> str:
    """A form of a word as the index has it: the same letters in another language are another word's."""
    return f"{language}:{form}"


def rank_of(released_at: datetime, seq: int) -> int:
    """One number that orders by second, then by number on the wire: no two stories share it, so pages join exactly.

    35 bits of seconds (the years 1698 to 2242, beyond them the order is by `seq` alone) and 29 bits of `seq`.
    """
    seconds = to_microseconds(released_at) // 1_000_000
    return max(-_MOST, min(_MOST, (seconds << _SEQ_BITS) | (seq & (1 << _SEQ_BITS) - 1)))


def make_index_document(shown: Shown) -> tantivy.Document:
    """The document of a story."""
    item = shown.item
    seen = make_document(item, shown.kind, shown.released_at)
    hit = Hit(
        guid=item.guid,
        seq=shown.seq,
        type=item.type,
        headline=item.headline,
        language=item.language,
        source=item.provider,
        released_at=shown.released_at,
        archive=shown.archive,
        rank=rank_of(shown.released_at, shown.seq),
    )
    document = tantivy.Document()
    document.add_text(ROLE, STORY)
    document.add_text(GUID, item.guid)
    for field in VALUE_FIELDS:
        for value in seen.values[field]:
            document.add_text(value_field(field), value)
    for field in STEM_FIELDS:
        for form in seen.forms[field]:
            document.add_text(form_field(field), mark_form(form, seen.language))
    for field in WORD_FIELDS:
        for tokens in seen.tokens[field]:
            document.add_pre_tokenized_text(token_field(field), _pre_tokenize(tokens))
    for field, number in seen.numbers.items():
        document.add_integer(number_field(field), number)
    document.add_integer(RELEASED, seen.released)
    document.add_integer(RANK, hit.rank)
    document.add_bytes(STORED, msgspec.json.encode(hit))
    return document


def _pre_tokenize(tokens: tuple[str, ...]) -> tantivy.PreTokenizedString:
    """Tokens at positions 0, 1, 2 …; tantivy leaves a gap before the next text, which no phrase can cross."""
    return tantivy.PreTokenizedString(
        "", [tantivy.Token(token, position, 0, 0) for position, token in enumerate(tokens)]
    )

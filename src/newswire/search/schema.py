"""The fields of the archive's index.

Values and words are the live matcher's own (`query/document.py`), handed in as they are: tantivy folds nothing and
splits only at the spaces we put in, so that the archive and the live wire give the same answer to the same query.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import msgspec
import tantivy

from newswire.query.ast import NUMBER_FIELDS, STEM_FIELDS, VALUE_FIELDS, WORD_FIELDS
from newswire.search.facets import DAY, TEXT_COLUMNS, URGENCY
from newswire.wire.release import to_microseconds

ROLE = "role"
CONTENT = "content"
"""The role of every document that holds a story; the others hold the mark."""
STORY = "story"
"""The role of a story as the desk finds it: one document each."""
LIMITED = "limited"
"""The role of what may be read until a moment, which is in `UNTIL`."""
MARK = "mark"
GUID = "guid"
RELEASED = "released"
"""When the version was released, in microseconds since 1970."""
RANK = "rank"
SEQ = "seq"
UNTIL = "until"
"""From when on the content may not be read any more, in microseconds since 1970; most have none."""
PRODUCT = "product"
"""The products that held the version, each with the form this document is for (`entitled.py`)."""
ALSO = "also"
"""Subscriptions that see this document beyond what its products say."""
EXCEPT = "except"
"""Subscriptions that do not see it although its products say so."""
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
    for field in (ROLE, GUID, PRODUCT, ALSO, EXCEPT, *map(value_field, sorted(VALUE_FIELDS))):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in map(form_field, sorted(STEM_FIELDS)):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    for field in map(token_field, sorted(WORD_FIELDS)):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in TEXT_COLUMNS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in map(number_field, NUMBER_FIELDS):
        builder.add_integer_field(field, indexed=True)
    for field in (RELEASED, RANK):
        builder.add_integer_field(field, indexed=True, fast=True)
    for field in (SEQ, UNTIL):
        builder.add_integer_field(field, fast=True)
    builder.add_integer_field(DAY, indexed=True, fast=True)
    builder.add_integer_field(URGENCY, fast=True)
    builder.add_bytes_field(STORED, stored=True)
    return builder.build()


@cache
def value_field(field: str) -> str:
    """The index field that holds a query field's whole values."""
    return f"value_{field}"


@cache
def token_field(field: str) -> str:
    """The index field that holds a query field's words."""
    return f"words_{field}"


@cache
def form_field(field: str) -> str:
    """The index field that holds the forms of a query field's words, each marked with its language."""
    return f"forms_{field}"


@cache
def number_field(field: str) -> str:
    """The index field that holds a query field's number."""
    return f"number_{field}"


def mark_form(form: str, language: str) -> str:
    """A form of a word as the index has it: the same letters in another language are another word's."""
    return f"{language}:{form}"


def mark_forms(forms: Iterable[str], language: str) -> str:
    """Several of them with spaces between."""
    mark = f"{language}:"
    return mark + f" {mark}".join(forms)


def rank_of(released_at: datetime, seq: int) -> int:
    """One number that orders by second, then by number on the wire: no two stories share it, so pages join exactly.

    35 bits of seconds (the years 1698 to 2242, beyond them the order is by `seq` alone) and 29 bits of `seq`.
    """
    seconds = to_microseconds(released_at) // 1_000_000
    return max(-_MOST, min(_MOST, (seconds << _SEQ_BITS) | (seq & (1 << _SEQ_BITS) - 1)))

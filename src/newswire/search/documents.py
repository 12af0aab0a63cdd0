"""Stories as documents of the index: one for the desk, and one for each version and form that subscriptions see."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import tantivy

from newswire.item.forms import Form, shorten
from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.query.ast import STEM_FIELDS, VALUE_FIELDS, WORD_FIELDS
from newswire.query.document import make_document
from newswire.query.moment import to_microseconds
from newswire.routing.entitlement import NEWS
from newswire.search.entitled import Lot, Sold, make_lot
from newswire.search.facets import add_facets
from newswire.search.schema import (
    ALSO,
    CONTENT,
    EXCEPT,
    GUID,
    LIMITED,
    PRODUCT,
    RANK,
    RELEASED,
    ROLE,
    SEQ,
    STORED,
    STORY,
    UNTIL,
    Hit,
    form_field,
    mark_forms,
    number_field,
    rank_of,
    token_field,
    value_field,
)
from newswire.search.sights import Sight
from newswire.search.standing import Shown

NOBODY = Lot((), (), ())


class Version(msgspec.Struct, frozen=True):
    """One document to be: a version in one form; `hit` where the desk finds it, `lot` who else does."""

    seq: int
    kind: Kind
    released_at: datetime
    item: Item
    form: Form = "full"
    hit: Hit | None = None
    lot: Lot = NOBODY


def make_versions(shown: Shown | None, sights: Sequence[Sight], sold: Sold) -> list[Version]:
    """The documents of one story. What the desk finds and what is sold in full are one where they can be."""
    versions = [
        Version(one.event.seq, one.event.kind, one.event.released_at, one.item, one.form, lot=make_lot(sold, one))
        for one in sights
    ]
    if shown is None:
        return versions
    hit = _make_hit(shown)
    for at, version in enumerate(versions):
        if version.seq == shown.seq and version.form == "full":
            versions[at] = msgspec.structs.replace(version, hit=hit)
            return versions
    return [*versions, Version(shown.seq, shown.kind, shown.released_at, shown.item, hit=hit)]


def make_index_document(version: Version) -> tantivy.Document:
    """The document of a version: nothing that its form leaves out can be found in it."""
    item = shorten(version.item, version.form)
    seen = make_document(item, version.kind, version.released_at)
    document = tantivy.Document()
    document.add_text(ROLE, CONTENT)
    document.add_text(GUID, item.guid)
    for field in VALUE_FIELDS:
        for value in seen.values[field]:
            document.add_text(value_field(field), value)
    for field in STEM_FIELDS:
        if seen.forms[field]:
            document.add_text(form_field(field), mark_forms(seen.forms[field], seen.language))
    for field in WORD_FIELDS:
        if seen.running[field]:
            for text in seen.running[field].split(
                "\n"
            ):  # tantivy leaves a gap between texts, which no phrase can cross
                document.add_text(token_field(field), text)
    for field, number in seen.numbers.items():
        document.add_integer(number_field(field), number)
    document.add_integer(RELEASED, seen.released)
    document.add_integer(RANK, rank_of(version.released_at, version.seq))
    document.add_integer(SEQ, version.seq)
    add_facets(document, seen, seen.numbers["urgency"])
    _add_readers(document, version)
    return document


def _add_readers(document: tantivy.Document, version: Version) -> None:
    """Who finds the document, and until when."""
    if version.hit is not None:
        document.add_text(ROLE, STORY)
        document.add_bytes(STORED, msgspec.json.encode(version.hit))
    for field, terms in ((PRODUCT, version.lot.products), (ALSO, version.lot.also), (EXCEPT, version.lot.but)):
        for term in terms:
            document.add_text(field, term)
    until = _find_end(version)
    if until is not None:
        document.add_text(ROLE, LIMITED)
        document.add_integer(UNTIL, until)


def _find_end(version: Version) -> int | None:
    """From when on `make_entry` gives the content to no subscription any more."""
    rights, ends = version.item.rights, version.item.expires
    ended = [] if ends is None else [ends]
    if rights is not None and rights.no_archive:
        ended.append(version.released_at + NEWS)
    return min(map(to_microseconds, ended), default=None)


def _make_hit(shown: Shown) -> Hit:
    return Hit(
        guid=shown.item.guid,
        seq=shown.seq,
        type=shown.item.type,
        headline=shown.item.headline,
        language=shown.item.language,
        source=shown.item.provider,
        released_at=shown.released_at,
        archive=shown.archive,
        rank=rank_of(shown.released_at, shown.seq),
    )

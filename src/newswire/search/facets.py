"""Facets: how many of the stories that were found have which section, subject, place …, counted exactly.

A story has several sections, subjects and places. A column with several values a story costs tantivy 20 to 70 ns a
story, one with exactly one value 1 to 2 ns. So the values are spread over a few columns of one value each (`-` where
there are fewer), the rare rest goes as one value into a last column, and the counts are added up here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Literal, get_args

import msgspec
import tantivy

from newswire.item.vocabulary.mediatopics import broaden
from newswire.query.document import Document

FacetName = Literal["section", "subject", "place", "language", "type", "urgency", "day"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)

DAY = "facet_day"
"""Whole days since 1970 by UTC."""
URGENCY = "facet_urgency"
DAYS = 62
"""Days of the histogram: the newest on which anything was found."""
MOST = 1000
"""Different values of one column that are counted: more than any of these vocabularies has."""
_NONE = "-"
_JOIN = "\x1f"
_WIDTHS: dict[FacetName, int] = {"section": 3, "subject": 6, "place": 3, "language": 1, "type": 1}
_EPOCH = date(1970, 1, 1)


def _column(name: str, number: int | str) -> str:
    return f"facet_{name}_{number}"


_COLUMNS: dict[FacetName, tuple[str, ...]] = {
    name: (
        *(_column(name, number) for number in range(width)),
        *([_column(name, "more")] if width > 1 else []),
    )
    for name, width in _WIDTHS.items()
}
TEXT_COLUMNS = tuple(column for columns in _COLUMNS.values() for column in columns)


class Facet(msgspec.Struct, frozen=True):
    """One facet: its values as a query takes them with their counts, the most frequent first; days newest first."""

    name: FacetName
    values: tuple[tuple[str, int], ...]


class Counted(msgspec.Struct, frozen=True):
    """Everything one walk over the stories found has counted; `days` by whole days since 1970, newest first, `older`
    how many stories are from days before those."""

    total: int
    days: tuple[tuple[int, int], ...]
    older: int
    facets: tuple[Facet, ...]


def add_facets(document: tantivy.Document, seen: Document, urgency: int) -> None:
    """Writes a story's facet columns."""
    for name, width in _WIDTHS.items():
        values = _read_values(name, seen)
        columns = _COLUMNS[name]
        for at in range(width):
            document.add_text(columns[at], values[at] if at < len(values) else _NONE)
        if len(values) > width:
            document.add_text(columns[width], _JOIN.join(values[width:]))
    document.add_integer(URGENCY, urgency)
    document.add_integer(DAY, day_of(seen.released))


def day_of(released: int) -> int:
    """The day of a moment in microseconds since 1970."""
    return released // 86_400_000_000


def count(searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[FacetName]) -> Counted:
    """The total, the newest days and the facets asked for, in one walk over what the query finds."""
    asked: dict[str, Any] = {DAY: {"terms": {"field": DAY, "size": DAYS, "order": {"_key": "desc"}}}}
    for name in names:
        for column in _COLUMNS.get(name, ()):
            asked[column] = {"terms": {"field": column, "size": MOST, "segment_size": MOST}}
        if name == "urgency":
            asked[URGENCY] = {"terms": {"field": URGENCY, "size": 9}}
    counted: Any = searcher.aggregate(query, asked)
    days = tuple((int(one["key"]), int(one["doc_count"])) for one in counted[DAY]["buckets"])
    older = int(counted[DAY]["sum_other_doc_count"])
    facets = tuple(Facet(name, _read_facet(name, counted, days)) for name in names)
    return Counted(older + sum(many for _, many in days), days, older, facets)


def _read_values(name: FacetName, seen: Document) -> list[str]:
    """A story's values for a facet, each once, as the query language asks for them."""
    values = seen.values
    match name:
        case "section":
            return sorted(values["service"])
        case "subject":
            return sorted(one for one in values["subject"] if _is_broad(one))
        case "place":
            return sorted(one.upper() for one in values["place"] if "/" not in one)
        case "language":
            return sorted(one for one in values["lang"] if "-" not in one)[:1] or [_NONE]
        case _:
            return sorted(values["type"])


@cache
def _is_broad(code: str) -> bool:
    """Whether it is a Media Topic of the first or second level: narrower ones are found by a query, not by a list."""
    return code.startswith("medtop:") and len(broaden(code)) <= 2


def _read_facet(
    name: FacetName, counted: Mapping[str, Any], days: Sequence[tuple[int, int]]
) -> tuple[tuple[str, int], ...]:
    if name == "day":
        return tuple(((_EPOCH + timedelta(days=day)).isoformat(), many) for day, many in days)
    counts: Counter[str] = Counter()
    for column in _COLUMNS.get(name, (URGENCY,)):
        for one in counted[column]["buckets"]:
            key, many = one["key"], int(one["doc_count"])
            for value in key.split(_JOIN) if isinstance(key, str) else [str(int(key))]:
                counts[value] += many
    del counts[_NONE]
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def begin_of_day(day: int) -> datetime:
    """The moment at which a day since 1970 begins."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)

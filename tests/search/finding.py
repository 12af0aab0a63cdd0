"""Searching as a subscription, and what it must find: what `read_entry_by_guid` gives, judged by the evaluator."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg import Connection

from newswire.item.release import Entry
from newswire.item.vocabulary.mediatopics import broaden
from newswire.query.ast import Node
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.moment import to_microseconds
from newswire.query.standing import parse_reader_query
from newswire.routing.entitlement import Reader
from newswire.routing.feed import read_entry_by_guid
from newswire.search.facets import FACETS
from newswire.search.find import Place, Question, Result, Sort, search_as
from newswire.search.index import Archive


def ask(
    connection: Connection[Any],
    archive: Archive,
    reader: Reader,
    query: str | Node = "*",
    *,
    sort: Sort = "newest",
    limit: int = 100,
    place: Place | None = None,
) -> Result:
    """One page with all facets."""
    node = parse_reader_query(query) if isinstance(query, str) else query
    return search_as(connection, archive, reader, Question(node, sort, limit, FACETS, place))


def names(result: Result) -> list[str]:
    """The names of the test stories found, in order."""
    return [hit.entry.guid.rpartition(":")[2] for hit in result.hits]


def expect(connection: Connection[Any], reader: Reader, guids: Iterable[str], node: Node) -> dict[str, Entry]:
    """The stories that the reader must find, by guid: asked one by one."""
    found = {}
    for guid in guids:
        entry = read_entry_by_guid(connection, reader, guid)
        if entry is None or entry.item is None:
            continue
        document = make_document(entry.item, released_at=entry.released_at)
        if matches(node, document, to_microseconds(reader.now)):
            found[guid] = entry
    return found


def count_by_hand(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """Every facet of these stories, counted one by one from their items."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for entry in entries:
        item = entry.item
        assert item is not None
        counts["section"].update(set(item.sections))
        broad = {one for subject in item.subjects for one in broaden(subject.qcode)}
        counts["subject"].update(one for one in broad if one.startswith("medtop:") and len(broaden(one)) <= 2)
        counts["place"].update({place.code.partition("/")[0] for place in item.places if place.code})
        counts["language"][item.language.partition("-")[0].lower()] += 1
        counts["type"][item.type] += 1
        counts["urgency"][str(item.urgency)] += 1
        counts["day"][entry.released_at.date().isoformat()] += 1
    return {name: dict(count) for name, count in counts.items()}


def read_counts(result: Result) -> dict[str, dict[str, int]]:
    """The facets of a result."""
    return {facet.name: dict(facet.values) for facet in result.facets}


def encode(result: Result) -> bytes:
    """Everything that a reader is told, as bytes."""
    return msgspec.json.encode(result)

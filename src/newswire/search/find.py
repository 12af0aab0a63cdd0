"""The archive for subscribers: what one subscription may read, counted exactly; `/v1/search` and the portal use it.

Entitlement is part of the query (`entitled.py`), so counts, facets and pages are of the reader's own stories alone.
What was killed or held since the index looked is left out of all of them. Texts come from the wire, through
`make_entry`.
"""

from typing import Any, Literal

import msgspec
from psycopg import Connection
from tantivy import Occur, Query

from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.query.ast import Node
from newswire.query.highlight import Highlighter, Stretch
from newswire.query.moment import to_microseconds
from newswire.routing.entitlement import Reader
from newswire.routing.feed import build_entries, find_releases, read_newest_number, read_numbers, snapshot
from newswire.search.entitled import ask_entitled
from newswire.search.facets import Facet, FacetName, count
from newswire.search.index import Archive
from newswire.search.pages import find_newest, find_relevant
from newswire.search.query import exclude, read_current, to_query
from newswire.search.schema import SEQ, rank_of
from newswire.subscribers.terms import read_changes_of
from newswire.wire.follow import read_after

Sort = Literal["newest", "relevance"]
MOST = 100
"""Hits of one page at the most."""
DEEPEST = 1000
"""Hits by relevance that can be paged through: beyond them nobody reads, and each page ranks all before it."""


class Place(msgspec.Struct, frozen=True):
    """Where a page begins: after the subscription's release `n`; by relevance after `skip` hits, counted among those up
    to `n`, so that what arrives meanwhile moves nothing."""

    n: int
    skip: int = 0


class Question(msgspec.Struct, frozen=True):
    """What is asked: a query's tree, the order, at most how many hits, which facets, and where the page begins."""

    node: Node
    sort: Sort = "newest"
    limit: int = 20
    facets: tuple[FacetName, ...] = ()
    place: Place | None = None


class Finding(msgspec.Struct, frozen=True):
    """What the index answers: how many stories in all, the facets, the releases of this page in order, and whether
    there are more."""

    total: int
    facets: tuple[Facet, ...]
    seqs: tuple[int, ...]
    more: bool


class Found(msgspec.Struct, frozen=True):
    """A story of the page as the subscription sees it, and where the query met it: its headline whole, and an excerpt
    of its text (none where no word of it was met)."""

    entry: Entry
    headline: tuple[Stretch, ...]
    excerpt: tuple[Stretch, ...]


class Result(msgspec.Struct, frozen=True):
    """One page. `next` is where the following one begins, None on the last."""

    total: int
    facets: tuple[Facet, ...]
    hits: tuple[Found, ...]
    next: Place | None


def search_as(connection: Connection[Any], archive: Archive, reader: Reader, question: Question) -> Result:
    """One page of what the reader may read of what was asked for.

    A kill that comes between the index's answer and the texts takes its story off the page. Raises UnavailableError
    where there is no index of this wire yet, ValueError for a format that stories are not searched in.
    """
    finding = find_as(connection, archive, reader, question)
    with snapshot(connection):
        numbers = read_numbers(connection, reader.number, finding.seqs)
        numbered = [(numbers[seq], seq) for seq in finding.seqs if seq in numbers]
        entries = build_entries(connection, reader, numbered)
    following = None
    if finding.more and numbered:
        following = _find_next(connection, reader, question, numbered[-1][0])
    languages = {entry.item.language for entry in entries if entry.item is not None}
    marking = {language: Highlighter(question.node, language) for language in languages}
    hits = [_mark(entry, entry.item, marking[entry.item.language]) for entry in entries if entry.item is not None]
    return Result(finding.total, finding.facets, tuple(hits), following)


def find_as(connection: Connection[Any], archive: Archive, reader: Reader, question: Question) -> Finding:
    """The same as the index alone answers it: numbers of releases, no texts. Two queries to the database, one more
    for a page that is not the first."""
    current = read_current(connection, archive)
    changes = read_changes_of(connection, reader.number)
    asked = to_query(current.snapshot, question.node, to_microseconds(reader.now))
    allowed = ask_entitled(current.snapshot.schema, changes, reader)
    query = exclude(current, Query.boolean_query([(Occur.Must, asked), (Occur.Must, allowed)]))
    counted = count(current.snapshot.searcher, query, question.facets)
    limit = min(question.limit, MOST)
    last = _find_last(connection, reader, question.place)
    if question.sort == "relevance":
        skip = question.place.skip if question.place else 0
        addresses = find_relevant(
            current.snapshot, query, question.node, to_microseconds(reader.now), limit + 1, skip, last
        )
    else:
        before = None if last is None else _read_rank(connection, last)
        addresses = find_newest(current.snapshot, query, counted, limit + 1, before)
    seqs = current.snapshot.searcher.fast_field_values(SEQ, addresses[:limit])
    return Finding(counted.total, counted.facets, tuple(int(seq or 0) for seq in seqs), len(addresses) > limit)


def read_place(text: str) -> Place | None:
    """The place that `write_place` wrote; None where it says none."""
    n, _, skip = text.partition("-")
    numbers = [one for one in (n, skip or "0") if one.isascii() and one.isdecimal() and len(one) < 16]
    if len(numbers) < 2 or int(n) < 1 or int(numbers[1]) > DEEPEST:
        return None
    return Place(int(n), int(numbers[1]))


def write_place(place: Place) -> str:
    """A place as an address carries it: the reader's own numbers and no others."""
    return f"{place.n}-{place.skip}" if place.skip else str(place.n)


def _find_next(connection: Connection[Any], reader: Reader, question: Question, last: int) -> Place | None:
    """Where the next page begins after this one, whose last hit has number `last`."""
    if question.sort == "newest":
        return Place(last)
    before = question.place or Place(read_newest_number(connection, reader.number))
    skip = before.skip + min(question.limit, MOST)
    return Place(before.n, skip) if skip <= DEEPEST else None


def _find_last(connection: Connection[Any], reader: Reader, place: Place | None) -> int | None:
    """The release that a page goes on from."""
    if place is None:
        return None
    found = find_releases(connection, reader.number, place.n - 1, 1)
    return found[0] if found else None


def _read_rank(connection: Connection[Any], seq: int) -> int:
    (release,) = read_after(connection, seq - 1, 1)
    return rank_of(release.released_at, seq)


def _mark(entry: Entry, item: Item, highlighter: Highlighter) -> Found:
    return Found(entry, highlighter.mark(item.headline), highlighter.excerpt([item.standfirst, *read_texts(item.body)]))

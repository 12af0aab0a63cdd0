"""Searching an archive of 1,000,000 stories as a subscription: the 20 newest hits with exact count and facets.

`benchmarks/search_stories.py` makes the stories and 200 queries from one seed. They go into an index as the indexer
writes it; the reader has four of twelve products, two thirds of the stories. In turns the same question is put to
`find_as` (which also asks PostgreSQL what was killed and what the reader bought), to tantivy's own calls on the same
index, and, every fourth, to PostgreSQL's full text with the same stories in a table. All figures are of the clock.

`NEWSWIRE_SEARCH_STORIES` sets another number of stories.
"""

import gc
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import psycopg
from psycopg import Connection
from tantivy import Occur, Query
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home

from benchmarks.report import Outcome, Peer, percentile, print_outcome
from benchmarks.search_peers import PATIENCE_MS, ask_postgresql, ask_tantivy, fill_postgresql
from benchmarks.search_stories import NOW, OWN, READER, Stories
from newswire.project.postgres.server import running
from newswire.query.ast import Everything, Node
from newswire.query.moment import to_microseconds
from newswire.routing.entitlement import Reader
from newswire.search.documents import make_index_document, make_versions
from newswire.search.entitled import Sold, ask_entitled
from newswire.search.facets import FACETS
from newswire.search.find import Question, find_as
from newswire.search.index import FORMAT, Archive, Mark, StoryIndex, open_index, root_of
from newswire.search.query import to_query
from newswire.search.sights import Sight
from newswire.search.standing import Shown
from newswire.subscribers.terms import Claim, Terms, encode_terms, read_changes_of
from newswire.wire.follow import read_head

STORIES = int(os.environ.get("NEWSWIRE_SEARCH_STORIES", "1000000"))
QUERIES = 200
WARM = 20
EVERY = 4
"""Every so many queries one goes to PostgreSQL, and of so many stories' batches one is timed part by part."""
BATCH = 5000


class Times(msgspec.Struct):
    """Milliseconds by query, and hits."""

    ours: list[float] = []
    direct: list[float] = []
    postgresql: list[float] = []
    ours_there: list[float] = []
    hits: list[int] = []


def main() -> None:
    """Fills both, asks all queries in turns, reports."""
    stories = Stories()
    gc.freeze()  # five million drawn words, which no indexer has, are not to be looked through again and again
    with temporary_home() as home:
        service = Service(home)
        service.set_up([("paper", "*")])
        with running(home), psycopg.connect(service.dsn, autocommit=True) as connection:
            sell(connection)
            started = time.perf_counter()
            rate, tantivy_rate = fill(connection, home, stories)
            filled = time.perf_counter() - started
            size = sum(path.stat().st_size for path in root_of(home).rglob("*") if path.is_file())
            times = ask(connection, home, stories.make_queries(QUERIES + WARM))
    report(times, rate, tantivy_rate, size, filled)


def sell(connection: Connection[Any]) -> None:
    """Gives the reader four products."""
    claims = tuple(Claim(code, Everything()) for code in OWN)
    terms = Terms(claims, starts_at=NOW.replace(year=2000), archive_days=36_500)
    connection.execute(
        "INSERT INTO subscribers_terms (number, after_seq, terms) VALUES (%s, 0, %s)", (READER, encode_terms(terms))
    )


def fill(connection: Connection[Any], home: Path, stories: Stories) -> tuple[float, float]:
    """Indexes all stories and puts them into PostgreSQL; stories a second, from items and from words."""
    sold = Sold()
    sold.add(read_changes_of(connection, READER))
    root_of(home).mkdir(parents=True, exist_ok=True)
    spent = [0.0, 0.0]
    with open_index(home) as index:

        def tap() -> Iterator[Sight]:
            stream = stories.make(STORIES)
            while batch := list(islice(stream, BATCH)):
                put(index, sold, batch, spent)
                yield from (sight for _, sight in batch)

        fill_postgresql(connection, tap())
        started = time.perf_counter()
        index.do_apply({}, Mark(FORMAT, read_head(connection).epoch, 0, 0))
        spent[1] += time.perf_counter() - started
    return STORIES / sum(spent), STORIES / spent[1]


def put(index: StoryIndex, sold: Sold, batch: Sequence[tuple[Shown, Sight]], spent: list[float]) -> None:
    """Makes the documents of a batch and hands them to tantivy; adds the seconds of each part."""
    started = time.perf_counter()
    documents = [
        make_index_document(version) for shown, sight in batch for version in make_versions(shown, [sight], sold)
    ]
    made = time.perf_counter()
    index.do_add(documents)
    spent[0] += made - started
    spent[1] += time.perf_counter() - made


def ask(connection: Connection[Any], home: Path, queries: Sequence[Node]) -> Times:
    """Every query in turns, after some that do not count; the counts must be the same."""
    archive, reader, times = Archive(home), Reader(READER, NOW), Times()
    connection.execute(b"SET statement_timeout = %d" % PATIENCE_MS)
    for number, node in enumerate(queries):
        took: list[float] = []
        direct: list[float] = []
        snapshot = archive.read()
        allowed = ask_entitled(snapshot.schema, read_changes_of(connection, READER), reader)
        asked = to_query(snapshot, node, to_microseconds(NOW))
        query = Query.boolean_query([(Occur.Must, asked), (Occur.Must, allowed)])
        with timed(took):
            found = find_as(connection, archive, reader, Question(node, facets=FACETS))
        with timed(direct):
            total = ask_tantivy(snapshot, query)
        assert found.total == total, node
        if number < WARM:
            continue
        times.ours += took
        times.direct += direct
        times.hits.append(total)
        if number % EVERY == 0:
            with timed(times.postgresql):
                ask_postgresql(connection, node)
            times.ours_there += took
    return times


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Adds the milliseconds of a block."""
    started = time.perf_counter()
    yield
    into.append((time.perf_counter() - started) * 1000)


def report(times: Times, rate: float, tantivy_rate: float, size: int, filled: float) -> None:
    """Prints the three, and how fast the index was filled."""
    ratios = [direct / ours for direct, ours in zip(times.direct, times.ours, strict=True)]
    metrics: dict[str, float] = {
        "stories": STORIES,
        "hits_median": median(times.hits),
        "hits_p95": percentile([float(one) for one in times.hits], 0.95),
        "indexed_per_second": rate,
        "written_per_second": tantivy_rate,
        "index_bytes": size,
        "filled_seconds": filled,
        "to_tantivy": median(times.ours) / median(times.direct),
        "to_tantivy_p95": percentile(times.ours, 0.95) / percentile(times.direct, 0.95),
        "to_tantivy_each": 1 / median(ratios),
    }
    rows: list[tuple[str, ...]] = [("way", "queries", "p50 ms", "p95 ms", "most ms")]
    for name, some in (("find_as", times.ours), ("tantivy", times.direct), ("postgresql", times.postgresql)):
        figures = {"p50_ms": median(some), "p95_ms": percentile(some, 0.95), "most_ms": max(some)}
        metrics |= {f"{name}_{key}": value for key, value in figures.items()}
        rows.append((name, f"{len(some)}", *(f"{value:,.2f}" for value in figures.values())))
    there = [peer / ours for peer, ours in zip(times.postgresql, times.ours_there, strict=True)]
    title = f"{STORIES:,} stories: 20 newest hits with count and facets; {rate:,.0f} stories indexed a second"
    print_outcome(Outcome("search", metrics, Peer("PostgreSQL full text", median(there))), title, rows)


if __name__ == "__main__":
    main()

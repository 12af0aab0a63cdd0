"""How long one story takes against 1,000,000 stored queries, and how long they take to load, on one core.

The queries are drawn by `benchmarks/profiles.py` from one seed; the stories are those of the corpora beside the project
(five languages), where they are missing made-up ones. Times are of the processor, not of the clock, so that what else
the machine does counts little. Lucene Monitor, the peer of its kind, comes from Maven only, not from Debian or PyPI: in
its place our own plain evaluator answers for the first 100,000 queries in the same run, and every answer must be the
same. Seed, counts of queries and hits are printed, so that others can compare.

`NEWSWIRE_MATCH_QUERIES` sets another number of queries.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean, median

import msgspec
from tests.corpora import read_told
from tests.search.corpus import make_stories

from benchmarks.profiles import Profiles
from benchmarks.report import Outcome, Peer, percentile, print_outcome
from newswire.query.ast import Node
from newswire.query.document import Document, make_document
from newswire.query.evaluate import matches
from newswire.query.matcher import Matcher

QUERIES = int(os.environ.get("NEWSWIRE_MATCH_QUERIES", "1000000"))
FIRST = 100_000
"""Queries that the plain evaluator is asked too."""
STORIES = 500
ASKED_PLAINLY = 10
SEED = 20261127
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"
MIB = 1024 * 1024


class Measured(msgspec.Struct):
    """One size: seconds to load, bytes taken, milliseconds and hits of each story, the slowest first look."""

    queries: int
    load_seconds: float
    memory: int
    times: list[float]
    hits: list[int]
    first_look_ms: float


def main() -> None:
    """Loads the queries, measures at 100,000 and at all of them, and compares with the plain evaluator."""
    documents = read_documents()
    stories, others = documents[:STORIES], documents[STORIES : 2 * STORIES]
    stream = Profiles(documents, SEED).draw(QUERIES)
    matcher = Matcher(Counter(word for one in documents for word in {w for text in one.tokens["text"] for w in text}))
    before = read_memory()
    compared = list(islice(stream, min(FIRST, QUERIES)))
    held = read_memory()
    first_load = load(matcher, compared)
    first = measure(matcher, stories, others, first_load, read_memory() - held)
    plain_times = compare(matcher, compared, stories[:ASKED_PLAINLY])
    size = held - before
    rest_load = load(matcher, stream)
    last = measure(matcher, stories, others, first_load + rest_load, read_memory() - before - size)
    for number, story in enumerate(stories[:ASKED_PLAINLY]):
        assert {one for one in matcher.match(story) if one < len(compared)} == plain_times[number][1], number
    report(first, last, median(milliseconds for milliseconds, _ in plain_times), len(documents))


def read_documents() -> list[Document]:
    """The corpora's stories, or made-up ones."""
    if CORPORA.is_dir():
        return [make_document(one.item, one.kind, one.released_at) for one in read_told(CORPORA, 400)]
    print(f"The corpora are not there ({CORPORA}): made-up stories instead.", file=sys.stderr)
    random = Random(SEED)
    return [make_document(one) for one in make_stories(2000, random, datetime(2026, 11, 24, tzinfo=UTC))]


def load(matcher: Matcher, queries: Iterable[Node]) -> float:
    """Puts them in; seconds of the puts alone, in lots of 10,000 so that drawing them does not count."""
    stream, seconds = iter(queries), 0.0
    while lot := list(islice(stream, 10_000)):
        started = time.process_time()
        for node in lot:
            matcher.put(len(matcher), node)
        seconds += time.process_time() - started
    return seconds


def measure(
    matcher: Matcher, stories: Sequence[Document], others: Sequence[Document], load_seconds: float, memory: int
) -> Measured:
    """Every story once, after one story of each language, which builds that language's words, and after as many others
    as an agency releases in a morning: the matcher of a running service has seen most words before."""
    languages = {story.language: story for story in stories}
    first_look = max(look(matcher, story)[0] for story in languages.values())
    for story in others:
        matcher.match(story)
    looks = [look(matcher, story) for story in stories]
    times, hits = [milliseconds for milliseconds, _ in looks], [count for _, count in looks]
    return Measured(len(matcher), load_seconds, memory, times, hits, first_look)


def look(matcher: Matcher, story: Document) -> tuple[float, int]:
    """Milliseconds and hits of one story."""
    started = time.process_time()
    found = matcher.match(story)
    return (time.process_time() - started) * 1000, len(found)


def compare(matcher: Matcher, queries: Sequence[Node], stories: Sequence[Document]) -> list[tuple[float, set[int]]]:
    """Milliseconds and answers of the plain evaluator. The matcher's must be the same."""
    answers = []
    for story in stories:
        started = time.process_time()
        plain = {number for number, node in enumerate(queries) if matches(node, story)}
        answers.append(((time.process_time() - started) * 1000, plain))
        assert set(matcher.match(story)) == plain
    return answers


def read_memory() -> int:
    """This process's memory in bytes (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def report(first: Measured, last: Measured, plain_ms: float, documents: int) -> None:
    """Prints both sizes."""
    metrics: dict[str, float] = {"seed": SEED, "stories": len(last.times), "drawn_from_stories": documents}
    rows: list[tuple[str, ...]] = [
        ("queries", "load s", "MiB", "median ms", "p99 ms", "slowest ms", "hits a story", "most hits", "first look ms")
    ]
    for name, one in (("first", first), ("all", last)):
        figures = {
            "queries": one.queries,
            "load_seconds": one.load_seconds,
            "memory_mib": one.memory / MIB,
            "median_ms": median(one.times),
            "p99_ms": percentile(one.times, 0.99),
            "slowest_ms": max(one.times),
            "hits_mean": mean(one.hits),
            "hits_most": max(one.hits),
            "first_look_ms": one.first_look_ms,
        }
        metrics |= {f"{name}_{key}": value for key, value in figures.items()}
        rows.append(tuple(f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" for value in figures.values()))
    metrics |= {"first_plain_evaluator_ms": plain_ms, "first_plain_to_matcher": plain_ms / median(first.times)}
    why = "Lucene Monitor comes from Maven only; the plain evaluator ran in its place: first_plain_evaluator_ms"
    title = f"one story against stored queries; the plain evaluator takes {plain_ms:,.0f} ms for {first.queries:,}"
    print_outcome(Outcome("match", metrics, Peer("Lucene Monitor", None, why)), title, rows)


if __name__ == "__main__":
    main()

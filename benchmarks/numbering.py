"""From `(subscription, n)` to the release and back, on a wire of 10,000,000 releases, however old they are.

The blocks of 1,000 releases are written as the router writes them, with made-up audiences (a tenth of the subscriptions
each, seed in the code), without the releases themselves: what is measured is the finding, not the reading of a story.
"""

import time
from collections.abc import Callable
from random import Random
from statistics import median, quantiles
from typing import Any

import numpy as np
import psycopg
from psycopg import Connection
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home

from benchmarks.report import Outcome, Peer, print_outcome
from newswire.project.postgres.server import running
from newswire.routing.feed import find_releases, rank_of, snapshot
from newswire.routing.numbering import SIZE, count_bits, encode_counters

BLOCKS = 10_000
SUBSCRIPTIONS = 100
LOOKUPS = 500
SEED = 20261124


def main() -> None:
    """Fills the blocks, then asks for numbers of all ages and for the numbers of releases of all ages."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([])
        with running(home), psycopg.connect(service.dsn, autocommit=True) as connection:
            given = fill(connection)
            random = Random(SEED)
            there: list[float] = []
            back: list[float] = []
            for _ in range(LOOKUPS):
                number = random.randrange(SUBSCRIPTIONS)
                n = random.randrange(1, int(given[number]) + 1)
                [seq], seconds = measure(connection, find_releases, number, n - 1, 1)
                there.append(seconds)
                rank, seconds = measure(connection, rank_of, number, seq)
                back.append(seconds)
                if rank != n:
                    raise SystemExit(f"subscription {number}: {n} is release {seq}, which is number {rank}")
    report(there, back)


def fill(connection: Connection[Any]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Writes every block; returns how many releases each subscription had."""
    generator = np.random.default_rng(SEED)
    counters = np.zeros(SUBSCRIPTIONS, dtype=np.uint32)
    with connection.cursor() as cursor, cursor.copy("COPY routing_block FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(["int8", "bytea", "bytea"])
        for block in range(BLOCKS):
            bits = np.packbits(generator.random((SUBSCRIPTIONS, SIZE)) < 0.1, axis=1).tobytes()
            copy.write_row((block, encode_counters(counters), bits))
            counters = counters + count_bits(bits)
    connection.execute("ANALYZE routing_block")
    connection.execute("UPDATE routing_cursor SET seq = %s", (BLOCKS * SIZE,))
    return counters


def measure(connection: Connection[Any], ask: Callable[..., Any], *about: int) -> tuple[Any, float]:
    """The answer, and how many milliseconds it took."""
    started = time.perf_counter()
    with snapshot(connection):
        answer = ask(connection, *about)
    return answer, 1000 * (time.perf_counter() - started)


def report(there: list[float], back: list[float]) -> None:
    """Prints medians and the slowest hundredth."""
    rows: list[tuple[str, ...]] = [("way", "median ms", "p99 ms")]
    metrics: dict[str, float] = {"releases": BLOCKS * SIZE}
    for name, found in (("number_to_release", there), ("release_to_number", back)):
        slow = quantiles(found, n=100)[98]
        metrics |= {f"{name}_median_ms": median(found), f"{name}_p99_ms": slow}
        rows.append((name.replace("_", " "), f"{median(found):.2f}", f"{slow:.2f}"))
    outcome = Outcome("numbers", metrics, Peer("none", None, "nobody else numbers by subscription"))
    print_outcome(outcome, f"{LOOKUPS} lookups, {BLOCKS * SIZE:,} releases, {SUBSCRIPTIONS} subscriptions", rows)


if __name__ == "__main__":
    main()

"""Releases per second through `do_append`, against PostgreSQL's own single-row INSERT of as many bytes, in one run."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from statistics import median
from typing import Any

import msgspec
import psycopg
from psycopg import Connection
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.stories import make_draft

from benchmarks.report import Outcome, Peer, print_outcome
from newswire.project.postgres.server import running
from newswire.wire.append import do_append, do_append_many
from newswire.wire.release import Draft

ROUNDS = 15
COMMITS = 200
"""Commits of one round, shared by its writers."""
BATCH = 200
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
Work = Callable[[Connection[Any], Draft], None]


class Contestant(msgspec.Struct):
    """One way to write, with so many writers; `rates` are commits (or releases) per second, one a round."""

    name: str
    work: Work
    writers: int
    rates: list[float] = []


def main() -> None:
    """Runs all rounds in turn, so that whatever else the machine does hits each contestant alike."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([])
        with running(home), psycopg.connect(service.dsn, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content bytea NOT NULL)"
            )
            contestants = [
                Contestant("append, 1 writer", append, 1),
                Contestant("insert, 1 writer", insert, 1),
                Contestant("append, 4 writers", append, 4),
                Contestant("insert, 4 writers", insert, 4),
            ]
            batches: list[float] = []
            drafts = make_drafts()
            for _ in range(ROUNDS):
                for contestant in contestants:
                    contestant.rates.append(run_round(service.dsn, contestant, drafts))
                batches.append(run_batches(connection, drafts))
    report(contestants, batches)


def make_drafts() -> Iterator[Draft]:
    """New stories without end, 1 kB of content each."""
    for number in count(1):
        yield make_draft(f"append-{number}", NOW)


def append(connection: Connection[Any], draft: Draft) -> None:
    """A release as the desk makes it: chained, announced, committed."""
    with connection.transaction(), connection.cursor() as cursor:
        do_append(cursor, draft)


def insert(connection: Connection[Any], draft: Draft) -> None:
    """The least that PostgreSQL can do with the same content durably."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO plain (content) VALUES (%s)", (draft.payload(),))


def run_round(dsn: str, contestant: Contestant, drafts: Iterator[Draft]) -> float:
    """Commits per second over one round."""
    share = COMMITS // contestant.writers
    portions = [[next(drafts) for _ in range(share)] for _ in range(contestant.writers)]
    connections = [psycopg.connect(dsn, autocommit=True) for _ in portions]

    def write(number: int) -> None:
        for draft in portions[number]:
            contestant.work(connections[number], draft)

    with ThreadPoolExecutor(contestant.writers) as pool:
        started = time.perf_counter()
        list(pool.map(write, range(contestant.writers)))
        seconds = time.perf_counter() - started
    for connection in connections:
        connection.close()
    return share * contestant.writers / seconds


def run_batches(connection: Connection[Any], drafts: Iterator[Draft]) -> float:
    """Releases per second in batches, as an import makes them."""
    portions = [[next(drafts) for _ in range(BATCH)] for _ in range(10)]
    started = time.perf_counter()
    for portion in portions:
        with connection.transaction(), connection.cursor() as cursor:
            do_append_many(cursor, portion)
    return len(portions) * BATCH / (time.perf_counter() - started)


def report(contestants: list[Contestant], batches: list[float]) -> None:
    """Prints medians and their spread."""
    rates = {one.name: one.rates for one in contestants} | {f"append_many, batches of {BATCH}": batches}
    middle = {name: median(found) for name, found in rates.items()}
    pairs = zip(rates["append, 1 writer"], rates["insert, 1 writer"], strict=True)  # neighbours in time
    ratio = median(ours / theirs for ours, theirs in pairs)
    outcome = Outcome(
        "append",
        {
            "append_1_writer_per_second": middle["append, 1 writer"],
            "insert_1_writer_per_second": middle["insert, 1 writer"],
            "append_4_writers_per_second": middle["append, 4 writers"],
            "insert_4_writers_per_second": middle["insert, 4 writers"],
            "append_many_per_second": median(batches),
            "payload_bytes": len(make_draft("size", NOW).payload()),
        },
        Peer("PostgreSQL single-row INSERT, own commit each", ratio),
    )
    rows: list[tuple[str, ...]] = [("way", "median/s", "slowest round", "fastest round")]
    for name, found in rates.items():
        rows.append((name, *(f"{rate:,.0f}" for rate in (middle[name], min(found), max(found)))))
    print_outcome(outcome, f"{ROUNDS} rounds in turn, {COMMITS} commits each", rows)


if __name__ == "__main__":
    main()

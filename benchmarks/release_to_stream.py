"""From just before a release's commit until the first and the last of 1,000 stream clients have it in full."""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import psycopg
import uvloop
from psycopg import Connection
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.stories import BODY, make_draft

from benchmarks.report import NO_PEER, Outcome, Peer, percentile, print_outcome
from benchmarks.streams import Crowd
from newswire.item.body import Paragraph
from newswire.routing.router import HINT
from newswire.wire.append import do_append
from newswire.wire.follow import listen

SUBSCRIPTIONS = 100
STREAMS_EACH = 10
RELEASES = 200
WARM_UP = 20
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LONGER = (*BODY, Paragraph("The harbour office will publish the depth of each berth every morning until spring. " * 4))
"""Makes an entry of about 2 kB as it is streamed."""

QUERIES = ("lang:en", "harbour AND northaven", "place:NO", "section:economy", "urgency:[1 TO 6]")
"""What the subscriptions bought; each of them holds every story of this run."""


class Sample(msgspec.Struct, frozen=True):
    """One release's moments, in seconds: just before its commit, after it, routed, with the first client, the last."""

    begun: float
    committed: float
    routed: float
    first: float
    last: float


PARTS: dict[str, Callable[[Sample], float]] = {
    "commit": lambda one: one.committed - one.begun,
    "route": lambda one: one.routed - one.committed,
    "send_first": lambda one: one.first - one.routed,
    "send_all": lambda one: one.last - one.first,
    "release_to_first": lambda one: one.first - one.begun,
    "release_to_last": lambda one: one.last - one.begun,
}


def main() -> None:
    """Runs the service as shipped, with its durable embedded PostgreSQL, and everything on this one machine."""
    sys.setswitchinterval(0.0005)  # the threads that only look at the clock must not wait 5 ms for their turn
    with temporary_home() as home:
        service = Service(home)
        names = [f"subscriber-{number}" for number in range(SUBSCRIPTIONS)]
        keys = service.set_up([(name, QUERIES[index % len(QUERIES)]) for index, name in enumerate(names)])
        service.start()
        try:
            service.wait_until_ready()
            samples, frame = uvloop.run(measure(service, list(keys.values())))
        finally:
            service.stop()
        noise = Path(service.log).read_text().count("Traceback")
    assert noise == 0, "the service logged errors"
    report(samples, frame)


async def measure(service: Service, keys: list[str]) -> tuple[list[Sample], int]:
    """Opens the streams and releases one story after the other; the samples, and the bytes of one frame."""
    crowd = Crowd()
    await crowd.open(service.port, keys, STREAMS_EACH)
    samples: list[Sample] = []
    with psycopg.connect(service.dsn) as connection, listen(service.dsn, HINT) as hints:
        for number in range(WARM_UP + RELEASES):
            before = crowd.clients[0].bytes
            routed = asyncio.ensure_future(asyncio.to_thread(wait_until_routed, hints))
            begun, committed = await asyncio.to_thread(release, connection, f"story-{number}")
            await crowd.wait_for_release()
            samples.append(Sample(begun, committed, await routed, crowd.first, crowd.last))
            frame = crowd.clients[0].bytes - before
    assert {client.newest for client in crowd.clients} == {WARM_UP + RELEASES}
    return samples[WARM_UP:], frame


def release(connection: Connection[Any], name: str) -> tuple[float, float]:
    """Releases a story as the desk does; the moments just before and just after the commit."""
    with connection.cursor() as cursor:
        do_append(cursor, make_draft(name, NOW, body=LONGER))
    begun = time.perf_counter()
    connection.commit()
    return begun, time.perf_counter()


def wait_until_routed(connection: Connection[Any]) -> float:
    """The moment at which routing says that there is something new."""
    for _ in connection.notifies(timeout=60, stop_after=1):
        return time.perf_counter()
    raise TimeoutError("nothing was routed")


def report(samples: list[Sample], frame: int) -> None:
    """Prints every part in milliseconds."""
    values = {name: [part(one) * 1000 for one in samples] for name, part in PARTS.items()}
    metrics: dict[str, float] = {
        "clients": SUBSCRIPTIONS * STREAMS_EACH,
        "subscriptions": SUBSCRIPTIONS,
        "releases": len(samples),
        "frame_bytes": frame,
    }
    rows: list[tuple[str, ...]] = [("milliseconds", "median", "p95", "p99", "most")]
    for name, found in values.items():
        marks = (median(found), percentile(found, 0.95), percentile(found, 0.99), max(found))
        rows.append((name.replace("_", " "), *(f"{mark:.1f}" for mark in marks)))
        metrics[f"{name}_ms"] = marks[0]
        if name.startswith("release_to"):
            metrics |= {f"{name}_p95_ms": marks[1], f"{name}_p99_ms": marks[2]}
    why = "no other system that takes a story from a durable commit to event streams is installed here"
    title = f"{RELEASES} releases, {frame} bytes each, to {SUBSCRIPTIONS * STREAMS_EACH} streams"
    print_outcome(Outcome("release_to_stream", metrics, Peer(NO_PEER, None, why)), title, rows)


if __name__ == "__main__":
    main()

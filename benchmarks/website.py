"""The public website: a cached story page against nginx, waiting with 100,000 stories, from a release to its page."""

import os
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Timer

import httpx
import psycopg
from rich.progress import track
from tests.edition.contents import make_content
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.stories import make_draft

from benchmarks.nginx import serving
from benchmarks.readers import CONNECTIONS, Load, run_readers, write_mix, write_one_page
from benchmarks.report import Outcome, Peer, print_outcome
from newswire.edition.shape import Content, Picture, public_id_of
from newswire.edition.writer import do_publish
from newswire.item.body import Paragraph
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.wire.append import do_append

STORIES = int(os.environ.get("NEWSWIRE_SITE_STORIES", "100000"))
ROUNDS = int(os.environ.get("NEWSWIRE_SITE_ROUNDS", "7"))
SECONDS = 3
BUSY_SECONDS = 20
BUSY_ROUNDS = 3
RELEASES = 20
SERVER_CORE, READERS_CORE = 0, 1
COLD_PERCENT = 5
"""How many of a hundred readers of the mix want one of all the stories, at random; the others what is new."""
PAUSE_MS = 32
"""How long a reader of the mix reads, on average: the 64 together ask 2,000 times a second, a hundred times for a page
that has to be written. Readers who never read find out how many pages a core can write, and how long its queue is."""
NEW = 200
PATIENCE_S = 20.0
_SENTENCES = (
    "The harbour of Northaven opened again on Tuesday after three days of storm, its master said.",
    "Forty ships had waited outside the breakwater, the first to enter was a ferry with 212 passengers.",
    "Repairs to the northern quay will take until spring, and larger ships will be turned away until then.",
)


def main() -> None:
    """Runs the service as shipped, its web process on one core, database and readers on the other."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([("everything", "*")])
        service.start()
        try:
            service.wait_until_ready()
            paths = fill(service.dsn)
            pin(service.find("web"), SERVER_CORE)
            for other in (service.find("worker"), service.postmaster()):
                pin(other, READERS_CORE)
            ours, peers, page = measure_speed(service, paths[-1], home.parent)
            measure_waiting(service, paths, home.parent, BUSY_SECONDS)  # what is new is being read already
            waits = [measure_waiting(service, paths, home.parent) for _ in range(ROUNDS)]
            busy = [measure_busy_waiting(service, paths, home.parent) for _ in range(BUSY_ROUNDS)]
            seen = [measure_release(service, number) for number in range(RELEASES)]
        finally:
            service.stop()
        noise = Path(service.log).read_text().count("Traceback")
    assert noise == 0, "the service logged errors"
    report(ours, peers, page, waits, busy, seen)


def fill(dsn: str) -> list[str]:
    """Publishes the stories through the edition's writer, the newest last; their paths, of the newest language."""
    start = datetime.now(UTC) - timedelta(days=60)
    step = timedelta(days=60) / (STORIES + 1)
    codes, languages = list(SECTIONS), list(EDITIONS)
    paths = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        for first in track(range(0, STORIES, 500), "Publishing"):
            with connection.transaction(), connection.pipeline():
                for number in range(first, min(first + 500, STORIES)):
                    language = "en" if number % 2 else languages[number // 2 % len(languages)]
                    content = make_story(number, language, codes)
                    guid = f"urn:newsml:bench.example:20261127:{number}"
                    do_publish(connection, guid, content, start + number * step)
                    paths.append(f"/{language}/{content.sections[0]}/{content.slug}/{public_id_of(guid)}")
        connection.execute("VACUUM ANALYZE edition.story")
    return paths


def make_story(number: int, language: str, codes: Sequence[str]) -> Content:
    """One of the stories: a picture for every second, two sections, a summary of about ninety words."""
    sections = (codes[number * 7 % len(codes)], codes[number * 11 % len(codes)])
    name = f"{number:040x}"
    picture = Picture(
        f"{name}-web.jpg", 1280, 853, f"{name}-thumbnail.jpg", "Ships at a breakwater", "Waiting", "A. L."
    )
    return make_content(
        language=language,
        headline=f"Northaven harbour opens again after storm number {number}",
        slug=f"northaven-harbour-opens-again-after-storm-number-{number}",
        summary=(Paragraph(" ".join(_SENTENCES)), Paragraph(" ".join(reversed(_SENTENCES)))),
        sections=tuple(dict.fromkeys(sections)),
        picture=picture if number % 2 else None,
        correction=None,
        note="",
    )


def pin(process: int, core: int) -> None:
    """Keeps every thread of the process, and those it makes later, on one core."""
    for task in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208 -- names, and they vanish while they are read
        os.sched_setaffinity(int(task), {core})


def measure_speed(service: Service, path: str, folder: Path) -> tuple[list[Load], list[Load], bytes]:
    """The newest story's page from us and from nginx, in turns; what each did, and the page."""
    script = folder / "one.lua"
    write_one_page(script)
    answer = httpx.get(service.address + path, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200, Path(service.log).read_text()[-4000:]
    ours, peers = [], []
    with serving(folder, answer.content, answer.headers, SERVER_CORE) as (peer, worker):
        assert httpx.get(peer).content == answer.content
        for _ in range(ROUNDS):
            ours.append(run_readers(READERS_CORE, service.address + path, SECONDS, script, service.find("web")))
            peers.append(run_readers(READERS_CORE, peer, SECONDS, script, worker))
    return ours, peers, answer.content


def measure_busy_waiting(service: Service, paths: Sequence[str], folder: Path) -> Load:
    """The same for twenty seconds in which one more story is published: three a minute, more than any agency has."""
    guid = f"urn:newsml:bench.example:20261127:busy-{time.time_ns()}"
    publish = Timer(BUSY_SECONDS / 2, publish_one, (service.dsn, guid))
    publish.start()
    load = measure_waiting(service, paths, folder, BUSY_SECONDS)
    publish.join()
    return load


def publish_one(dsn: str, guid: str) -> None:
    """Adds a story to the edition."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        do_publish(connection, guid, make_story(1, "en", list(SECTIONS)), datetime.now(UTC))


def measure_waiting(service: Service, paths: Sequence[str], folder: Path, seconds: int = SECONDS) -> Load:
    """The mix: front page, sections and the newest stories, and now and then any story at all."""
    script = folder / "mix.lua"
    write_mix(script, [*hot_lists(), *paths[-NEW:]], paths, COLD_PERCENT, PAUSE_MS)
    return run_readers(READERS_CORE, service.address, seconds, script, service.find("web"))


def hot_lists() -> Iterable[str]:
    """The lists that readers of an English site open."""
    return ["/en/", *(f"/en/{code}/" for code in SECTIONS)]


def measure_release(service: Service, number: int) -> float:
    """Seconds from just before a release's commit until the front page names it."""
    name = f"release-{number}"
    with psycopg.connect(service.dsn) as connection, httpx.Client(base_url=service.address) as client:
        with connection.cursor() as cursor:
            do_append(cursor, make_draft(name, datetime.now(UTC)))
        begun = time.perf_counter()
        connection.commit()
        while f"({name})" not in client.get("/en/").text:
            assert time.perf_counter() - begun < PATIENCE_S, "the release is not on the front page"
        return time.perf_counter() - begun


def report(
    ours: list[Load], peers: list[Load], page: bytes, waits: list[Load], busy: list[Load], seen: list[float]
) -> None:
    """Prints the rounds and their medians."""
    pairs = list(zip(ours, peers, strict=True))
    ratio = median(one.per_second / other.per_second for one, other in pairs)
    rows: list[tuple[str, ...]] = [("64 readers at once", "a second", "a CPU second", "median ms", "p99 ms", "most ms")]
    for name, loads in (("story page", ours), ("nginx, same bytes", peers), ("mix", waits), ("mix, a release", busy)):
        rows += [
            (
                name,
                f"{load.per_second:,.0f}",
                f"{load.per_cpu_second:,.0f}",
                *(f"{mark:.2f}" for mark in (load.median_ms, load.p99_ms, load.most_ms)),
            )
            for load in loads
        ]
    metrics: dict[str, float] = {
        "stories": STORIES,
        "connections": CONNECTIONS,
        "page_bytes": len(page),
        "story_page_per_s": median(load.per_second for load in ours),
        "nginx_per_s": median(load.per_second for load in peers),
        "story_page_per_cpu_s": median(load.per_cpu_second for load in ours),
        "nginx_per_cpu_s": median(load.per_cpu_second for load in peers),
        "ratio_per_cpu_s": median(one.per_cpu_second / other.per_cpu_second for one, other in pairs),
        "mix_cold_percent": COLD_PERCENT,
        "mix_per_s": median(load.per_second for load in waits),
        "ttfb_median_ms": median(load.median_ms for load in waits),
        "ttfb_p99_ms": median(load.p99_ms for load in waits),
        "ttfb_with_releases_p99_ms": median(load.p99_ms for load in busy),
        "release_to_visible_s": median(seen),
        "release_to_visible_most_s": max(seen),
    }
    title = f"{STORIES:,} stories public; release to front page {median(seen):.2f} s, at most {max(seen):.2f} s"
    print_outcome(Outcome("site", metrics, Peer("nginx", ratio)), title, rows)


if __name__ == "__main__":
    main()

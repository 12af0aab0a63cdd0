"""From just before a release's commit until its row is on an open portal screen: Chromium on the service as shipped."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import psycopg
from playwright.async_api import Page, async_playwright, expect
from psycopg import Connection
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.screens import ARGUMENTS, CHROMIUM
from tests.stories import make_draft

from benchmarks.release_to_stream import LONGER
from benchmarks.report import NO_PEER, Outcome, Peer, percentile, print_outcome
from newswire.kit.clock import utc_now
from newswire.wire.append import do_append

RELEASES = 200
WARM_UP = 20
PATIENCE_MS = 30_000
TARGET_MS = 300
CLIENT = "Harbour Post"
EYES = """
const rows = document.querySelector(".rows");
const moment = () => performance.timeOrigin + performance.now();
new MutationObserver((changes) => {
  const came = moment();
  for (const change of changes) for (const row of change.addedNodes) {
    if (row.nodeType !== 1 || !row.matches(".row")) continue;
    // a frame is drawn between the first call and what is queued behind the second
    requestAnimationFrame(() => requestAnimationFrame(() => told(Number(row.dataset.n), came, moment(),
      row.getBoundingClientRect().height > 0 && row.innerText.includes("Northaven harbour"))));
  }
}).observe(rows, { childList: true });
"""
"""Tells of each new row: its number, when it was in the document, when it had been drawn, whether it can be read."""


class Sample(msgspec.Struct, frozen=True):
    """One release's moments in seconds of the wall clock: just before its commit, after it, in the document, drawn."""

    begun: float
    committed: float
    inserted: float
    drawn: float


PARTS: dict[str, Callable[[Sample], float]] = {
    "commit": lambda one: one.committed - one.begun,
    "commit_to_document": lambda one: one.inserted - one.committed,
    "document_to_drawn": lambda one: one.drawn - one.inserted,
    "release_to_visible": lambda one: one.drawn - one.begun,
}


def main() -> None:
    """Runs the service with its durable embedded PostgreSQL and the browser on this machine."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([(CLIENT, "*")])
        password = service.run("person", "add", "reader", "--subscriber", CLIENT).stdout.strip()
        service.start()
        try:
            service.wait_until_ready()
            samples = asyncio.run(measure(service, password))
        finally:
            service.stop()
        noise = Path(service.log).read_text().count("Traceback")
    assert noise == 0, "the service logged errors"
    report(samples)


async def measure(service: Service, password: str) -> list[Sample]:
    """One release after the other, each seen before the next."""
    seen: asyncio.Queue[tuple[int, float, float]] = asyncio.Queue()

    def told(number: int, inserted: float, drawn: float, is_readable: bool) -> None:  # noqa: FBT001
        assert is_readable, f"row {number} cannot be read"
        seen.put_nowait((number, inserted / 1000, drawn / 1000))

    samples: list[Sample] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(base_url=service.address, locale="en", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        await page.expose_function("told", told)
        await sign_in(page, password)
        await page.evaluate(EYES)
        with psycopg.connect(service.dsn) as connection:
            for number in range(1, WARM_UP + RELEASES + 1):
                begun, committed = await asyncio.to_thread(release, connection, f"story-{number}")
                found, inserted, drawn = await asyncio.wait_for(seen.get(), PATIENCE_MS / 1000)
                assert found == number, f"row {found} came in place of {number}"
                samples.append(Sample(begun, committed, inserted, drawn))
        await browser.close()
    return samples[WARM_UP:]


async def sign_in(page: Page, password: str) -> None:
    """The reader opens the wire, which is live."""
    await page.goto("/portal/login/")
    await page.fill("[name=username]", "reader")
    await page.fill("[name=password]", password)
    await page.press("[name=password]", "Enter")
    await expect(page.locator(".line")).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)


def release(connection: Connection[Any], name: str) -> tuple[float, float]:
    """Releases a story as the desk does; the moments just before and just after the commit."""
    with connection.cursor() as cursor:
        do_append(cursor, make_draft(name, utc_now(), body=LONGER))
    begun = time.time()
    connection.commit()
    return begun, time.time()


def report(samples: list[Sample]) -> None:
    """Prints every part in milliseconds."""
    metrics: dict[str, float] = {"releases": len(samples), "target_ms": TARGET_MS}
    rows: list[tuple[str, ...]] = [("milliseconds", "median", "p95", "p99", "most")]
    for name, part in PARTS.items():
        found = [part(one) * 1000 for one in samples]
        marks = (median(found), percentile(found, 0.95), percentile(found, 0.99), max(found))
        rows.append((name.replace("_", " "), *(f"{mark:.1f}" for mark in marks)))
        metrics[f"{name}_ms"] = marks[0]
        if name == "release_to_visible":
            metrics |= {f"{name}_p95_ms": marks[1], f"{name}_p99_ms": marks[2], f"{name}_most_ms": marks[3]}
    why = "no other news portal that takes a story from a durable commit to a screen is installed here"
    title = f"{len(samples)} releases, each from its commit to a row that is drawn on an open portal screen"
    print_outcome(Outcome("portal", metrics, Peer(NO_PEER, None, why)), title, rows)


if __name__ == "__main__":
    main()

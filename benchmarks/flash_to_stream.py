"""A flash from the shortcut on a desk page until a stream client has it: Chromium on the service as shipped."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from playwright.async_api import Locator, Page, async_playwright, expect
from psycopg import Connection
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home
from tests.screens import ARGUMENTS, CHROMIUM

from benchmarks.report import NO_PEER, Outcome, Peer, percentile, print_outcome
from benchmarks.streams import Crowd
from newswire.wire.append import HINT
from newswire.wire.follow import listen

FLASHES = 25
WARM_UP = 2
KEY_MS = 100
"""Between two keys: 120 words a minute, what a fast typist does."""
LENGTH = 40
SOURCE = "Harbour master"
PLACES = ("Northaven", "Tollan", "Ostrava", "Marun", "Orla", "Askvik")
RELEASE = "Control+Enter"
PATIENCE_MS = 30_000


class Sample(msgspec.Struct, frozen=True):
    """One flash's moments in seconds of the wall clock.

    The shortcut's first key; the composer has the focus; all is typed; what will happen is shown and the second
    keystroke begins; the moment that stands on the wire, taken as the server begins to release; the commit, as
    PostgreSQL tells whoever listens; the client has it.
    """

    shortcut: float
    open: float
    typed: float
    shown: float
    begun: float
    committed: float
    arrived: float


PARTS: dict[str, Callable[[Sample], float]] = {
    "shortcut_to_composer": lambda one: one.open - one.shortcut,
    "typing": lambda one: one.typed - one.open,
    "first_keystroke": lambda one: one.shown - one.typed,
    "second_keystroke": lambda one: one.begun - one.shown,
    "desk_releases": lambda one: one.committed - one.begun,
    "release_to_stream": lambda one: one.arrived - one.committed,
    "second_keystroke_to_stream": lambda one: one.arrived - one.shown,
    "shortcut_to_stream": lambda one: one.arrived - one.shortcut,
}


def headline(number: int) -> str:
    """A headline of `LENGTH` characters that no other number has."""
    return f"{PLACES[number % len(PLACES)]} harbour closed by the storm at noon"[: LENGTH - 4] + f" {number:03d}"


def main() -> None:
    """Runs the service with its durable embedded PostgreSQL, one stream client, and the browser on this machine."""
    with temporary_home() as home:
        service = Service(home)
        [key] = service.set_up([("everything", "*")]).values()
        password = service.run("person", "add", "chief", "--role", "duty-chief").stdout.strip()
        service.start()
        try:
            service.wait_until_ready()
            samples = asyncio.run(measure(service, key, password))
        finally:
            service.stop()
        noise = Path(service.log).read_text().count("Traceback")
    assert noise == 0, "the service logged errors"
    report(samples)


async def measure(service: Service, key: str, password: str) -> list[Sample]:
    """One flash after the other, each begun on a page of the desk."""
    crowd = Crowd()
    await crowd.open(service.port, [key], 1)
    samples: list[Sample] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(base_url=service.address, locale="en")
        page.set_default_timeout(PATIENCE_MS)
        await sign_in(page, password)
        with listen(service.dsn, HINT) as hints:
            for number in range(WARM_UP + FLASHES):
                await page.goto("/desk/wire/")
                committed = asyncio.ensure_future(asyncio.to_thread(wait_for_commit, hints))
                moments = await write_and_release(page, headline(number))
                await crowd.wait_for_release()
                told = await committed
                samples.append(Sample(*moments, released_at(hints), told, on_the_wall(crowd.first)))
                await expect(page.get_by_text(f"Number {number + 1} on the wire")).to_be_visible(timeout=PATIENCE_MS)
        await browser.close()
    assert crowd.clients[0].newest == WARM_UP + FLASHES
    return samples[WARM_UP:]


async def sign_in(page: Page, password: str) -> None:
    """The duty chief enters the desk."""
    await page.goto("/desk/login/")
    await page.fill("#id_username", "chief")
    await page.fill("#id_password", password)
    await page.press("#id_password", "Enter")
    await expect(page.locator("h1").first).to_have_text("Desk", timeout=PATIENCE_MS)


async def write_and_release(page: Page, words: str) -> tuple[float, float, float, float]:
    """Goes to the composer by keys, types the headline and the source, looks, and presses the key that releases.

    The moments: before the first key, the composer has the focus, all is typed, what will happen is shown.
    """
    shortcut = time.time()
    await page.keyboard.press("g")
    await page.keyboard.press("f")
    await _focused(page.get_by_role("textbox", name="Headline"))
    opened = time.time()
    await page.keyboard.type(words, delay=KEY_MS)
    for _field in ("language", "section", "source"):
        await page.keyboard.press("Tab", delay=KEY_MS)
    await _focused(page.get_by_role("textbox", name="Source"))
    await page.keyboard.type(SOURCE, delay=KEY_MS)
    typed = time.time()
    await page.keyboard.press(RELEASE)
    await _focused(page.get_by_role("button", name="Release the flash to 1 subscriber"))
    shown = time.time()
    await page.keyboard.press(RELEASE)
    return shortcut, opened, typed, shown


async def _focused(place: Locator) -> None:
    await expect(place).to_be_focused(timeout=PATIENCE_MS)


def wait_for_commit(hints: Connection[Any]) -> float:
    """The moment at which PostgreSQL says that something was put on the wire, which it does as that is committed."""
    for _ in hints.notifies(timeout=60, stop_after=1):
        return time.time()
    raise TimeoutError("nothing was released")


def released_at(connection: Connection[Any]) -> float:
    """The moment of the newest release, as it stands on the wire."""
    found = connection.execute("SELECT released_at FROM wire_release ORDER BY seq DESC LIMIT 1").fetchone()
    assert found is not None
    return float(found[0].timestamp())


def on_the_wall(moment: float) -> float:
    """The wall clock's seconds of a moment of `time.perf_counter`."""
    return time.time() - (time.perf_counter() - moment)


def report(samples: list[Sample]) -> None:
    """Prints every part: typing and the whole way in seconds, what the machine does in milliseconds."""
    metrics: dict[str, float] = {"flashes": len(samples), "characters": LENGTH, "key_ms": KEY_MS}
    rows: list[tuple[str, ...]] = [("milliseconds", "median", "p95", "p99", "most")]
    for name, part in PARTS.items():
        found = [part(one) * 1000 for one in samples]
        marks = (median(found), percentile(found, 0.95), percentile(found, 0.99), max(found))
        rows.append((name.replace("_", " "), *(f"{mark:.1f}" for mark in marks)))
        metrics[f"{name}_ms"] = marks[0]
        if name.endswith("to_stream"):
            metrics[f"{name}_p99_ms"] = marks[2]
    metrics["shortcut_to_stream_s"] = metrics.pop("shortcut_to_stream_ms") / 1000
    metrics["shortcut_to_stream_p99_s"] = metrics.pop("shortcut_to_stream_p99_ms") / 1000
    why = "no other newsroom system is installed here"
    title = f"{len(samples)} flashes of {LENGTH} characters at {KEY_MS} ms a key, from a desk page to a stream client"
    print_outcome(Outcome("flash_to_stream", metrics, Peer(NO_PEER, None, why)), title, rows)


if __name__ == "__main__":
    main()

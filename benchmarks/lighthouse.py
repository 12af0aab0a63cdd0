"""What Lighthouse says of the public site of the demo: front, section and story page, English and Arabic, as on a
mid-range phone.

Performance is Lighthouse's own simulation of a slow phone network over what this machine measured, so that other work
on it counts. `NEWSWIRE_SITE` measures another running site of the same make in place of the demo.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urljoin

import httpx
import msgspec
from tests.html_validate import find_tool
from tests.project.postgres_homes import temporary_home
from tests.screens import ARGUMENTS, CHROMIUM
from tests.waiting import wait_until

from benchmarks.demo import run_demo
from benchmarks.report import NO_PEER, Outcome, Peer, print_outcome

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LANGUAGES = ("en", "ar")
TARGET = 98
_STORY = re.compile(r'href="(/[a-z]+/[a-z]+/[^/"]+/[2-9a-z]{12})"')


class Category(msgspec.Struct):
    """One score, 0 to 1."""

    score: float | None


class Audit(msgspec.Struct):
    """One check; `score` is 1 where nothing is wrong, None where it does not apply."""

    title: str
    score: float | None = None


class Outline(msgspec.Struct):
    """The part of a Lighthouse report that is read."""

    categories: dict[str, Category]
    audits: dict[str, Audit]


def main() -> None:
    """Runs the demo and looks at its pages."""
    if address := os.environ.get("NEWSWIRE_SITE"):
        report(measure(address))
        return
    with temporary_home() as home, run_demo(home) as address:
        report(measure(address))


def measure(address: str) -> dict[str, Outline]:
    """By path, what Lighthouse found."""
    wait_until(lambda: bool(find_pages(address)), "the demo has stories in both languages", seconds=180)
    return {path: look(address + path) for path in find_pages(address)}


def find_pages(address: str) -> list[str]:
    """Front page, the first story's section and the story itself, of each language; empty where there is no story."""
    paths = []
    for language in LANGUAGES:
        front = httpx.get(f"{address}/{language}/", timeout=30).text
        story = _STORY.search(front)
        if story is None:
            return []
        paths += [f"/{language}/", urljoin(story[1], "../"), story[1]]
    return paths


def look(url: str) -> Outline:
    """One run of Lighthouse with its defaults: a phone, a simulated slow network."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        flags = ["--headless=new", *ARGUMENTS]
        command = [
            str(find_tool("lighthouse")), url, "--output=json", f"--output-path={path}", "--quiet",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(flags)}",
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=240, env=os.environ | {"CHROME_PATH": CHROMIUM})
        return msgspec.json.decode(path.read_bytes(), type=Outline)


def report(found: dict[str, Outline]) -> None:
    """Prints the scores of each page, what pulled them down, and the lowest of each kind."""
    rows: list[tuple[str, ...]] = [("page", *CATEGORIES, "not perfect")]
    for path, outline in found.items():
        scores = [f"{100 * (outline.categories[name].score or 0):.0f}" for name in CATEGORIES]
        wrong = [name for name, audit in outline.audits.items() if audit.score is not None and audit.score < 0.9]
        rows.append((path, *scores, ", ".join(wrong)))
    lowest = {name: min(100 * (one.categories[name].score or 0) for one in found.values()) for name in CATEGORIES}
    metrics = {f"{name.replace('-', '_')}_lowest": value for name, value in lowest.items()}
    metrics |= {"pages": len(found), "target": TARGET}
    title = "Lighthouse on the demo's public site, simulated phone"
    print_outcome(Outcome("lighthouse", metrics, Peer(NO_PEER, None, "a checker, not a race")), title, rows)


if __name__ == "__main__":
    main()

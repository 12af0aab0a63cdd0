"""The checks on published stories: what is in order raises no alarm."""

import gzip
import html
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from newswire.editing.checks.language import read_language
from newswire.editing.checks.quotes import find_mixed, find_unbalanced
from tests.shared_data import require_shared_data

Texts = Iterator[list[str]]


def read_english() -> Texts:
    """Reuters, 1987."""
    text = require_shared_data("corpora", "reuters21578", "reut2-000.sgm").read_text("latin-1")
    for body in re.findall(r"<BODY>(.*?)</BODY>", text, re.DOTALL):
        paragraphs = (" ".join(one.split()) for one in re.split(r"\n {4,}", html.unescape(body).replace("\x03", "")))
        yield [one for one in paragraphs if one and one != "Reuter"]


def read_turkish() -> Texts:
    """Newspapers' pages as a program took them from the web."""
    with gzip.open(require_shared_data("corpora", "ttc3600-tr", "ttc3600.jsonl.gz"), "rt") as lines:
        for line in lines:
            yield [one.strip() for one in json.loads(line)["text"].split("\n") if one.strip()]


def read_arabic() -> Texts:
    """Saudi newspapers' pages, as above."""
    for path in sorted(require_shared_data("corpora", "saudinewsnet-ar").rglob("*.zip")):
        with zipfile.ZipFile(path) as pack:
            for name in pack.namelist():
                for one in json.loads(pack.read(name).decode("utf-8-sig")):
                    yield [part.strip() for part in (one["content"] or "").split("\n") if part.strip()]


CORPORA: dict[str, Callable[[], Texts]] = {"en": read_english, "tr": read_turkish, "ar": read_arabic}


@pytest.mark.parametrize("tag", sorted(CORPORA))
def test_no_published_story_is_taken_for_another_language(tag: str) -> None:
    stories = list(islice(CORPORA[tag](), 350))
    assert len(stories) == 350
    assert [found for one in stories if (found := read_language("\n".join(one), tag))] == []


@pytest.mark.parametrize(("tag", "unbalanced", "mixed"), [("en", 0.02, 0.0), ("tr", 0.06, 0.08), ("ar", 0.1, 0.02)])
def test_the_marks_of_most_published_stories_are_in_order(tag: str, unbalanced: float, mixed: float) -> None:
    """What is left was looked at: marks that are wrong, and what was lost on the way from the web."""
    stories = list(islice(CORPORA[tag](), 700))
    assert sum(bool(find_unbalanced(one)) for one in stories) <= unbalanced * len(stories)
    assert sum(bool(find_mixed(one, tag)) for one in stories) <= mixed * len(stories)

"""Real stories in five languages, read where they lie, in the same order every time; what a corpus lacks is drawn.

Reuters-21578 brings its own topics and places. The others bring text, at most a category: their subjects, places,
urgency and the kind of their release are drawn from one seed.
"""

import csv
import gzip
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import msgspec

from newswire.formats.options import ReadOptions
from newswire.formats.reuters21578.reader import read as read_reuters
from newswire.item.body import Paragraph
from newswire.item.item import Item, Media, Place, Subject
from newswire.item.kinds import Kind
from newswire.item.vocabulary.mediatopics import broaden, read_mediatopics
from newswire.item.vocabulary.places import read_places
from newswire.item.vocabulary.sections import SECTIONS

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("new",) * 14 + ("update",) * 4 + ("correction", "advisory")
CATEGORIES = {
    "ekonomi": "economy", "kultursanat": "culture", "saglik": "health", "siyaset": "politics", "spor": "sports",
    "teknoloji": "science",
}  # fmt: skip
HOMES = {"en": ("US", "GB", "IN"), "tr": ("TR", "CY"), "ar": ("SA", "EG", "QA"), "fr": ("FR", "BE"), "ru": ("RU", "KZ")}


class Told(msgspec.Struct, frozen=True):
    """A story and the facts of its release."""

    item: Item
    kind: Kind
    released_at: datetime


class Text(msgspec.Struct, frozen=True):
    """A text of a corpus: where it stands in, its language, section (or none), headline, paragraphs."""

    language: str
    section: str
    headline: str
    paragraphs: tuple[str, ...]


def read_told(corpora: Path, each: int, seed: int = 21578) -> list[Told]:
    """Up to `each` stories of every corpus, shuffled."""
    random = Random(seed)
    items = list(islice(_read_reuters(corpora / "reuters21578"), each))
    for read in (_read_turkish, _read_arabic, _read_french, _read_russian, _read_english):
        items += [_fill(text, random) for text in islice(read(corpora), each)]
    random.shuffle(items)
    return [
        Told(_dress(item, number, random), random.choice(KINDS), _draw_date(random))
        for number, item in enumerate(items)
    ]


def _read_reuters(folder: Path) -> Iterator[Item]:
    options = ReadOptions(authority="test.example", now=NOW, provider="Reuters")
    for path in sorted(folder.glob("*.sgm")):
        yield from (one for one in read_reuters(path.read_bytes(), options) if isinstance(one, Item))


def _read_turkish(corpora: Path) -> Iterator[Text]:
    with gzip.open(corpora / "ttc3600-tr" / "ttc3600.jsonl.gz", "rt", encoding="utf-8-sig") as file:
        lines = [json.loads(line) for line in file]
    for line in lines[::7] + lines[1::7]:  # by category in the file
        head, *paragraphs = [one.strip() for one in line["text"].splitlines() if one.strip()] or ["-"]
        yield Text("tr", CATEGORIES[line["category"]], head[:120], (head, *paragraphs))


def _read_arabic(corpora: Path) -> Iterator[Text]:
    for path in sorted((corpora / "saudinewsnet-ar" / "dataset").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for one in json.loads(archive.read(archive.namelist()[0]).decode("utf-8-sig")):
                yield Text("ar", "", one["title"], tuple(filter(None, one["content"].split("\n"))))


def _read_french(corpora: Path) -> Iterator[Text]:
    folder = corpora / "orangesum-fr" / "summaries" / "titles"
    titles = (folder / "gold.txt").read_text().splitlines()
    texts = (folder / "source_documents.txt").read_text().splitlines()
    for title, text in zip(titles, texts, strict=True):
        yield Text("fr", "", title, (text,))


def _read_russian(corpora: Path) -> Iterator[Text]:
    with gzip.open(corpora / "corus-samples-ru" / "data" / "lenta-ru-news.csv.gz", "rt", encoding="utf-8") as file:
        yield from (Text("ru", "", one["title"], (one["text"],)) for one in csv.DictReader(file) if one["text"])


def _read_english(corpora: Path) -> Iterator[Text]:
    with (corpora / "cnndm-en" / "validation_500.csv").open(newline="") as file:
        for one in csv.DictReader(file):
            yield Text("en", "", one["highlights"].splitlines()[0], tuple(one["article"].split(" . ")))


def _fill(text: Text, random: Random) -> Item:
    """A text as a story, with subjects below its section's own and places at home or abroad."""
    section = text.section or random.choice(list(SECTIONS))
    topics = _read_below(SECTIONS[section].subject or "medtop:11000000")
    places = list(read_places().values())
    home = [one for one in places if one.country in HOMES[text.language]] or places
    return Item(
        guid="",
        type="text",
        language=text.language,
        headline=text.headline,
        first_created=NOW,
        sections=(section,),
        subjects=tuple(Subject(one) for one in random.sample(topics, random.randrange(1, 4))),
        places=tuple(
            Place(place.name(text.language), place.code)
            for place in (random.choice(random.choice((home, home, places))) for _ in range(random.randrange(3)))
        ),
        body=tuple(map(Paragraph, text.paragraphs)),
        provider=random.choice(("Newswire", "Northern Press")),
    )


def _read_below(qcode: str) -> list[str]:
    return [one for one in read_mediatopics() if qcode in broaden(one)]


def _dress(item: Item, number: int, random: Random) -> Item:
    """What no corpus says: identity, urgency, desk, pictures; sections where there are none."""
    urgency = random.choices(range(1, 10), (1, 2, 6, 20, 40, 15, 8, 5, 3))[0]
    return msgspec.structs.replace(
        item,
        guid=f"urn:newsml:test.example:20261124:{number}",
        urgency=urgency,
        sections=item.sections or (random.choice(("economy", "world", "politics")),),
        desk=random.choice(("foreign", "economy", "sport", "")),
        media=(Media("m", random.choice(("picture", "video"))),) if random.random() < 0.3 else (),
        genre=random.choice(("", "", "genre:Interview", "genre:Analysis")),
    )


def _draw_date(random: Random) -> datetime:
    return NOW - timedelta(seconds=random.randrange(400 * 86400))

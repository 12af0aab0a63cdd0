"""Stories with summaries that people wrote or chose, read where the corpora lie."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from newswire.item.body import Paragraph
from newswire.item.item import Item

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"


class Pair(msgspec.Struct, frozen=True):
    """A story and its references: one that a person wrote, or several choices of its sentences."""

    item: Item
    references: tuple[str, ...]


def read_pairs(corpora: Path) -> dict[str, list[Pair]]:
    """English (CNN/DailyMail, highlights), French (OrangeSum, abstracts), Turkish (TES, three choices of sentences)."""
    return {"en": _read_english(corpora), "fr": _read_french(corpora), "tr": _read_turkish(corpora)}


def _read_english(corpora: Path) -> list[Pair]:
    with (corpora / "cnndm-en" / "validation_500.csv").open(newline="", encoding="utf-8") as file:
        return [_pair("en", "", one["article"], one["highlights"]) for one in csv.DictReader(file)]


def _read_french(corpora: Path) -> list[Pair]:
    folder = corpora / "orangesum-fr" / "summaries" / "abstracts"
    texts = (folder / "source_documents.txt").read_text(encoding="utf-8").splitlines()
    abstracts = (folder / "gold.txt").read_text(encoding="utf-8").splitlines()
    return [_pair("fr", "", text, abstract) for text, abstract in zip(texts, abstracts, strict=True)]


def _read_turkish(corpora: Path) -> list[Pair]:
    stories = json.loads((corpora / "tes-tr-summ" / "dataset" / "TES" / "tes.json").read_text(encoding="utf-8"))
    pairs = []
    for story in stories:
        sentences = story["Sentences"]
        choices = [" ".join(sentences[one] for one in chosen) for chosen in story["Annotations"]["Indexes"].values()]
        pairs.append(_pair("tr", story["Title"], " ".join(sentences), *choices))
    return pairs


def _pair(language: str, headline: str, text: str, *references: str) -> Pair:
    return Pair(
        Item(
            guid="urn:newsml:benchmark.example:20261127:summary",
            type="text",
            language=language,
            headline=headline,
            first_created=datetime(2026, 11, 27, tzinfo=UTC),
            body=(Paragraph(text),),
        ),
        references,
    )

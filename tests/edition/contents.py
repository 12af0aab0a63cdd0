"""Public contents for tests."""

from typing import Any

from newswire.edition.shape import Author, Content, Dossier, Picture, Topic, Where
from newswire.item.body import Crosshead, Paragraph, Quote
from newswire.item.item import Correction

PICTURE = Picture("a-web.jpg", 1280, 853, "a-thumbnail.jpg", "Ships outside a breakwater", "Waiting", "Ada Lind")


def make_content(**changes: Any) -> Content:
    """A full public story; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "language": "en",
        "headline": "Northaven harbour opens again",
        "slug": "northaven-harbour-opens-again",
        "standfirst": "Forty ships waited three days",
        "summary": (
            Paragraph("The harbour opened on Tuesday."),
            Crosshead("First in"),
            Quote("A ferry was the first to enter.", "the harbour master"),
        ),
        "byline": "Ada Lind",
        "authors": (Author("ada-lind", "Ada Lind"),),
        "dateline": "Northaven",
        "sections": ("economy", "world"),
        "subjects": (Topic("medtop:20000337", "shipping"),),
        "topics": ("medtop:20000337", "medtop:20000209", "medtop:04000000"),
        "people": ("Ida Brandt",),
        "places": (Where("NO/Northaven", "Northaven"),),
        "dossiers": (Dossier("northaven-storm", "Storm over Northaven"),),
        "family": "",
        "related": (),
        "picture": PICTURE,
        "correction": Correction("Three ships", "Forty ships"),
        "note": "Clarifies the number of ships.",
        "urgency": 4,
    }
    return Content(**(fields | changes))

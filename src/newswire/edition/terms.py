"""What the search over the edition looks for: words and values of a story's public content, and of nothing else."""

from collections.abc import Iterator
from datetime import datetime

from newswire.edition.shape import Content, Story
from newswire.item.item import Entity, Item, Place, Subject
from newswire.query.ast import STEM_FIELDS
from newswire.query.document import Document, make_document

LONGEST = 200
"""Characters of a term: PostgreSQL takes no lexeme of more than 2,046 bytes, and no word is that long."""


def make_public_document(content: Content | Story, published_at: datetime) -> Document:
    """What a query sees of a story on the website: as if the summary were all there is of it.

    It is a first release for everybody, made when it was first published: the website knows no versions.
    """
    item = Item(
        guid="",
        type=content.type,
        language=content.language,
        headline=content.headline,
        standfirst=content.standfirst,
        first_created=published_at,
        byline=content.byline,
        urgency=content.urgency,
        sections=content.sections,
        subjects=tuple(map(Subject, content.topics)),
        places=tuple(Place(one.name, one.code) for one in content.places),
        people=tuple(map(Entity, content.people)),
        dossiers=tuple(Subject(one.slug, one.name) for one in content.dossiers),
        body=content.summary,
    )
    return make_document(item, "new", published_at)


def list_terms(document: Document) -> list[str]:
    """The terms a story is filed under: values, words of names, and all forms of the words of its prose, each once.

    A form is never wider than the word: `Words` and `Prefix` over prose find candidates among forms, and the evaluator
    decides.
    """
    return sorted({term[:LONGEST] for term in _read_terms(document)})


def value_term(field: str, value: str) -> str:
    """A whole value: `subject=medtop:15000000`."""
    return f"{field}={value}"[:LONGEST]


def word_term(field: str, word: str) -> str:
    """A folded word or form of a word: `text:harbour`."""
    return f"{field}:{word}"[:LONGEST]


def _read_terms(document: Document) -> Iterator[str]:
    for field, values in document.values.items():
        yield from (value_term(field, value) for value in values)
    for field, texts in document.tokens.items():
        words = document.forms[field] if field in STEM_FIELDS else {word for text in texts for word in text}
        yield from (word_term(field, word) for word in words)

"""What a query sees of a story: its item turned into values and tokens, once per release."""

from collections.abc import Iterable

import msgspec

from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.vocabulary.mediatopics import broaden
from newswire.query.fold import fold, tokenize


class Document(msgspec.Struct, frozen=True):
    """Values by field (folded, subjects with all broader ones), token sequences by field, and the urgency."""

    values: dict[str, frozenset[str]]
    tokens: dict[str, tuple[tuple[str, ...], ...]]
    urgency: int


def make_document(item: Item) -> Document:
    """The document of an item."""
    text = [item.headline, item.standfirst, *read_texts(item.body)]
    places = [name for place in item.places for name in (place.name, *_codes(place.code)) if name]
    words = {
        "headline": [item.headline],
        "text": text,
        "slug": [item.slugline],
        "person": [one.name for one in item.people],
        "org": [one.name for one in item.organisations],
        "place": places,
        "source": [item.provider],
    }
    values: dict[str, Iterable[str]] = {
        "lang": [item.language],
        "type": [item.type],
        "section": item.sections,
        "subject": [broad for one in item.subjects for broad in broaden(one.qcode)],
        "place": places,
        "source": [item.provider],
    }
    return Document(
        values={field: frozenset(map(fold, many)) for field, many in values.items()},
        tokens={field: tuple(tokenize(one) for one in many) for field, many in words.items()},
        urgency=item.urgency,
    )


def _codes(code: str) -> Iterable[str]:
    """`TR/Ankara` stands in `TR/Ankara` and in `TR`."""
    parts = code.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]

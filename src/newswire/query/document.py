"""What a query sees of a story: its item and the facts of its release as values and words, made once per release."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

import msgspec

from newswire.item.body import Quote, Table, read_texts
from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.item.measure import count_words
from newswire.item.vocabulary.genres import PREFIX, read_genres
from newswire.item.vocabulary.mediatopics import broaden
from newswire.item.vocabulary.places import read_places
from newswire.query.ast import NUMBER_FIELDS, STEM_FIELDS
from newswire.query.fold import fold_words, split_words, tokenize
from newswire.query.moment import to_microseconds
from newswire.query.stem import forms_of, stem_language


class Document(msgspec.Struct, frozen=True):
    """Values by field (folded, with all broader ones), token sequences by field, forms of the words by field
    (`find_forms` under `language`), numbers by field, and the release in microseconds since 1970. `running` has the
    tokens of each field once more as one string, each between spaces, each text on a line: what to look for runs in."""

    language: str
    values: dict[str, frozenset[str]]
    tokens: dict[str, tuple[tuple[str, ...], ...]]
    running: dict[str, str]
    forms: dict[str, frozenset[str]]
    numbers: dict[str, int]
    released: int


def make_document(item: Item, kind: Kind = "new", released_at: datetime | None = None) -> Document:
    """The document of an item as it is released: as what, and when (where that is not said, when it was created)."""
    prose = {
        "headline": [split_words(item.headline)],
        "text": [split_words(one) for one in (item.headline, item.standfirst, *read_texts(item.body))],
    }
    names = {
        "slug": [item.slugline],
        "person": [one.name for one in item.people],
        "org": [one.name for one in item.organisations],
        "source": [item.provider],
        "dossier": [one.name for one in item.dossiers],
    }
    tokens = {field: tuple(tuple(fold_words(text)) for text in texts) for field, texts in prose.items()}
    tokens |= {field: tuple(map(tokenize, many)) for field, many in names.items()}
    tokens["place"] = tuple(_read_place_names(item))
    language = stem_language(item.language)
    return Document(
        language=language,
        values={field: frozenset(fold_words(many)) for field, many in _read_values(item, kind).items()},
        tokens=tokens,
        running={field: "\n".join(f" {' '.join(text)} " for text in many if text) for field, many in tokens.items()},
        forms={field: _find_forms(prose[field], language) for field in STEM_FIELDS},
        numbers={
            field: max(least, min(most, number))
            for (field, (least, most)), number in zip(
                NUMBER_FIELDS.items(), (item.urgency, count_words(item.body)), strict=True
            )
        },
        released=to_microseconds(released_at or item.first_created),
    )


def _read_values(item: Item, kind: Kind) -> dict[str, Iterable[str]]:
    return {
        "lang": [item.language, item.language.partition("-")[0]],
        "type": [item.type],
        "service": item.sections,
        "subject": [broad for one in item.subjects for broad in broaden(one.qcode)],
        "place": [code for one in item.places if one.code for code in broaden_place(one.code)],
        "genre": name_genre(item.genre) if item.genre else (),
        "kind": [kind],
        "desk": [item.desk] if item.desk else (),
        "dossier": [one.qcode for one in item.dossiers],
        "has": set(_read_belongings(item)),
        "public": () if item.public == "auto" else [item.public],  # for the website's claim; no person can ask for it
    }


def broaden_place(code: str) -> list[str]:
    """`TR/ankara` stands in `TR/ankara` and in `TR`."""
    parts = code.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


@cache
def name_genre(genre: str) -> frozenset[str]:
    """The genre's code (`Fact_Check`, also written with spaces) and its names in every language there is."""
    code = genre.removeprefix(PREFIX)
    return frozenset({genre, code, code.replace("_", " "), *read_genres().get(code, {}).values()})


def _read_place_names(item: Item) -> Iterator[tuple[str, ...]]:
    """The names of the item's places as it gives them, and those the gazetteer has in any language."""
    for place in item.places:
        yield tokenize(place.name)
        yield from _name_place(place.code)


@cache
def _name_place(code: str) -> tuple[tuple[str, ...], ...]:
    place = read_places().get(code)
    if place is None:
        return ()
    return tuple(dict.fromkeys(map(tokenize, (*place.names.values(), *place.aliases))))


def _read_belongings(item: Item) -> Iterator[str]:
    """What the item brings along, of `ast.HAS`."""
    yield from (one.type for one in item.media)
    yield from ("table" for block in item.body if isinstance(block, Table))
    yield from ("quote" for block in item.body if isinstance(block, Quote))
    for name, content in (("byline", item.byline), ("summary", item.summary), ("note", item.editor_note)):
        if content:
            yield name


def _find_forms(texts: list[list[str]], language: str) -> frozenset[str]:
    distinct = set[str]().union(*texts)
    return frozenset[str]().union(*map(forms_of(language).__getitem__, distinct))

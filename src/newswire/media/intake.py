"""What a picture's file says about it goes into the picture's empty fields; what a person wrote there stays."""

from pathlib import PurePath
from typing import Any

import msgspec

from newswire.item.vocabulary.languages import LANGUAGES
from newswire.media.description import UNKNOWN_LANGUAGE, Description
from newswire.media.embedded import read_embedded

ALT_LENGTH = 250
"""Letters that an alternative text may have."""
_SAME = ("caption", "credit", "creator", "copyright_notice", "usage_terms", "place", "taken_at")


def fill_from_file(picture: Any, content: bytes, language: str) -> tuple[str, ...]:
    """Fills the empty fields of `picture` (a row of `Picture`, not saved here) from its file; gives the keywords.

    `metadata` keeps all that the file said, by where it said it, and what could not be read. An alternative text
    without a language is taken as `language`. Never raises for what stands in the file.
    """
    reading = read_embedded(content)
    said = reading.best
    picture.metadata = msgspec.to_builtins(reading)
    if said.headline and picture.title.strip() in _names_of(picture.file.name):
        picture.title = _fit(picture, "title", said.headline)
    for name in _SAME:
        if not getattr(picture, name) and (value := getattr(said, name)):
            setattr(picture, name, _fit(picture, name, value))
    picture.alt = {**_alt_of(said, language), **picture.alt}
    return said.keywords


def known_language(tag: str) -> str:
    """The desk's language for a BCP 47 tag, `en` for `en-GB`; empty for one that no story is written in."""
    if tag in LANGUAGES:
        return tag
    short = tag.split("-", 1)[0].lower()
    return short if short in LANGUAGES else ""


def _names_of(file_name: str) -> frozenset[str]:
    """Titles that are only the file's name: Wagtail's suggestion, not somebody's words."""
    path = PurePath(file_name)
    return frozenset({"", path.name, path.stem, path.stem.replace("_", " "), path.stem.replace("-", " ")})


def _fit(picture: Any, name: str, value: Any) -> Any:
    most = getattr(picture._meta.get_field(name), "max_length", None)
    return value[:most].strip() if most and isinstance(value, str) else value


def _alt_of(said: Description, language: str) -> dict[str, str]:
    alt: dict[str, str] = {}
    for tag, text in said.alt.items():
        known = language if tag == UNKNOWN_LANGUAGE else known_language(tag)
        if known and len(text) <= ALT_LENGTH:
            alt.setdefault(known, text)
    return alt

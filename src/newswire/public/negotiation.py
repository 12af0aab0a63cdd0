"""What a reader gets who may have several things: the edition by `Accept-Language`, the coding by `Accept-Encoding`."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from newswire.item.vocabulary.languages import find_edition

CODINGS = ("br", "gzip")
"""The content codings we can send, the smaller first."""
IDENTITY = ""
"""Sent as it is."""


def choose_language(accepted: str, offered: Sequence[str], default: str) -> str:
    """The offered language the reader likes best; equal likings go in the reader's order. `default` where none fits.

    RFC 9110, section 12.5.4.
    """
    best, best_quality = default, 0.0
    for tag, quality in _read_choices(accepted):
        language = find_edition(tag)
        if language in offered and quality > best_quality:
            best, best_quality = language, quality
    return best


@lru_cache(maxsize=512)  # browsers send a handful of different headers: 0.1 µs instead of 4 in the protocol
def choose_coding(accepted: str) -> str:
    """One of `CODINGS` that the reader accepts, the smaller of those liked equally, or `IDENTITY`.

    RFC 9110, section 12.5.3. A reader who forbids even `identity` gets it all the same: better than nothing.
    """
    named = dict(_read_choices(accepted))
    rest = named.get("*", 0.0)
    best, best_quality = IDENTITY, 0.0
    for coding in CODINGS:
        quality = named.get(coding, rest)
        if quality > best_quality:
            best, best_quality = coding, quality
    return IDENTITY if named.get("identity", 0.0) > best_quality else best


def _read_choices(accepted: str) -> Iterator[tuple[str, float]]:
    """The first twenty things named, in small letters, each with how much it is liked (0 to 1)."""
    for part in accepted.split(",")[:20]:
        name, _, parameters = part.partition(";")
        yield name.strip().lower(), _read_quality(parameters)


def _read_quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, float(value))
    except ValueError:
        return 0.0

"""Which edition a reader gets who names none: the `Accept-Language` header (RFC 9110, section 12.5.4)."""

from collections.abc import Sequence

from newswire.item.vocabulary.languages import find_edition


def choose_language(accepted: str, offered: Sequence[str], default: str) -> str:
    """The offered language the reader likes best; equal likings go in the reader's order. `default` where none fits."""
    best, best_quality = default, 0.0
    for part in accepted.split(",")[:20]:
        tag, _, parameters = part.partition(";")
        language = find_edition(tag)
        quality = _read_quality(parameters)
        if language in offered and quality > best_quality:
            best, best_quality = language, quality
    return best


def _read_quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, float(value))
    except ValueError:
        return 0.0

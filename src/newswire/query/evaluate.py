"""Does a story match a query? The plain evaluator: the reference that every faster matcher must agree with."""

from newswire.query.ast import (
    After,
    AllOf,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Prefix,
    Range,
    Since,
    Word,
    Words,
)
from newswire.query.document import Document
from newswire.query.stem import find_forms


def matches(node: Node, document: Document, now: int | None = None) -> bool:
    """Whether the story matches, asked `now` (microseconds since 1970; its release, where that is not said)."""
    match node:
        case Everything():
            return True
        case AllOf(parts):
            return all(matches(part, document, now) for part in parts)
        case AnyOf(parts):
            return any(matches(part, document, now) for part in parts)
        case Not(part):
            return not matches(part, document, now)
        case Exact(field, value):
            return value in document.values.get(field, ())
        case Word(field, word):
            return not find_forms(word, document.language).isdisjoint(document.forms.get(field, ()))
        case Words(field, tokens):
            return any(_contains(text, tokens) for text in document.tokens.get(field, ()))
        case Prefix(field, start):
            return any(token.startswith(start) for text in document.tokens.get(field, ()) for token in text)
        case Range(field, low, high):
            return low <= document.numbers.get(field, low - 1) <= high
        case Since(moment):
            return document.released >= moment.begin(document.released if now is None else now)
        case After(moment):
            return document.released >= moment.end(document.released if now is None else now)


def _contains(text: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether `wanted` stands in `text` as one unbroken run; nothing stands nowhere."""
    length = len(wanted)
    return any(text[at : at + length] == wanted for at, token in enumerate(text) if token in wanted[:1])

"""Does a story match a query? The plain evaluator: the reference that every faster matcher must agree with."""

from newswire.query.ast import AllOf, AnyOf, Everything, Exact, Node, Not, Prefix, Range, Words
from newswire.query.document import Document


def matches(node: Node, document: Document) -> bool:
    """Whether the story matches."""
    match node:
        case Everything():
            return True
        case AllOf(parts):
            return all(matches(part, document) for part in parts)
        case AnyOf(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
        case Exact(field, value):
            return value in document.values.get(field, frozenset())
        case Range(_, low, high):
            return low <= document.urgency <= high
        case Words(field, tokens):
            return any(_contains(text, tokens) for text in document.tokens.get(field, ()))
        case Prefix(field, start):
            return any(token.startswith(start) for text in document.tokens.get(field, ()) for token in text)


def _contains(text: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether `wanted` stands in `text` as one unbroken run."""
    length = len(wanted)
    return any(text[at : at + length] == wanted for at, token in enumerate(text) if token == wanted[0])

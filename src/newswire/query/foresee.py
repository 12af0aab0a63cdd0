"""Would a story that is only planned match a query? Three answers: yes, no, and nobody can know yet."""

from collections.abc import Collection

from newswire.query.ast import AllOf, AnyOf, Everything, Exact, Node, Not, Prefix, Range, Word, Words
from newswire.query.document import Document
from newswire.query.evaluate import matches


def foresee(node: Node, document: Document, known: Collection[str]) -> bool | None:
    """Whether the story will match, by what its plan says: None where that depends on what is not known yet.

    `document` is made from the plan; `known` are the fields of which it says everything. Of the others it may say
    something: a word that stands in the plan will stand in the story, but what the plan leaves out, the story may still
    have. So nobody who asks for “everything but” is told of what might turn out to be that very thing.
    """
    match node:
        case Everything():
            return True
        case AllOf(parts):
            answers = [foresee(part, document, known) for part in parts]
            return False if False in answers else None if None in answers else True
        case AnyOf(parts):
            answers = [foresee(part, document, known) for part in parts]
            return True if True in answers else None if None in answers else False
        case Not(part):
            answer = foresee(part, document, known)
            return None if answer is None else not answer
        case Exact(field, _) | Word(field, _) | Words(field, _) | Prefix(field, _):
            return True if matches(node, document) else False if field in known else None
        case Range(field, _, _):
            return matches(node, document) if field in known else None
        case _:
            return None  # when it will be released

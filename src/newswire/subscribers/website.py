"""What portion of the stories goes public: the website's query with the editor's say in it, and its limits."""

from typing import Any

import msgspec
from psycopg import Connection

from newswire.edition.addresses import NO_SECTION
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.errors import InvalidRequestError
from newswire.query.ast import AllOf, AnyOf, Everything, Exact, Node, Not

WEBSITE = "website"
"""Code of the product that goes public, and name of the website's own subscription."""
CAPPED = (*SECTIONS, NO_SECTION)
"""What a cap can be set for: the sections, and the stories of none."""
MOST_WORDS = 120
LEAST_WORDS = 10
MOST_SHARE = 35
LEAST_SHARE = 5
LONGEST_HEAD_START = 7 * 24 * 60


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much goes public, and when.

    `caps` are stories first published a day (UTC) by section, no limit where a section is not named; `head_start` is in
    minutes; an automatic summary has at most `max_words` words and `max_share` per cent of the story's.
    """

    caps: dict[str, int] = {}
    head_start: int = 0
    max_words: int = MOST_WORDS
    max_share: int = MOST_SHARE


LEAST = Limits()
"""Those that limit least."""


def check_limits(limits: Limits) -> None:
    """Raises `InvalidRequestError` for limits that cannot be kept; the sentence says which."""
    if unknown := sorted(set(limits.caps) - set(CAPPED)):
        raise InvalidRequestError(f"there is no section {', '.join(unknown)}: use one of {', '.join(CAPPED)}")
    if any(cap < 0 for cap in limits.caps.values()):
        raise InvalidRequestError("a daily cap is a number of stories, 0 or more")
    if not 0 <= limits.head_start <= LONGEST_HEAD_START:
        raise InvalidRequestError(f"a head start has 0 to {LONGEST_HEAD_START} minutes")
    if not LEAST_WORDS <= limits.max_words <= MOST_WORDS:
        raise InvalidRequestError(f"a summary has {LEAST_WORDS} to {MOST_WORDS} words at the most")
    if not LEAST_SHARE <= limits.max_share <= MOST_SHARE:
        raise InvalidRequestError(f"a summary has {LEAST_SHARE} to {MOST_SHARE} per cent of a story at the most")


def include_choice(query: Node) -> Node:
    """The claim of the website whose product has that query: the editor's yes goes with it, the editor's no against it.

    No query that a person writes can ask for `public`: the parser does not know the field.
    """
    kept_back = Not(Exact("public", "no"))
    if isinstance(query, Everything):
        return kept_back
    return AllOf((kept_back, AnyOf((query, Exact("public", "yes")))))


def read_limits(connection: Connection[Any]) -> Limits:
    """The limits as they stand now; `LEAST` where none were ever set."""
    row = connection.execute(
        "SELECT caps::text, head_start, max_words, max_share FROM subscribers_websitelimits WHERE id = 1"
    ).fetchone()
    if row is None:
        return LEAST
    caps = msgspec.json.decode(row[0], type=dict[str, int])
    return Limits(caps=caps, head_start=row[1], max_words=row[2], max_share=row[3])


def read_query(connection: Connection[Any]) -> str | None:
    """The query of what goes public as it was written; None before the website was opened."""
    row = connection.execute("SELECT query FROM subscribers_product WHERE code = %s", (WEBSITE,)).fetchone()
    return None if row is None else str(row[0])

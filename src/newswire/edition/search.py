"""The search over the edition: candidates by the index, each held against the query where the index cannot be sure."""

import msgspec

from newswire.edition.candidates import Candidates, plan_candidates
from newswire.edition.reader import CARD, NEWEST_FIRST, STORY, Connection, read_cards, read_rows
from newswire.edition.shape import Card, Story
from newswire.edition.terms import make_public_document
from newswire.query.ast import Node
from newswire.query.evaluate import matches

BATCH = 25
"""Candidates read at once: making their documents takes 0.4 ms of the web process each, and others wait meanwhile."""
MOST = 200
"""Candidates looked at in one search: a phrase of common words that is nowhere ends there, and the reader goes on."""
PATIENCE = "2s"
_BEFORE = """
  AND (published_at, public_id) < ((SELECT published_at FROM edition.story WHERE public_id = %(before)s), %(before)s)
"""


class Found(msgspec.Struct, frozen=True):
    """Stories that match, newest first; `older` is where a further search begins, empty where all is told."""

    cards: tuple[Card, ...]
    older: str


async def search_stories(
    connection: Connection, language: str, node: Node, now: int, *, limit: int, before: str = ""
) -> Found:
    """The newest live stories of `language` that match, at most `limit`; those older than the story `before`.

    `now` is in microseconds since 1970. Raises `psycopg.errors.QueryCanceled` after two seconds.
    """
    plan = plan_candidates(node, language, now)
    async with connection.transaction():
        await connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
        if plan.over == plan.under:
            return await _take_all(connection, plan, language, before, limit)
        found: list[Card] = []
        for _ in range(0, MOST, BATCH):
            batch = await _read_batch(connection, plan, language, before)
            for story in batch:
                if matches(node, make_public_document(story, story.published_at), now):
                    if len(found) == limit:
                        return Found(tuple(found), found[-1].public_id)
                    found.append(story)
                before = story.public_id
            if len(batch) < BATCH:
                return Found(tuple(found), "")
    return Found(tuple(found), before)


async def _take_all(connection: Connection, plan: Candidates, language: str, before: str, limit: int) -> Found:
    """The candidates where each of them is a match for certain."""
    values = {**plan.values, "language": language, "before": before}
    cards = await read_cards(connection, _ask(CARD, plan, before, limit + 1), values)
    return Found(cards[:limit], cards[limit - 1].public_id if len(cards) > limit else "")


async def _read_batch(connection: Connection, plan: Candidates, language: str, before: str) -> tuple[Story, ...]:
    statement = _ask(f"{STORY}, ARRAY[]::jsonb[] AS corrections", plan, before, BATCH)
    rows = await read_rows(connection, statement, {**plan.values, "language": language, "before": before})
    return msgspec.convert(rows, tuple[Story, ...])


def _ask(columns: str, plan: Candidates, before: str, limit: int) -> str:
    return f"""
        SELECT {columns} FROM edition.story
        WHERE state = 'live' AND language = %(language)s AND {plan.over} {_BEFORE if before else ""}
        {NEWEST_FIRST} LIMIT {limit}
    """

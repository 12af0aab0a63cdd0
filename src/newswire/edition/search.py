"""The search over the edition: candidates by the index, each then held against the query itself."""

import msgspec

from newswire.edition.candidates import Candidates, plan_candidates
from newswire.edition.reader import NEWEST_FIRST, STORY, Connection, read_rows
from newswire.edition.shape import Card, Story
from newswire.edition.terms import make_public_document
from newswire.query.ast import Node
from newswire.query.evaluate import matches

BATCH = 50
MOST = 500
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
    found: list[Card] = []
    seen = 0
    async with connection.transaction():
        await connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
        while seen < MOST:
            batch = await _read_batch(connection, plan, language, before)
            for story in batch:
                if matches(node, make_public_document(story, story.published_at), now):
                    if len(found) == limit:
                        return Found(tuple(found), found[-1].public_id)
                    found.append(story)
                before = story.public_id
            if len(batch) < BATCH:
                return Found(tuple(found), "")
            seen += len(batch)
    return Found(tuple(found), before)


async def _read_batch(connection: Connection, plan: Candidates, language: str, before: str) -> tuple[Story, ...]:
    statement = f"""
        SELECT {STORY}, ARRAY[]::jsonb[] AS corrections
        FROM edition.story WHERE state = 'live' AND language = %(language)s AND {plan.over} {_BEFORE if before else ""}
        {NEWEST_FIRST} LIMIT {BATCH}
    """
    rows = await read_rows(connection, statement, {**plan.values, "language": language, "before": before})
    return msgspec.convert(rows, tuple[Story, ...])

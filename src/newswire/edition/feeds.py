"""Stories as machines list them: for feeds with their text, for sitemaps with their address alone."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from newswire.edition.shape import Card, Story
from newswire.item.vocabulary.mediatopics import broaden, read_mediatopics

# every column, so that a story has here what it has on its page
_STORIES = """
SELECT story.* FROM edition.story
WHERE state = 'live' AND language = %(language)s AND {condition}
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_ALL = "TRUE"
_OF_SECTION = "sections @> ARRAY[%(code)s::text]"
_OF_TOPIC = "EXISTS (SELECT FROM jsonb_array_elements(subjects) AS one WHERE one->>'qcode' = ANY(%(codes)s))"
_NEWS = """
SELECT story.* FROM edition.story
WHERE state = 'live' AND published_at > %(after)s AND published_at <= %(now)s
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_MONTHS = """
SELECT (date_trunc('month', published_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AS month, count(*) AS stories,
  max(updated_at) AS changed_at
FROM edition.story WHERE state = 'live' GROUP BY 1 ORDER BY 1
"""
_MONTH = """
SELECT story.* FROM edition.story
WHERE state = 'live' AND published_at >= %(first)s AND published_at < %(next)s
ORDER BY published_at, public_id LIMIT %(limit)s OFFSET %(offset)s
"""


class Month(msgspec.Struct, frozen=True):
    """A month of first publication (its first moment, UTC), how many stories of it are live, their newest change."""

    month: datetime
    stories: int
    changed_at: datetime


async def read_stories(connection: psycopg.AsyncConnection[Any], language: str, limit: int) -> tuple[Story, ...]:
    """The newest live stories of one language, newest first."""
    return await _read_stories(connection, _ALL, {"language": language, "limit": limit})


async def read_section_stories(
    connection: psycopg.AsyncConnection[Any], language: str, section: str, limit: int
) -> tuple[Story, ...]:
    """The newest live stories of one section, newest first."""
    return await _read_stories(connection, _OF_SECTION, {"language": language, "code": section, "limit": limit})


async def read_topic_stories(
    connection: psycopg.AsyncConnection[Any], language: str, qcode: str, limit: int
) -> tuple[Story, ...]:
    """The newest live stories about a Media Topic or anything narrower, newest first."""
    codes = [code for code in read_mediatopics() if qcode in broaden(code)]
    return await _read_stories(connection, _OF_TOPIC, {"language": language, "codes": codes, "limit": limit})


async def read_news(
    connection: psycopg.AsyncConnection[Any], after: datetime, now: datetime, limit: int
) -> tuple[Card, ...]:
    """The newest live stories of all languages first published after `after` and by `now`, newest first."""
    rows = await _read(connection, _NEWS, {"after": after, "now": now, "limit": limit})
    return msgspec.convert(rows, tuple[Card, ...])


async def read_months(connection: psycopg.AsyncConnection[Any]) -> tuple[Month, ...]:
    """The months that have live stories, of whatever language, oldest first."""
    return msgspec.convert(await _read(connection, _MONTHS, {}), tuple[Month, ...])


async def read_month(
    connection: psycopg.AsyncConnection[Any], year: int, month: int, limit: int, offset: int
) -> tuple[Card, ...]:
    """Live stories of all languages first published in one month (UTC), oldest first."""
    first = datetime(year, month, 1, tzinfo=UTC)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    rows = await _read(connection, _MONTH, {"first": first, "next": following, "limit": limit, "offset": offset})
    return msgspec.convert(rows, tuple[Card, ...])


async def _read_stories(
    connection: psycopg.AsyncConnection[Any], condition: str, values: dict[str, Any]
) -> tuple[Story, ...]:
    rows = await _read(connection, _STORIES.format(condition=condition), values)
    return msgspec.convert(rows, tuple[Story, ...])


async def _read(
    connection: psycopg.AsyncConnection[Any], statement: str, values: dict[str, Any]
) -> list[dict[str, Any]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement.encode(), values)
        return await cursor.fetchall()

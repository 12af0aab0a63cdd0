"""Stories as machines list them: for feeds with their text, for sitemaps with their address alone."""

from datetime import UTC, datetime

import msgspec

from newswire.edition.reader import CARD, NEWEST_FIRST, WHOLE, Connection, read_rows
from newswire.edition.shape import Card, Story

_STORIES = f"{WHOLE} WHERE state = 'live' AND language = %(language)s {NEWEST_FIRST} LIMIT %(limit)s"
_LISTED = f"""{WHOLE}
WHERE state = 'live' AND language = %(language)s AND lists @> ARRAY[%(list)s::text] {NEWEST_FIRST} LIMIT %(limit)s
"""
_NEWS = f"""
SELECT {CARD} FROM edition.story
WHERE state = 'live' AND published_at > %(after)s AND published_at <= %(now)s
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_MONTHS = """
SELECT (date_trunc('month', published_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AS month, count(*) AS stories,
  max(updated_at) AS changed_at
FROM edition.story WHERE state = 'live' GROUP BY 1 ORDER BY 1
"""
_MONTH = f"""
SELECT {CARD} FROM edition.story
WHERE state = 'live' AND published_at >= %(first)s AND published_at < %(next)s
ORDER BY published_at, public_id LIMIT %(limit)s OFFSET %(offset)s
"""


class Month(msgspec.Struct, frozen=True):
    """A month of first publication (its first moment, UTC), how many stories of it are live, their newest change."""

    month: datetime
    stories: int
    changed_at: datetime


async def read_stories(connection: Connection, language: str, key: str, limit: int) -> tuple[Story, ...]:
    """The newest live stories of one language, newest first: under a key of `lists.py`, or all where it is empty."""
    values = {"language": language, "list": key, "limit": limit}
    return msgspec.convert(await read_rows(connection, _LISTED if key else _STORIES, values), tuple[Story, ...])


async def read_news(connection: Connection, after: datetime, now: datetime, limit: int) -> tuple[Card, ...]:
    """The newest live stories of all languages first published after `after` and by `now`, newest first."""
    rows = await read_rows(connection, _NEWS, {"after": after, "now": now, "limit": limit})
    return msgspec.convert(rows, tuple[Card, ...])


async def read_months(connection: Connection) -> tuple[Month, ...]:
    """The months that have live stories, of whatever language, oldest first."""
    return msgspec.convert(await read_rows(connection, _MONTHS, {}), tuple[Month, ...])


async def read_month(connection: Connection, year: int, month: int, limit: int, offset: int) -> tuple[Card, ...]:
    """Live stories of all languages first published in one month (UTC), oldest first."""
    first = datetime(year, month, 1, tzinfo=UTC)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    rows = await read_rows(connection, _MONTH, {"first": first, "next": following, "limit": limit, "offset": offset})
    return msgspec.convert(rows, tuple[Card, ...])

"""The edition by day, its corrections, and the whole of it: plain SQL on a connection of the public login."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from newswire.edition.reader import CARD, NEWEST_FIRST, Connection, read_cards, read_rows
from newswire.edition.shape import Card, Corrected, Day, Notice

BATCH = 1000
_LIVE = "FROM edition.story WHERE state = 'live' AND language = %(language)s"
_WITHIN = "AND published_at >= %(start)s AND published_at < %(end)s"
_DAY = f"SELECT {CARD} {_LIVE} {_WITHIN} {NEWEST_FIRST} LIMIT %(limit)s"
_DAY_BEFORE = f"""
SELECT {CARD} {_LIVE} {_WITHIN}
  AND (published_at, public_id) < ((SELECT published_at FROM edition.story WHERE public_id = %(before)s), %(before)s)
{NEWEST_FIRST} LIMIT %(limit)s
"""
_DAYS = f"""
SELECT (published_at AT TIME ZONE 'UTC')::date AS date, count(*) AS stories {_LIVE} {_WITHIN}
GROUP BY 1 ORDER BY 1
"""
_NEIGHBOURS = f"""
SELECT
  (SELECT max(published_at) {_LIVE} AND published_at < %(start)s) AS earlier,
  (SELECT min(published_at) {_LIVE} AND published_at >= %(end)s) AS later
"""
_CORRECTIONS = """
SELECT correction.at, correction.wrong, correction."right", correction.note AS said, {card}
FROM edition.correction JOIN edition.story ON story.key = correction.key
WHERE correction.language = %(language)s AND correction.at < %(until)s AND story.state = 'live'
ORDER BY correction.at DESC, correction.id DESC LIMIT %(limit)s
""".format(card=", ".join(f"story.{name}" for name in CARD.split(", ")))
_BATCH = f"""
SELECT {CARD} FROM edition.story WHERE state = 'live' AND public_id > %(after)s ORDER BY public_id LIMIT %(limit)s
"""
_LISTS = """
SELECT DISTINCT language, unnest(lists) AS key FROM edition.story WHERE state = 'live' ORDER BY 1, 2
"""
_ALL_DAYS = """
SELECT DISTINCT language, (published_at AT TIME ZONE 'UTC')::date AS day
FROM edition.story WHERE state = 'live' ORDER BY 1, 2
"""


def span(first: date, days: int = 1) -> tuple[datetime, datetime]:
    """The moment a day (UTC) begins and the one when it and `days - 1` more are over."""
    start = datetime.combine(first, time(), UTC)
    return start, start + timedelta(days=days)


async def read_day(connection: Connection, language: str, day: date, limit: int, before: str = "") -> tuple[Card, ...]:
    """The live stories that first appeared on that day (UTC), newest first; those older than the story `before`."""
    start, end = span(day)
    values = {"language": language, "start": start, "end": end, "limit": limit, "before": before}
    return await read_cards(connection, _DAY_BEFORE if before else _DAY, values)


async def read_days(connection: Connection, language: str, first: date, days: int) -> tuple[Day, ...]:
    """The days with a live story among `days` days from `first`, oldest first."""
    start, end = span(first, days)
    rows = await read_rows(connection, _DAYS, {"language": language, "start": start, "end": end})
    return msgspec.convert(rows, tuple[Day, ...])


async def read_neighbours(
    connection: Connection, language: str, first: date, days: int
) -> tuple[date | None, date | None]:
    """The last day with a live story before `first`, and the first one after the `days` days from there."""
    start, end = span(first, days)
    [row] = await read_rows(connection, _NEIGHBOURS, {"language": language, "start": start, "end": end})
    earlier, later = (at.astimezone(UTC).date() if at else None for at in (row["earlier"], row["later"]))
    return earlier, later


async def read_corrections(connection: Connection, language: str, until: datetime, limit: int) -> tuple[Notice, ...]:
    """What was put right before `until` in stories that are live, newest first."""
    rows = await read_rows(connection, _CORRECTIONS, {"language": language, "until": until, "limit": limit})
    return tuple(
        Notice(
            Corrected(row.pop("at"), row.pop("wrong"), row.pop("right"), row.pop("said")), msgspec.convert(row, Card)
        )
        for row in rows
    )


async def read_all_cards(connection: Connection, size: int = BATCH) -> AsyncIterator[tuple[Card, ...]]:
    """Every live story of every language in batches of `size`, in the order of the public ids."""
    after = ""
    while batch := await read_cards(connection, _BATCH, {"after": after, "limit": size}):
        yield batch
        after = batch[-1].public_id


async def read_all_lists(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Every language with every key of `lists.py` that a live story of that language has."""
    return tuple((row["language"], row["key"]) for row in await read_rows(connection, _LISTS, {}))


async def read_all_days(connection: Connection) -> tuple[tuple[str, date], ...]:
    """Every language with every day (UTC) on which a live story of it appeared, oldest first."""
    return tuple((row["language"], row["day"]) for row in await read_rows(connection, _ALL_DAYS, {}))

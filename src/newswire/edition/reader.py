"""The edition as the public site reads it: plain SQL on a connection of the public login, one query per answer."""

from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from newswire.edition.shape import Card, Changes, Story

_CARD = """public_id, language, headline, slug, standfirst, sections, picture, urgency, published_at, updated_at"""
_NEWEST = f"""
SELECT {_CARD} FROM edition.story
WHERE state = 'live' AND language = %(language)s
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_LATEST = f"""
SELECT {_CARD} FROM edition.story WHERE state = 'live'
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_AFTER = f"""
SELECT {_CARD} FROM edition.story WHERE state = 'live' AND public_id > %(after)s
ORDER BY public_id LIMIT %(limit)s
"""
_SECTION = f"""
SELECT {_CARD} FROM edition.story
WHERE state = 'live' AND language = %(language)s AND sections @> ARRAY[%(section)s::text]
ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
"""
_SECTIONS = f"""
SELECT wanted.code AS section, {_CARD}
FROM unnest(%(sections)s::text[]) AS wanted(code),
LATERAL (
  SELECT {_CARD} FROM edition.story
  WHERE state = 'live' AND language = %(language)s AND sections[1] = wanted.code
  ORDER BY published_at DESC, public_id DESC LIMIT %(limit)s
) AS newest
ORDER BY published_at DESC, public_id DESC
"""
_STORY = f"""
SELECT {_CARD}, state, summary, byline, dateline, subjects, places, correction, note
FROM edition.story WHERE public_id = %(public_id)s
"""


async def read_changes(connection: psycopg.AsyncConnection[Any]) -> Changes:
    """The change counters: 0 in an edition nothing was ever written to."""
    rows = await _read(connection, "SELECT id, counter FROM edition.change", {})
    counters = {row["id"]: row["counter"] for row in rows}
    return Changes(counters.get(1, 0), counters.get(2, 0))


async def read_newest(connection: psycopg.AsyncConnection[Any], language: str, limit: int) -> tuple[Card, ...]:
    """The newest live stories of one language, newest first."""
    rows = await _read(connection, _NEWEST, {"language": language, "limit": limit})
    return msgspec.convert(rows, tuple[Card, ...])


async def read_latest(connection: psycopg.AsyncConnection[Any], limit: int) -> tuple[Card, ...]:
    """The newest live stories of all languages together, newest first."""
    return msgspec.convert(await _read(connection, _LATEST, {"limit": limit}), tuple[Card, ...])


async def read_cards_after(connection: psycopg.AsyncConnection[Any], after: str, limit: int) -> tuple[Card, ...]:
    """The live stories with the public ids next after `after`, for going through all of them."""
    return msgspec.convert(await _read(connection, _AFTER, {"after": after, "limit": limit}), tuple[Card, ...])


async def read_section(
    connection: psycopg.AsyncConnection[Any], language: str, section: str, limit: int
) -> tuple[Card, ...]:
    """The newest live stories of one section, newest first."""
    rows = await _read(connection, _SECTION, {"language": language, "section": section, "limit": limit})
    return msgspec.convert(rows, tuple[Card, ...])


async def read_sections(
    connection: psycopg.AsyncConnection[Any], language: str, sections: list[str], limit: int
) -> dict[str, tuple[Card, ...]]:
    """The newest live stories of each of `sections` that name it first; a section without a story is left out."""
    rows = await _read(connection, _SECTIONS, {"language": language, "sections": sections, "limit": limit})
    found: dict[str, tuple[Card, ...]] = {}
    for row in rows:
        code = row.pop("section")
        found[code] = (*found.get(code, ()), msgspec.convert(row, Card))
    return found


async def read_story(connection: psycopg.AsyncConnection[Any], public_id: str) -> Story | None:
    """The story of that public id in whatever state; None where there never was one."""
    rows = await _read(connection, _STORY, {"public_id": public_id})
    return msgspec.convert(rows[0], Story) if rows else None


async def _read(
    connection: psycopg.AsyncConnection[Any], statement: str, values: dict[str, Any]
) -> list[dict[str, Any]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement.encode(), values)
        return await cursor.fetchall()

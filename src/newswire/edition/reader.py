"""The edition as the public site reads it: plain SQL on a connection of the public login, one query per answer."""

from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from newswire.edition.lists import about_key, dossier_key, section_key, topic_key
from newswire.edition.shape import Card, Changes, Listed, Neighbours, Story

Connection = psycopg.AsyncConnection[Any]

CARD = "public_id, language, type, headline, slug, standfirst, sections, picture, urgency, published_at, updated_at"
STORY = f"""{CARD}, state, summary, origin, byline, authors, dateline, subjects, topics, people, places, dossiers,
  family, related, note"""
NEWEST_FIRST = "ORDER BY published_at DESC, public_id DESC"
_LIVE = "FROM edition.story WHERE state = 'live' AND language = %(language)s"
# a story that was held or killed keeps its times, so a page that begins after it can still be asked for
_BEFORE = """
  AND (published_at, public_id) < ((SELECT published_at FROM edition.story WHERE public_id = %(before)s), %(before)s)
"""
_NEWEST = f"SELECT {CARD} {_LIVE} {NEWEST_FIRST} LIMIT %(limit)s"
_LATEST = f"""
SELECT {CARD} FROM edition.story WHERE state = 'live' ORDER BY updated_at DESC, public_id DESC LIMIT %(limit)s
"""
_LIST = f"SELECT {CARD} {_LIVE} AND lists @> ARRAY[%(list)s::text] {NEWEST_FIRST} LIMIT %(limit)s"
_LIST_BEFORE = f"SELECT {CARD} {_LIVE} AND lists @> ARRAY[%(list)s::text] {_BEFORE} {NEWEST_FIRST} LIMIT %(limit)s"
_DOSSIER = f"""
SELECT {CARD}, people, places, dossiers {_LIVE} AND lists @> ARRAY[%(list)s::text] {NEWEST_FIRST} LIMIT %(limit)s
"""
_SECTIONS = f"""
SELECT wanted.code AS section, {CARD}
FROM unnest(%(sections)s::text[]) AS wanted(code),
LATERAL (
  SELECT {CARD} {_LIVE} AND sections[1] = wanted.code
  {NEWEST_FIRST} LIMIT %(limit)s
) AS newest
{NEWEST_FIRST}
"""
WHOLE = f"""
SELECT {STORY}, ARRAY(
  SELECT jsonb_build_object('at', at, 'wrong', wrong, 'right', "right", 'note', note)
  FROM edition.correction WHERE correction.key = story.key ORDER BY at DESC, id DESC
) AS corrections
FROM edition.story
"""
"""A story with all that its page shows; a condition follows."""
_STORY = f"{WHOLE} WHERE public_id = %(public_id)s"
_PARTS = {
    "versions": (
        "FROM edition.story"
        " WHERE state = 'live' AND family = %(family)s AND family <> '' AND public_id <> %(public_id)s",
        "ORDER BY published_at, public_id",
    ),
    "named": (
        f"{_LIVE} AND (public_id = ANY(%(related)s) OR lists @> ARRAY[%(about)s::text]) AND public_id <> %(public_id)s",
        NEWEST_FIRST,
    ),
    "dossier": (f"{_LIVE} AND lists && %(dossiers)s::text[] AND public_id <> %(public_id)s", NEWEST_FIRST),
    "alike": (f"{_LIVE} AND lists && %(topics)s::text[] AND public_id <> %(public_id)s", NEWEST_FIRST),
    "section": (f"{_LIVE} AND lists && %(sections)s::text[] AND public_id <> %(public_id)s", NEWEST_FIRST),
}
_AROUND = "SELECT json_build_object({})::text AS around".format(
    ", ".join(
        f"'{name}', (SELECT coalesce(json_agg(c), '[]') FROM (SELECT {CARD} {rows} {order} LIMIT %(limit)s) AS c)"
        for name, (rows, order) in _PARTS.items()
    )
)
"""Five short lists in one answer, as JSON: asked for one by one they take a page longer than writing it does."""
_LANGUAGES = """
SELECT DISTINCT language FROM edition.story WHERE state = 'live' AND lists @> ARRAY[%(list)s::text] ORDER BY 1
"""


async def read_changes(connection: Connection) -> Changes:
    """The change counters: 0 in an edition nothing was ever written to."""
    rows = await read_rows(connection, "SELECT id, counter FROM edition.change", {})
    counters = {row["id"]: row["counter"] for row in rows}
    return Changes(counters.get(1, 0), counters.get(2, 0))


async def read_newest(connection: Connection, language: str, limit: int) -> tuple[Card, ...]:
    """The newest live stories of one language, newest first."""
    return await read_cards(connection, _NEWEST, {"language": language, "limit": limit})


async def read_latest(connection: Connection, limit: int) -> tuple[Card, ...]:
    """The live stories of all languages that changed last, the last first."""
    return await read_cards(connection, _LATEST, {"limit": limit})


async def read_list(connection: Connection, language: str, key: str, limit: int, before: str = "") -> tuple[Card, ...]:
    """The newest live stories under a key of `lists.py`, newest first; those older than the story `before`, a public
    id. Empty where there never was a story of that id."""
    values = {"language": language, "list": key, "limit": limit, "before": before}
    return await read_cards(connection, _LIST_BEFORE if before else _LIST, values)


async def read_sections(
    connection: Connection, language: str, sections: list[str], limit: int
) -> dict[str, tuple[Card, ...]]:
    """The newest live stories of each of `sections` that name it first; a section without a story is left out."""
    rows = await read_rows(connection, _SECTIONS, {"language": language, "sections": sections, "limit": limit})
    found: dict[str, tuple[Card, ...]] = {}
    for row in rows:
        code = row.pop("section")
        found[code] = (*found.get(code, ()), msgspec.convert(row, Card))
    return found


async def read_dossier(connection: Connection, language: str, slug: str, limit: int) -> tuple[Listed, ...]:
    """The newest live stories of a dossier, newest first."""
    rows = await read_rows(connection, _DOSSIER, {"language": language, "list": dossier_key(slug), "limit": limit})
    return msgspec.convert(rows, tuple[Listed, ...])


async def read_languages(connection: Connection, key: str) -> tuple[str, ...]:
    """The languages in which a live story stands under a key of `lists.py`."""
    return tuple(row["language"] for row in await read_rows(connection, _LANGUAGES, {"list": key}))


async def read_story(connection: Connection, public_id: str) -> Story | None:
    """The story of that public id in whatever state; None where there never was one."""
    rows = await read_rows(connection, _STORY, {"public_id": public_id})
    return msgspec.convert(rows[0], Story) if rows else None


async def read_around(connection: Connection, story: Story, limit: int) -> Neighbours:
    """What stands around the story, `limit` cards of each kind at most; the edition has live stories only."""
    values = {
        "language": story.language,
        "public_id": story.public_id,
        "family": story.family,
        "related": list(story.related),
        "about": about_key(story.public_id),
        "dossiers": [dossier_key(one.slug) for one in story.dossiers],
        "topics": [topic_key(one.qcode) for one in story.subjects],
        "sections": [section_key(code) for code in story.sections[:1]],
        "limit": limit,
    }
    rows = await read_rows(connection, _AROUND, values)
    return msgspec.json.decode(rows[0]["around"], type=Neighbours)


async def read_cards(connection: Connection, statement: str, values: dict[str, Any]) -> tuple[Card, ...]:
    """The rows of `statement` as cards."""
    return msgspec.convert(await read_rows(connection, statement, values), tuple[Card, ...])


async def read_rows(connection: Connection, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of `statement` by column."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement.encode(), values)
        return await cursor.fetchall()

"""What feeds say of stories that are withdrawn, as the public site reads it."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from newswire.edition.shape import Over
from newswire.edition.shelf import KEPT

MOST = 200
"""Of more withdrawals in a week than that, a feed names the newest."""
_TOMBSTONES = """
SELECT public_id, language, state, withdrawn_at FROM edition.shelf
WHERE withdrawn_at > %(after)s AND withdrawn_at <= %(now)s AND language = %(language)s
  AND (%(list)s = '' OR lists @> ARRAY[%(list)s::text])
ORDER BY withdrawn_at DESC, public_id LIMIT %(limit)s
"""

_LISTS = "SELECT DISTINCT language, unnest(lists) AS listed FROM edition.shelf ORDER BY 1, 2"


class Tombstone(msgspec.Struct, frozen=True):
    """A story that was live in this language and is withdrawn for good, since when (UTC)."""

    public_id: str
    language: str
    state: Over
    withdrawn_at: datetime


async def read_tombstones(
    connection: psycopg.AsyncConnection[Any], language: str, listed: str, now: datetime
) -> tuple[Tombstone, ...]:
    """Withdrawals of the last `KEPT` before `now`, newest first: of one list (see `shelf.py`), or all where empty."""
    values = {"after": now - KEPT, "now": now, "language": language, "list": listed, "limit": MOST}
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_TOMBSTONES.encode(), values)
        return msgspec.convert(await cursor.fetchall(), tuple[Tombstone, ...])


async def read_lists(connection: psycopg.AsyncConnection[Any]) -> tuple[tuple[str, str], ...]:
    """Language and key of every list in which a story is live or was withdrawn within `KEPT` (see `shelf.py`)."""
    async with connection.cursor() as cursor:
        await cursor.execute(_LISTS)
        return tuple((str(language), str(listed)) for language, listed in await cursor.fetchall())

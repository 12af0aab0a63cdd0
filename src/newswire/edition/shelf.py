"""Where a story has stood in public: written with it, so that the feeds it was in can say that it is withdrawn.

A row is a story that was live at least once: the lists it has been in, never its content. A hold leaves the row as it
is and nothing reads it; a kill dates it, and a week later the row goes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg

from newswire.edition.lists import section_key, topic_key
from newswire.edition.shape import Content, Over, key_of, public_id_of

KEPT = timedelta(days=7)
"""How long feeds name what was withdrawn: longer than any reader of feeds sleeps."""

# of a story that is not live (killed before it was known here) nothing was public, so nothing is remembered
_SHELVE = """
INSERT INTO edition.shelf AS old (public_id, language, lists)
SELECT public_id, language, %(lists)s::text[] FROM edition.story WHERE key = %(key)s AND state = 'live'
ON CONFLICT (public_id) DO UPDATE
  SET lists = ARRAY(SELECT DISTINCT one FROM unnest(old.lists || excluded.lists) AS one ORDER BY one)
WHERE old.withdrawn_at IS NULL AND NOT old.lists @> excluded.lists
"""
_BURY = """
UPDATE edition.shelf SET withdrawn_at = %(moment)s, state = %(state)s
WHERE public_id = %(public_id)s AND withdrawn_at IS NULL
"""
_FORGET = "DELETE FROM edition.shelf WHERE withdrawn_at < %(before)s"


def lists_of(content: Content) -> list[str]:
    """The lists that have a feed and in which a story with this content stands."""
    return [*map(section_key, content.sections), *map(topic_key, content.topics)]


def do_shelve(connection: psycopg.Connection[Any], guid: str, lists: Sequence[str]) -> None:
    """Remembers that the story, just published, stands in `lists`, beside those it stood in before."""
    connection.execute(_SHELVE, {"key": key_of(guid), "lists": list(lists)})


def do_bury(connection: psycopg.Connection[Any], guid: str, moment: datetime, state: Over) -> None:
    """Dates the withdrawal of a story that was live; the first date stays. What is older than `KEPT` is forgotten."""
    connection.execute(_BURY, {"public_id": public_id_of(guid), "moment": moment, "state": state})
    connection.execute(_FORGET, {"before": moment - KEPT})

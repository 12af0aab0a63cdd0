"""The edition's verbs, in plain SQL: publish, hold, withdraw. Repeating one changes nothing more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

from newswire.edition.shape import Content, Over, Picture, State, key_of, public_id_of


class Shown(msgspec.Struct, frozen=True):
    """The state of a story in the edition and the picture it stands with."""

    state: State
    picture: Picture | None


CHANNEL = "edition"
"""The NOTIFY channel: a hint that the change counter moved."""

_PUBLISH = """
INSERT INTO edition.story AS old
  (key, public_id, state, language, headline, slug, standfirst, summary, byline, dateline, sections, subjects, places,
   picture, correction, note, urgency, published_at, updated_at)
VALUES
  (%(key)s, %(public_id)s, 'live', %(language)s, %(headline)s, %(slug)s, %(standfirst)s, %(summary)s::jsonb, %(byline)s,
   %(dateline)s, %(sections)s, %(subjects)s::jsonb, %(places)s, %(picture)s::jsonb, %(correction)s::jsonb, %(note)s,
   %(urgency)s, %(moment)s, %(moment)s)
ON CONFLICT (key) DO UPDATE SET
  state = 'live', language = excluded.language, headline = excluded.headline, slug = excluded.slug,
  standfirst = excluded.standfirst, summary = excluded.summary, byline = excluded.byline, dateline = excluded.dateline,
  sections = excluded.sections, subjects = excluded.subjects, places = excluded.places, picture = excluded.picture,
  correction = excluded.correction, note = excluded.note, urgency = excluded.urgency, updated_at = excluded.updated_at
WHERE old.state NOT IN ('gone', 'ended')
"""
_EMPTY = """
  headline = '', slug = '', standfirst = '', summary = '[]', byline = '', dateline = '', sections = '{}',
  subjects = '[]', places = '{}', picture = NULL, correction = NULL, note = '', urgency = 5
"""
_HOLD = f"UPDATE edition.story SET state = 'held', {_EMPTY} WHERE key = %(key)s AND state = 'live'"
_WITHDRAW = f"""
INSERT INTO edition.story (key, public_id, state, language, sections, places, published_at, updated_at)
VALUES (%(key)s, %(public_id)s, %(state)s, '', '{{}}', '{{}}', %(moment)s, %(moment)s)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at, {_EMPTY}
"""
_CHANGE = """
INSERT INTO edition.change AS old (id, counter) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET counter = old.counter + 1
RETURNING pg_notify(%(channel)s, counter::text)
"""


_TAKE_BACK = """
INSERT INTO edition.change AS old (id, counter) VALUES (2, 1) ON CONFLICT (id) DO UPDATE SET counter = old.counter + 1
"""
"""Moves before `_CHANGE` does: whoever sees that one move sees what kind of change it was."""


def do_publish(connection: psycopg.Connection[Any], guid: str, content: Content, moment: datetime) -> None:
    """Makes `content` what the public sees of the story, released at `moment` (UTC). A withdrawn story stays gone.

    The date of first publication stays that of the first time.
    """
    values = msgspec.structs.asdict(content) | {
        "key": key_of(guid),
        "public_id": public_id_of(guid),
        "summary": _json(content.summary),
        "subjects": _json(content.subjects),
        "picture": _json(content.picture) if content.picture else None,
        "correction": _json(content.correction) if content.correction else None,
        "sections": list(content.sections),
        "places": list(content.places),
        "moment": moment,
    }
    _write(connection, _PUBLISH, values)


def do_hold(connection: psycopg.Connection[Any], guid: str) -> None:
    """Takes a live story off the site until it is published again; its content leaves the public schema meanwhile."""
    _write(connection, _HOLD, {"key": key_of(guid)}, before=_TAKE_BACK)


def do_withdraw(connection: psycopg.Connection[Any], guid: str, moment: datetime, state: Over = "gone") -> None:
    """Takes a story off for good: the content is emptied, its address answers that it was withdrawn, or that the right
    to publish it has ended.

    A story the edition does not know leaves a mark too, so that a rebuilt edition still says 410 and not 404.
    """
    values = {"key": key_of(guid), "public_id": public_id_of(guid), "moment": moment, "state": state}
    _write(connection, _WITHDRAW, values, before=_TAKE_BACK)


def read_shown(connection: psycopg.Connection[Any], guid: str) -> Shown | None:
    """What the edition shows of the story now; None where it does not know it.

    The picture is read as text: the connection may be Django's, which hands JSON out unread.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT state, picture::text FROM edition.story WHERE key = %s", [key_of(guid)]).fetchone()
    return Shown(row[0], msgspec.json.decode(row[1], type=Picture | None) if row[1] else None) if row else None


def _write(connection: psycopg.Connection[Any], statement: str, values: Mapping[str, Any], before: str = "") -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(statement.encode(), values)
        if cursor.rowcount:
            if before:
                cursor.execute(before.encode())
            cursor.execute(_CHANGE, {"channel": CHANNEL})


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

"""The edition's verbs, in plain SQL: publish, hold, withdraw. Repeating one changes nothing more."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

from newswire.edition.change import do_count_change
from newswire.edition.lists import list_keys
from newswire.edition.shape import Content, Over, Picture, State, key_of, public_id_of
from newswire.edition.shelf import do_bury, do_shelve, lists_of
from newswire.edition.terms import list_terms, make_public_document
from newswire.item.item import Correction


class Shown(msgspec.Struct, frozen=True):
    """The state of a story in the edition and the picture it stands with."""

    state: State
    picture: Picture | None


_JSON = ("summary", "authors", "subjects", "places", "dossiers", "picture")
_TEXTS = ("language", "type", "headline", "slug", "standfirst", "origin", "byline", "dateline", "family", "note")
_ARRAYS = ("sections", "topics", "people", "related", "lists")
_VALUES = {
    **{name: f"%({name})s::jsonb" for name in _JSON},
    **{name: f"%({name})s" for name in _TEXTS},
    **{name: f"%({name})s::text[]" for name in _ARRAYS},
    "terms": "array_to_tsvector(%(terms)s::text[])",
    "urgency": "%(urgency)s",
}
"""Every column of content and what is written there."""
_PUBLISH = f"""
INSERT INTO edition.story AS old
  (key, public_id, state, published_at, updated_at, {", ".join(_VALUES)})
VALUES
  (%(key)s, %(public_id)s, 'live', %(moment)s, %(moment)s, {", ".join(_VALUES.values())})
ON CONFLICT (key) DO UPDATE SET
  state = 'live', updated_at = excluded.updated_at, {", ".join(f"{name} = excluded.{name}" for name in _VALUES)}
WHERE old.state NOT IN ('gone', 'ended')
RETURNING published_at
"""
_CORRECT = """
INSERT INTO edition.correction (id, key, language, at, wrong, "right", note)
VALUES (%(id)s, %(key)s, %(language)s, %(moment)s, %(wrong)s, %(right)s, %(correction_note)s)
ON CONFLICT (id) DO NOTHING
"""
# all that a story is emptied of: whatever `_VALUES` names, its language too
_EMPTY = ", ".join(f"{name} = DEFAULT" for name in _VALUES if name not in ("language", "picture"))
_EMPTY = f"{_EMPTY}, language = '', picture = NULL"
_HOLD = f"UPDATE edition.story SET state = 'held', {_EMPTY} WHERE key = %(key)s AND state = 'live'"
_WITHDRAW = f"""
INSERT INTO edition.story (key, public_id, state, language, published_at, updated_at)
VALUES (%(key)s, %(public_id)s, %(state)s, '', %(moment)s, %(moment)s)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at, {_EMPTY}
"""
_CORRECTION = 'id, key, language, at, wrong, "right", note'
_PUT_ASIDE = f"""
WITH moved AS (DELETE FROM edition.correction WHERE key = %(key)s RETURNING {_CORRECTION})
INSERT INTO edition_kept_correction ({_CORRECTION}) SELECT {_CORRECTION} FROM moved ON CONFLICT (id) DO NOTHING
"""
_TAKE_UP = f"""
WITH moved AS (DELETE FROM edition_kept_correction WHERE key = %(key)s RETURNING {_CORRECTION})
INSERT INTO edition.correction ({_CORRECTION}) SELECT {_CORRECTION} FROM moved ON CONFLICT (id) DO NOTHING
"""
_FORGET = """
WITH kept AS (DELETE FROM edition_kept_correction WHERE key = %(key)s)
DELETE FROM edition.correction WHERE key = %(key)s
"""


_TAKE_BACK = """
INSERT INTO edition.change AS old (id, counter) VALUES (2, 1) ON CONFLICT (id) DO UPDATE SET counter = old.counter + 1
"""
"""Moves before `_CHANGE` does: whoever sees that one move sees what kind of change it was."""


def do_publish(connection: psycopg.Connection[Any], guid: str, content: Content, moment: datetime) -> None:
    """Makes `content` what the public sees of the story, released at `moment` (UTC). A withdrawn story stays gone.

    The date of first publication stays that of the first time. A correction is added to the story's log, once.
    """
    key = key_of(guid)
    public_id = public_id_of(guid)
    values = msgspec.structs.asdict(content) | {name: _json(getattr(content, name)) for name in _JSON}
    values |= {name: list(values[name]) for name in _ARRAYS if name in values}
    values |= {
        "key": key,
        "public_id": public_id,
        "picture": _json(content.picture) if content.picture else None,
        "family": content.family or public_id,
        "lists": list_keys(content),
        "terms": list_terms(make_public_document(content, moment)),
        "moment": moment,
    }
    del values["correction"]
    with connection.transaction():
        if _write(connection, _PUBLISH, values):
            connection.execute(_TAKE_UP.encode(), {"key": key})
            if content.correction:
                _correct(connection, key, content.language, content.correction, moment)
        do_shelve(connection, guid, lists_of(content))


def do_hold(connection: psycopg.Connection[Any], guid: str) -> None:
    """Takes a live story off the site until it is published again; its content leaves the public schema meanwhile.

    What it had put right is kept outside that schema, because no later version says it again.
    """
    _take_back(connection, _HOLD, _PUT_ASIDE, {"key": key_of(guid)})


def do_withdraw(connection: psycopg.Connection[Any], guid: str, moment: datetime, state: Over = "gone") -> None:
    """Takes a story off for good: the content is emptied, its address answers that it was withdrawn, or that the right
    to publish it has ended.

    A story the edition does not know leaves a mark too, so that a rebuilt edition still says 410 and not 404.
    """
    values = {"key": key_of(guid), "public_id": public_id_of(guid), "moment": moment, "state": state}
    with connection.transaction():
        _take_back(connection, _WITHDRAW, _FORGET, values)
        do_bury(connection, guid, moment, state)


def read_shown(connection: psycopg.Connection[Any], guid: str) -> Shown | None:
    """What the edition shows of the story now; None where it does not know it.

    The picture is read as text: the connection may be Django's, which hands JSON out unread.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT state, picture::text FROM edition.story WHERE key = %s", [key_of(guid)]).fetchone()
    return Shown(row[0], msgspec.json.decode(row[1], type=Picture | None) if row[1] else None) if row else None


def _take_back(
    connection: psycopg.Connection[Any], statement: str, corrections: str, values: Mapping[str, Any]
) -> None:
    """Runs `statement`, and where that changed something `corrections`, on what the story had put right."""
    with connection.transaction():
        if _write(connection, statement, values, _TAKE_BACK):
            connection.execute(corrections.encode(), {"key": values["key"]})


def _correct(
    connection: psycopg.Connection[Any], key: bytes, language: str, correction: Correction, moment: datetime
) -> None:
    said = (correction.wrong, correction.right, correction.note)
    values = {
        "id": hashlib.sha256(b"\0".join((key, *(text.encode() for text in said)))).digest(),
        "key": key,
        "language": language,
        "moment": moment,
        "wrong": correction.wrong,
        "right": correction.right,
        "correction_note": correction.note,
    }
    connection.execute(_CORRECT, values)


def _write(connection: psycopg.Connection[Any], statement: str, values: Mapping[str, Any], first: str = "") -> int:
    """Rows written; where there are any, `first` is run, and the change counter moves and says so."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(statement.encode(), values)
        written = cursor.rowcount
        if written:
            if first:
                cursor.execute(first.encode())
            do_count_change(cursor)
    return written


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

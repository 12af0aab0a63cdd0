"""Alerts as they are stored: plain SQL, the only place that writes them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import Connection

from newswire.delivery.alerts.rules import STORM_SPAN, Placement, Standing
from newswire.subscribers.view_rows import Wish

CHANNEL = "alerts"
"""The follower's cursor; its number is that of the newest release it has dealt with."""
HINT = "alert"
"""The NOTIFY channel that says: this person (a seat's id) has something to look at."""

MailSort = Literal["", "at-once", "digest"]


class Told(msgspec.Struct, frozen=True):
    """A story that somebody was told of: the ids of its row, its alert, who, by which view and subscription, and the
    letter it left in, None where it has not left by mail."""

    id: int
    alert: int
    seat: int
    view: int
    number: int
    letter: int | None


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it becomes part of an alert. `desktop` says whether the person's desktop is told now."""

    wish: Wish
    number: int
    guid: str
    at: datetime
    is_flash: bool
    desktop: bool
    mail: MailSort


def read_cursor(connection: Connection[Any]) -> int:
    """The newest release that was dealt with."""
    row = connection.execute("SELECT n FROM delivery_cursor WHERE channel = %s", (CHANNEL,)).fetchone()
    assert row is not None, "delivery's migration writes the cursor"
    return int(row[0])


def do_move_cursor(connection: Connection[Any], before: int, seq: int) -> bool:
    """Moves the cursor in the caller's transaction; False where another worker was first."""
    row = connection.execute(
        "UPDATE delivery_cursor SET n = %s WHERE channel = %s AND n = %s RETURNING n", (seq, CHANNEL, before)
    ).fetchone()
    return row is not None


def read_told(connection: Connection[Any], guid: str) -> list[Told]:
    """Who was told of a story."""
    rows = connection.execute(
        "SELECT id, alert_id, seat, view, number, coalesce(letter, earlier) FROM delivery_alert_story"
        " WHERE guid = %s ORDER BY id",
        (guid,),
    )
    return [Told(*row) for row in rows]


def read_standing(
    connection: Connection[Any], wishes: Iterable[Wish], at: datetime
) -> dict[tuple[int, int], list[Standing]]:
    """The alerts that can grow by a story released `at`, by seat and view. One query."""
    pairs = sorted({(one.seat, one.view) for one in wishes})
    rows = connection.execute(
        "SELECT a.seat_id, a.view_id, a.id, a.changed_at, a.count, a.is_flash, a.is_storm FROM delivery_alert a"
        " JOIN unnest(%s::bigint[], %s::bigint[]) AS asked(seat, view)"
        " ON asked.seat = a.seat_id AND asked.view = a.view_id"
        " WHERE a.changed_at > %s ORDER BY a.id",
        ([seat for seat, _ in pairs], [view for _, view in pairs], at - STORM_SPAN),
    )
    found: dict[tuple[int, int], list[Standing]] = {}
    for seat, view, *rest in rows:
        found.setdefault((seat, view), []).append(Standing(*rest))
    return found


def do_add(connection: Connection[Any], news: News, placement: Placement) -> int:
    """Puts the story where it goes; returns the alert."""
    alert = placement.into
    if alert is None:
        alert = _do_open(connection, news)
    else:
        _do_gather(connection, alert, placement.others)
    connection.execute(
        "INSERT INTO delivery_alert_story (alert_id, seat, view, number, guid, told_at, mail)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (alert, news.wish.seat, news.wish.view, news.number, news.guid, news.at, news.mail),
    )
    if placement.into is not None:
        connection.execute(
            "UPDATE delivery_alert SET count = (SELECT count(*) FROM delivery_alert_story WHERE alert_id = %(alert)s),"
            " changed_at = greatest(changed_at, %(at)s), change = nextval('delivery_alert_change'), is_storm = true,"
            " desktop = %(desktop)s, in_app = in_app OR %(in_app)s, read_at = NULL WHERE id = %(alert)s",
            {"alert": alert, "at": news.at, "desktop": news.desktop, "in_app": news.wish.in_app},
        )
    return alert


def do_renew(connection: Connection[Any], told: Told, at: datetime, mail: MailSort, *, desktop: bool) -> None:
    """The story comes again: the alert is unread again, and the story goes by mail once more."""
    connection.execute(
        "UPDATE delivery_alert SET change = nextval('delivery_alert_change'), changed_at = greatest(changed_at, %s),"
        " desktop = %s, read_at = NULL WHERE id = %s",
        (at, desktop, told.alert),
    )
    connection.execute(
        "UPDATE delivery_alert_story SET mail = %s, letter = NULL, earlier = coalesce(letter, earlier) WHERE id = %s",
        (mail, told.id),
    )


def do_mark_withdrawn(connection: Connection[Any], told: Told) -> None:
    """The alert is unread again: what it shows of the story has changed for the worse."""
    connection.execute(
        "UPDATE delivery_alert SET change = nextval('delivery_alert_change'), desktop = false, read_at = NULL"
        " WHERE id = %s",
        (told.alert,),
    )


def do_write_at_once(connection: Connection[Any], seat: int, alert: int, now: datetime, *, is_growing: bool) -> None:
    """A letter of the alert, unless one waits; of one that only grows, at most one in `STORM_SPAN`."""
    due = now
    if is_growing:
        row = connection.execute(
            "SELECT max(coalesce(sent_at, due_at)) FROM delivery_alert_letter WHERE alert_id = %s", (alert,)
        ).fetchone()
        if row is not None and row[0] is not None:
            due = max(now, row[0] + STORM_SPAN)
    connection.execute(
        "INSERT INTO delivery_alert_letter (seat_id, sort, alert_id, written_at, due_at)"
        " VALUES (%s, 'at-once', %s, %s, %s)"
        " ON CONFLICT (alert_id) WHERE sort = 'at-once' AND tries = 0 AND due_at IS NOT NULL DO NOTHING",
        (seat, alert, now, due),
    )


def do_write_digest(connection: Connection[Any], seat: int, now: datetime, due: datetime) -> None:
    """The person's next collected letter, not later than `due`."""
    connection.execute(
        "INSERT INTO delivery_alert_letter (seat_id, sort, written_at, due_at) VALUES (%s, 'digest', %s, %s)"
        " ON CONFLICT (seat_id) WHERE sort = 'digest' AND tries = 0 AND due_at IS NOT NULL"
        " DO UPDATE SET due_at = least(delivery_alert_letter.due_at, excluded.due_at)",
        (seat, now, due),
    )


def do_write_notice(connection: Connection[Any], told: Told, now: datetime) -> None:
    """A letter that a story which was mailed is withdrawn. It overtakes everything else."""
    connection.execute(
        "INSERT INTO delivery_alert_letter (seat_id, sort, story_id, after, written_at, due_at)"
        " VALUES (%s, 'notice', %s, %s, %s, %s)",
        (told.seat, told.id, told.letter, now, now),
    )


def do_hint(connection: Connection[Any], seats: Iterable[int]) -> None:
    """Tells those who wait for these people, when the transaction commits."""
    for seat in sorted(set(seats)):
        connection.execute("SELECT pg_notify(%s, %s)", (HINT, str(seat)))


def do_forget(connection: Connection[Any], before: datetime, limit: int = 1000) -> int:
    """Takes away alerts that have not changed since, with their stories and letters; returns how many, at most
    `limit`. What is still to leave by mail keeps its alert."""
    gone = connection.execute(
        "SELECT id FROM delivery_alert a WHERE changed_at < %s AND NOT EXISTS"
        " (SELECT 1 FROM delivery_alert_letter l WHERE l.alert_id = a.id AND l.due_at IS NOT NULL) LIMIT %s",
        (before, limit),
    ).fetchall()
    _do_delete(connection, [alert for (alert,) in gone])
    connection.execute(
        "DELETE FROM delivery_alert_letter WHERE due_at IS NULL AND written_at < %s AND alert_id IS NULL", (before,)
    )
    return len(gone)


def _do_open(connection: Connection[Any], news: News) -> int:
    row = connection.execute(
        "INSERT INTO delivery_alert"
        " (view_id, seat_id, change, opened_at, changed_at, count, is_flash, is_storm, in_app, desktop)"
        " VALUES (%s, %s, nextval('delivery_alert_change'), %s, %s, 1, %s, false, %s, %s) RETURNING id",
        (news.wish.view, news.wish.seat, news.at, news.at, news.is_flash, news.wish.in_app, news.desktop),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _do_gather(connection: Connection[Any], alert: int, others: Sequence[int]) -> None:
    """Moves what other alerts hold into this one; what was to leave by mail of them leaves with it."""
    if not others:
        return
    connection.execute("UPDATE delivery_alert_story SET alert_id = %s WHERE alert_id = ANY(%s)", (alert, list(others)))
    # letters that have left or are leaving are kept: a notice may follow them
    connection.execute(
        "UPDATE delivery_alert_letter SET alert_id = %s WHERE alert_id = ANY(%s) AND (tries > 0 OR due_at IS NULL)",
        (alert, list(others)),
    )
    _do_delete(connection, others)


def _do_delete(connection: Connection[Any], alerts: Sequence[int]) -> None:
    """Alerts with everything that hangs on them: Django's cascades are its own, the database knows none."""
    row = (list(alerts),)
    connection.execute("DELETE FROM delivery_alert_letter WHERE alert_id = ANY(%s)", row)
    connection.execute(
        "DELETE FROM delivery_alert_letter WHERE story_id IN"
        " (SELECT id FROM delivery_alert_story WHERE alert_id = ANY(%s))",
        row,
    )
    connection.execute("DELETE FROM delivery_alert_story WHERE alert_id = ANY(%s)", row)
    connection.execute("DELETE FROM delivery_alert WHERE id = ANY(%s)", row)

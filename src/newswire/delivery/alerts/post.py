"""Sends the letters about alerts: claimed in batches for a while, written from what may be read at that moment.

A process that dies between the claim and the server's answer sends again when the claim is over; one that dies after
the answer sends the same Message-ID twice, which mail programs show once.
"""

import smtplib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from threading import Event as Stop
from typing import Any

import msgspec
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from psycopg import Connection

from newswire.accounts.mail import TRIES, has_server, pause_after
from newswire.delivery.alerts.letters import Addressee, Piece, write_news, write_notice
from newswire.delivery.alerts.rows import HINT, do_forget
from newswire.item.release import Entry
from newswire.kit.clock import utc_now
from newswire.routing.entitlement import make_reader
from newswire.routing.sight import read_known
from newswire.subscribers.keys import read_access
from newswire.wire.follow import listen, wait_for_hint

BATCH = 20
CLAIM = timedelta(minutes=10)
"""How long a claimed letter is left to whoever claimed it: twenty servers that do not answer take three minutes."""
STALE = timedelta(days=2)
"""A letter that could not leave for as long says nothing new."""
KEPT = timedelta(days=30)
"""How long alerts are kept."""
MOST_STORIES = 100
"""Stories of one mail, the newest: the others are in the portal."""
_PATIENCE = 1.0
_FORGET_EVERY = timedelta(hours=1)


class Letter(msgspec.Struct, frozen=True):
    """A claimed letter (`alerts/tables.py`)."""

    id: int
    seat: int
    sort: str
    alert: int | None
    story: int | None
    after: int | None
    written_at: datetime
    tries: int


class _Row(msgspec.Struct, frozen=True):
    """A story that the letter may tell of."""

    id: int
    number: int
    guid: str
    view: int
    view_name: str


def run_letters(dsn: str, stop: Stop) -> None:
    """Sends what is due until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    forget_at = utc_now()
    with listen(dsn, HINT) as connection:
        while not stop.is_set():
            now = utc_now()
            if now >= forget_at:
                with connection.transaction():
                    do_forget(connection, now - KEPT)
                forget_at = now + _FORGET_EVERY
            if not do_send_letters(connection, now):
                wait_for_hint(connection, _PATIENCE)


def do_send_letters(connection: Connection[Any], now: datetime) -> int:
    """Sends up to `BATCH` letters that are due, notices first; returns how many were claimed. `connection` commits by
    itself. Without a mail server they wait, and are dropped when they are stale."""
    connection.execute(
        "UPDATE delivery_alert_letter SET due_at = NULL, error = 'too late' WHERE due_at < %s", (now - STALE,)
    )
    if not has_server():
        return 0
    letters = do_claim(connection, now)
    mailer = get_connection()
    for letter in letters:
        mail = do_compose(connection, letter, now)
        if mail is None:
            connection.execute("UPDATE delivery_alert_letter SET due_at = NULL WHERE id = %s", (letter.id,))
            continue
        mail.connection = mailer
        try:
            mail.send()
        except (OSError, ValueError) as error:  # SMTP's errors are OSErrors; ValueError is an address that is none
            _do_put_off(connection, letter, error, now)
            continue
        connection.execute(
            "UPDATE delivery_alert_letter SET due_at = NULL, sent_at = %s, error = '' WHERE id = %s", (now, letter.id)
        )
    return len(letters)


def do_claim(connection: Connection[Any], now: datetime) -> list[Letter]:
    """Takes letters that are due for `CLAIM`: another process leaves them alone, and takes them where we die."""
    rows = connection.execute(
        "UPDATE delivery_alert_letter SET tries = tries + 1, due_at = %s WHERE id IN"
        " (SELECT id FROM delivery_alert_letter WHERE due_at <= %s ORDER BY sort <> 'notice', due_at, id LIMIT %s"
        " FOR UPDATE SKIP LOCKED)"
        " RETURNING id, seat_id, sort, alert_id, story_id, after, written_at, tries",
        (now + CLAIM, now, BATCH),
    ).fetchall()
    return sorted((Letter(*row) for row in rows), key=lambda one: (one.sort != "notice", one.id))


def do_compose(connection: Connection[Any], letter: Letter, now: datetime) -> EmailMultiAlternatives | None:
    """The mail as it is to be now, with the stories noted that leave with it; None where nothing is left to say."""
    to = _read_addressee(connection, letter.seat)
    if to is None:
        return None
    rows = _read_rows(connection, letter)
    if letter.sort == "notice":
        mail = _compose_notice(connection, letter, to, _read_pieces(connection, rows, now))
    else:
        # noted before it is read: a kill that comes in between is seen here, one that comes later sees the note
        do_note_leaving(connection, letter, rows)
        pieces = _read_pieces(connection, rows, now)
        readable = [one for one in pieces if one.entry.item is not None]
        do_note_staying(connection, letter, {one.guid for one in rows} - {one.entry.guid for one in readable})
        mail = write_news(to, _once(readable), is_digest=letter.sort == "digest") if readable else None
    if mail is not None:
        mail.extra_headers["Message-ID"] = make_message_id(letter.id, letter.written_at)
    return mail


def do_note_leaving(connection: Connection[Any], letter: Letter, rows: Sequence[_Row]) -> None:
    """Notes which stories leave with the letter; what another of the person's views found too leaves with this one."""
    connection.execute(
        "UPDATE delivery_alert_story SET letter = %s WHERE id = ANY(%s)"
        " OR (seat = %s AND guid = ANY(%s) AND letter IS NULL AND mail <> '')",
        (letter.id, [one.id for one in rows], letter.seat, [one.guid for one in rows]),
    )


def do_note_staying(connection: Connection[Any], letter: Letter, guids: Collection[str]) -> None:
    """Notes that these stories do not leave with it after all: they may not be read just now."""
    connection.execute(
        "UPDATE delivery_alert_story SET letter = NULL WHERE letter = %s AND guid = ANY(%s)", (letter.id, list(guids))
    )


def make_message_id(letter: int, written_at: datetime) -> str:
    """The same for every try."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<alert.{letter}.{written_at:%Y%m%d%H%M%S%f}@{domain}>"


def _compose_notice(
    connection: Connection[Any], letter: Letter, to: Addressee, pieces: Sequence[Piece]
) -> EmailMultiAlternatives | None:
    """None where the story may be used again, or where no mail that tells of it has left or is leaving."""
    row = connection.execute(
        "SELECT l.written_at FROM delivery_alert_letter l JOIN delivery_alert_story s ON s.id = %s"
        " WHERE l.id = %s AND l.id IN (s.letter, s.earlier) AND (l.sent_at IS NOT NULL OR l.due_at IS NOT NULL)",
        (letter.story, letter.after),
    ).fetchone()
    if not pieces or pieces[0].entry.use == "publish" or pieces[0].entry.until is not None or row is None:
        return None
    assert letter.after is not None
    return write_notice(to, pieces[0], make_message_id(letter.after, row[0]))


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Each story once, the first view's."""
    found: dict[str, Piece] = {}
    for one in pieces:
        found.setdefault(one.entry.guid, one)
    return list(found.values())


def _read_addressee(connection: Connection[Any], seat: int) -> Addressee | None:
    """None for who may not sign in any more or has no address."""
    row = connection.execute(
        "SELECT s.id, u.email, coalesce(h.language, b.language), coalesce(h.zone, 'UTC') FROM subscribers_seat s"
        " JOIN accounts_user u ON u.id = s.user_id JOIN subscribers_subscriber b ON b.id = s.subscriber_id"
        " LEFT JOIN subscribers_alerthabits h ON h.seat_id = s.id"
        " WHERE s.id = %s AND u.is_active AND u.email <> ''",
        (seat,),
    ).fetchone()
    return None if row is None else Addressee(*row)


def _read_rows(connection: Connection[Any], letter: Letter) -> list[_Row]:
    """What the letter may tell of, newest first: of views by which the person still wants mail. A notice is of what was
    mailed, whatever they want since."""
    chosen = (
        "s.id = %(story)s"
        if letter.sort == "notice"
        else "s.seat = %(seat)s AND s.mail = %(sort)s AND (%(alert)s::bigint IS NULL OR s.alert_id = %(alert)s)"
        " AND (s.letter IS NULL OR s.letter = %(id)s) AND EXISTS (SELECT 1 FROM subscribers_viewalert w"
        " WHERE w.view_id = s.view AND w.seat_id = s.seat AND w.mail <> 'none')"
    )
    rows = connection.execute(
        "SELECT s.id, s.number, s.guid, s.view, v.name FROM delivery_alert_story s"
        f" JOIN subscribers_savedview v ON v.id = s.view WHERE {chosen}"
        " ORDER BY s.told_at DESC, s.id DESC LIMIT %(most)s",
        {**msgspec.structs.asdict(letter), "most": MOST_STORIES},
    )
    return [_Row(*row) for row in rows]


def _read_pieces(connection: Connection[Any], rows: Sequence[_Row], now: datetime) -> list[Piece]:
    """Each story as its subscription may read it now. The subscription had it by its own numbers: a kill reaches it
    without a note that it was mailed."""
    found: dict[int, Entry] = {}
    for number in sorted({one.number for one in rows}):
        mine = [one for one in rows if one.number == number]
        reader = make_reader(number, read_access(connection, number).terms, now)
        known = read_known(connection, reader, [one.guid for one in mine])
        found |= {one.id: known[one.guid].entry for one in mine if one.guid in known}
    return [Piece(one.number, one.view, one.view_name, found[one.id]) for one in rows if one.id in found]


def _do_put_off(connection: Connection[Any], letter: Letter, error: Exception, now: datetime) -> None:
    refused = isinstance(error, ValueError) or (
        isinstance(error, smtplib.SMTPRecipientsRefused)
        and all(code >= 500 for code, _words in error.recipients.values())
    )
    due = None if refused or letter.tries >= TRIES else now + pause_after(letter.tries)
    connection.execute(
        "UPDATE delivery_alert_letter SET due_at = %s, error = %s WHERE id = %s",
        (due, str(error)[:300] or type(error).__name__, letter.id),
    )

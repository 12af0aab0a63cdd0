"""Recalls by mail: every hold and kill is told to everybody whose subscription had the story, ended contracts too.

Feed and stream carry them as well; the mail is for whoever has no open line any more. It has the reason that
subscribers are told and never the text.
"""

from datetime import datetime
from threading import Event
from typing import Any

from django.db import connection as django_connection
from django.db import transaction
from psycopg import Connection

from newswire.delivery.recall.letter import do_write_recall
from newswire.kit.clock import utc_now
from newswire.routing.audience_rows import read_audiences
from newswire.routing.router import HINT, read_cursor
from newswire.subscribers.contacts import read_contacts
from newswire.wire.follow import listen, read_notices, wait_for_hint
from newswire.wire.release import Release

CHANNEL = "recall-mail"
"""Its cursor is the number of a release: it follows what was routed, because routing knows who had the story."""
_PATIENCE = 1.0
"""Seconds after which it looks again without a hint."""


def run_recalls(dsn: str, stop: Event) -> None:
    """Writes what is due until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    try:
        with listen(dsn, HINT) as hints:
            while not stop.is_set():
                if not do_tell(now=utc_now()):
                    wait_for_hint(hints, _PATIENCE)
    finally:
        django_connection.close()  # it may be lost as well, and this thread ends


def do_tell(*, now: datetime) -> int:
    """Writes the mails about holds and kills that were routed since the last look; how many notices there were.

    The mails of one notice and the cursor are one transaction on Django's connection: a worker that dies in between
    writes them again, and two workers never both.
    """
    told = 0
    while (notice := _do_next(now)) is not None:
        told += notice
    return told


@transaction.atomic
def _do_next(now: datetime) -> int | None:
    """Deals with the next notice; None where none waits."""
    plain = _plain()
    row = plain.execute("SELECT n FROM delivery_cursor WHERE channel = %s FOR UPDATE", (CHANNEL,)).fetchone()
    assert row is not None, "delivery's migration writes the cursor"
    routed = read_cursor(plain)
    if row[0] >= routed:
        return None
    notices = read_notices(plain, row[0], routed)
    seq = notices[0].seq if notices else routed
    plain.execute("UPDATE delivery_cursor SET n = %s WHERE channel = %s", (seq, CHANNEL))
    if not notices:
        return None
    _tell(plain, notices[0], now)
    return 1


def _tell(plain: Connection[Any], notice: Release, now: datetime) -> None:
    for _seq, members in read_audiences(plain, notice.seq, notice.seq):
        for contact in read_contacts(plain, members):
            do_write_recall(contact, notice, now=now)


def _plain() -> Connection[Any]:
    django_connection.ensure_connection()
    assert django_connection.connection is not None
    plain: Connection[Any] = django_connection.connection
    return plain

"""The alerts' follower: holds what was routed against every view of which somebody wants to be told.

One transaction a release, with the cursor: whoever dies in between goes on where it stood, nobody is told twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from threading import Event as Stop
from typing import Any

import msgspec
from psycopg import Connection

from newswire.delivery.alerts.book import AlertBook
from newswire.delivery.alerts.rows import (
    MailSort,
    News,
    Told,
    do_add,
    do_hint,
    do_mark_withdrawn,
    do_move_cursor,
    do_renew,
    do_write_at_once,
    do_write_digest,
    do_write_notice,
    read_cursor,
    read_standing,
    read_told,
)
from newswire.delivery.alerts.rules import (
    FLASH,
    Clock,
    Placement,
    decide_step,
    find_next_digest,
    find_quiet_end,
    find_urgency,
    is_quiet,
    place,
)
from newswire.item.forms import FORMS
from newswire.kit.clock import utc_now
from newswire.query.document import make_document
from newswire.routing.router import HINT
from newswire.routing.sight import Sight, read_sights
from newswire.subscribers.view_rows import Wish, read_wishes
from newswire.wire.follow import listen, wait_for_hint

_PATIENCE = 1.0
"""Seconds after which it looks again without a hint."""


class Telling(msgspec.Struct, frozen=True):
    """A release that a person is told of: how they see it, and by which subscription."""

    wish: Wish
    number: int
    sight: Sight

    @property
    def urgency(self) -> int:
        """1 (flash) to 9."""
        assert self.sight.entry.item is not None
        return find_urgency(self.sight.entry.item)


def run_alerts(dsn: str, stop: Stop) -> None:
    """Tells people of what comes until `stop` is set. Raises `psycopg.OperationalError` on a lost connection."""
    book = AlertBook()
    with listen(dsn, HINT) as connection:
        while not stop.is_set():
            if not do_advance(connection, book, now=utc_now()):
                wait_for_hint(connection, _PATIENCE)


def do_advance(connection: Connection[Any], book: AlertBook, *, now: datetime) -> int:
    """Deals with the next releases that were routed; returns how many (0: nothing waits)."""
    book.do_refresh(connection)
    cursor = read_cursor(connection)
    done = 0
    for seq, group in groupby(read_sights(connection, cursor), key=lambda one: one.seq):
        with connection.transaction():
            if not do_move_cursor(connection, cursor, seq):
                return done  # another worker was first
            do_tell(connection, book, list(group), now=now)
        cursor, done = seq, done + 1
    return done


def do_tell(connection: Connection[Any], book: AlertBook, sights: Sequence[Sight], *, now: datetime) -> None:
    """Tells everybody whom one release concerns, in the caller's transaction. `sights` are all sights of it."""
    told = read_told(connection, sights[0].entry.guid)
    seats = [
        *_follow_up(connection, told, sights, now),
        *_tell_more(connection, book, {(one.seat, one.view) for one in told}, sights, now),
    ]
    do_hint(connection, seats)


def _follow_up(
    connection: Connection[Any], told: Sequence[Told], sights: Sequence[Sight], now: datetime
) -> Iterator[int]:
    """What the release means to those who were told of the story; yields whom it concerns."""
    if not told:
        return
    wishes = {(one.seat, one.view): one for one in read_wishes(connection, {one.view for one in told})}
    written_to: set[int] = set()
    for one in told:
        sight = next((sight for sight in sights if one.number in sight.members), None)
        step = "nothing" if sight is None else decide_step(sight.entry, was_told=True)
        wish = wishes.get((one.seat, one.view))
        if step == "withdraw":
            do_mark_withdrawn(connection, one)
            if one.letter is not None and one.seat not in written_to:  # also to who wants no more mails
                do_write_notice(connection, one, now)
                written_to.add(one.seat)
        elif step == "renew" and wish is not None and sight is not None:
            do_renew(connection, one, sight.entry.released_at, _mail_of(wish, now), desktop=_rings(wish, now))
            _do_post(connection, wish, one.alert, now, is_growing=False)
        else:
            continue
        yield one.seat


def _tell_more(
    connection: Connection[Any],
    book: AlertBook,
    known: set[tuple[int, int]],
    sights: Sequence[Sight],
    now: datetime,
) -> Iterator[int]:
    """Tells those who were not told of the story before; yields whom."""
    tellings = _find_tellings(connection, book, known, sights)
    if not tellings:
        return
    at = sights[0].entry.released_at
    standing = read_standing(connection, [one.wish for one in tellings], at)
    for one in tellings:
        placement = place(at, standing.get((one.wish.seat, one.wish.view), ()), urgency=one.urgency)
        _do_tell_one(connection, one, placement, now)
        yield one.wish.seat


def _find_tellings(
    connection: Connection[Any], book: AlertBook, known: set[tuple[int, int]], sights: Sequence[Sight]
) -> list[Telling]:
    """Whom the release is news to, each by the fullest form in which their organisation has it."""
    numbers: dict[int, tuple[int, Sight]] = {}
    for sight in sorted(sights, key=lambda one: FORMS.index(one.entry.form)):
        item = sight.entry.item
        if item is None or decide_step(sight.entry, was_told=False) != "tell":
            continue
        document = make_document(item, sight.entry.kind, sight.entry.released_at)
        for match in book.match(document, sight.members):
            numbers.setdefault(match.view, (match.number, sight))
    if not numbers:
        return []
    tellings = [Telling(wish, *numbers[wish.view]) for wish in read_wishes(connection, numbers)]
    return [one for one in tellings if one.urgency <= one.wish.urgency and (one.wish.seat, one.wish.view) not in known]


def _do_tell_one(connection: Connection[Any], telling: Telling, placement: Placement, now: datetime) -> None:
    wish, entry = telling.wish, telling.sight.entry
    news = News(
        wish=wish,
        number=telling.number,
        guid=entry.guid,
        at=entry.released_at,
        is_flash=telling.urgency <= FLASH,
        desktop=_rings(wish, now),
        mail=_mail_of(wish, now),
    )
    alert = do_add(connection, news, placement)
    _do_post(connection, wish, alert, now, is_growing=placement.into is not None and not placement.others)


def _do_post(connection: Connection[Any], wish: Wish, alert: int, now: datetime, *, is_growing: bool) -> None:
    """Sees to the letter in which a story of the alert leaves. What comes in quiet hours leaves at once after them."""
    sort = _mail_of(wish, now)
    if sort == "at-once":
        do_write_at_once(connection, wish.seat, alert, now, is_growing=is_growing)
    elif sort == "digest":
        clock = _clock(wish)
        due = find_next_digest(clock, now) if wish.mail == "digest" else find_quiet_end(clock, now)
        do_write_digest(connection, wish.seat, now, due)


def _mail_of(wish: Wish, now: datetime) -> MailSort:
    if wish.mail == "none":
        return ""
    return "at-once" if wish.mail == "at-once" and not is_quiet(_clock(wish), now) else "digest"


def _rings(wish: Wish, now: datetime) -> bool:
    return wish.desktop and not is_quiet(_clock(wish), now)


def _clock(wish: Wish) -> Clock:
    return Clock(wish.zone, wish.digest_hours, wish.quiet_from, wish.quiet_until)

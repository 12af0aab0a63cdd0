"""Guessing made slow: what may be tried how often, counted in the database, so that every process knows.

An attempt is counted before the password is looked at, in one statement, so that a hundred guesses at the same moment
are a hundred guesses; the right one gives its count back. See docs/decisions/0043.
"""

import hashlib
import ipaddress
from datetime import datetime, timedelta

import msgspec
from django.db import connection

from newswire.accounts.models import Attempts

FORGOTTEN = timedelta(hours=24)
"""After that long without another failure the count begins anew."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
TOLD_AT = 10
"""After so many failures in a row the person is told by mail, once in `FORGOTTEN`."""
_KEPT = timedelta(days=7)


class Budget(msgspec.Struct, frozen=True):
    """How many failures cost nothing; each one after that doubles the wait, `LONGEST_WAIT` at most."""

    free: int

    def wait_after(self, failures: int) -> timedelta:
        """How long nothing is looked at after so many failures."""
        beyond = failures - self.free
        return timedelta() if beyond <= 0 else min(FIRST_WAIT * (1 << min(beyond - 1, 12)), LONGEST_WAIT)


NAME = Budget(5)
NETWORK = Budget(30)
"""A newsroom behind one address mistypes more often than one person."""
BROWSER = Budget(5)
CODE = Budget(5)


class Verdict(msgspec.Struct, frozen=True):
    """Whether this attempt may be looked at: `wait` is zero, or how long until one is. `failures` counts it in."""

    wait: timedelta
    failures: int = 0


def key_of(kind: str, what: str) -> str:
    """Under which key is counted: the kind in plain, what was typed hashed."""
    return f"{kind}:{hashlib.sha256(what.strip().lower().encode()).hexdigest()[:40]}"


def network_of(address: str) -> str:
    """What counts as one sender: an IPv4 address; of IPv6 the 64 bits that one connection is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def do_take(key: str, budget: Budget, now: datetime) -> Verdict:
    """Counts one attempt, unless it has to wait: then nothing is counted, and waiting grows no longer by asking."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_attempts AS a (key, failures, last_at, open_at) VALUES (%(key)s, 1, %(now)s, %(now)s)"
            " ON CONFLICT (key) DO UPDATE SET last_at = %(now)s,"
            " failures = CASE WHEN a.last_at < %(old)s THEN 1 ELSE a.failures + 1 END,"
            " open_at = CASE WHEN a.last_at < %(old)s OR a.failures < %(free)s THEN %(now)s"
            " ELSE %(now)s::timestamptz + least(%(longest)s, %(first)s * power(2, least(a.failures - %(free)s, 12)))"
            " * interval '1 second' END"
            " WHERE a.open_at <= %(now)s RETURNING failures",
            {
                "key": key,
                "now": now,
                "old": now - FORGOTTEN,
                "free": budget.free,
                "first": FIRST_WAIT.total_seconds(),
                "longest": LONGEST_WAIT.total_seconds(),
            },
        )
        row = cursor.fetchone()
        if row is not None:
            return Verdict(timedelta(), int(row[0]))
        cursor.execute("SELECT open_at, failures FROM accounts_attempts WHERE key = %s", (key,))
        row = cursor.fetchone()
    return Verdict(timedelta()) if row is None else Verdict(max(row[0] - now, timedelta(seconds=1)), int(row[1]))


def do_forgive(key: str, now: datetime) -> None:
    """Gives one attempt back: it was no failure. What was failed before stays counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_attempts SET failures = greatest(failures - 1, 0), open_at = %s WHERE key = %s", (now, key)
        )


def do_forget(key: str) -> None:
    """Begins to count anew: the right one was given. What nobody tried for days goes with it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_attempts WHERE key = %s", (key,))


def do_note_told(key: str, now: datetime) -> bool:
    """Whether the person is to be told now: once in `FORGOTTEN`, whoever asks first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_attempts SET told_at = %s WHERE key = %s AND (told_at IS NULL OR told_at < %s)",
            (now, key, now - FORGOTTEN),
        )
        return bool(cursor.rowcount)


def do_sweep(now: datetime) -> int:
    """Throws away what nobody tried for a week; how many keys."""
    found, _ = Attempts.objects.filter(last_at__lt=now - _KEPT).delete()
    return found

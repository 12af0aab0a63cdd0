"""What is taken by hand: counted by day, and held against the month's quota."""

import logging
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import psycopg
from psycopg import Connection

from newswire.kit.errors import QuotaError
from newswire.subscribers.terms import Terms

logger = logging.getLogger(__name__)

Door = Literal["api", "portal"]
Action = Literal["view", "download", "sample", "copy", "package", "mail"]
BY_HAND: tuple[Action, ...] = ("download", "copy", "package", "mail")
"""What people take along: a text or file downloaded, a text copied, both in a package, a text mailed to a colleague."""
TAKES = "(action IN ('download', 'copy', 'package', 'mail') OR (action = 'view' AND door = 'api'))"
"""What counts against a quota: stories read one by one by a machine, and what people take along."""
Take = tuple[str, str]
"""The guid of a story and the SHA-256 of a file of it, empty for its text."""


def do_count(
    connection: Connection[Any],
    number: int,
    door: Door,
    action: Action,
    *,
    key: int = 0,
    seat: int = 0,
    guid: str = "",
    file: str = "",
    now: datetime,
) -> None:
    """Adds one to the day's figure; `connection` commits by itself. One statement.

    What cannot be counted is logged and read all the same: nobody is refused a story because a figure is missing.
    """
    do_count_all(connection, number, door, action, [(guid, file)], key=key, seat=seat, now=now)


def do_count_all(
    connection: Connection[Any],
    number: int,
    door: Door,
    action: Action,
    takes: Collection[Take],
    *,
    key: int = 0,
    seat: int = 0,
    now: datetime,
) -> None:
    """The same for several at once, each of them once. One statement."""
    guids, files = ([one[part] for one in sorted(set(takes))] for part in (0, 1))
    try:
        connection.execute(
            "INSERT INTO subscribers_usage (day, number, door, action, seat, key, guid, file, count)"
            " SELECT %s, %s, %s, %s, %s, %s, guid, file, 1 FROM unnest(%s::text[], %s::text[]) AS taken(guid, file)"
            " ON CONFLICT (number, day, door, action, seat, key, guid, file)"
            " DO UPDATE SET count = subscribers_usage.count + 1",
            (now.astimezone(UTC).date(), number, door, action, seat, key, guids, files),
        )
    except psycopg.Error as error:
        logger.error("a %s of subscription %s was not counted: %s", action, number, error)


def month_of(day: date) -> tuple[date, date]:
    """The first day of the month, and of the one after it."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def count_takes(connection: Connection[Any], number: int, day: date) -> int:
    """How many stories and files were taken in that day's month (UTC), each once however often it was read."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT guid, file FROM subscribers_usage"
        f" WHERE number = %s AND day >= %s AND day < %s AND {TAKES}) taken",
        (number, *month_of(day)),
    ).fetchone()
    assert row is not None
    return int(row[0])


def count_takes_of(connection: Connection[Any], numbers: Sequence[int], day: date) -> dict[int, int]:
    """The same for several subscriptions, by number; one that took nothing is not in it. One query."""
    rows = connection.execute(
        "SELECT number, count(*) FROM (SELECT DISTINCT number, guid, file FROM subscribers_usage"
        f" WHERE number = ANY(%s) AND day >= %s AND day < %s AND {TAKES}) taken GROUP BY number",
        (list(numbers), *month_of(day)),
    )
    return dict(rows.fetchall())


def count_of_seat(connection: Connection[Any], seat: int, action: Action, day: date) -> int:
    """How often a person did that on that day (UTC), in all subscriptions."""
    row = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM subscribers_usage WHERE seat = %s AND action = %s AND day = %s",
        (seat, action, day),
    ).fetchone()
    assert row is not None
    return int(row[0])


def check_take(
    connection: Connection[Any], number: int, terms: Terms, guid: str, file: str = "", *, now: datetime
) -> None:
    """Raises `QuotaError` where the month's quota is used up; what was taken this month may be taken again.

    Two calls at the same moment may both be the last one: a story too many does less harm than a lock on every read.
    """
    check_takes(connection, number, terms, [(guid, file)], now=now)


def check_takes(
    connection: Connection[Any], number: int, terms: Terms, takes: Collection[Take], *, now: datetime
) -> None:
    """The same for several that are taken together: all of them, or none."""
    if not terms.takes_per_month:
        return
    first, following = month_of(now.astimezone(UTC).date())
    guids, files = ([one[part] for one in sorted(set(takes))] for part in (0, 1))
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE (guid, file) IN"
        " (SELECT * FROM unnest(%s::text[], %s::text[])))"
        " FROM (SELECT DISTINCT guid, file FROM subscribers_usage"
        f" WHERE number = %s AND day >= %s AND day < %s AND {TAKES}) taken",
        (guids, files, number, first, following),
    ).fetchone()
    assert row is not None
    taken, again = int(row[0]), int(row[1])
    fresh = len(guids) - again
    if fresh and taken + fresh > terms.takes_per_month:
        ends_at = datetime(following.year, following.month, following.day, tzinfo=UTC)
        raise QuotaError(
            f"The {terms.takes_per_month} stories and files that this contract allows a month are taken. Feed and "
            f"stream go on; this opens again on {following.isoformat()}, UTC.",
            retry_after=int((ends_at - now).total_seconds()) + 1,
        )

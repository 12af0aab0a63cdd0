"""What is taken by hand is counted once a day and door, and held against the month's quota."""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from newswire.kit.errors import QuotaError
from newswire.subscribers.terms import Terms
from newswire.subscribers.usage import (
    check_take,
    check_takes,
    count_of_seat,
    count_takes,
    do_count,
    do_count_all,
    month_of,
)

NUMBER = 3


def terms_of(now: datetime, takes: int) -> Terms:
    return Terms(claims=(), starts_at=now, takes_per_month=takes)


def rows(connection: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT day, door, action, seat, key, guid, file, count FROM subscribers_usage ORDER BY id"
    ).fetchall()


def test_equal_uses_of_a_day_add_up_and_others_stand_apart(connection: psycopg.Connection[Any], now: datetime) -> None:
    for _ in range(3):
        do_count(connection, NUMBER, "api", "view", key=7, guid="a", now=now)
    do_count(connection, NUMBER, "api", "view", key=8, guid="a", now=now)
    do_count(connection, NUMBER, "portal", "download", seat=2, guid="a", file="f" * 64, now=now + timedelta(days=1))
    assert rows(connection) == [
        (date(2026, 11, 24), "api", "view", 0, 7, "a", "", 3),
        (date(2026, 11, 24), "api", "view", 0, 8, "a", "", 1),
        (date(2026, 11, 25), "portal", "download", 2, 0, "a", "f" * 64, 1),
    ]


def test_a_day_is_a_day_in_utc(connection: psycopg.Connection[Any]) -> None:
    do_count(connection, NUMBER, "api", "view", now=datetime.fromisoformat("2026-11-25T01:00:00+03:00"))
    assert rows(connection)[0][0] == date(2026, 11, 24)


def test_what_cannot_be_counted_is_logged_and_stops_nobody(
    connection: psycopg.Connection[Any], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    connection.execute("ALTER TABLE subscribers_usage RENAME TO elsewhere")
    with caplog.at_level(logging.ERROR):
        do_count(connection, NUMBER, "api", "view", now=now)
    assert "of subscription 3 was not counted" in caplog.text
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_months_begin_with_their_first_day() -> None:
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 3, 1))


def test_a_story_or_file_counts_once_a_month_however_often_it_is_taken(
    connection: psycopg.Connection[Any], now: datetime
) -> None:
    do_count(connection, NUMBER, "api", "view", key=7, guid="a", now=now)
    do_count(connection, NUMBER, "api", "view", key=8, guid="a", now=now + timedelta(days=1))
    do_count(connection, NUMBER, "portal", "download", seat=1, guid="a", file="f", now=now)
    assert count_takes(connection, NUMBER, now.date()) == 2


def test_reading_in_the_portal_samples_and_other_months_count_for_nothing(
    connection: psycopg.Connection[Any], now: datetime
) -> None:
    do_count(connection, NUMBER, "portal", "view", seat=1, guid="a", now=now)
    do_count(connection, NUMBER, "api", "sample", key=1, now=now)
    do_count(connection, NUMBER, "api", "view", key=1, guid="b", now=now - timedelta(days=24))
    do_count(connection, NUMBER + 1, "api", "view", key=2, guid="b", now=now)
    assert count_takes(connection, NUMBER, now.date()) == 0


def test_a_used_up_quota_refuses_what_is_new_until_the_month_ends_in_utc(
    connection: psycopg.Connection[Any], now: datetime
) -> None:
    terms = terms_of(now, 1)
    check_take(connection, NUMBER, terms, "a", now=now)
    do_count(connection, NUMBER, "api", "view", guid="a", now=now)
    check_take(connection, NUMBER, terms, "a", now=now)
    with pytest.raises(QuotaError, match="2026-12-01") as refused:
        check_take(connection, NUMBER, terms, "b", now=now)
    opens = now + timedelta(seconds=refused.value.retry_after)
    assert datetime(2026, 12, 1, tzinfo=UTC) <= opens <= datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)
    check_take(connection, NUMBER, terms, "b", now=opens)
    with pytest.raises(QuotaError):
        check_take(connection, NUMBER, terms, "a", "a file of it", now=now)


def test_no_quota_asks_nothing(connection: psycopg.Connection[Any], now: datetime) -> None:
    connection.execute("ALTER TABLE subscribers_usage RENAME TO elsewhere")
    check_take(connection, NUMBER, terms_of(now, 0), "a", now=now)


@pytest.mark.parametrize("action", ["download", "copy", "package", "mail"])
def test_a_text_counts_once_against_the_quota_whatever_way_it_was_taken(
    connection: psycopg.Connection[Any], now: datetime, action: Any
) -> None:
    do_count(connection, NUMBER, "portal", action, seat=2, guid="a", now=now)
    do_count(connection, NUMBER, "portal", "copy", seat=3, guid="a", now=now)
    assert count_takes(connection, NUMBER, now.date()) == 1
    check_take(connection, NUMBER, terms_of(now, 1), "a", now=now)
    with pytest.raises(QuotaError):
        check_take(connection, NUMBER, terms_of(now, 1), "b", now=now)


def test_a_package_fits_into_the_quota_as_a_whole_or_not_at_all(
    connection: psycopg.Connection[Any], now: datetime
) -> None:
    do_count(connection, NUMBER, "portal", "copy", guid="a", now=now)
    package = [("a", ""), ("a", "e" * 64), ("a", "f" * 64), ("a", "f" * 64)]
    check_takes(connection, NUMBER, terms_of(now, 3), package, now=now)
    with pytest.raises(QuotaError):
        check_takes(connection, NUMBER, terms_of(now, 2), package, now=now)
    do_count_all(connection, NUMBER, "portal", "package", package, seat=2, now=now)
    assert count_takes(connection, NUMBER, now.date()) == 3
    assert [one[5:] for one in rows(connection)[1:]] == [("a", "", 1), ("a", "e" * 64, 1), ("a", "f" * 64, 1)]
    check_takes(connection, NUMBER, terms_of(now, 1), package, now=now)


def test_what_a_person_did_on_a_day_is_counted_over_all_subscriptions(
    connection: psycopg.Connection[Any], now: datetime
) -> None:
    for number, guid in ((1, "a"), (1, "a"), (2, "b")):
        do_count(connection, number, "portal", "mail", seat=2, guid=guid, now=now)
    do_count(connection, 1, "portal", "mail", seat=3, guid="a", now=now)
    do_count(connection, 1, "portal", "mail", seat=2, guid="a", now=now - timedelta(days=1))
    assert count_of_seat(connection, 2, "mail", now.date()) == 3
    assert count_of_seat(connection, 9, "mail", now.date()) == 0

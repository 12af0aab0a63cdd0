"""Moments: what `now-1d/d` and dates mean, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.query.moment import SECONDS, Moment, Unit, read_moment, to_microseconds

NOW = datetime(2026, 11, 25, 10, 30, 15, 250000, tzinfo=UTC)
"""A Wednesday."""


def span(text: str) -> tuple[datetime, datetime]:
    moment = read_moment(text)
    assert moment is not None
    now = to_microseconds(NOW)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return tuple(epoch + timedelta(microseconds=one(now)) for one in (moment.begin, moment.end))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("now/d", "2026-11-25T00:00", "2026-11-26T00:00"),
        ("now-1d/d", "2026-11-24T00:00", "2026-11-25T00:00"),
        ("now/w", "2026-11-23T00:00", "2026-11-30T00:00"),
        ("now+1w/w", "2026-11-30T00:00", "2026-12-07T00:00"),
        ("now-2h/h", "2026-11-25T08:00", "2026-11-25T09:00"),
        ("now-1d+30m/m", "2026-11-24T11:00", "2026-11-24T11:01"),
        ("now/s", "2026-11-25T10:30:15", "2026-11-25T10:30:16"),
        ("2026-11-24", "2026-11-24T00:00", "2026-11-25T00:00"),
        ("2026-11-24T10:30", "2026-11-24T10:30", "2026-11-24T10:31"),
        ("2026-11-24T10:30Z", "2026-11-24T10:30", "2026-11-24T10:31"),
        ("2026-11-24 10:30:05", "2026-11-24T10:30:05", "2026-11-24T10:30:06"),
        ("2026-11-24T01:30+03:00", "2026-11-23T22:30", "2026-11-23T22:31"),
        ("1969-07-20", "1969-07-20T00:00", "1969-07-21T00:00"),
    ],
)
def test_a_moment_has_a_beginning_and_an_end(text: str, begin: str, end: str) -> None:
    assert span(text) == (datetime.fromisoformat(begin + "+00:00"), datetime.fromisoformat(end + "+00:00"))


def test_now_is_one_microsecond_long() -> None:
    assert span("now") == (NOW, NOW + timedelta(microseconds=1))
    assert span("now-90s")[0] == NOW - timedelta(seconds=90)


@pytest.mark.parametrize(
    "text",
    ["", "today", "NOW", "now-", "now-1", "now-1y", "now-1M", "now/", "now/y", "now-9999999d", "now -1d", "2026",
     "2026-11", "2026-1-1", "2026-11-31", "2026-11-24T", "2026-11-24T25:00", "2026-11-24Z", "20261124",
     "2026-W48-2", "٢٠٢٦-١١-٢٤",
     "0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00", "2026-11-24T10:30:05.1234567"],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text) is None


@given(
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.integers(-(10**12), 10**12),
    st.sampled_from(("", *SECONDS)),
    st.integers(-(2**60), 2**60),
)
def test_any_moment_can_be_reached_and_lies_within_its_unit(
    at: datetime | None, shift: int, unit: Unit, now: int
) -> None:
    moment, point = Moment(at, shift, unit), Moment(at, shift)
    assert moment.begin(now) <= point.begin(now) < moment.end(now)
    assert moment.end(now) - moment.begin(now) == (SECONDS[unit] * 1_000_000 if unit else 1)
    assert Moment(at, shift + (SECONDS[unit] if unit else 0), unit).begin(now) == moment.end(now) - (not unit)

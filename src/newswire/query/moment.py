"""Moments of a query: `now-2h`, `now/d`, `2026-11-24`. The tree keeps `now` as such, so that saved queries move on."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

import msgspec

Unit = Literal["", "s", "m", "h", "d", "w"]

SECONDS: dict[str, int] = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONDAY = 3 * SECONDS["d"] * _SECOND  # the epoch was a Thursday
_NOW = re.compile(r"now((?:[+-]\d{1,6}[smhdw])*)(?:/([smhdw]))?", re.ASCII)
_STEP = re.compile(r"([+-]\d+)([smhdw])")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:(?P<time>[T ]\d\d:\d\d(?P<second>:\d\d(?P<part>\.\d{1,6})?)?)(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)


class Moment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A moment, or the whole second, minute, hour, day or week it lies in where there is a unit.

    `at` is in UTC and None for now; `shift` is in seconds. Weeks begin on Monday, days at midnight UTC.
    """

    at: datetime | None = None
    shift: int = 0
    unit: Unit = ""

    def begin(self, now: int) -> int:
        """Its first microsecond since 1970 (whole numbers, so that no date is out of reach); `now` is one too."""
        moment = (now if self.at is None else to_microseconds(self.at)) + self.shift * _SECOND
        if not self.unit:
            return moment
        offset = _MONDAY if self.unit == "w" else 0
        length = SECONDS[self.unit] * _SECOND
        return (moment + offset) // length * length - offset

    def end(self, now: int) -> int:
        """The first microsecond after it."""
        return self.begin(now) + (SECONDS[self.unit] * _SECOND if self.unit else 1)


def to_microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def read_moment(text: str) -> Moment | None:
    """The moment that `text` says; None where it says none.

    A date without a time is the whole day, a time without seconds the whole minute; no zone is UTC.
    """
    if found := _NOW.fullmatch(text):
        shift = sum(int(count) * SECONDS[unit] for count, unit in _STEP.findall(found[1]))
        return Moment(None, shift, cast(Unit, found[2] or ""))
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        read = datetime.fromisoformat(text)
        moment = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    unit: Unit = "" if found["part"] else "s" if found["second"] else "m" if found["time"] else "d"
    return Moment(moment, 0, unit)

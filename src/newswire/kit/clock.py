"""The one place that knows what time it is: everything else is handed a moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def to_utc(moment: datetime) -> datetime:
    """`moment` in UTC; a naive datetime is refused, because guessing a zone is how embargoes break."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def format_utc(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`, microseconds only where there are any: `2026-11-24T03:00:00Z`."""
    return to_utc(moment).isoformat().replace("+00:00", "Z")


def read_day(text: str) -> date | None:
    """The day that `2026-11-24` says, between 1970 and 2999; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 3000 else None

"""The one place that knows what time it is: everything else is handed a moment."""

from collections.abc import Callable
from datetime import UTC, datetime

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

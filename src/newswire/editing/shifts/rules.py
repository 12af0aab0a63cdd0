"""What makes a shift valid, and how far a handover looks ahead: pure decisions."""

from datetime import datetime, timedelta
from typing import Literal

LONGEST = timedelta(hours=24)
"""No shift as a duty chief is longer: a date that slipped by a day is a typing error."""
AHEAD = timedelta(hours=12)
"""How far a handover looks ahead, and how long ago a promise may have been due to be handed on."""

Fault = Literal["order", "length", "person", "overlap"]


def check_duty(
    starts_at: datetime,
    ends_at: datetime,
    *,
    is_senior: bool,
    others: list[tuple[datetime, datetime]],
) -> Fault | None:
    """What is wrong with a shift; None where nothing is. `others` are the same person's other shifts."""
    if ends_at <= starts_at:
        return "order"
    if ends_at - starts_at > LONGEST:
        return "length"
    if not is_senior:
        return "person"
    return "overlap" if any(start < ends_at and starts_at < end for start, end in others) else None

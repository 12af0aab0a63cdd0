"""What becomes an alert, which ones are one, and when a person is told: pure decisions."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from newswire.item.item import Item
from newswire.item.kinds import NOTICES
from newswire.item.release import Entry

STORM_STORIES = 3
"""More stories than these …"""
STORM_SPAN = timedelta(minutes=10)
"""… in less than this are one alert; so are those that follow, until nothing has come for as long."""
DEFAULT_HOURS = (8, 17)
"""When digests leave for who never said when."""
FLASH = 1
"""The urgency of a flash."""

Step = Literal["tell", "renew", "withdraw", "nothing"]


class Standing(msgspec.Struct, frozen=True):
    """An alert that a person has of a view already; `changed_at` is the release of the newest story in it."""

    id: int
    changed_at: datetime
    count: int
    is_flash: bool
    is_storm: bool


class Placement(msgspec.Struct, frozen=True):
    """Where a story goes: into an alert of its own (None) or into that one, with what the others hold."""

    into: int | None = None
    others: tuple[int, ...] = ()


class Clock(msgspec.Struct, frozen=True):
    """A person's day: their zone, the hours of their digests, and from when until when they are left in peace."""

    zone: str = "UTC"
    digest_hours: tuple[int, ...] = ()
    quiet_from: int = 0
    quiet_until: int = 0


def decide_step(entry: Entry, *, was_told: bool) -> Step:
    """What a release means to a person: who was told of the story hears of its kill and hold, its correction and its
    lift; further versions change what the alert shows and nothing else. Without content there is nothing to tell."""
    if entry.kind in NOTICES:
        return "withdraw" if was_told else "nothing"
    if entry.item is None:
        return "nothing"
    if not was_told:
        return "tell"
    return "renew" if entry.kind in ("correction", "lift") else "nothing"


def find_urgency(item: Item) -> int:
    """1 (flash) to 9; an alert by type is a flash."""
    return FLASH if item.type == "alert" else item.urgency


def place(at: datetime, standing: Sequence[Standing], *, urgency: int) -> Placement:
    """Where a story released `at` goes among the alerts that one person has of one view. A flash stands alone."""
    if urgency <= FLASH:
        return Placement()
    recent = [one for one in standing if not one.is_flash and at - one.changed_at < STORM_SPAN]
    storm = max((one for one in recent if one.is_storm), key=lambda one: (one.changed_at, one.id), default=None)
    if storm is not None:
        return Placement(storm.id)
    if sum(one.count for one in recent) < STORM_STORIES:
        return Placement()
    first, *others = sorted(one.id for one in recent)
    return Placement(first, tuple(others))


def is_quiet(clock: Clock, at: datetime) -> bool:
    """Whether the person is left in peace then."""
    hour = at.astimezone(find_zone(clock.zone)).hour
    if clock.quiet_from <= clock.quiet_until:
        return clock.quiet_from <= hour < clock.quiet_until
    return hour >= clock.quiet_from or hour < clock.quiet_until


def find_quiet_end(clock: Clock, at: datetime) -> datetime:
    """When the person may be told of something that happens `at`: then, or when their quiet hours end."""
    return _next_hour(clock, at, (clock.quiet_until,)) if is_quiet(clock, at) else at


def find_next_digest(clock: Clock, at: datetime) -> datetime:
    """The next of the person's digests after `at`."""
    return _next_hour(clock, at, clock.digest_hours or DEFAULT_HOURS)


def _next_hour(clock: Clock, at: datetime, hours: Sequence[int]) -> datetime:
    """The next moment after `at` at which the person's clock begins one of these hours, in the zone of `at`."""
    zone = find_zone(clock.zone)
    today = at.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(3)]
    moments = [datetime.combine(day, time(hour), zone).astimezone(at.tzinfo) for day in days for hour in hours]
    return min(moment for moment in moments if moment > at)


def find_zone(name: str) -> ZoneInfo:
    """A zone that this machine does not know any more is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")

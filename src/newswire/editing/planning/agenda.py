"""What is planned for a day or a week: coverages by when they are due, events nobody covers yet. Two queries."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

import msgspec
from django.db.models import Q

from newswire.editing.originals import read_embargo
from newswire.editing.planning.advisory import Planned
from newswire.editing.planning.models import Coverage, Event


class Day(msgspec.Struct, frozen=True):
    """One day in somebody's zone: its coverages by when they are due, and the events that fall on it."""

    date: date
    coverages: tuple[Coverage, ...]
    events: tuple[Event, ...]

    def planned(self, now: datetime) -> Iterator[Planned]:
        """The day's coverages as an advisory lists them. Left out are those whose story is under embargo at `now`, for
        the advisory goes to subscribers who may not know of it yet, or was killed."""
        for one in self.coverages:
            if one.story and (one.story.stage == "killed" or read_embargo(one.story, now)):
                continue
            yield Planned(
                one.due_at, one.slugline, one.about or (one.event.title if one.event else ""),
                one.desk.name if one.desk else "", one.type, one.words or 0, one.pictures or 0,
                one.event.place if one.event else "", one.is_cancelled,
            )  # fmt: skip


def read_day(day: date, zone: tzinfo) -> Day:
    """What is planned for one day as the clocks of `zone` show it."""
    return read_days(day, 1, zone)[0]


def read_days(first: date, count: int, zone: tzinfo) -> tuple[Day, ...]:
    """What is planned for `count` days from `first` on; an event that lasts stands on each of its days."""
    bounds = [midnight(first + timedelta(days=number), zone) for number in range(count + 1)]
    start, end = bounds[0], bounds[-1]
    coverages = list(
        Coverage.objects.filter(due_at__gte=start, due_at__lt=end)
        .select_related("event", "desk", "assignee", "story", "story__translation_of")
        .defer("story__body", "story__adopted", "story__translation_of__body", "story__translation_of__adopted")
    )
    going_on = Q(starts_at__gte=start) | Q(ends_at__gt=start)
    events = list(Event.objects.filter(going_on, starts_at__lt=end))
    return tuple(
        Day(
            first + timedelta(days=number),
            tuple(one for one in coverages if begins <= one.due_at < ends),
            tuple(one for one in events if one.starts_at < ends and (one.ends_at or one.starts_at) >= begins),
        )
        for number, (begins, ends) in enumerate(pairwise(bounds))
    )


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment a day begins in `zone`."""
    return datetime.combine(day, time(), tzinfo=zone)

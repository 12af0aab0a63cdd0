"""How a moment is written for a reader: relative under an hour, the clock today, the date before.

`times.js` writes the same in the reader's zone, with the names and patterns the page hands it.
"""

from datetime import UTC, date, datetime, timedelta

from django.utils.translation import get_language, gettext

from newswire.look.calendars import Calendar, find_calendar

_HOUR = timedelta(hours=1)


def write_date(moment: date) -> str:
    """`14 January 2020` in the language in force; of a datetime the date is UTC's, a date alone stays what it is."""
    return _calendar().write_long(_day_of(moment))


def write_brief(moment: date) -> str:
    """`14 Jan`, for a list whose year is plain; the date as in `write_date`."""
    return _calendar().write_brief(_day_of(moment))


def write_full(moment: datetime) -> str:
    """`14 January 2020, 09:30 UTC`: what a reader sees who asks for the whole of it."""
    return f"{write_date(moment)}{_calendar().comma}{write_clock(moment)} UTC"


def write_clock(moment: datetime) -> str:
    """`09:30`, in UTC."""
    return write_figures(f"{moment.astimezone(UTC):%H:%M}")


def write_figures(value: object) -> str:
    """A number, or a text with numbers in it, with the digits of the language in force."""
    return _calendar().write_figures(str(value))


def write_short(moment: datetime, now: datetime) -> str:
    """`12 min` under an hour, `09:30` on the same UTC day, `14 Jan` in the same year, else the full date.

    A moment in the future (clocks differ) is written as one that was just now. The year is that of the language's
    calendar.
    """
    age = now - moment
    if age < _HOUR:
        return write_figures(gettext("%(minutes)d min") % {"minutes": max(1, int(age.total_seconds() // 60))})
    there, here = _day_of(moment), _day_of(now)
    if there == here:
        return write_clock(moment)
    calendar = _calendar()
    return write_brief(moment) if calendar.split(there)[0] == calendar.split(here)[0] else write_date(moment)


def _day_of(moment: date) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def _calendar() -> Calendar:
    return find_calendar(get_language())

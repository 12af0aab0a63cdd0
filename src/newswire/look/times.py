"""How a moment is written for a reader: relative under an hour, the clock today, the date before."""

from datetime import UTC, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

# Django's own formats are abbreviated or in American order in places; a newspaper writes the day in full.
_LONG_DAYS = {"ru": "j E Y", "es": r"j \d\e F \d\e Y"}
_SHORT_DAYS = {"ar": "j F", "ru": "j E", "es": r"j \d\e F"}
_LONG_DAY = "j F Y"
_SHORT_DAY = "j M"
_HOUR = timedelta(hours=1)


def write_date(moment: datetime) -> str:
    """`14 January 2020` in the language in force; the date is UTC's."""
    return date_format(moment.astimezone(UTC), _LONG_DAYS.get(get_language() or "", _LONG_DAY), use_l10n=False)


def write_full(moment: datetime) -> str:
    """`14 January 2020, 09:30 UTC`: what a reader sees who asks for the whole of it."""
    return f"{write_date(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def write_short(moment: datetime, now: datetime) -> str:
    """`12 min` under an hour, `09:30` on the same UTC day, `14 Jan` in the same year, else the full date.

    A moment in the future (clocks differ) is written as one that was just now.
    """
    age = now - moment
    if age < _HOUR:
        return gettext("%(minutes)d min") % {"minutes": max(1, int(age.total_seconds() // 60))}
    there, here = moment.astimezone(UTC), now.astimezone(UTC)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    if there.year == here.year:
        return date_format(there, _SHORT_DAYS.get(get_language() or "", _SHORT_DAY), use_l10n=False)
    return write_date(moment)

"""The calendar of contracts: a month as a grid or as lines, and what is about to renew itself or to end."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.desk.sales_access import check_reader, frame
from newswire.kit.clock import utc_now
from newswire.subscribers.sales.calendar import Day, read_calendar

AHEAD = timedelta(days=60)
"""How far the list of what is due looks ahead."""
_MONDAY = 0


class Square(msgspec.Struct, frozen=True):
    """A day of the grid with what happens on it; `is_outside`: a day of the month before or after."""

    date: date
    days: tuple[Day, ...]
    is_outside: bool


@require_safe
def contract_calendar(request: HttpRequest) -> HttpResponse:
    """The month (`?month=2026-11`, this one where none can be read), as a grid or (`&view=list`) as lines."""
    check_reader(request)
    zone, now = timezone.get_current_timezone(), utc_now()
    first = _read_month(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    weeks = Calendar(_MONDAY).monthdatescalendar(first.year, first.month)
    until = weeks[-1][-1] + timedelta(days=1)
    happens = read_calendar(_midnight(weeks[0][0], zone), _midnight(until, zone))
    by_day: dict[date, list[Day]] = defaultdict(list)
    for one in happens:
        by_day[one.at.astimezone(zone).date()].append(one)
    squares = [Square(at, tuple(by_day[at]), at.month != first.month) for week in weeks for at in week]
    context = {
        "first": first,
        "squares": squares,
        "lines": [one for one in happens if one.at.astimezone(zone).date().month == first.month],
        "due": [one for one in read_calendar(now, now + AHEAD) if one.happening in ("notice", "ends", "trial-ends")],
        "is_list": request.GET.get("view") == "list",
        "earlier": (first - timedelta(days=1)).replace(day=1),
        "later": (first + timedelta(days=32)).replace(day=1),
        "today": timezone.localdate(),
        "weekdays": weeks[0],
        "now": now,
    }
    return TemplateResponse(request, "desk/sales_calendar.html", context | frame(request, _("Contract calendar")))


def _midnight(at: date, zone: tzinfo) -> datetime:
    return datetime.combine(at, time.min, zone)


def _read_month(text: str) -> date | None:
    """The first of a month between 1970 and 2999; None for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if 1970 <= first.year < 2999 else None

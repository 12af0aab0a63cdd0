"""The zone a visitor's days are counted in: their browser says it (zone.js), and nothing else is done with it."""

from functools import cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest

COOKIE = "zone"


@cache
def _read_names() -> frozenset[str]:
    return frozenset(available_timezones())


def read_zone(request: HttpRequest) -> ZoneInfo:
    """The visitor's zone, UTC where the browser has not said one that exists."""
    said = unquote(request.COOKIES.get(COOKIE, ""))
    return ZoneInfo(said if said in _read_names() else "UTC")

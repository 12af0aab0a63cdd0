"""The tag for a time to come: how long it is until then, kept true by `desk.js`, with the absolute time on hover."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newswire.kit.clock import format_utc, utc_now

register = template.Library()

IN_DAYS = _("in %(days)s d %(hours)s h")
IN_HOURS = _("in %(hours)s h %(minutes)s min")
IN_MINUTES = _("in %(minutes)s min")
DUE = _("due now")


def write_countdown(at: datetime, now: datetime) -> str:
    """`in 2 h 14 min`: whole minutes, rounded up, so that nothing is said to be due before it is."""
    minutes = max(0, -int((now - at).total_seconds() // 60))
    words = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
    if not minutes:
        return str(DUE)
    if minutes < 60:
        return str(IN_MINUTES) % words
    return str(IN_HOURS if minutes < 2880 else IN_DAYS) % (
        words if minutes >= 2880 else words | {"hours": minutes // 60}
    )


@register.simple_tag
def countdown(at: datetime) -> SafeString:
    """A `<time>` that counts down to `at`; on hover the date and time in the person's own zone, which it names."""
    there = timezone.localtime(at)
    return format_html(
        '<time class="desk-countdown" datetime="{}" title="{} {}" data-until="{}" data-days="{}" data-hours="{}"'
        ' data-minutes="{}" data-due="{}">{}</time>',
        format_utc(at),
        date_format(there, "j M Y, H:i", use_l10n=False),
        there.tzname() or "UTC",
        format_utc(at),
        IN_DAYS,
        IN_HOURS,
        IN_MINUTES,
        DUE,
        write_countdown(at, utc_now()),
    )

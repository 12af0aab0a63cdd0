"""The planning for a calendar program (RFC 5545): at a person's secret address, without a session."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from newswire.editing.planning.watching import find_calendar
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.kit.errors import NotFoundError
from newswire.portal import page
from newswire.portal.plans import Shown, read_all_shown
from newswire.subscribers.models import Subscription

PAST, FUTURE = timedelta(days=7), timedelta(days=60)
"""What the feed reaches back and ahead."""
FRESH = timedelta(minutes=15)
"""How often a program is asked to look again (RFC 7986, section 5.7)."""


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What the person's organisation is told, in the language of its letters: 304 where nothing changed, and the same
    404 for an address that never was, was replaced, or belonged to somebody who left."""
    now = page.clock()
    headers = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow"}
    try:
        seat = find_calendar(secret, pepper=settings.SECRET_KEY)
    except NotFoundError as error:
        return _finish(HttpResponse(error.detail, status=404, content_type="text/plain; charset=utf-8"), {})
    numbers = Subscription.objects.filter(contract__subscriber=seat.subscriber_id).order_by("number")
    shown = read_all_shown(list(numbers.values_list("number", flat=True)), now - PAST, now + FUTURE, now)
    language = seat.subscriber.language
    with translation.override(language if language in CLIENT_LANGUAGES else "en"):
        content = write_calendar(shown, f"{settings.NEWSWIRE_PROVIDER}: {_('Planning')}")
    headers["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return _finish(HttpResponseNotModified(), headers)
    return _finish(HttpResponse(content, content_type="text/calendar; charset=utf-8"), headers)


def write_calendar(shown: Sequence[Shown], name: str) -> bytes:
    """The coverages as VEVENTs, in the language in force. The same coverages are the same bytes.

    `SEQUENCE` and `DTSTAMP` move when what was announced changes (RFC 5545, sections 3.8.7.4 and 3.8.7.2); `STATUS`
    says that it was cancelled. One that is told of no more is left out, and programs take it off the calendar.
    """
    made = Calendar()
    made.add("prodid", "-//Newswire//Planning//EN")
    made.add("version", "2.0")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    for one in shown:
        made.add_component(_make_event(one))
    content: bytes = made.to_ical()
    return content


def _make_event(one: Shown) -> Event:
    plan = one.plan
    event = Event()
    event.add("uid", f"{one.ref}@{settings.NEWSWIRE_AUTHORITY}")
    event.add("dtstamp", plan.changed_at.astimezone(UTC))
    event.add("last-modified", plan.changed_at.astimezone(UTC))
    event.add("sequence", plan.revision)
    event.add("dtstart", plan.due_at.astimezone(UTC))
    event.add("summary", " ".join(text for text in (plan.slugline, plan.about or plan.event) if text))
    event.add("status", "CANCELLED" if one.state == "cancelled" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if plan.place:
        event.add("location", plan.place)
    if described := "\n".join(_describe(one)):
        event.add("description", described)
    if one.href:
        event.add("url", settings.NEWSWIRE_BASE_URL.rstrip("/") + one.href)
    return event


def _describe(one: Shown) -> list[str]:
    """What was announced beside what stands in the title, a line each; of a story under embargo nothing goes into other
    people's calendars but its address."""
    plan = one.plan
    lines = [plan.event] if plan.event and plan.about else []
    if plan.words:
        lines.append(_("Words: %(number)s") % {"number": plan.words})
    if plan.pictures:
        lines.append(_("Pictures: %(number)s") % {"number": plan.pictures})
    if one.state == "released" and one.until is None:
        lines.append(_("Released: %(headline)s") % {"headline": one.headline})
    return lines


def _finish(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return page.secure(response)

"""What a person was told of, as pages show it: each story as their subscription may read it now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.models import Count, F, Max, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from newswire.delivery.alerts.tables import Alert, AlertStory
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import Organisation
from newswire.portal.reading import plain_connection
from newswire.portal.rows import Row, make_row
from newswire.routing.entitlement import make_reader
from newswire.routing.sight import read_known
from newswire.subscribers.keys import read_access

PAGE = 30
MOST_STORIES = 20
"""Stories of one alert that the page shows; the view has them all."""
MOST_RINGS = 10


class ShownAlert(msgspec.Struct, frozen=True):
    """An alert with its stories, newest first; `more` were left out."""

    id: int
    change: int
    view: int
    view_name: str
    changed_at: datetime
    count: int
    is_flash: bool
    is_read: bool
    rows: Sequence[Row]
    more: int


class AlertPage(msgspec.Struct, frozen=True):
    """Alerts newest first; `newest` is the newest change; `before` leads to the next page, None on the last."""

    alerts: Sequence[ShownAlert]
    unread: int
    newest: int
    before: int | None


class Ring(msgspec.Struct, frozen=True):
    """What a desktop notification says. One of the same `id` takes the place of the one before."""

    id: int
    title: str
    body: str
    address: str
    language: str
    flash: bool


class Pulse(msgspec.Struct, frozen=True):
    """How much is unread, the newest change, and what the desktop is to be told of since."""

    unread: int
    newest: int
    rings: Sequence[Ring]


def count_unread(seat: int) -> dict[int, int]:
    """Unread alerts of a person, by view. One query."""
    unread = Alert.objects.filter(seat=seat, in_app=True, read_at=None)
    return dict(unread.order_by().values_list("view").annotate(Count("pk")))


def read_alerts(organisation: Organisation, *, before: int | None = None) -> AlertPage:
    """The visitor's alerts, a page. As many queries for many as for few, a subscription."""
    mine = Alert.objects.filter(seat=organisation.seat, in_app=True)
    wanted = mine if before is None else mine.filter(change__lt=before)
    alerts = list(wanted.select_related("view").order_by("-change")[: PAGE + 1])
    rows = _read_rows(organisation, alerts[:PAGE])
    shown = [
        ShownAlert(
            id=one.pk,
            change=one.change,
            view=one.view_id,
            view_name=one.view.name,
            changed_at=one.changed_at,
            count=one.count,
            is_flash=one.is_flash,
            is_read=one.read_at is not None,
            rows=rows[one.pk],
            more=max(0, one.count - MOST_STORIES),
        )
        for one in alerts[:PAGE]
    ]
    unread = sum(count_unread(organisation.seat).values())
    return AlertPage(shown, unread, _read_newest(organisation.seat), shown[-1].change if len(alerts) > PAGE else None)


def do_read_alerts(seat: int, until: int, *, now: datetime, alert: int | None = None) -> int:
    """The person has read what stood there at change `until`: all of it, or one alert; returns how many. What has
    changed since stays unread."""
    unread = Alert.objects.filter(seat=seat, read_at=None, change__lte=until)
    if alert is not None:
        unread = unread.filter(pk=alert)
    return unread.update(read_at=now)


def read_pulse(organisation: Organisation, after: int | None) -> Pulse:
    """What an open page asks for again and again; without `after` nothing rings."""
    unread = sum(count_unread(organisation.seat).values())
    newest = _read_newest(organisation.seat)
    if after is None or newest <= after:
        return Pulse(unread, newest, ())
    ringing = Alert.objects.filter(seat=organisation.seat, desktop=True, read_at=None, change__gt=after)
    alerts = list(ringing.select_related("view").order_by("-change")[:MOST_RINGS])
    rows = _read_rows(organisation, alerts)
    rings = [_make_ring(one, rows[one.pk]) for one in reversed(alerts) if rows[one.pk]]
    return Pulse(unread, newest, rings)


def _make_ring(alert: Alert, rows: Sequence[Row]) -> Ring:
    if alert.count == 1:
        row = rows[0]
        body = row.headline or _("Story withdrawn")
        return Ring(alert.pk, alert.view.name, body, row.href, row.language, alert.is_flash)
    body = _("Stories: %(count)d") % {"count": alert.count}
    return Ring(alert.pk, alert.view.name, body, reverse("portal:alerts"), page.page_language(), flash=False)


def _read_newest(seat: int) -> int:
    return Alert.objects.filter(seat=seat).aggregate(newest=Max("change"))["newest"] or 0


def _read_rows(organisation: Organisation, alerts: Sequence[Alert]) -> dict[int, list[Row]]:
    """The newest stories of each alert, as they stand now, newest first; what nothing is known of is left out."""
    place = Window(RowNumber(), partition_by=F("alert"), order_by=[F("told_at").desc(), F("pk").desc()])
    numbered = AlertStory.objects.filter(alert__in=[one.pk for one in alerts]).annotate(place=place)
    stories = list(numbered.filter(place__lte=MOST_STORIES).order_by("place"))
    entries = _read_entries(organisation, stories)
    now, language = page.clock(), page.page_language()
    rows: dict[int, list[Row]] = defaultdict(list)
    for story in stories:
        if story.pk in entries:
            rows[story.alert_id].append(make_row(story.number, entries[story.pk], now, language))
    return rows


def _read_entries(organisation: Organisation, stories: Sequence[AlertStory]) -> dict[int, Entry]:
    """Each story as the subscription has it that it came by, which must be one of the organisation's."""
    found: dict[int, Entry] = {}
    with plain_connection() as plain:
        for held in organisation.subscriptions:
            mine = [one for one in stories if one.number == held.number]
            if not mine:
                continue
            reader = make_reader(held.number, read_access(plain, held.number).terms, page.clock())
            known = read_known(plain, reader, [one.guid for one in mine])
            found |= {one.pk: known[one.guid].entry for one in mine if one.guid in known}
    return found

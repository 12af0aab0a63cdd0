"""People of clients who wait for what was announced: watches, and the secret address of a calendar."""

from datetime import datetime

from django.db import transaction

from newswire.editing.planning.models import CalendarAddress, Watch
from newswire.kit.errors import NotFoundError
from newswire.kit.ids import new_secret
from newswire.subscribers.keys import hash_key
from newswire.subscribers.models import Seat

PREFIX = "nw_cal_"
"""What the secret of a calendar's address begins with: logs blot it out by that, leak scanners find it."""


def do_watch(seat_id: int, coverage_id: int, *, now: datetime) -> None:
    """The person waits for the coverage's story. Twice is once; the caller has checked that they are told of it."""
    Watch.objects.get_or_create(seat_id=seat_id, coverage_id=coverage_id, defaults={"since": now})


def do_stop_watching(seat_id: int, coverage_id: int) -> None:
    """The person waits no longer."""
    Watch.objects.filter(seat_id=seat_id, coverage_id=coverage_id).delete()


def read_watched(seat_id: int, since: datetime) -> frozenset[int]:
    """The coverages the person watches, without those that were due before `since`."""
    return frozenset(
        Watch.objects.filter(seat_id=seat_id, coverage__due_at__gte=since).values_list("coverage_id", flat=True)
    )


@transaction.atomic
def do_make_calendar_address(seat_id: int, *, pepper: str, now: datetime) -> str:
    """A new secret for the person's calendar, which is shown this once; one they had before is worth nothing now."""
    secret = new_secret(PREFIX)
    CalendarAddress.objects.update_or_create(
        seat_id=seat_id, defaults={"digest": hash_key(secret, pepper), "made_at": now}
    )
    return secret


def do_end_calendar_address(seat_id: int) -> None:
    """The person's calendar is read by nobody any more."""
    CalendarAddress.objects.filter(seat_id=seat_id).delete()


def read_calendar_made_at(seat_id: int) -> datetime | None:
    """Since when the person's calendar has an address; None where it has none."""
    return CalendarAddress.objects.filter(seat_id=seat_id).values_list("made_at", flat=True).first()


def find_calendar(secret: str, *, pepper: str) -> Seat:
    """Whose calendar it is. Raises `NotFoundError` for a secret nobody has, and for people who were let go."""
    found = (
        Seat.objects.select_related("subscriber", "user")
        .filter(calendar_address__digest=hash_key(secret, pepper), user__is_active=True)
        .first()
    )
    if found is None:
        raise NotFoundError("There is no calendar at this address. Make a new one on the planning page.")
    return found

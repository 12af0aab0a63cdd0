"""What happens when its time has come: embargoes end, scheduled stories leave, rights of use end. Each exactly once."""

import logging
from datetime import datetime

from newswire.editing.expiry import do_expire
from newswire.editing.models import Scheduled, Story
from newswire.editing.timing import do_lift_embargo, do_release_scheduled
from newswire.kit.errors import NewswireError
from newswire.wire.release import Release

logger = logging.getLogger(__name__)


def do_due(now: datetime) -> list[Release]:
    """Lifts every embargo, releases every scheduled story and announces every right that has ended, as is due at `now`;
    the releases in order of their time.

    Each story is its own transaction under its row's lock, and the column that made it due is cleared in it: a second
    clock, or the same one after a crash, finds nothing left to do. One story that fails does not stop the others; it
    stays due and is tried again.
    """
    lifts = Story.objects.filter(stage="released", lift_at__lte=now).values_list("lift_at", "pk")
    ends = Story.objects.filter(stage__in=("released", "held"), rights_end_at__lte=now)
    planned = Scheduled.objects.filter(at__lte=now).values_list("at", "story_id")
    due = [(at, pk, do_lift_embargo) for at, pk in lifts] + [(at, pk, do_release_scheduled) for at, pk in planned]
    due += [(at, pk, do_expire) for at, pk in ends.values_list("rights_end_at", "pk")]
    releases: list[Release] = []
    for _at, story_id, do in sorted(due, key=lambda one: one[:2]):
        try:
            release = do(story_id, now=now)
        except NewswireError as error:
            logger.error("story %s is due but could not leave: %s", story_id, error.detail)
        else:
            releases += [release] if release else []
    return releases


def read_next_due() -> datetime | None:
    """When the next embargo or right ends or story leaves; None where nothing is planned. For the loop to sleep by."""
    first_lift = Story.objects.filter(stage="released", lift_at__isnull=False).order_by("lift_at").first()
    first_plan = Scheduled.objects.order_by("at").first()
    ends = Story.objects.filter(stage__in=("released", "held"), rights_end_at__isnull=False).order_by("rights_end_at")
    first_end = ends.values_list("rights_end_at", flat=True).first()
    times = [first_lift.lift_at if first_lift else None, first_plan.at if first_plan else None, first_end]
    return min((at for at in times if at is not None), default=None)

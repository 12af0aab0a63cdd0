"""What happens at a time: a planned release, an embargo that ends. The clock (`clock.py`) calls these verbs."""

from datetime import datetime

import msgspec
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.checks.finding import Check
from newswire.editing.checks.times import is_before
from newswire.editing.deed import (
    CLOCK,
    append,
    checked,
    end_embargo,
    locked,
    name_of,
    read_released,
    record,
    require,
    role_of,
)
from newswire.editing.killed_media import drop_killed
from newswire.editing.models import Scheduled, Story
from newswire.editing.originals import keep_embargo, read_original_embargo
from newswire.editing.wording import describe_check
from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.kit.clock import to_utc
from newswire.kit.errors import RuleError
from newswire.wire.release import Release


def do_schedule(
    story_id: int,
    *,
    actor: User,
    now: datetime,
    at: datetime,
    update_line: str = "",
    seen: str = "",
    confirmed: str = "",
) -> Scheduled:
    """Plans the first release for `at` with the content as it is now. Scheduling again replaces the plan.

    Prepared copy needs its word in `confirmed`, as a release does.
    """
    with locked(story_id) as story:
        role = role_of(actor)
        require(story, "schedule", role)
        if to_utc(at) <= now:
            raise RuleError(_("A release cannot be scheduled for the past."))
        item = checked(story, role, now, seen, update_line=update_line, confirmed=confirmed)
        revision = story.latest_revision
        scheduled, _is_new = Scheduled.objects.update_or_create(
            story=story,
            defaults={
                "at": to_utc(at),
                "actor": name_of(actor),
                "update_line": update_line,
                "content": msgspec.json.encode(item),
                "revision_at": revision.created_at if revision else None,
            },
        )
        record(story, "schedule", name_of(actor), now, reason=to_utc(at).isoformat())
        return scheduled


def do_unschedule(story_id: int, *, actor: User, now: datetime) -> None:
    """Drops the plan for a release."""
    with locked(story_id) as story:
        require(story, "unschedule", role_of(actor))
        Scheduled.objects.filter(story=story).delete()
        record(story, "unschedule", name_of(actor), now)


def do_release_scheduled(story_id: int, *, now: datetime) -> Release | None:
    """Releases a story whose scheduled time has come, as approved. None where it is not (or no longer) due.

    The plan is deleted in the transaction that releases: it cannot happen twice, whatever dies in between.
    """
    with locked(story_id) as story:
        scheduled = Scheduled.objects.filter(story=story, at__lte=now).first()
        if scheduled is None or story.version:
            return None
        approved = msgspec.json.decode(bytes(scheduled.content), type=Item)
        if approved.expires is not None and approved.expires <= now:  # no right to release it is left
            scheduled.delete()
            record(story, "unschedule", CLOCK, now, reason="expired")
            return None
        item = msgspec.structs.replace(
            drop_killed(approved),
            first_created=to_utc(now),
            dateline=msgspec.structs.replace(approved.dateline, date=to_utc(now).date()) if approved.dateline else None,
        )
        revision_at, actor, line = scheduled.revision_at, scheduled.actor, scheduled.update_line
        scheduled.delete()
        item = keep_embargo(end_embargo(item, now), story, now)
        return append(story, "release", "new", item, actor, now, reason=line, revision=revision_at)


def do_move_embargo(story_id: int, *, actor: User, now: datetime, until: datetime | None, reason: str) -> Release:
    """Ends an embargo early (`until` None: a lift), or moves it to another time to come (a refile).

    RuleError where the story is under no embargo, or `until` has passed.
    """
    with locked(story_id) as story:
        require(story, "embargo", role_of(actor), reason)
        if story.lift_at is None or story.lift_at <= now:
            raise RuleError(_("The story is under no embargo."))
        if until is not None and to_utc(until) <= now:
            raise RuleError(_("An embargo cannot end in the past. Lift it instead."))
        floor = read_original_embargo(story, now)
        if floor is not None and is_before(until, floor):
            found = Check("embargo-of-original", "block", "embargo_until", f"{floor:%Y-%m-%d %H:%M} UTC")
            raise RuleError(describe_check(found))
        item = msgspec.structs.replace(read_released(story), embargo_until=to_utc(until) if until else None)
        kind: Kind = "refile" if until else "lift"
        outrun = _lock_outrun(story, to_utc(until), now) if until else []  # before the wire's head, as everywhere
        release = append(
            story, "embargo", kind, item, name_of(actor), now, reason=reason, revision=story.released_revision_at
        )
        for one in outrun:
            extended = msgspec.structs.replace(read_released(one), embargo_until=item.embargo_until)
            append(
                one, "embargo", "refile", extended, name_of(actor), now, reason=reason,
                revision=one.released_revision_at,
            )  # fmt: skip
        return release


def _lock_outrun(original: Story, until: datetime, now: datetime) -> list[Story]:
    """The translations whose embargo would end before their original's, locked. Translations have higher keys than
    their original, so that rows are locked in one order."""
    rows = Story.objects.select_for_update(of=("self",), no_key=True).filter(
        translation_of=original, stage="released", lift_at__gt=now, lift_at__lt=until
    )
    return list(rows.order_by("pk"))


def do_lift_embargo(story_id: int, *, now: datetime) -> Release | None:
    """Lifts an embargo that has ended. None where it has not, was lifted already, or the story is held or killed."""
    with locked(story_id) as story:
        if story.stage != "released" or story.lift_at is None or story.lift_at > now:
            return None
        item = end_embargo(read_released(story), now)
        return append(story, "lift", "lift", item, CLOCK, now, revision=story.released_revision_at)

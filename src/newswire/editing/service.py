"""The release verbs of the desk. Each is one transaction with the story's row locked: what it decides cannot change.

Every verb takes the moment (`now`) and who acts. It asks `rules.py`, appends to the wire, moves the story's state and
writes an `Act`, all or nothing: `deed.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from newswire.accounts.models import User
from newswire.editing.deed import (
    append,
    checked,
    end_embargo,
    locked,
    name_of,
    read_released,
    refuse,
    require,
    role_of,
)
from newswire.editing.derived import Decision, do_decide, locked_with_derived
from newswire.editing.desks import first_desk
from newswire.editing.models import Scheduled, Story
from newswire.editing.originals import keep_embargo
from newswire.editing.shifts.notice import do_tell_of_hold
from newswire.item.item import Correction
from newswire.item.kinds import Kind
from newswire.wire.release import Release


@transaction.atomic
def do_save(story: Story, *, actor: User, now: datetime) -> Story:
    """Saves a story's content with a revision, as the editor does; for programs that write stories."""
    if story._state.adding:
        story.created_by, story.created_at = actor, now
        story.desk = story.desk or first_desk(actor)
    else:
        require(Story.objects.select_for_update(of=("self",), no_key=True).get(pk=story.pk), "edit", role_of(actor))
    story.full_clean()
    story.save()
    story.save_revision(user=actor)
    return story


def do_release(
    story_id: int, *, actor: User, now: datetime, update_line: str = "", seen: str = "", confirmed: str = ""
) -> Release:
    """Releases the latest revision: `new` the first time, `update` after that.

    `seen` is the fingerprint of what the actor confirmed; where the story has changed since, RuleError and nothing is
    released. RuleError too where the rules or a blocking check forbid it, or where prepared copy is released without
    its word (`deed.confirm_word`) in `confirmed`.
    """
    with locked(story_id) as story:
        role = role_of(actor)
        require(story, "release", role)
        item = checked(story, role, now, seen, update_line=update_line, confirmed=confirmed)
        kind: Kind = "update" if story.version else "new"
        Scheduled.objects.filter(story=story).delete()
        return append(story, "release", kind, item, name_of(actor), now, reason=update_line)


def do_correct(
    story_id: int,
    *,
    actor: User,
    now: datetime,
    correction: Correction,
    reason: str,
    seen: str = "",
    detail: Mapping[str, Any] | None = None,
    derived: Mapping[str, Decision] | None = None,
) -> Release:
    """Releases the latest revision as a correction that says what was wrong and what is right.

    At the desk only `second_look.py` calls this: `detail` says who asked, or why nobody else looked. `derived` says by
    guid what happens to what was made from the story; a released translation of which it says nothing is held. All in
    one transaction: what is refused for one of them is refused for all.
    """
    with locked_with_derived(story_id) as (story, rows):
        role = role_of(actor)
        require(story, "correct", role, reason)
        if not (correction.wrong.strip() and correction.right.strip()):
            refuse("wrong-and-right", story, "correct")
        item = checked(story, role, now, seen, correction=correction)
        release = append(story, "correct", "correction", item, name_of(actor), now, reason=reason, detail=detail)
        do_decide(story, rows, derived or {}, act="correct", actor=actor, now=now, reason=reason)
        return release


def do_refile(story_id: int, *, actor: User, now: datetime, reason: str = "", seen: str = "") -> Release:
    """Releases the latest revision again for a trivial change: a comma, a tag, a picture credit."""
    with locked(story_id) as story:
        role = role_of(actor)
        require(story, "refile", role)
        item = checked(story, role, now, seen)
        return append(story, "refile", "refile", item, name_of(actor), now, reason=reason)


def do_hold(story_id: int, *, actor: User, now: datetime, reason: str) -> Release:
    """Asks every holder not to use the story until further word. Subscribers may read `reason`."""
    with locked(story_id) as story:
        require(story, "hold", role_of(actor), reason)
        release = append(story, "hold", "hold", None, name_of(actor), now, reason=reason)
        do_tell_of_hold(story, actor=actor, now=now, reason=reason)
        return release


def do_lift(story_id: int, *, actor: User, now: datetime, reason: str = "") -> Release:
    """Ends a hold: the content as it was last released is free again. An embargo still to come stays on it."""
    with locked(story_id) as story:
        require(story, "lift", role_of(actor))
        item = keep_embargo(end_embargo(read_released(story), now), story, now)
        return append(story, "lift", "lift", item, name_of(actor), now, reason=reason)


def do_kill(
    story_id: int,
    *,
    actor: User,
    now: datetime,
    reason: str,
    wording: str,
    detail: Mapping[str, Any] | None = None,
    derived: Mapping[str, Decision] | None = None,
) -> Release:
    """Withdraws the story for good. `wording` is what subscribers read and goes on the wire; `reason` stays here.

    `detail` and `derived` as for a correction.
    """
    with locked_with_derived(story_id) as (story, rows):
        require(story, "kill", role_of(actor), reason)
        if not wording.strip():
            refuse("wording", story, "kill")
        name = name_of(actor)
        release = append(story, "kill", "kill", None, name, now, reason=wording, private_reason=reason, detail=detail)
        do_decide(story, rows, derived or {}, act="kill", actor=actor, now=now, reason=reason)
        return release

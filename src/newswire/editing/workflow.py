"""The verbs before the first release: a story is handed in, taken, approved, given back, given to somebody, taken over.

Whoever hands a story on lets go of it: no lock stays behind on it.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.deed import locked, move, name_of, record, require, role_of
from newswire.editing.models import Desk, Story
from newswire.editing.shifts.notice import do_tell_of_urgent
from newswire.kit.errors import RuleError

_FREE: dict[str, Any] = {"locked": False, "locked_by": None, "locked_at": None}


def do_submit(story_id: int, *, actor: User, now: datetime) -> None:
    """Hands a draft to the editors."""
    with locked(story_id) as story:
        require(story, "submit", role_of(actor))
        move(story, "submit", **_FREE)
        record(story, "submit", name_of(actor), now)
        do_tell_of_urgent(story.get_latest_revision_as_object(), actor=actor, now=now)


def do_return(story_id: int, *, actor: User, now: datetime, reason: str) -> None:
    """Gives a story back to its writer, with what is missing."""
    with locked(story_id) as story:
        require(story, "return", role_of(actor), reason)
        move(story, "return", **_FREE)
        record(story, "return", name_of(actor), now, reason=reason)


def do_take(story_id: int, *, actor: User, now: datetime) -> None:
    """Takes a story into edit: whoever takes it has it."""
    with locked(story_id) as story:
        require(story, "take", role_of(actor))
        move(story, "take", assignee=actor, **_FREE)
        record(story, "take", name_of(actor), now)


def do_approve(story_id: int, *, actor: User, now: datetime) -> None:
    """Marks a story as ready for release."""
    with locked(story_id) as story:
        require(story, "approve", role_of(actor))
        move(story, "approve", **_FREE)
        record(story, "approve", name_of(actor), now)


def do_assign(
    story_id: int, *, actor: User, now: datetime, desk: Desk | None, assignee: User | None, note: str = ""
) -> None:
    """Gives a story to a desk and, there, to somebody; None takes it from whoever had it. The stage stays.

    RuleError for a person who does not work at the agency.
    """
    with locked(story_id) as story:
        require(story, "assign", role_of(actor))
        if assignee is not None and not assignee.is_desk:
            raise RuleError(_("A story can only be given to somebody of the newsroom."))
        move(story, "assign", desk=desk, assignee=assignee)
        given = f"{desk.code if desk else '–'} · {assignee.get_username() if assignee else '–'}"
        record(story, "assign", name_of(actor), now, reason=f"{given}: {note}" if note else given)


def do_take_over(story_id: int, *, actor: User, now: datetime) -> None:
    """Gives the story into the actor's hands alone: whoever held it before can read on, but not save over it."""
    with locked(story_id) as story:
        require(story, "edit", role_of(actor))
        before = story.locked_by.get_username() if story.locked and story.locked_by else ""
        Story.objects.filter(pk=story.pk).update(locked=True, locked_by=actor, locked_at=now)
        record(story, "take-over", name_of(actor), now, reason=before)

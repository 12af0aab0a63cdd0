"""Who may change a story now: the table for stage and role first, then whoever holds the story."""

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.models import Story
from newswire.editing.rules import check_action
from newswire.editing.wording import STAGE_LABELS


class StageLock(BaseLock):
    """Keeps out everybody whose role may not edit at the story's stage."""

    object: Story

    def for_user(self, user: User) -> bool:
        """Whether the table refuses `user`."""
        return not may_edit(self.object, user)

    def get_message(self, user: User) -> str:  # noqa: ARG002 - Wagtail's signature
        """What the writer is told."""
        words = {"stage": str(STAGE_LABELS[self.object.stage_now])}
        return _("The story is at the stage “%(stage)s”, where your role cannot change it.") % words

    def get_description(self, user: User) -> str:  # noqa: ARG002 - Wagtail's signature
        """What the status panel says."""
        return _("The editors have it now and can send it back.")


def may_edit(story: Story, user: User) -> bool:
    """Whether the table lets `user` edit the story at its stage."""
    return check_action(story.stage_now, "edit", role_of(user), story.type_now) is None


def lock_of(story: Story, user: User) -> BaseLock | None:
    """The lock that stands between `user` and the story, or that `user` holds; None where it is free."""
    lock: BaseLock | None = story.get_lock()
    if story.stage_now == "killed" or may_edit(story, user):
        return lock
    return StageLock(story)


def why_locked(story: Story, user: User) -> str:
    """The sentence for a writer whose text cannot be saved; empty where it can."""
    lock = lock_of(story, user)
    if lock is None or not lock.for_user(user):
        return ""
    if may_edit(story, user):
        holder = story.locked_by.get_username() if story.locked_by else "–"
        words = _("%(name)s has taken this story over.") % {"name": holder}
    else:
        words = lock.get_message(user)
    if story.stage_now == "killed":
        return f"{words} " + _("Nothing was saved; what you typed is still on this page.")
    return f"{words} " + _("Your text was not saved over theirs; it is kept beside the story for both of you.")

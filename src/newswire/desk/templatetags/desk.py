"""Template tags of the desk's screens."""

from typing import cast

import msgspec
from django import template
from django.utils.translation import gettext_lazy as _

from newswire.desk.words import KIND_LABELS
from newswire.editing.models import Act, Scheduled, Story
from newswire.editing.rules import Action
from newswire.editing.wording import ACTION_LABELS
from newswire.item.kinds import Kind

register = template.Library()
_ADOPTED = _("Opened from the wire")


class ActLine(msgspec.Struct, frozen=True):
    """One deed with the word for it."""

    row: Act
    label: str


class State(msgspec.Struct, frozen=True):
    """Where a story stands, for the strip above the editor."""

    story: Story
    scheduled: Scheduled | None
    is_edited_since_scheduled: bool
    acts: tuple[ActLine, ...]


@register.simple_tag
def state_of(story: Story) -> State:
    """The story's state with its plan and its last twenty deeds."""
    scheduled = Scheduled.objects.filter(story=story).defer("content").first()
    revision = story.latest_revision
    edited = bool(scheduled and revision and scheduled.revision_at != revision.created_at)
    rows = Act.objects.filter(story=story)[:20]
    return State(story, scheduled, edited, tuple(ActLine(row, _act_label(row.action)) for row in rows))


def _act_label(action: str) -> str:
    return str(_ADOPTED) if action == "adopt" else str(ACTION_LABELS[cast(Action, action)])


@register.filter
def kind_label(kind: str) -> str:
    """The word for a release kind in the language of the screen."""
    return str(KIND_LABELS[cast(Kind, kind)])

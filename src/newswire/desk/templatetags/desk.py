"""Template tags of the desk's screens."""

from datetime import datetime, timedelta
from typing import cast

import msgspec
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newswire.accounts.models import Act, User
from newswire.desk.menu import SELLERS
from newswire.desk.words import KIND_LABELS, act_label
from newswire.editing.deed import role_of
from newswire.editing.models import Scheduled, Story
from newswire.item.kinds import Kind
from newswire.kit.clock import format_utc

register = template.Library()


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
    rows = Act.objects.filter(about="story", name=story.guid)[:20]
    return State(story, scheduled, edited, tuple(ActLine(row, act_label(row.action)) for row in rows))


@register.simple_tag
def ago(moment: datetime, now: datetime) -> SafeString:
    """A `<time>` in the editor's own zone: `12 min` under an hour, the clock today, else day and clock."""
    there, here = timezone.localtime(moment), timezone.localtime(now)
    full = date_format(there, "j M Y, H:i", use_l10n=False)
    if now - moment < timedelta(hours=1):
        words = gettext("%(minutes)d min") % {"minutes": max(1, int((now - moment).total_seconds() // 60))}
    elif there.date() == here.date():
        words = date_format(there, "H:i", use_l10n=False)
    else:
        words = full if there.year != here.year else date_format(there, "j M, H:i", use_l10n=False)
    return format_html('<time datetime="{}" title="{}">{}</time>', format_utc(moment), full, words)


@register.filter
def kind_label(kind: str) -> str:
    """The word for a release kind in the language of the screen."""
    return str(KIND_LABELS[cast(Kind, kind)])


@register.filter
def is_seller(user: object) -> bool:
    """Whether this person sees what is sold to whom."""
    return isinstance(user, User) and role_of(user) in SELLERS

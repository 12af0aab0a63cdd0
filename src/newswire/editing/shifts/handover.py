"""What one shift leaves to the next: read from the tables, written down with a note, signed for by the next chief."""

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import name_of, role_of
from newswire.editing.models import Scheduled, Story
from newswire.editing.planning.models import Coverage
from newswire.editing.second_look import read_open
from newswire.editing.shifts.models import Handover
from newswire.editing.shifts.rules import AHEAD
from newswire.editing.shifts.service import require_senior
from newswire.item.vocabulary.languages import direction
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError, RuleError


class Line(msgspec.Struct, frozen=True):
    """One thing that is open: what, since or until when, whose; `pk` is the story's, or the second look's."""

    words: str
    at: datetime
    who: str = ""
    language: str = "en"
    pk: int | None = None
    action: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is open when a shift ends."""

    holds: tuple[Line, ...] = ()
    embargoes: tuple[Line, ...] = ()
    schedules: tuple[Line, ...] = ()
    looks: tuple[Line, ...] = ()
    promises: tuple[Line, ...] = ()


def read_state(now: datetime) -> State:
    """What is open at `now`: five queries, whatever their number of rows.

    Embargoes, schedules and promises within the next twelve hours; a promise that is late counts for as long.
    """
    until = now + AHEAD
    stories = Story.objects.only("headline", "language", "released_at", "lift_at")
    holds = stories.filter(stage="held").order_by("released_at")
    embargoes = stories.filter(stage="released", lift_at__gt=now, lift_at__lte=until).order_by("lift_at")
    plans = Scheduled.objects.filter(at__lte=until).select_related("story").order_by("at")
    plans = plans.only("at", "actor", "story__headline", "story__language")
    unkept = Q(story=None) | Q(story__version=0)
    promises = Coverage.objects.filter(unkept, is_cancelled=False, due_at__gt=now - AHEAD, due_at__lte=until)
    promises = promises.select_related("assignee").order_by("due_at")
    return State(
        holds=tuple(_story_line(one, one.released_at or now) for one in holds),
        embargoes=tuple(_story_line(one, one.lift_at or now) for one in embargoes),
        schedules=tuple(_story_line(one.story, one.at, one.actor) for one in plans),
        looks=tuple(
            Line(one.story.headline, one.asked_at, name_of(one.asked_by), one.story.language, one.pk, one.action)
            for one in read_open()
        ),
        promises=tuple(
            Line(one.slugline, one.due_at, one.assignee.get_username() if one.assignee else "", one.language,
                 one.story_id)
            for one in promises
        ),
    )  # fmt: skip


def read_handovers(limit: int = 20) -> list[Handover]:
    """The newest handovers, newest first."""
    return list(Handover.objects.select_related("made_by", "signed_by")[:limit])


def state_of(handover: Handover) -> State:
    """What was open when it was handed over."""
    return msgspec.convert(handover.state, State)


@transaction.atomic
def do_hand_over(*, actor: User, now: datetime, note: str) -> Handover:
    """Writes down what is open now, with the leaving chief's note."""
    require_senior(actor)
    state: dict[str, Any] = msgspec.to_builtins(read_state(now))
    handover = Handover.objects.create(made_by=actor, made_at=to_utc(now), note=note.strip(), state=state)
    _record("hand-over", handover, actor, now, note)
    return handover


@transaction.atomic
def do_sign(handover_id: int, *, actor: User, now: datetime) -> Handover:
    """The next chief takes over. RuleError for whoever handed over, and where somebody has signed."""
    require_senior(actor)
    handover = Handover.objects.select_for_update(of=("self",)).filter(pk=handover_id).first()
    if handover is None:
        raise NotFoundError(_("There is no such handover."))
    if handover.signed_at is not None:
        raise RuleError(_("This handover was signed already."))
    if handover.made_by_id == actor.pk:
        raise RuleError(_("A handover is signed by the next chief, not by whoever hands over."))
    handover.signed_by, handover.signed_at = actor, to_utc(now)
    handover.save(update_fields=["signed_by", "signed_at"])
    _record("sign-handover", handover, actor, now, "")
    return handover


def _story_line(story: Story, at: datetime, who: str = "") -> Line:
    return Line(story.headline, at, who, story.language, story.pk)


def _record(action: str, handover: Handover, actor: User, now: datetime, note: str) -> None:
    name = str(handover.pk)
    do_record(action, "handover", name, actor=name_of(actor), now=now, role=role_of(actor), reason=note)

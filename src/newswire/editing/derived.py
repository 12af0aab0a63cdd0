"""What was made from a story, and what happens to it when the story is corrected or killed: one sheet, one act."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, get_args

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from newswire.accounts.models import Act, User
from newswire.editing.deed import append, name_of, record, require, role_of, wire_connection
from newswire.editing.models import Story
from newswire.editing.rules import VISUAL, Stage
from newswire.editing.wording import kill_wording
from newswire.edition.writer import read_shown
from newswire.item.vocabulary.languages import EDITIONS
from newswire.kit.errors import NotFoundError, RuleError

Decision = Literal["kill", "hold", "correct-later", "leave"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
Why = Literal["translation", "follows", "followed", "made-from", "same-picture"]

FLAG = "correct-later"
"""The deed that flags a story: its original was corrected or killed, and it has not been released since."""
_POSSIBLE: dict[Stage, tuple[Decision, ...]] = {
    "released": ("kill", "hold", "correct-later", "leave"),
    "held": ("kill", "correct-later", "leave"),
    "killed": (),
}
_TRIES = 5


class Derived(msgspec.Struct, frozen=True):
    """A story of the sheet and how it hangs together with the one that is corrected or killed."""

    story: Story
    why: Why

    @property
    def possible(self) -> tuple[Decision, ...]:
        """What can be decided about it at its stage."""
        return _POSSIBLE.get(self.story.stage_now, ("correct-later", "leave"))

    @property
    def default(self) -> Decision:
        """What happens where nothing is said: a released translation is held until somebody has looked."""
        return "hold" if self.why == "translation" and self.story.stage == "released" else "leave"


def read_derived(story: Story) -> tuple[Derived, ...]:
    """Everything made from `story` that is released or in work, each once, in the order of the keys.

    Its translations, the alert it follows, what follows it, what was made from it, and for a picture story those with
    the same picture; of all these again their translations, followers and what was made from them. One query for each
    relation and step.
    """
    seen: dict[int, Derived] = {}
    level = _first_level(story)
    while level:
        fresh = [one for one in level if one.story.pk not in seen and one.story.pk != story.pk]
        seen |= {one.story.pk: one for one in reversed(fresh)}
        level = _made_from([one.story.pk for one in fresh]) if fresh else []
    alive = (one for one in seen.values() if one.story.stage != "killed")
    return tuple(sorted(alive, key=lambda one: one.story.pk))


def _first_level(story: Story) -> list[Derived]:
    found = _made_from([story.pk])
    if story.follows_id:
        found += [Derived(one, "follows") for one in _rows(Q(pk=story.follows_id))]
    if story.type_now in VISUAL and story.picture_id:
        same = Q(picture_id=story.picture_id) | Q(further_media__picture_id=story.picture_id)
        found += [Derived(one, "same-picture") for one in _rows(same)]
    return found


def _made_from(keys: Sequence[int]) -> list[Derived]:
    found = [Derived(one, "translation") for one in _rows(Q(translation_of__in=keys))]
    found += [Derived(one, "followed") for one in _rows(Q(follows__in=keys))]
    found += [Derived(one, "made-from") for one in _rows(Q(derived_from__in=keys))]
    return found


def _rows(which: Q) -> QuerySet[Story]:
    return Story.objects.filter(which).defer("body", "adopted").distinct()


def has_public_summary(story: Story) -> bool:
    """Whether the public website shows the story's summary now."""
    shown = read_shown(wire_connection(), story.guid)
    return shown is not None and shown.state == "live"


class _MovedOnError(Exception):
    """Something was derived between looking and locking."""


@contextmanager
def locked_with_derived(story_id: int) -> Iterator[tuple[Story, tuple[Derived, ...]]]:
    """One transaction in which the story and everything derived from it are locked, always in the order of the keys:
    two such acts wait for one another and never for each other.

    What was derived while the locks were taken is looked for again, from the beginning.
    """
    with transaction.atomic():
        for _attempt in range(_TRIES):
            try:
                with transaction.atomic():  # rolling back to here gives the locks back
                    found = _lock(story_id)
            except _MovedOnError:
                continue
            yield found
            return
        raise RuleError(_("Others are working on what was made from this story. Nothing was released; try again."))


def _lock(story_id: int) -> tuple[Story, tuple[Derived, ...]]:
    story = Story.objects.filter(pk=story_id).first()
    if story is None:
        raise NotFoundError(_("There is no such story."))
    keys = {story_id, *(one.story.pk for one in read_derived(story))}
    # without joins: PostgreSQL would join the row it waited for with the revision from before the wait
    rows = Story.objects.select_for_update(no_key=True).order_by("pk")
    locked = {one.pk: one for one in rows.filter(pk__in=keys)}
    now_derived = read_derived(locked[story_id])
    if any(one.story.pk not in locked for one in now_derived):
        raise _MovedOnError
    return locked[story_id], tuple(Derived(locked[one.story.pk], one.why) for one in now_derived)


def do_decide(
    origin: Story,
    rows: Sequence[Derived],
    decisions: Mapping[str, Decision],
    *,
    act: Literal["correct", "kill"],
    actor: User,
    now: datetime,
    reason: str,
) -> None:
    """Does to each of `rows` what `decisions` says of its guid, or what is the default, in the caller's transaction.

    RuleError, naming the story, where one of them is refused, or where a story is named that is not derived from
    `origin`; one that was killed meanwhile is none.
    """
    unknown = set(decisions) - {one.story.guid for one in rows}
    if Story.objects.filter(guid__in=unknown).exclude(stage="killed").exists():
        raise RuleError(_("What was made from this story has changed. Nothing was released; look at the list again."))
    for one in rows:
        decision = decisions.get(one.story.guid, one.default)
        if decision == "hold" and one.story.stage == "held":
            continue  # somebody held it since the sheet was shown
        try:
            _do_one(one.story, origin, decision, act, actor, now, reason)
        except RuleError as error:
            words = {"headline": one.story.headline, "why": error.detail}
            raise RuleError(_("“%(headline)s”: %(why)s Nothing was released.") % words) from error


def _do_one(
    story: Story, origin: Story, decision: Decision, act: Literal["correct", "kill"], actor: User, now: datetime,
    reason: str,
) -> None:  # fmt: skip
    role, name = role_of(actor), name_of(actor)
    private = f"{origin.guid}: {reason.strip()}"
    match decision:
        case "kill":
            require(story, "kill", role, reason)
            words = kill_wording(story.language, story.headline)
            append(story, "kill", "kill", None, name, now, reason=words, private_reason=private)
        case "hold":
            require(story, "hold", role, reason)
            words = hold_wording(story.language, origin.guid, act)
            append(story, "hold", "hold", None, name, now, reason=words, private_reason=private)
        case "correct-later":
            record(story, FLAG, name, now, reason=private)
        case "leave":
            pass


def hold_wording(language: str, guid: str, act: Literal["correct", "kill"]) -> str:
    """What subscribers read of a hold that an original's correction or kill brought, in their language where we have
    it. It names the original by its number: its headline may be the very thing that was wrong."""
    with override(language if language in EDITIONS else "en"):
        if act == "kill":
            words = _("The story this one was made from (%(guid)s) was killed. Do not use this one until further word.")
        else:
            words = _(
                "The story this one was made from (%(guid)s) was corrected. Do not use this one until further word."
            )
        return words % {"guid": guid}


def read_flag(story: Story) -> Act | None:
    """The flag that says the story is to be corrected, until it is released again; None where there is none."""
    return Act.objects.filter(about="story", name=story.guid, action=FLAG, version=story.version).first()

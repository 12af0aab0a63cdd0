"""Correction and kill by two people: one asks, another decides; or one alone, who says why and is on record for it.

The desk has no other way to `service.do_correct` and `service.do_kill`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing import service
from newswire.editing.deed import checked, locked, name_of, record, refuse, require, role_of
from newswire.editing.derived import locked_with_derived
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import SecondLook, Story
from newswire.editing.rules import SECOND_LOOK, SENIOR, Action, check_ask
from newswire.editing.shifts.notice import do_tell_of_look
from newswire.item.item import Correction
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.release import Release

Decision = SecondLook.Decision

_NOT_PROPOSED = frozenset({"seen", "override", "way"})
"""What a dialogue carries beside the proposal itself."""


def do_ask(
    story_id: int, action: Action, *, actor: User, now: datetime, said: Mapping[str, Any], seen: str = ""
) -> SecondLook:
    """Stores what `actor` filled in for another person to decide, and mails whoever is on duty.

    `said` is the dialogue's whole answer. RuleError where the role may not ask, something is missing, the story has
    changed since `seen`, or the same was asked for already.
    """
    with locked(story_id) as story:
        _check_proposal(story, action, said)
        if refusal := check_ask(story.stage_now, action, role_of(actor), story.type_now):
            refuse(refusal, story, action)
        if action == "correct":
            checked(story, role_of(actor), now, seen, correction=_correction(said))
        if SecondLook.objects.filter(story=story, action=action, decision=Decision.OPEN).exists():
            raise RuleError(_("A second look is already asked for. It is decided, or withdrawn, first."))
        look = SecondLook.objects.create(
            story=story,
            action=action,
            proposal=_proposal(story, said),
            reason=said["reason"].strip(),
            asked_by=actor,
            asked_at=to_utc(now),
        )
        record(story, f"ask-{action}", name_of(actor), now, reason=look.reason, detail={"second_look": look.pk})
        do_tell_of_look(look, story.get_latest_revision_as_object(), actor=actor, now=now)
        return look


def do_approve(look_id: int, *, actor: User, now: datetime, because: str = "") -> Release:
    """Takes what was asked for, in one transaction with the decision. The wire and the log name both people.

    RuleError for whoever asked, for a role that is not senior, and where the story is no longer what was looked at: for
    a correction its text, for a kill (which carries none) what is on the wire.
    """
    with _deciding(look_id) as (look, story):
        action = _action(look)
        require(story, action, role_of(actor), look.reason)
        if look.asked_by_id == actor.pk:
            raise RuleError(_("A second look needs a second person: you asked for this one yourself."))
        if has_changed(look, story):
            raise RuleError(_("The story was changed after the second look was asked for. Nothing was released."))
        detail = {"asked_by": name_of(look.asked_by), "approved_by": name_of(actor), "second_look": look.pk}
        release = _take(story, action, actor, now, look.proposal["said"], detail)
        _close(look, Decision.APPROVED, actor, now, because)
        _withdraw_rest(story, action, actor, now)
        return release


def do_refuse(look_id: int, *, actor: User, now: datetime, because: str) -> None:
    """Ends a request without the action; a senior person other than the one who asked says why."""
    with _deciding(look_id) as (look, story):
        if role_of(actor) not in SENIOR or look.asked_by_id == actor.pk:
            raise RuleError(_("A second look is refused by another senior person; your own you withdraw."))
        if not because.strip():
            raise RuleError(_("A refusal needs a reason."))
        _close(look, Decision.REFUSED, actor, now, because)
        _record_end(story, "refuse", look, actor, now, because)


def do_withdraw(look_id: int, *, actor: User, now: datetime, because: str = "") -> None:
    """Takes a request back; only whoever asked."""
    with _deciding(look_id) as (look, story):
        if look.asked_by_id != actor.pk:
            raise RuleError(_("Only whoever asked for a second look withdraws it."))
        _close(look, Decision.WITHDRAWN, actor, now, because)
        _record_end(story, "withdraw", look, actor, now, because)


def do_override(
    story_id: int,
    action: Action,
    *,
    actor: User,
    now: datetime,
    said: Mapping[str, Any],
    override: str,
    seen: str = "",
) -> Release:
    """Takes the action alone. `override` says why nobody else looked; it is kept with the decision and in the log."""
    with locked_with_derived(story_id) as (story, _rows):
        if not override.strip():
            raise RuleError(_("Whoever acts without a second person says why."))
        _check_proposal(story, action, said)
        proposal = _proposal(story, said)
        look = SecondLook(
            story=story,
            action=action,
            proposal=proposal,
            reason=said["reason"].strip(),
            asked_by=actor,
            asked_at=to_utc(now),
        )
        _close(look, Decision.OVERRIDDEN, actor, now, override)
        detail = {"override": override.strip(), "second_look": look.pk}
        release = _take(story, action, actor, now, {**proposal["said"], "seen": seen}, detail)
        _withdraw_rest(story, action, actor, now)
        return release


def has_changed(look: SecondLook, story: Story) -> bool:
    """Whether what was asked for no longer fits the story as it stands."""
    if look.proposal["content_seq"] != story.content_seq:
        return True
    latest = fingerprint(story.get_latest_revision_as_object())
    return look.action == "correct" and look.proposal["fingerprint"] != latest


def read_open() -> "QuerySet[SecondLook]":
    """The open requests with story and asker, oldest first."""
    looks = SecondLook.objects.filter(decision=Decision.OPEN).select_related("story", "asked_by")
    return looks.defer("story__body", "story__adopted").order_by("pk")


@contextmanager
def _deciding(look_id: int) -> Iterator[tuple[SecondLook, Story]]:
    """An open request and its story with what was made from it, all locked, the stories first as everywhere."""
    story_id = SecondLook.objects.filter(pk=look_id).values_list("story_id", flat=True).first()
    if story_id is None:
        raise NotFoundError(_("There is no such second look."))
    with locked_with_derived(story_id) as (story, _rows):
        look = SecondLook.objects.select_related("asked_by").get(pk=look_id)
        if look.decision != Decision.OPEN:
            raise RuleError(_("This second look was decided already: %(how)s.") % {"how": look.get_decision_display()})
        yield look, story


def _check_proposal(story: Story, action: Action, said: Mapping[str, Any]) -> None:
    if action not in SECOND_LOOK:
        raise RuleError(_("Only a correction and a kill need a second look."))
    if not said["reason"].strip():
        refuse("reason", story, action)
    if action == "kill" and not said["wording"].strip():
        refuse("wording", story, action)
    if action == "correct" and not (said["wrong"].strip() and said["right"].strip()):
        refuse("wrong-and-right", story, action)


def _proposal(story: Story, said: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: _plain(value) for name, value in said.items() if name not in _NOT_PROPOSED}
    return {
        "said": json.loads(json.dumps(kept, cls=DjangoJSONEncoder)),
        "fingerprint": fingerprint(story.get_latest_revision_as_object()),
        "content_seq": story.content_seq,
    }


def _plain(value: Any) -> Any:
    """Rows as their ids, lists of rows as lists of ids, anything else as it is."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (QuerySet, list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    return value


def _take(
    story: Story, action: Action, actor: User, now: datetime, said: Mapping[str, Any], detail: Mapping[str, Any]
) -> Release:
    reason, derived = said["reason"], said.get("derived")
    if action == "kill":
        wording = said["wording"]
        return service.do_kill(
            story.pk, actor=actor, now=now, reason=reason, wording=wording, detail=detail, derived=derived
        )
    return service.do_correct(
        story.pk,
        actor=actor,
        now=now,
        correction=_correction(said),
        reason=reason,
        seen=said.get("seen", ""),
        detail=detail,
        derived=derived,
    )


def _correction(said: Mapping[str, Any]) -> Correction:
    return Correction(said["wrong"], said["right"], said.get("note", ""))


def _action(look: SecondLook) -> Action:
    return cast(Action, look.action)


def _close(look: SecondLook, decision: str, actor: User, now: datetime, because: str) -> None:
    look.decision, look.decided_by, look.decided_at = decision, actor, to_utc(now)
    look.decided_because = because.strip()
    look.save()


def _record_end(story: Story, end: str, look: SecondLook, actor: User, now: datetime, because: str) -> None:
    detail = {"asked_by": name_of(look.asked_by), "second_look": look.pk}
    record(story, f"{end}-{look.action}", name_of(actor), now, reason=because, detail=detail)


def _withdraw_rest(story: Story, action: Action, actor: User, now: datetime) -> None:
    """What was done needs no second look any more; after a kill there is nothing left to correct either."""
    looks = SecondLook.objects.filter(story=story, decision=Decision.OPEN)
    for look in looks if action == "kill" else looks.filter(action=action):
        because = _("Settled by another decision.")
        _close(look, Decision.WITHDRAWN, actor, now, because)
        _record_end(story, "withdraw", look, actor, now, because)

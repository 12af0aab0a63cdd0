"""The verbs of the desk. Each is one transaction with the story's row locked: what it decides cannot change under it.

Every verb takes the moment (`now`) and who acts. It asks `rules.py`, appends to the wire, moves the story's state and
writes an `Act`, all or nothing. What subscribers may read of a reason stands on the wire: for a hold and a kill, which
carry no content, `Release.reason` is the note or the mandatory wording meant for them. The newsroom's own reason for a
kill stays in the `Act`. For a correction or a refile `Release.reason` is the newsroom's own and delivery does not pass
it on; what a reader may know of a correction is in the item (`Item.correction`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.content import Occasion, fill_story, make_item
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Act, Scheduled, Story
from newswire.editing.pictures import make_media
from newswire.editing.rules import (
    REASONED,
    Action,
    Check,
    Circumstances,
    Refusal,
    Role,
    check_action,
    check_release,
    has_block,
    next_stage,
)
from newswire.editing.wording import describe_check, describe_refusal
from newswire.item.item import Correction, Item
from newswire.item.kinds import Kind
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.append import do_append, next_version
from newswire.wire.follow import read_history, read_items
from newswire.wire.release import Draft, Release


def prepare(story: Story, *, now: datetime, update_line: str = "", correction: Correction | None = None) -> Item:
    """The item that releasing `story` at `now` would put on the wire. Stores its picture's files."""
    item = make_item(
        story,
        Occasion(
            provider=settings.NEWSWIRE_PROVIDER,
            first_released_at=story.first_released_at or now,
            dateline_date=to_utc(now).date(),
            media=make_media(story),
            update_line=update_line,
            correction=correction,
        ),
    )
    return _end_embargo(item, now) if story.version else item


def check_story(story: Story, item: Item, *, role: Role, now: datetime) -> tuple[Check, ...]:
    """The findings on releasing `item` for `story` now."""
    return check_release(
        item,
        Circumstances(
            now=now,
            role=role,
            version=story.version,
            is_changed=not story.version or story.is_updated_since_release,
            standing_embargo=story.lift_at if story.lift_at and story.lift_at > now else None,
        ),
    )


@transaction.atomic
def do_save(story: Story, *, actor: User, now: datetime) -> Story:
    """Saves a story's content with a revision, as the editor does; for programs that write stories."""
    if story._state.adding:
        story.created_by, story.created_at = actor, now
    else:
        _require(Story.objects.select_for_update(of=("self",)).get(pk=story.pk), "edit", role_of(actor))
    story.full_clean()
    story.save()
    story.save_revision(user=actor)
    return story


def do_submit(story_id: int, *, actor: User, now: datetime) -> None:
    """Hands a draft to the editors."""
    with _locked(story_id) as story:
        _require(story, "submit", role_of(actor))
        _move(story, "submit")
        _record(story, "submit", name_of(actor), now)


def do_return(story_id: int, *, actor: User, now: datetime, reason: str = "") -> None:
    """Gives a submitted story back to its writer."""
    with _locked(story_id) as story:
        _require(story, "return", role_of(actor))
        _move(story, "return")
        _record(story, "return", name_of(actor), now, reason=reason)


def do_release(story_id: int, *, actor: User, now: datetime, update_line: str = "", seen: str = "") -> Release:
    """Releases the latest revision: `new` the first time, `update` after that.

    `seen` is the fingerprint of what the actor confirmed; where the story has changed since, RuleError and nothing is
    released. RuleError too where the rules or a blocking check forbid it.
    """
    with _locked(story_id) as story:
        role = role_of(actor)
        _require(story, "release", role)
        item = _checked(story, role, now, seen, update_line=update_line)
        kind: Kind = "update" if story.version else "new"
        Scheduled.objects.filter(story=story).delete()
        return _append(story, "release", kind, item, name_of(actor), now, reason=update_line)


def do_correct(
    story_id: int, *, actor: User, now: datetime, correction: Correction, reason: str, seen: str = ""
) -> Release:
    """Releases the latest revision as a correction that says what was wrong and what is right."""
    with _locked(story_id) as story:
        role = role_of(actor)
        _require(story, "correct", role, reason)
        if not (correction.wrong.strip() and correction.right.strip()):
            _refuse("wrong-and-right", story, "correct")
        item = _checked(story, role, now, seen, correction=correction)
        return _append(story, "correct", "correction", item, name_of(actor), now, reason=reason)


def do_refile(story_id: int, *, actor: User, now: datetime, reason: str = "", seen: str = "") -> Release:
    """Releases the latest revision again for a trivial change: a comma, a tag, a picture credit."""
    with _locked(story_id) as story:
        role = role_of(actor)
        _require(story, "refile", role)
        item = _checked(story, role, now, seen)
        return _append(story, "refile", "refile", item, name_of(actor), now, reason=reason)


def do_hold(story_id: int, *, actor: User, now: datetime, reason: str) -> Release:
    """Asks every holder not to use the story until further word. Subscribers may read `reason`."""
    with _locked(story_id) as story:
        _require(story, "hold", role_of(actor), reason)
        return _append(story, "hold", "hold", None, name_of(actor), now, reason=reason)


def do_lift(story_id: int, *, actor: User, now: datetime, reason: str = "") -> Release:
    """Ends a hold: the content as it was last released is free again. An embargo still to come stays on it."""
    with _locked(story_id) as story:
        _require(story, "lift", role_of(actor))
        item = _end_embargo(read_released(story), now)
        return _append(story, "lift", "lift", item, name_of(actor), now, reason=reason)


def do_kill(story_id: int, *, actor: User, now: datetime, reason: str, wording: str) -> Release:
    """Withdraws the story for good. `wording` is what subscribers read and goes on the wire; `reason` stays here."""
    with _locked(story_id) as story:
        _require(story, "kill", role_of(actor), reason)
        if not wording.strip():
            _refuse("wording", story, "kill")
        return _append(story, "kill", "kill", None, name_of(actor), now, reason=wording, private_reason=reason)


def do_schedule(
    story_id: int, *, actor: User, now: datetime, at: datetime, update_line: str = "", seen: str = ""
) -> Scheduled:
    """Plans the first release for `at` with the content as it is now. Scheduling again replaces the plan."""
    with _locked(story_id) as story:
        role = role_of(actor)
        _require(story, "schedule", role)
        if to_utc(at) <= now:
            raise RuleError(_("A release cannot be scheduled for the past."))
        item = _checked(story, role, now, seen, update_line=update_line)
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
        _record(story, "schedule", name_of(actor), now, reason=to_utc(at).isoformat())
        return scheduled


def do_unschedule(story_id: int, *, actor: User, now: datetime) -> None:
    """Drops the plan for a release."""
    with _locked(story_id) as story:
        _require(story, "unschedule", role_of(actor))
        Scheduled.objects.filter(story=story).delete()
        _record(story, "unschedule", name_of(actor), now)


def do_release_scheduled(story_id: int, *, now: datetime) -> Release | None:
    """Releases a story whose scheduled time has come, as approved. None where it is not (or no longer) due.

    The plan is deleted in the transaction that releases: it cannot happen twice, whatever dies in between.
    """
    with _locked(story_id) as story:
        scheduled = Scheduled.objects.filter(story=story, at__lte=now).first()
        if scheduled is None or story.version:
            return None
        approved = msgspec.json.decode(bytes(scheduled.content), type=Item)
        item = msgspec.structs.replace(
            approved,
            first_created=to_utc(now),
            dateline=msgspec.structs.replace(approved.dateline, date=to_utc(now).date()) if approved.dateline else None,
        )
        revision_at, actor, line = scheduled.revision_at, scheduled.actor, scheduled.update_line
        scheduled.delete()
        return _append(story, "release", "new", _end_embargo(item, now), actor, now, reason=line, revision=revision_at)


def do_lift_embargo(story_id: int, *, now: datetime) -> Release | None:
    """Lifts an embargo that has ended. None where it has not, was lifted already, or the story is held or killed."""
    with _locked(story_id) as story:
        if story.stage != "released" or story.lift_at is None or story.lift_at > now:
            return None
        item = _end_embargo(read_released(story), now)
        return _append(story, "lift", "lift", item, CLOCK, now, revision=story.released_revision_at)


@transaction.atomic
def do_adopt(guid: str, *, actor: User, now: datetime) -> Story:
    """Opens a story at the desk that came on the wire another way, so that it can be corrected, held or killed.

    Gives the desk's own row where there is one. NotFoundError where the wire has no content under that guid; RuleError
    where it was killed.
    """
    with connection.cursor() as cursor:  # two who adopt the same story at once get the same row
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [guid])
    if existing := Story.objects.filter(guid=guid).first():
        return existing
    if role_of(actor) == "subscriber":
        raise RuleError(_("Subscribers do not edit stories."))
    wire = wire_connection()
    history = read_history(wire, guid)
    items = read_items(wire, [release.seq for release in history])
    if not items:
        raise NotFoundError(_("The wire has no story with content under %(guid)s.") % {"guid": guid})
    newest, content_seq = history[-1], max(items)
    if newest.kind == "kill":
        raise RuleError(_("This story was killed and cannot be opened again."))
    item = items[content_seq]
    story = Story(created_by=actor, created_at=now)
    fill_story(story, item)
    story.stage = "held" if newest.kind == "hold" else "released"
    story.version, story.last_seq, story.content_seq = newest.version, newest.seq, content_seq
    story.first_released_at, story.released_at = history[0].released_at, newest.released_at
    story.lift_at = item.embargo_until if item.embargo_until and item.embargo_until > now else None
    story.save()
    revision = story.save_revision(user=actor)
    Story.objects.filter(pk=story.pk).update(released_revision_at=revision.created_at)
    story.refresh_from_db()
    _record(story, "adopt", name_of(actor), now)
    return story


CLOCK = "clock"
"""Who releases what nobody presses a button for."""


def role_of(actor: User) -> Role:
    """The actor's role as the rules name it; an account that is switched off has the rights of a stranger."""
    return msgspec.convert(actor.role, Role) if actor.is_active else "subscriber"


def name_of(actor: User) -> str:
    """How the actor is named on the wire."""
    return str(actor.get_username())


def wire_connection() -> Any:
    """psycopg's connection under Django's, so that reading the wire happens inside the same transaction."""
    connection.ensure_connection()
    return connection.connection


def read_released(story: Story) -> Item:
    """The content of the story's newest release that carried any. NotFoundError where it was erased."""
    items = read_items(wire_connection(), [story.content_seq] if story.content_seq else [])
    for item in items.values():
        return item
    raise NotFoundError(_("The released content of this story is no longer on the wire."))


@contextmanager
def _locked(story_id: int) -> Iterator[Story]:
    """One transaction with the story's row locked until it ends."""
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).select_related("latest_revision").filter(pk=story_id)
        found = story.first()
        if found is None:
            raise NotFoundError(_("There is no such story."))
        yield found


def _require(story: Story, action: Action, role: Role, reason: str | None = None) -> None:
    """Raises RuleError with the sentence to show where `role` may not take `action` now."""
    refusal = check_action(story.stage_now, action, role)
    if refusal is None and action in REASONED and not (reason or "").strip():
        refusal = "reason"
    if refusal is not None:
        _refuse(refusal, story, action)


def _refuse(refusal: Refusal, story: Story, action: Action) -> None:
    raise RuleError(describe_refusal(refusal, story.stage_now, action))


def _checked(
    story: Story, role: Role, now: datetime, seen: str, *, update_line: str = "", correction: Correction | None = None
) -> Item:
    """The latest revision as an item that may be released; RuleError with the reasons where it may not."""
    latest = story.get_latest_revision_as_object()
    if seen and seen != fingerprint(latest):
        raise RuleError(_("The story was changed after you looked at it. Nothing was released; look at it again."))
    item = prepare(latest, now=now, update_line=update_line, correction=correction)
    findings = check_story(story, item, role=role, now=now)
    if has_block(findings):
        raise RuleError(" ".join(describe_check(one) for one in findings if one.severity == "block"))
    return item


def _end_embargo(item: Item, now: datetime) -> Item:
    """`item` without its embargo where that has ended."""
    if item.embargo_until and item.embargo_until <= now:
        return msgspec.structs.replace(item, embargo_until=None)
    return item


def _append(
    story: Story,
    action: Action,
    kind: Kind,
    item: Item | None,
    actor: str,
    now: datetime,
    *,
    reason: str = "",
    private_reason: str = "",
    revision: datetime | None = None,
) -> Release:
    """Puts the release on the wire and moves the story's state along, in the caller's transaction.

    `reason` goes on the wire; the story's log gets `private_reason` where there is one. `revision` says which revision
    was released where that is not the latest.
    """
    with connection.cursor() as cursor:
        release = do_append(
            cursor,
            Draft(
                kind=kind,
                guid=story.guid,
                version=next_version(cursor, story.guid),
                item=item,
                released_at=to_utc(now),
                actor=actor,
                reason=reason.strip(),
            ),
        )
    state: dict[str, Any] = {"version": release.version, "last_seq": release.seq, "released_at": to_utc(now)}
    if item is not None:
        latest = story.latest_revision
        state |= {"content_seq": release.seq, "lift_at": item.embargo_until}
        if kind != "lift":
            state["released_revision_at"] = revision or (latest.created_at if latest else None)
        if not story.version:
            state["first_released_at"] = to_utc(now)
    if kind == "kill":
        state["lift_at"] = None
    _move(story, action, **state)
    _record(story, action, actor, now, seq=release.seq, version=release.version, reason=private_reason or reason)
    return release


def _move(story: Story, action: Action, **state: Any) -> None:
    """Writes the story's state: the stage the table gives, and whatever goes with it."""
    if (story.stage_now, action) != ("released", "lift"):  # the clock lifts an embargo without a change of stage
        state["stage"] = next_stage(story.stage_now, action)
    Story.objects.filter(pk=story.pk).update(**state)


def _record(
    story: Story, action: str, actor: str, now: datetime, *, seq: int | None = None, version: int = 0, reason: str = ""
) -> None:
    Act.objects.create(story=story, action=action, actor=actor, at=now, seq=seq, version=version, reason=reason.strip())

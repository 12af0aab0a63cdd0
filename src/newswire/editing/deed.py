"""What every verb of the desk stands on: the story locked, the rules asked, the wire appended to, the deed logged.

What subscribers may read of a reason stands on the wire: for a hold and a kill, which carry no content,
`Release.reason` is the note or the mandatory wording meant for them. The newsroom's own reason for a kill stays in the
`Act`. For a correction or a refile `Release.reason` is the newsroom's own and delivery does not pass it on; what a
reader may know of a correction is in the item (`Item.correction`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.checks.finding import Check, Circumstances, has_block
from newswire.editing.checks.table import check_release
from newswire.editing.checks.times import is_confirmed
from newswire.editing.content import Occasion, make_item
from newswire.editing.fingerprint import fingerprint
from newswire.editing.killed_media import drop_killed, has_killed, read_killed
from newswire.editing.likeness import read_twin
from newswire.editing.models import Story
from newswire.editing.originals import make_links, read_original_embargo
from newswire.editing.pictures import make_media, read_dossiers
from newswire.editing.rules import (
    REASONED,
    Action,
    Refusal,
    Role,
    check_action,
    next_stage,
)
from newswire.editing.web_cap import read_web_cap
from newswire.editing.wording import describe_check, describe_refusal, describe_unconfirmed
from newswire.item.item import Correction, Item
from newswire.item.kinds import Kind
from newswire.item.rights_end import drop_expired, read_end
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.append import do_append, next_version
from newswire.wire.follow import read_items
from newswire.wire.release import Draft, Release

CLOCK = "clock"
"""Who releases what nobody presses a button for."""


def prepare(story: Story, *, now: datetime, update_line: str = "", correction: Correction | None = None) -> Item:
    """The item that releasing `story` at `now` would put on the wire. Stores its picture's files."""
    item = make_item(
        story,
        Occasion(
            provider=settings.NEWSWIRE_PROVIDER,
            first_released_at=story.first_released_at or now,
            dateline_date=to_utc(now).date(),
            media=make_media(story),
            dossiers=read_dossiers(story),
            links=make_links(story),
            update_line=update_line,
            correction=correction,
        ),
    )
    return end_embargo(item, now) if story.version else item


def check_story(story: Story, item: Item, *, role: Role, now: datetime) -> tuple[Check, ...]:
    """The findings on releasing `item` for `story` now, weighed as the story's desk weighs them."""
    cap = read_web_cap()
    return check_release(
        item,
        Circumstances(
            now=now,
            role=role,
            version=story.version,
            is_changed=not story.version or story.is_updated_since_release,
            standing_embargo=story.lift_at if story.lift_at and story.lift_at > now else None,
            is_prepared=story.is_prepared,
            twin=read_twin(story, item),
            original_embargo=read_original_embargo(story, now),
            has_killed_media=has_killed(story) or bool(read_killed(item)),
            has_source=bool(story.sources.strip()),
            web_words=cap.words,
            web_share=cap.share,
        ),
        story.desk.checks if story.desk else {},
    )


def confirm_word(story: Story) -> str:
    """What must be typed to release `story`, where it is prepared copy that has not left yet; empty otherwise."""
    return (" ".join(story.slugline.split()) or "RELEASE") if story.is_prepared and not story.version else ""


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
    """The content of the story's newest release that carried any, without pictures killed since.

    NotFoundError where it was erased.
    """
    items = read_items(wire_connection(), [story.content_seq] if story.content_seq else [])
    for item in items.values():
        return drop_killed(item)
    raise NotFoundError(_("The released content of this story is no longer on the wire."))


@contextmanager
def locked(story_id: int) -> Iterator[Story]:
    """One transaction with the story's row locked until it ends; rows that only refer to it are written meanwhile.

    Everywhere in this order: stories by their keys, then the wire's head (`append`), so that two acts wait for one
    another and never for each other.
    """
    with transaction.atomic():
        # without joins: PostgreSQL would join the row it waited for with the revision from before the wait
        found = Story.objects.select_for_update(no_key=True).filter(pk=story_id).first()
        if found is None:
            raise NotFoundError(_("There is no such story."))
        yield found


def require(story: Story, action: Action, role: Role, reason: str | None = None) -> None:
    """Raises RuleError with the sentence to show where `role` may not take `action` now."""
    refusal = check_action(story.stage_now, action, role, story.type_now)
    if refusal is None and action in REASONED and not (reason or "").strip():
        refusal = "reason"
    if refusal is not None:
        refuse(refusal, story, action)


def refuse(refusal: Refusal, story: Story, action: Action) -> NoReturn:
    """Raises RuleError with the sentence that says why `action` was refused."""
    raise RuleError(describe_refusal(refusal, story.stage_now, action))


def checked(
    story: Story,
    role: Role,
    now: datetime,
    seen: str,
    *,
    update_line: str = "",
    correction: Correction | None = None,
    confirmed: str = "",
) -> Item:
    """The latest revision as an item that may be released; RuleError with the reasons where it may not.

    `confirmed` is what was typed to release prepared copy.
    """
    latest = story.get_latest_revision_as_object()
    if seen and seen != fingerprint(latest):
        raise RuleError(_("The story was changed after you looked at it. Nothing was released; look at it again."))
    item = prepare(latest, now=now, update_line=update_line, correction=correction)
    findings = check_story(story, item, role=role, now=now)
    if has_block(findings):
        raise RuleError(" ".join(describe_check(one) for one in findings if one.severity == "block"))
    if (word := confirm_word(latest)) and not is_confirmed(word, confirmed):
        raise RuleError(describe_unconfirmed(word))
    return item


def end_embargo(item: Item, now: datetime) -> Item:
    """`item` without its embargo where that has ended."""
    if item.embargo_until and item.embargo_until <= now:
        return msgspec.structs.replace(item, embargo_until=None)
    return item


def append(
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
    detail: Mapping[str, Any] | None = None,
) -> Release:
    """Puts the release on the wire and moves the story's state along, in the caller's transaction. A picture or film
    whose right has ended never goes along, whichever verb it was.

    `reason` goes on the wire; the story's log gets `private_reason` where there is one. `revision` says which revision
    was released where that is not the latest. `detail` is logged; its `asked_by` is named on the wire before `actor`.
    """
    asked_by = (detail or {}).get("asked_by")
    item = drop_expired(item, now) if item is not None else None
    with connection.cursor() as cursor:
        release = do_append(
            cursor,
            Draft(
                kind=kind,
                guid=story.guid,
                version=next_version(cursor, story.guid),
                item=item,
                released_at=to_utc(now),
                actor=f"{asked_by}, {actor}" if asked_by else actor,
                reason=reason.strip(),
            ),
        )
    if item is not None and item.media and read_killed(item):  # under the wire's head no kill slips in between
        raise RuleError(_("A picture was killed meanwhile. Nothing was released; look at the story again."))
    state: dict[str, Any] = {"version": release.version, "last_seq": release.seq, "released_at": to_utc(now)}
    if item is not None:
        latest = story.latest_revision
        state |= {"content_seq": release.seq, "lift_at": item.embargo_until, "rights_end_at": read_end(item)}
        if kind != "lift":
            state["released_revision_at"] = revision or (latest.created_at if latest else None)
        if not story.version:
            state["first_released_at"] = to_utc(now)
    if kind == "kill":
        state |= {"lift_at": None, "rights_end_at": None}
    move(story, action, **state)
    said = private_reason or reason
    record(story, action, actor, now, seq=release.seq, version=release.version, reason=said, detail=detail)
    return release


def move(story: Story, action: Action, **state: Any) -> None:
    """Writes the story's state: the stage the table gives, and whatever goes with it."""
    if (story.stage_now, action) != ("released", "lift"):  # the clock lifts an embargo without a change of stage
        state["stage"] = next_stage(story.stage_now, action)
    Story.objects.filter(pk=story.pk).update(**state)


def record(
    story: Story,
    action: str,
    actor: str,
    now: datetime,
    *,
    seq: int | None = None,
    version: int = 0,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Writes what was done to the story into the log of deeds, in the caller's transaction."""
    version = version or story.version
    do_record(action, "story", story.guid, actor=actor, now=now, version=version, seq=seq, reason=reason, detail=detail)

"""The verbs of planning, one transaction each: events and coverages saved and cancelled, stories begun from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import name_of, role_of
from newswire.editing.models import Story, StoryType
from newswire.editing.planning.advisory import make_advisory
from newswire.editing.planning.agenda import read_day
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.planning.rules import BEGINNERS, PLANNERS
from newswire.editing.rules import Role
from newswire.editing.service import do_save
from newswire.kit.errors import NotFoundError, RuleError

TOLD = ("slugline", "about", "type", "language", "due_at", "words", "pictures", "event_id", "is_announced")
"""What subscribers are told of an announced coverage; a change of anything else must not be seen from outside."""
_KEPT = frozenset({"id", "story", "is_cancelled", "announced_at", "revision"})
"""Columns of a coverage that a form does not write."""


@transaction.atomic
def do_save_event(event: Event, *, actor: User, now: datetime) -> Event:
    """Saves a new or changed event. RuleError where it would end before it starts."""
    _require(actor, PLANNERS)
    if event.ends_at is not None and event.ends_at < event.starts_at:
        raise RuleError(_("The event would end before it starts."))
    action = "change"
    if event._state.adding:
        event.created_by, event.created_at, action = actor, now, "plan"
    event.full_clean()
    _note_change(_told_otherwise(event), now)
    event.save()
    do_record(action, "event", str(event.pk), actor=name_of(actor), now=now, reason=event.title)
    return event


@transaction.atomic
def do_save_coverage(coverage: Coverage, *, actor: User, now: datetime) -> Coverage:
    """Saves what is promised. The story it has is not touched: a form opened before one was begun takes none away."""
    _require(actor, PLANNERS)
    if coverage.assignee is not None and not coverage.assignee.is_desk:
        raise RuleError(_("A coverage can only be given to somebody of the newsroom."))
    if coverage.event is not None and coverage.event.is_cancelled and not coverage.is_cancelled:
        raise RuleError(_("This event is cancelled: there is nothing to cover."))
    is_new = coverage._state.adding
    coverage.full_clean()
    if is_new:
        coverage.announced_at = now if coverage.is_announced else None
        coverage.save()
    else:
        told_before = Coverage.objects.filter(pk=coverage.pk).values(*TOLD).first()
        own = [one.name for one in coverage._meta.concrete_fields if one.name not in _KEPT]
        coverage.save(update_fields=own)
        if told_before != {name: getattr(coverage, name) for name in TOLD}:
            _note_change(Coverage.objects.filter(pk=coverage.pk), now)
    do_record(
        "plan" if is_new else "change", "coverage", str(coverage.pk), actor=name_of(actor), now=now,
        reason=coverage.slugline,
    )  # fmt: skip
    return coverage


@transaction.atomic
def do_cancel_event(event_id: int, *, actor: User, now: datetime, reason: str = "") -> None:
    """Cancels an event and what was to be covered of it; stories already begun stay. Cancelling twice is once."""
    _require(actor, PLANNERS)
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise NotFoundError(_("There is no such event."))
    if event.is_cancelled:
        return
    Event.objects.filter(pk=event_id).update(is_cancelled=True)
    _note_change(Coverage.objects.filter(event=event, is_cancelled=False), now)
    Coverage.objects.filter(event=event).update(is_cancelled=True)
    do_record("cancel", "event", str(event_id), actor=name_of(actor), now=now, reason=reason or event.title)


def do_cancel_coverage(coverage_id: int, *, actor: User, now: datetime, reason: str = "") -> None:
    """Takes a promise back; its story, where there is one, stays."""
    _require(actor, PLANNERS)
    with _locked(coverage_id) as coverage:
        if coverage.is_cancelled:
            return
        Coverage.objects.filter(pk=coverage_id).update(is_cancelled=True)
        _note_change(Coverage.objects.filter(pk=coverage_id), now)
        do_record(
            "cancel", "coverage", str(coverage_id), actor=name_of(actor), now=now, reason=reason or coverage.slugline
        )


def do_link_story(coverage_id: int, *, actor: User, now: datetime, guid: str) -> Story:
    """Says which story a coverage became. RuleError where it has another one, NotFoundError for an unknown guid."""
    _require(actor, BEGINNERS)
    with _locked(coverage_id) as coverage:
        story = Story.objects.filter(guid=guid.strip()).first()
        if story is None:
            raise NotFoundError(_("The desk has no story %(guid)s.") % {"guid": guid.strip()})
        if coverage.story_id not in (None, story.pk):
            raise RuleError(_("This coverage has a story already."))
        Coverage.objects.filter(pk=coverage_id).update(story=story)
        do_record("link", "coverage", str(coverage_id), actor=name_of(actor), now=now, reason=story.guid)
        return story


def do_begin_story(coverage_id: int, *, actor: User, now: datetime) -> Story:
    """Begins a draft with what the plan knows; the one there is where somebody was quicker."""
    _require(actor, BEGINNERS)
    with _locked(coverage_id) as coverage:
        if coverage.story is not None:
            return coverage.story
        if coverage.is_cancelled:
            raise RuleError(_("This coverage is cancelled."))
        story = do_save(_make_story(coverage), actor=actor, now=now)
        Story.objects.filter(pk=story.pk).update(desk=coverage.desk, assignee=coverage.assignee or actor)
        Coverage.objects.filter(pk=coverage_id).update(story=story)
        do_record("begin", "coverage", str(coverage_id), actor=name_of(actor), now=now, reason=story.guid)
        return story


@transaction.atomic
def do_begin_advisory(day: date, zone: tzinfo, *, actor: User, now: datetime, language: str) -> Story:
    """A draft of type advisory with the day's coverages, ready to be looked at and released; those of embargoed stories
    are left out.

    RuleError where nothing else is planned for the day.
    """
    _require(actor, PLANNERS)
    planned = [one for one in read_day(day, zone).planned(now) if not one.is_cancelled]
    if not planned:
        raise RuleError(_("Nothing is planned for this day."))
    text = make_advisory(planned, day, zone, language)
    story = Story(type=StoryType.ADVISORY, language=language, headline=text.headline, body=text.body, slugline="BUDGET")
    saved = do_save(story, actor=actor, now=now)
    do_record("advisory", "planning", day.isoformat(), actor=name_of(actor), now=now, reason=saved.guid)
    return saved


def _told_otherwise(event: Event) -> QuerySet[Coverage]:
    """The coverages whose subscribers read something else once the event is saved."""
    is_same = Event.objects.filter(pk=event.pk, title=event.title, place=event.place).exists()
    return Coverage.objects.none() if event.pk is None or is_same else Coverage.objects.filter(event=event)


def _note_change(coverages: QuerySet[Coverage], now: datetime) -> None:
    """Those of them that are announced read otherwise from now on."""
    coverages.filter(is_announced=True).update(revision=F("revision") + 1, announced_at=now)


def _make_story(coverage: Coverage) -> Story:
    event = coverage.event
    return Story(
        type=coverage.type,
        language=coverage.language,
        slugline=coverage.slugline,
        headline=coverage.about or (event.title if event else "") or coverage.slugline,
        dateline_place=event.place[:120] if event else "",
        sections=coverage.sections,
        subjects=coverage.subjects,
        sources="\n".join(text for text in (event.details if event else "", coverage.note) if text),
    )


@contextmanager
def _locked(coverage_id: int) -> Iterator[Coverage]:
    with transaction.atomic():
        # without joins: PostgreSQL would join the row it waited for with what stood there before the wait
        found = Coverage.objects.select_for_update().filter(pk=coverage_id).first()
        if found is None:
            raise NotFoundError(_("There is no such coverage."))
        yield found


def _require(actor: User, roles: frozenset[Role]) -> None:
    if role_of(actor) not in roles:
        raise RuleError(_("Your role does not allow this in the planning."))

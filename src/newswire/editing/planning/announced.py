"""What subscribers are told of the planning: coverages that were announced, as far as nothing else forbids it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from django.conf import settings
from django.db.models import Q

from newswire.editing.models import Story
from newswire.editing.originals import read_embargo
from newswire.editing.planning.models import Coverage
from newswire.item.item import Item, Place, Subject
from newswire.item.rights import Restriction, read_restriction, refusal
from newswire.query.document import Document, make_document
from newswire.query.foresee import foresee
from newswire.subscribers.terms import Terms

MOST = 500
"""Coverages that one look reads at most."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An announced coverage as a subscriber may know it: no desk, no name, no note. Times are UTC.

    `guid` is its story's once that was released; `is_open` that nothing of the story keeps it from who did not get it:
    no embargo, no kill, no test, no copy prepared in secret. `rights` are the story's; who they keep out is not told.
    `changed_at` and `revision` speak of what subscribers read here, of nothing else.
    """

    key: int
    slugline: str
    about: str
    event: str
    place: str
    type: str
    language: str
    sections: tuple[str, ...]
    subjects: tuple[str, ...]
    due_at: datetime
    words: int
    pictures: int
    is_cancelled: bool
    changed_at: datetime
    revision: int
    guid: str
    is_open: bool
    rights: Restriction | None


def read_plans(start: datetime, end: datetime, now: datetime, watched: Sequence[int] = ()) -> list[Plan]:
    """The announced coverages due from `start` until before `end`, and those of `watched`, by when they are due.

    One query; one more for each story that translates one which has not left the desk yet.
    """
    which = Q(due_at__gte=start, due_at__lt=end) | Q(pk__in=watched)
    rows = (
        Coverage.objects.filter(which, is_announced=True)
        .select_related("event", "story", "story__translation_of")
        .defer("story__body", "story__adopted", "story__translation_of__body", "story__translation_of__adopted")
    )
    return [_make_plan(one, now) for one in rows.order_by("due_at", "pk")[:MOST]]


def is_told(plan: Plan, terms: Terms, now: datetime) -> bool:
    """Whether a subscription with these terms would get the story for certain, by what the plan says of it.

    What the plan leaves open (urgency, words of the text …) counts as not matching. Nothing is told to whom the story's
    restrictions keep out, nor after the end of a contract what is due then.
    """
    if not terms.run_at(now) or not terms.run_at(plan.due_at):
        return False
    if plan.rights is not None and refusal(plan.rights, terms.client):
        return False
    document, known = _describe(plan)
    return any(foresee(claim.query, document, known) for claim in terms.claims)


def _make_plan(coverage: Coverage, now: datetime) -> Plan:
    story, event = coverage.story, coverage.event
    return Plan(
        key=coverage.pk,
        slugline=coverage.slugline,
        about=coverage.about,
        event=event.title if event else "",
        place=event.place if event else "",
        type=coverage.type,
        language=coverage.language,
        sections=tuple(coverage.sections),
        subjects=tuple(coverage.subjects),
        due_at=coverage.due_at,
        words=coverage.words or 0,
        pictures=coverage.pictures or 0,
        is_cancelled=coverage.is_cancelled,
        changed_at=coverage.announced_at or coverage.due_at,
        revision=coverage.revision,
        guid=story.guid if story and story.first_released_at else "",
        is_open=story is None or _is_open(story, now),
        rights=read_restriction(story.rights) if story and story.rights else None,
    )


def _is_open(story: Story, now: datetime) -> bool:
    if story.stage in ("killed", "held") or story.is_test or (story.is_prepared and not story.first_released_at):
        return False
    return read_embargo(story, now) is None


def _describe(plan: Plan) -> tuple[Document, frozenset[str]]:
    """The plan as a query sees it, and the fields of which it says everything."""
    item = Item(
        guid="",
        type=plan.type,  # type: ignore[arg-type]  # the model's choices are the item's types
        language=plan.language,
        headline=" ".join(text for text in (plan.about, plan.event) if text),
        first_created=plan.due_at,
        slugline=plan.slugline,
        sections=plan.sections,
        subjects=tuple(Subject(code) for code in plan.subjects),
        places=(Place(plan.place),) if plan.place else (),
        provider=settings.NEWSWIRE_PROVIDER,
    )
    known = {"lang", "type", "source"} | set(_known(plan))
    return make_document(item, released_at=plan.due_at), frozenset(known)


def _known(plan: Plan) -> Iterator[str]:
    """Fields that nobody has to fill in: of an empty one nothing is known."""
    if plan.sections:
        yield "service"
    if plan.subjects:
        yield "subject"

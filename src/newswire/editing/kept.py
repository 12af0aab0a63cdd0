"""Text that could not be saved because somebody else has the story: kept beside it as a version that is not the newest.

One version for each writer and hold, written again as they type on; a deed says that it is there and another that it
has been seen to.
"""

import json
from datetime import datetime, timedelta

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Revision

from newswire.accounts.models import Act, User
from newswire.editing.deed import locked, name_of, record
from newswire.editing.models import STATE_FIELDS, Story
from newswire.kit.errors import NotFoundError

KEEP = "keep-text"
SEEN = "seen-text"
_SHOWN = 20


class Kept(msgspec.Struct, frozen=True):
    """Text of somebody that waits beside a story: the version it is kept as, since when."""

    actor: str
    at: datetime
    revision: int


def do_keep(typed: Story, *, actor: User, now: datetime) -> Revision | None:
    """Keeps the text of `typed`, a story as it stands on the actor's screen. None where it is the newest text already,
    or the story was killed."""
    content = typed.serializable_data()
    with locked(typed.pk) as story:
        newest = story.latest_revision
        if story.stage == "killed" or newest is None or _text_of(newest.content) == _text_of(content):
            return None
        hold = f"{story.locked_by_id} {story.locked_at}" if story.locked else f"{story.stage} {newest.pk}"
        before = Act.objects.filter(about="story", name=story.guid, action=KEEP, actor=name_of(actor)).first()
        if before and before.detail["hold"] == hold and (kept := _find(story, before.detail["revision"])):
            kept.content, kept.object_str = content, str(typed)
            kept.save(update_fields=["content", "object_str"])
            return kept
        kept = Revision.objects.create(
            content_object=story,
            base_content_type=story.get_base_content_type(),
            user=actor,
            content=content,
            object_str=str(typed),
            created_at=newest.created_at - timedelta(milliseconds=1),  # nothing may take it for the newest
        )
        record(story, KEEP, name_of(actor), now, detail={"revision": kept.pk, "hold": hold})
        return kept


def do_set_aside(story_id: int, revision_id: int, *, actor: User, now: datetime) -> None:
    """Says that kept text was seen to: it is shown no more. It stays among the versions."""
    with locked(story_id) as story:
        if revision_id not in [one.revision for one in read_kept(story)]:
            raise NotFoundError(str(revision_id))
        record(story, SEEN, name_of(actor), now, detail={"revision": revision_id})


def read_kept(story: Story) -> tuple[Kept, ...]:
    """The text that waits beside `story`, oldest first: the newest 20 at most. One query."""
    acts = list(Act.objects.filter(about="story", name=story.guid, action__in=(KEEP, SEEN))[: 2 * _SHOWN])
    seen = {act.detail["revision"] for act in acts if act.action == SEEN}
    waiting = [act for act in acts if act.action == KEEP and act.detail["revision"] not in seen]
    return tuple(Kept(act.actor, act.at, act.detail["revision"]) for act in reversed(waiting[:_SHOWN]))


def _find(story: Story, revision_id: int) -> Revision | None:
    found: Revision | None = Revision.objects.for_instance(story).filter(pk=revision_id).first()
    return found


_NO_TEXT = frozenset({"latest_revision", *(name.removesuffix("_id") for name in STATE_FIELDS)})


def _text_of(content: dict[str, object]) -> dict[str, object]:
    """What a writer writes, of a version's content as the database would hand it out."""
    written = {name: value for name, value in content.items() if name not in _NO_TEXT}
    read: dict[str, object] = json.loads(json.dumps(written, cls=DjangoJSONEncoder))
    return read

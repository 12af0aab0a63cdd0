"""Search over everything under edit: drafts and released stories, planning, pictures. The archive is not here.

PostgreSQL's full text in the configuration `simple`, over words that are folded as the query language folds them (`İ`,
`I`, `ı` → `i`, no accents), through GIN indexes on the same expressions: migration `0004_search`.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import models
from django.db.models.expressions import RawSQL

from newswire.editing.models import Story
from newswire.editing.planning.models import Coverage, Event
from newswire.media.models import Picture

_STORY = (
    "newswire_words(editing_story.headline, editing_story.slugline, editing_story.guid, editing_story.body,"
    " editing_story.sources, editing_story.editor_note || ' ' || editing_story.public_note)"
)
_EVENT = "newswire_words(planning_event.title, planning_event.place, planning_event.details, '', '', '')"
_COVERAGE = "newswire_words(planning_coverage.slugline, planning_coverage.about, planning_coverage.note, '', '', '')"
_PICTURE = "newswire_words(media_picture.title, media_picture.caption, media_picture.credit, '', '', '')"

LONGEST = 300
"""Characters of a search: what is longer is cut, for PostgreSQL takes no word above 2 kB."""


class Found(msgspec.Struct, frozen=True):
    """What was found by kind, newest first; one more than the limit says that there are more of a kind."""

    stories: Sequence[Story] = ()
    coverages: Sequence[Coverage] = ()
    events: Sequence[Event] = ()
    pictures: Sequence[Picture] = ()


def read_found(text: str, limit: int) -> Found:
    """Up to `limit` + 1 of each kind that hold all words of `text`, the last of which may be unfinished.

    Four queries, whatever is found; nothing where `text` has no word.
    """
    wanted = text[:LONGEST].replace("\x00", "")
    if not wanted.strip():
        return Found()
    stories = _matching(Story, _STORY, wanted).defer("body", "adopted")
    coverages = _matching(Coverage, _COVERAGE, wanted).select_related("story", "event", "assignee")
    return Found(
        list(stories.order_by("-pk")[: limit + 1]),
        list(coverages.defer("story__body", "story__adopted").order_by("-due_at", "-pk")[: limit + 1]),
        list(_matching(Event, _EVENT, wanted).order_by("-starts_at", "-pk")[: limit + 1]),
        list(_matching(Picture, _PICTURE, wanted).order_by("-pk")[: limit + 1]),
    )


def _matching(model: Any, expression: str, text: str) -> Any:
    """The rows of `model` whose indexed words hold the text's; `expression` is one of ours, never a person's."""
    matches = RawSQL(f"({expression} @@ newswire_query(%s))", (text,), models.BooleanField())
    return model.objects.filter(matches)

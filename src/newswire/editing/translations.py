"""Translations of a story: begun from what was released, shown beside it, told when the original moves on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.content import Occasion, make_item
from newswire.editing.deed import locked, name_of, read_released, record, require, role_of, wire_connection
from newswire.editing.models import Story
from newswire.editing.rules import WRITERS
from newswire.editing.service import do_save
from newswire.item.body import read_texts
from newswire.item.compare import align
from newswire.item.item import Correction, Item
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import to_utc
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.follow import read_history, read_items
from newswire.wire.release import Release

Moved = Literal["", "updated", "corrected", "held", "killed"]
"""What happened to an original since the version that was translated; the gravest of it."""

_COPIED = (
    "type", "headline", "standfirst", "slugline", "genre", "dateline_place", "dateline_code", "dateline_country",
    "urgency", "sections", "subjects", "places", "people", "organisations", "keywords", "body", "picture_id",
    "picture_caption", "picture_credit", "public", "usage_terms", "sources", "embargo_until", "expires", "rights",
    "is_test",
)  # fmt: skip
"""What a translation begins with: the text to translate and all metadata. Not the byline, the public summary and the
notes, which are written anew, nor the alternative text, which belongs to a language."""


class Translation(msgspec.Struct, frozen=True):
    """One story of a family of translations, and what happened to the original since it was translated."""

    story: Story
    is_original: bool
    moved: Moved


class Line(msgspec.Struct, frozen=True):
    """A paragraph of the original: as it was and is, as it was no more, or new."""

    change: Literal["same", "removed", "added"]
    text: str


class Original(msgspec.Struct, frozen=True):
    """What a translator sees beside the form: the original's text, what happened to it, what changed in it."""

    story: Story
    item: Item
    moved: Moved
    corrections: tuple[Correction, ...]
    lines: tuple[Line, ...]


def root_of(story: Story) -> Story:
    """The original of a translation; the story itself where it is none."""
    return story.translation_of or story


def do_begin_translation(story_id: int, language: str, *, actor: User, now: datetime) -> Story:
    """Makes a draft in `language` with the original's text and metadata; of a translation, from its original.

    RuleError for a language we do not have, the original's own, one that has a translation, or a killed original.
    """
    asked = Story.objects.filter(pk=story_id).values_list("translation_of_id", flat=True).first()
    with locked(asked or story_id) as original:
        if role_of(actor) not in WRITERS:
            raise RuleError(_("Your role does not allow translating stories."))
        _check_language(original, language)
        source = _as_released(original)
        story = Story(translation_of=original, translated_version=original.version, language=language)
        story.desk_id = original.desk_id
        for name in _COPIED:
            setattr(story, name, getattr(source, name))
        if original.version:  # an embargo may have been moved on the wire after the text was written
            story.embargo_until = original.lift_at
        story.dossiers = list(source.dossiers.all())
        do_save(story, actor=actor, now=now)
        record(story, "translate", name_of(actor), now, reason=original.guid)
        return story


def _check_language(original: Story, language: str) -> None:
    if language not in LANGUAGES:
        raise RuleError(_("“%(language)s” is not one of our languages.") % {"language": language})
    if original.stage == "killed":
        raise RuleError(_("This story was killed. It cannot be translated any more."))
    name = LANGUAGES[language].name
    if language == original.language:
        raise RuleError(_("The story is written in %(language)s already.") % {"language": name})
    if original.translations.filter(language=language).exclude(stage="killed").exists():
        raise RuleError(_("There is a translation into %(language)s already. Open that one.") % {"language": name})


def _as_released(story: Story) -> Story:
    """The story's content as clients have it; as last saved where it has not left."""
    revisions = story.revisions.filter(created_at=story.released_revision_at) if story.version else ()
    for revision in revisions:
        released: Story = revision.as_object()
        return released
    latest: Story = story.get_latest_revision_as_object()
    return latest


def do_mark_current(story_id: int, version: int, *, actor: User, now: datetime) -> None:
    """The translator says: version `version` of the original is taken over. RuleError for one it does not have."""
    with locked(story_id) as story:
        require(story, "edit", role_of(actor))
        original = story.translation_of
        if original is None:
            raise RuleError(_("The story is not a translation."))
        if not story.translated_version <= version <= original.version:
            raise RuleError(_("The original has no such version to take over: %(n)s.") % {"n": version})
        Story.objects.filter(pk=story.pk).update(translated_version=version)
        record(story, "taken-over", name_of(actor), now, reason=str(version))


def read_translations(story: Story) -> tuple[Translation, ...]:
    """The original and all its translations in the order of our languages, killed ones last."""
    original = root_of(story)
    history = read_history(wire_connection(), original.guid) if original.version else []
    rows = original.translations.select_related("assignee").defer("body", "adopted")
    order = {tag: place for place, tag in enumerate(LANGUAGES)}
    found = [Translation(one, False, find_move(one, original, history)) for one in rows]
    found.sort(key=lambda one: (one.story.stage == "killed", order.get(one.story.language, len(order)), one.story.pk))
    return (Translation(original, True, ""), *found)


def find_move(translation: Story, original: Story, history: Iterable[Release]) -> Moved:
    """What `history` says happened to the original since the version that was translated."""
    if original.stage == "killed":
        return "killed"
    if original.stage == "held":
        return "held"
    kinds = {one.kind for one in history if one.version > translation.translated_version}
    if "correction" in kinds:
        return "corrected"
    return "updated" if kinds & {"new", "update", "refile"} else ""


def read_original(translation: Story, *, now: datetime) -> Original | None:
    """What stands beside the form of a translation; None where the story is no translation."""
    original = translation.translation_of
    if original is None:
        return None
    wire = wire_connection()
    history = read_history(wire, original.guid) if original.version else []
    moved = find_move(translation, original, history)
    newer = [one for one in history if one.version > translation.translated_version]
    older = [one.seq for one in history if one.version <= translation.translated_version]
    items = read_items(wire, [one.seq for one in history]) if newer else {}
    corrected = [items[one.seq] for one in newer if one.kind == "correction" and one.seq in items]
    corrections = tuple(one.correction for one in corrected if one.correction)
    item = _read_text(original, now)
    before = next((items[seq] for seq in reversed(older) if seq in items), None)
    lines = compare(_texts(before), _texts(item)) if before and moved else ()
    return Original(original, item, moved, corrections, lines)


def _read_text(original: Story, now: datetime) -> Item:
    try:
        return read_released(original)
    except NotFoundError:  # not released yet, or erased: what the desk has
        latest = original.get_latest_revision_as_object()
        day = to_utc(now).date()
        return make_item(latest, Occasion(provider="", first_released_at=now, dateline_date=day))


def _texts(item: Item | None) -> list[str]:
    return [text for text in (item.headline, item.standfirst, *read_texts(item.body)) if text] if item else []


def compare(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """The paragraphs that differ, each as removed or added, with the one that stands before the change."""
    lines: list[Line] = []
    for step in align(before, after):
        if step.is_same:
            lines.append(Line("same", step.new[-1]))
            continue
        lines += [Line("removed", text) for text in step.old]
        lines += [Line("added", text) for text in step.new]
    while lines and lines[-1].change == "same":
        lines.pop()
    return tuple(lines)

"""What a story puts right, in one sentence for machines."""

from datetime import datetime

import msgspec
from django.utils import translation
from django.utils.translation import gettext

from newswire.edition.shape import Story


class CorrectionText(msgspec.Struct, frozen=True):
    """What was corrected, in the story's language, and when (UTC)."""

    text: str
    at: datetime


def list_corrections(story: Story) -> tuple[CorrectionText, ...]:
    """The story's corrections, newest first: what was wrong, what is right, what else is to be said."""
    found = story.correction
    if found is None:
        return ()
    with translation.override(story.language):
        labelled = ((gettext("We wrote"), found.wrong), (gettext("Correct is"), found.right))
    parts = [f"{label}: {text}" for label, text in labelled if text]
    return (CorrectionText(" – ".join([*parts, *([found.note] if found.note else [])]), story.updated_at),)

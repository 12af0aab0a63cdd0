"""What a story puts right, in one sentence for machines."""

from datetime import datetime

import msgspec
from django.utils import translation
from django.utils.translation import gettext

from newswire.edition.shape import Corrected, Story


class CorrectionText(msgspec.Struct, frozen=True):
    """What was corrected, in the story's language, and when (UTC)."""

    text: str
    at: datetime


def list_corrections(story: Story) -> tuple[CorrectionText, ...]:
    """The story's corrections, newest first: what was wrong, what is right, what else is to be said."""
    with translation.override(story.language):
        return tuple(CorrectionText(_write(one), one.at) for one in story.corrections)


def _write(corrected: Corrected) -> str:
    labelled = ((gettext("We wrote"), corrected.wrong), (gettext("Correct is"), corrected.right))
    parts = [f"{label}: {text}" for label, text in labelled if text]
    return " – ".join([*parts, *([corrected.note] if corrected.note else [])])

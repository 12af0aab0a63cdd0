"""Template tags about where a story comes from and which translations it has."""

import msgspec
from django import template

from newswire.accounts.models import Act
from newswire.editing.derived import read_flag
from newswire.editing.models import Story
from newswire.editing.translations import Original, read_original
from newswire.kit.clock import utc_now

register = template.Library()


class Family(msgspec.Struct, frozen=True):
    """What the editor says of a story's relations: its original, how many translations there are, a flag."""

    story: Story
    original: Original | None
    count: int
    flag: Act | None


@register.simple_tag
def family_of(story: Story) -> Family:
    """The original with its text and changes, the number of translations, and whether the story is to be corrected."""
    root = story.translation_of_id or story.pk
    count = Story.objects.filter(translation_of=root).exclude(stage="killed").count()
    return Family(story, read_original(story, now=utc_now()), count, read_flag(story))

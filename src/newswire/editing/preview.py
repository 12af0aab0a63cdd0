"""A story the way subscribers and the public site will show it, before anything is released or stored."""

import msgspec
from django.conf import settings

from newswire.editing.content import Occasion, make_item
from newswire.editing.models import Story
from newswire.editing.pictures import read_dossiers
from newswire.editing.web_cap import read_web_cap
from newswire.enrichment.summary import summarise
from newswire.item.body import WebBlock
from newswire.item.item import Item
from newswire.item.measure import count_words, reading_minutes
from newswire.item.vocabulary.sections import section_name


class Preview(msgspec.Struct, frozen=True):
    """The item as it would leave now, with what a page shows beside it. `words` counts the body's, `minutes` is
    the time to read them."""

    item: Item
    section_names: tuple[str, ...]
    words: int
    minutes: int
    public_summary: tuple[WebBlock, ...]


def make_preview(story: Story) -> Preview:
    """The preview of a story as it stands in memory, saved or not. Stores no files; the picture is not in it."""
    since = story.first_released_at or story.created_at
    item = make_item(
        story,
        Occasion(
            provider=settings.NEWSWIRE_PROVIDER,
            first_released_at=since,
            dateline_date=since.date(),
            dossiers=read_dossiers(story),
        ),
    )
    names = tuple(section_name(code, item.language) for code in item.sections)
    words = count_words(item.body)
    cap = read_web_cap()
    summary = summarise(item, max_words=cap.words, max_share=cap.share)
    return Preview(item, names, words, reading_minutes(words, item.language), summary)

"""What a story must be about and made of: text, dateline, subjects, pictures with their words and rights."""

from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding
from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.rights_end import find_expired


def find_in_substance(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """No text, no place in the dateline, neither section nor subject."""
    if not any(text.strip() for text in read_texts(item.body)):
        yield Finding("body-missing", "body")
    if not (item.dateline and item.dateline.place):
        yield Finding("dateline-missing", "dateline_place")
    if not item.subjects and not item.sections:
        yield Finding("subject-missing", "subjects")


def find_in_pictures(item: Item, about: Circumstances) -> Iterator[Finding]:
    """A killed picture or film; no picture where one is the story; one without caption, credit, rights or
    alternative text."""
    if about.has_killed_media:
        yield Finding("picture-killed", "picture")
    if len(find_expired(item.media, about.now)) == len(item.media):
        yield Finding("picture-missing", "picture")
    for picture in item.media:
        if not picture.caption:
            yield Finding("caption-missing", "picture_caption")
        if not picture.credit:
            yield Finding("credit-missing", "picture_credit")
        if not picture.alt.get(item.language):
            yield Finding("alt-missing", "picture_alt")
    if item.media and not (item.usage_terms or item.copyright_notice):
        yield Finding("rights-missing", "usage_terms")

"""Template tags of the story previews."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from newswire.editing.markup import write_body
from newswire.editing.models import Story
from newswire.editing.preview import Preview, make_preview
from newswire.formats.xhtml.writer import write_blocks
from newswire.item.body import Block, Embed
from newswire.item.dateline import render_dateline
from newswire.item.item import Item
from newswire.item.vocabulary.genres import PREFIX, genre_name

register = template.Library()


@register.simple_tag
def preview_of(story: Story) -> Preview:
    """The story as an item."""
    return make_preview(story)


@register.filter
def body_html(item: Item) -> SafeString:
    """The item's body as HTML, written anew from its blocks, so that nothing but known elements gets in."""
    return mark_safe("".join(_show(block) for block in item.body))


@register.filter
def dateline(item: Item) -> str:
    """The dateline as it is printed in the story's language; empty where there is none."""
    line = item.dateline
    if line is None:
        return ""
    return line.text or render_dateline(line.place, line.date, item.provider, item.language)


@register.filter
def genre(item: Item) -> str:
    """The genre's name in the story's language."""
    return genre_name(item.genre.removeprefix(PREFIX), item.language)


def _show(block: Block) -> str:
    if isinstance(block, Embed):
        return f"<figure>{expand_db_html(write_body([block]))}</figure>"
    return write_blocks([block], str)

"""Template tags of the story previews."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from newswire.editing.markup import write_body
from newswire.editing.models import Story
from newswire.editing.preview import Preview, make_preview
from newswire.item.item import Item

register = template.Library()


@register.simple_tag
def preview_of(story: Story) -> Preview:
    """The story as an item."""
    return make_preview(story)


@register.filter
def body_html(item: Item) -> SafeString:
    """The item's body as HTML, written anew from its blocks, so that nothing but known elements gets in."""
    return mark_safe(write_body(item.body))

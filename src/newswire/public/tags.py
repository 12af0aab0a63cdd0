"""Template filters of the website."""

from django import template

from newswire.edition.shape import Card
from newswire.public import addresses

register = template.Library()


@register.filter
def story_path(card: Card) -> str:
    """The path of the story's page."""
    return addresses.story_path(card)

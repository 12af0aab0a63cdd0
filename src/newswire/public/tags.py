"""Template filters of the website: addresses, and dates without a `<time>`."""

from datetime import UTC, date, datetime, time, timedelta

from django import template
from django.utils.translation import gettext

from newswire.edition.shape import Author, Card, Dossier
from newswire.look.times import write_date, write_figures
from newswire.public import addresses
from newswire.public.listing import month_of

register = template.Library()


@register.filter
def story_path(card: Card) -> str:
    """The path of the story's page."""
    return addresses.story_path(card)


@register.filter
def author_path(author: Author, language: str) -> str:
    """The path of the author's page."""
    return addresses.author_path(language, author.slug)


@register.filter
def dossier_path(dossier: Dossier, language: str) -> str:
    """The path of the dossier's page."""
    return addresses.dossier_path(language, dossier.slug)


@register.filter
def day_path(day: date, language: str) -> str:
    """The path of the day's page in the archive."""
    return addresses.day_path(language, day)


@register.filter
def plain_date(moment: datetime) -> str:
    """Day, month and year as a title has them."""
    return write_date(moment)


@register.filter
def plain_month(day: date) -> str:
    """The month of the day by its first and its last day: so it is right in every calendar and every grammar."""
    first, length = month_of(day)
    noon = datetime.combine(first, time(12), UTC)
    return f"{write_date(noon)} – {write_date(noon + timedelta(days=length - 1))}"


@register.filter
def stories_count(count: int) -> str:
    """How many stories there are, said without a plural, in the digits of the language in force."""
    return write_figures(gettext("Stories: %(count)d") % {"count": count})

"""Template filters and tags of the website: addresses, dates without a `<time>`, pictures, parts that are kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newswire.edition.shape import Author, Card, Dossier, Picture
from newswire.look.times import write_date, write_figures
from newswire.public import addresses
from newswire.public.listing import month_of

register = template.Library()
_MOST_KEPT = 1000


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


@register.filter
def srcset(picture: Picture, mime: str) -> str:
    """The picture's files of one media type with their widths, for a browser to choose from; empty where there is
    none."""
    return ", ".join(f"/media/{source.src} {source.width}w" for source in picture.sources if source.mime == mime)


@register.simple_tag
def day(value: datetime) -> SafeString:
    """A `<time>` with the day alone: a page written again on the same day is the same page, to the octet."""
    return format_html('<time datetime="{}">{}</time>', f"{value.astimezone(UTC):%Y-%m-%d}", write_date(value))


class Kept(template.Node):
    """A part of a page that is the same for everything but a few values."""

    def __init__(self, keys: Sequence[template.base.FilterExpression], part: template.NodeList) -> None:
        self._keys = keys
        self._part = part
        self._written: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """The part as it was written for these values, or written now."""
        key = tuple(expression.resolve(context) for expression in self._keys)
        written = self._written.get(key)
        if written is None:
            if len(self._written) >= _MOST_KEPT:
                self._written.clear()
            written = self._written[key] = self._part.render(context)
        return written


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> Kept:
    """`{% kept language section %}…{% endkept %}`: the part is written once for each pair of values.

    Menus are half the work of a page, and there are a few hundred of them. Whatever else the part shows must follow
    from the values named, the language among them; never a story.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    part = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(keys, part)

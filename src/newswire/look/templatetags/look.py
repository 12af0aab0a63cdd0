"""Template tags every screen shares: times, section names, direction, addresses of static files."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newswire.item.body import Crosshead, Quote, WebBlock
from newswire.item.vocabulary import languages, sections
from newswire.kit.clock import format_utc
from newswire.look.times import write_date, write_full, write_short

register = template.Library()


@register.simple_tag
def moment(value: datetime, now: datetime) -> SafeString:
    """A `<time>` as short as its age allows (see `write_short`), with the full date on hover."""
    return format_html(
        '<time datetime="{}" title="{}" data-form="short">{}</time>',
        format_utc(value),
        write_full(value),
        write_short(value, now),
    )


@register.simple_tag
def date(value: datetime) -> SafeString:
    """A `<time>` with day, month in words and year."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', format_utc(value), write_full(value), write_date(value)
    )


@register.simple_tag
def date_and_time(value: datetime) -> SafeString:
    """A `<time>` with date, hour and minute in UTC."""
    return format_html('<time datetime="{}" data-form="full">{}</time>', format_utc(value), write_full(value))


@register.simple_tag
def minutes_form() -> str:
    """`%(minutes)d min` in the language in force, for times.js, which keeps the times of an open page true."""
    return gettext("%(minutes)d min")


@register.simple_tag
def web_block(block: WebBlock) -> SafeString:
    """A block of the public version: a paragraph, a crosshead, or a quotation with who said it."""
    if isinstance(block, Crosshead):
        return format_html('<h2 class="crosshead">{}</h2>', block.text)
    if isinstance(block, Quote):
        said_by = format_html("<footer>{}</footer>", block.attribution) if block.attribution else ""
        return format_html("<blockquote><p>{}</p>{}</blockquote>", block.text, said_by)
    return format_html("<p>{}</p>", block.text)


@register.filter
def section_name(code: str, language: str) -> str:
    """The section's name in `language`."""
    return sections.section_name(code, language)


@register.simple_tag
def direction(language: str) -> str:
    """`ltr` or `rtl`, for the `dir` attribute."""
    return languages.direction(language)


@register.filter
def language_name(tag: str) -> str:
    """The language's name in itself; the tag where we do not know it."""
    language = languages.LANGUAGES.get(tag)
    return language.name if language else tag


@register.simple_tag(takes_context=True)
def asset(context: dict[str, Any], name: str) -> str:
    """The address of a static file with its version; the page's context carries `assets` (see `read_assets`)."""
    return str(context["assets"][name].address)

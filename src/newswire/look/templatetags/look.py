"""Template tags every screen shares: times, section names, direction, addresses of static files."""

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from newswire.item.body import Crosshead, Quote, WebBlock
from newswire.item.vocabulary import languages, sections
from newswire.kit.clock import format_utc
from newswire.look.calendars import find_calendar
from newswire.look.times import write_date, write_figures, write_full, write_short

register = template.Library()


@register.simple_tag
def moment(value: dt.datetime, now: dt.datetime) -> SafeString:
    """A `<time>` as short as its age allows (see `write_short`), with the full date on hover."""
    return format_html(
        '<time datetime="{}" title="{}" data-form="short">{}</time>',
        format_utc(value),
        write_full(value),
        write_short(value, now),
    )


@register.simple_tag
def date(value: dt.date) -> SafeString:
    """A `<time>` with day, month in words and year; of a date alone exactly that day, in every zone."""
    if not isinstance(value, dt.datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), write_date(value))
    return format_html(
        '<time datetime="{}" title="{}" data-form="date">{}</time>',
        format_utc(value),
        write_full(value),
        write_date(value),
    )


@register.simple_tag
def date_and_time(value: dt.datetime) -> SafeString:
    """A `<time>` with date, hour and minute in UTC."""
    return format_html('<time datetime="{}" data-form="full">{}</time>', format_utc(value), write_full(value))


@register.simple_tag
def date_words() -> SafeString:
    """Attributes that tell times.js how the language in force writes times, which keeps those of an open page true."""
    calendar = find_calendar(get_language())
    words = {
        "minutes": gettext("%(minutes)d min"),
        "months": calendar.months,
        "brief-months": calendar.brief_months or calendar.months,
        "long": calendar.long,
        "brief": calendar.brief,
        "first": calendar.first,
        "digits": calendar.digits,
        "comma": calendar.comma,
    } | ({"solar": "solar"} if calendar.solar else {})
    return format_html_join(" ", 'data-{}="{}"', words.items())


@register.filter
def figures(value: object) -> str:
    """A number, or a text with numbers, in the digits of the language in force."""
    return write_figures(value)


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

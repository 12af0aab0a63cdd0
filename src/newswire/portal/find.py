"""The archive of a subscription: a search box, facets that narrow, days, pages; only what it may read is counted."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.mediatopics import label
from newswire.item.vocabulary.places import place_name
from newswire.item.vocabulary.sections import section_name
from newswire.kit.errors import UnavailableError
from newswire.portal import page
from newswire.portal.access import Access, find_subscription
from newswire.portal.find_asked import NARROWING, Asked, DateError, read_asked
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import plain_connection
from newswire.portal.rows import Row, make_row
from newswire.query.errors import QueryError, find_stumble
from newswire.query.highlight import Stretch
from newswire.routing.entitlement import make_reader
from newswire.search.facets import FACETS, Facet, FacetName
from newswire.search.find import Found, Question, Result, search_as
from newswire.search.index import Archive
from newswire.subscribers.keys import read_access

PAGE = 20
SHOWN = 10
"""Values of a facet that are shown; the others are asked for in words."""
NAMES: dict[FacetName, object] = {
    "section": _("Section"), "subject": _("Subject"), "place": _("Country"), "language": _("Language"),
    "type": _("Type"), "urgency": _("Urgency"), "day": _("Day"),
}  # fmt: skip
TYPES: dict[str, object] = {
    "text": _("Text"), "picture": _("Picture"), "video": _("Video"), "graphic": _("Graphic"), "alert": _("Flash"),
    "advisory": _("Advisory"),
}  # fmt: skip


class Choice(msgspec.Struct, frozen=True):
    """A value of a facet: its name, how many stories have it, where a click leads, whether it is chosen."""

    name: str
    count: int
    address: str
    chosen: bool = False


class Choices(msgspec.Struct, frozen=True):
    """A facet as the page shows it."""

    code: FacetName
    name: object
    values: Sequence[Choice]


class Hit(msgspec.Struct, frozen=True):
    """A story that was found as a line of the list; `excerpt` is its standfirst where the query met no word of it."""

    row: Row
    headline: Sequence[Stretch]
    excerpt: Sequence[Stretch]


@require_safe
@portal_page
def find(request: HttpRequest, number: int) -> HttpResponse:
    """Twenty stories of the subscription's archive; a query that cannot be read comes back with its place marked."""
    access = find_subscription(request.user, number)
    asked = read_asked(request.GET.dict())
    values: dict[str, object] = {
        "access": access,
        "organisation": access.organisation,
        "asked": asked,
        "hidden": [(name, value) for name, value in asked.narrowed],
    }
    status = 200
    try:
        result = _search(number, asked)
    except QueryError as error:
        values["stumble"] = find_stumble(asked.q, error)
        status = 400
    except DateError as error:
        values["problem"] = str(error)
        status = 400
    except UnavailableError:
        values["is_unavailable"] = True
        status = 503
    else:
        values |= _show(access, asked, result)
    return show(request, "find", values, status=status)


@cache
def open_archive(home: Path) -> Archive:
    """This process's reader of the archive below `home`."""
    return Archive(home)


def _search(number: int, asked: Asked) -> Result:
    question = Question(asked.node(), asked.sort, PAGE, FACETS, asked.place)
    with plain_connection() as plain:
        reader = make_reader(number, read_access(plain, number).terms, page.clock())
        return search_as(plain, open_archive(settings.NEWSWIRE_HOME), reader, question)


def _show(access: Access, asked: Asked, result: Result) -> dict[str, object]:
    language = page_language()
    return {
        "total": result.total,
        "hits": [_make_hit(access.number, one, language) for one in result.hits],
        "facets": [one for facet in result.facets if (one := _make_choices(facet, asked, language)).values],
        "chosen": [
            Choice(name_value(name, value, language), 0, asked.toggle(name, value), chosen=True)
            for name, value in asked.narrowed
        ],
        "older": "" if result.next is None else asked.address(place=result.next),
        "first": asked.address() if asked.place is not None else "",
        "sorts": [
            Choice(str(word), 0, asked.address(sort=sort), asked.sort == sort)
            for sort, word in (("newest", _("Newest first")), ("relevance", _("Best match first")))
        ],
        "everywhere": asked.address(narrowed=(), days=()) if asked.narrowed or asked.days else "",
        "save": _find_save(access, asked),
    }


def _make_hit(number: int, found: Found, language: str) -> Hit:
    item = found.entry.item
    excerpt = found.excerpt or ((Stretch(item.standfirst),) if item is not None and item.standfirst else ())
    return Hit(make_row(number, found.entry, page.clock(), language), found.headline, excerpt)


def _make_choices(facet: Facet, asked: Asked, language: str) -> Choices:
    """The most frequent values, and the chosen one though it be rare; days newest first."""
    chosen = dict(asked.narrowed).get(facet.name)
    values = [one for at, one in enumerate(facet.values) if at < SHOWN or one[0] == chosen]
    if facet.name == "urgency":
        values.sort()
    return Choices(
        facet.name,
        NAMES[facet.name],
        [
            Choice(
                name_value(facet.name, value, language),
                count,
                asked.toggle(facet.name, value)
                if facet.name in NARROWING
                else asked.address(days=(("from", value), ("to", value))),
                value == chosen,
            )
            for value, count in values
        ],
    )


def name_value(name: FacetName, value: str, language: str) -> str:
    """What a facet's value is called in the interface's language; what nothing calls by a name is shown as it is."""
    match name:
        case "section":
            return section_name(value, language)
        case "subject":
            return label(value, language)
        case "place":
            return place_name(value, language)
        case "language":
            return LANGUAGES[value].name if value in LANGUAGES else value
        case "type":
            return str(TYPES.get(value, value))
    return value


def _find_save(access: Access, asked: Asked) -> str:
    """Where the question is saved as a view; empty where there is no such page, or nothing was asked."""
    if not asked.is_anything:
        return ""
    try:
        address = reverse("portal:view-new")
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'q': asked.written(), 'subscription': access.number})}"

"""One box over everything the desk has: stories, planning, pictures, and the archive by its own query language."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.desk.archive_views import open_archive
from newswire.editing.deed import wire_connection
from newswire.editing.find import LONGEST, read_found
from newswire.editing.models import Story
from newswire.kit.clock import utc_now
from newswire.kit.errors import UnavailableError
from newswire.query.parse import QueryError, parse_query
from newswire.search.query import search
from newswire.search.schema import Hit

LIMIT = 10
"""Of each kind; the list of its own kind shows the rest."""


class ArchiveLine(msgspec.Struct, frozen=True):
    """A story of the archive, and the desk's own row where there is one."""

    hit: Hit
    story_id: int | None


class ArchiveGroup(msgspec.Struct, frozen=True):
    """What the archive has; `problem` where it could not be asked."""

    lines: Sequence[ArchiveLine] = ()
    total: int = 0
    problem: str = ""


@require_safe
def find_everything(request: HttpRequest) -> HttpResponse:
    """What holds the words of `q`, grouped by kind; an empty box says what can be found."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    found = read_found(query, LIMIT)
    archive = _search_archive(query) if query else ArchiveGroup()
    context = {
        "query": query,
        "longest": LONGEST,
        "limit": LIMIT,
        "found": found,
        "archive": archive,
        "all_archive": f"{reverse('desk:archive')}?{urlencode({'q': query})}",
        "is_empty": not any([found.stories, found.coverages, found.events, found.pictures, archive.lines]),
        "now": utc_now(),
        "page_title": _("Search"),
        "header_title": _("Search"),
        "header_icon": "search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Search")},
        ],
    }
    return TemplateResponse(request, "desk/search.html", context)


def _search_archive(query: str) -> ArchiveGroup:
    try:
        hits = search(wire_connection(), open_archive(settings.NEWSWIRE_HOME), parse_query(query), now=utc_now())
    except QueryError:
        return ArchiveGroup(problem=_("The archive cannot read this as a query; its own page says where."))
    except UnavailableError:
        return ArchiveGroup(problem=_("The archive is being prepared. Please come back in a minute."))
    shown = hits.hits[:LIMIT]
    ours = dict(Story.objects.filter(guid__in=[hit.guid for hit in shown]).values_list("guid", "pk"))
    return ArchiveGroup([ArchiveLine(hit, ours.get(hit.guid)) for hit in shown], hits.total)

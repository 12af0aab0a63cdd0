"""The archive at the desk: every story of the wire that may be read now, the imported ones too, in Lucene syntax."""

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newswire.editing.deed import wire_connection
from newswire.editing.models import Story
from newswire.kit.clock import utc_now
from newswire.kit.errors import UnavailableError
from newswire.query.errors import find_stumble
from newswire.query.parse import QueryError, parse_query
from newswire.search.index import Archive
from newswire.search.query import Hits, search
from newswire.search.schema import Hit

LONGEST = 500
"""Characters of a query: more than anybody types, few enough that no nesting exhausts the parser."""
EXAMPLES = (
    "harbour storm", '"harbour master"', "ferr*", "headline:storm", "lang:tr", "place:TR", "service:economy",
    "subject:medtop:15000000", "urgency:[1 TO 3]", "(ferry OR tram) AND NOT lang:en",
)  # fmt: skip


class Line(msgspec.Struct, frozen=True):
    """A story that was found, and the desk's own row where there is one."""

    hit: Hit
    story_id: int | None


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Fifty stories that match, newest first; a query that cannot be read comes back with its place marked."""
    query = request.GET.get("q", "").strip()
    context: dict[str, object] = {
        "query": query,
        "longest": LONGEST,
        "examples": EXAMPLES,
        "now": utc_now(),
        "page_title": _("Archive"),
        "header_title": _("Archive"),
        "header_icon": "folder-open-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Archive")},
        ],
    }
    try:
        hits = _search(query, _read_before(request.GET.get("before", "")))
    except QueryError as error:
        context["stumble"] = find_stumble(query, error)
    except UnavailableError:
        context["is_unavailable"] = True
    else:
        older = request.GET.copy()
        older["before"] = str(hits.before)
        context |= {"hits": hits, "lines": _make_lines(hits), "older": "" if hits.before is None else older.urlencode()}
    return TemplateResponse(request, "desk/archive.html", context)


@cache
def open_archive(home: Path) -> Archive:
    """This process's reader of the archive below `home`."""
    return Archive(home)


def _search(query: str, before: int | None) -> Hits:
    if len(query) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters", LONGEST)
    archive = open_archive(settings.NEWSWIRE_HOME)
    return search(wire_connection(), archive, parse_query(query), now=utc_now(), before=before)


def _make_lines(hits: Hits) -> list[Line]:
    ours = dict(Story.objects.filter(guid__in=[hit.guid for hit in hits.hits]).values_list("guid", "pk"))
    return [Line(hit, ours.get(hit.guid)) for hit in hits.hits]


def _read_before(text: str) -> int | None:
    """The rank an older page begins below; whatever is no such number asks for the newest page."""
    digits = text.removeprefix("-")
    # nineteen digits and more would overflow the index's numbers
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None

"""The story in full, and its picture files: only what the visitor's own subscription got and may still read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from newswire.item.item import Item, Rendition
from newswire.item.measure import count_words
from newswire.item.release import Entry
from newswire.media.store import is_ended, path_of, read_file
from newswire.portal import page
from newswire.portal.access import find_subscription
from newswire.portal.body import make_content, name_subject
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.ranges import answer_range
from newswire.portal.reading import read_story
from newswire.portal.rows import make_row

FILMS = frozenset({"video/mp4", "video/webm"})
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}) | FILMS
"""Media types a browser may show; anything else is handed over as a file and never run."""


@require_safe
@portal_page
def story(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """The newest version of the story; with `?pane=1` only the text, for the pane beside the list."""
    access = find_subscription(request.user, number)
    entry = _find_entry(number, guid)
    language = page_language()
    now = page.clock()
    values: dict[str, object] = {
        "access": access,
        "organisation": access.organisation,
        "entry": entry,
        "item": entry.item,
        "row": make_row(number, entry, now, language),
        "ended": access.held.has_ended(now),
    }
    if entry.item is not None:
        values |= {
            "content": make_content(number, entry.item, language),
            "subjects": [name_subject(one, language) for one in entry.item.subjects],
            "words": count_words(entry.item.body),
        }
    return show(request, "pane" if request.GET.get("pane") else "story", values)


@require_safe
@portal_page
def media(request: HttpRequest, number: int, guid: str, sha256: str) -> HttpResponse:
    """A file of the story's media. A browser asks again each time it shows it: after a kill, of the story or of the
    picture alone, it gets 410 and nothing else; while the story is held, 404."""
    find_subscription(request.user, number)
    entry = _find_entry(number, guid)
    if entry.use == "recall" or is_ended(settings.NEWSWIRE_HOME, sha256):
        return show(request, "gone", {}, status=410)
    rendition = _find_rendition(entry.item, sha256)
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    if rendition.mime not in SHOWN:
        headers["Content-Disposition"] = "attachment"
    mime = rendition.mime if rendition.mime in SHOWN else "application/octet-stream"
    if mime in FILMS and (asked := request.headers.get("Range")):
        part = answer_range(path_of(settings.NEWSWIRE_HOME, sha256), asked, mime, headers)
        if part is not None:
            return part
    return HttpResponse(read_file(settings.NEWSWIRE_HOME, sha256), content_type=mime, headers=headers)


def _find_entry(number: int, guid: str) -> Entry:
    entry = read_story(number, guid)
    if entry is None:
        raise Http404
    return entry


def _find_rendition(item: Item | None, sha256: str) -> Rendition:
    for one in item.media if item is not None else ():
        for rendition in one.renditions:
            if rendition.sha256 == sha256:
                return rendition
    raise Http404

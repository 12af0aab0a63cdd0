"""A story's picture and film files: only what the visitor's own subscription got and may still read.

What a page shows is part of reading the story. A download, counted and held against the month's quota, is what is asked
for as one (`?download=1`) and the largest size of a picture, which no page shows by itself where there is a smaller.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from newswire.item.item import Item, Media, Rendition
from newswire.kit.errors import QuotaError
from newswire.media.store import is_ended, path_of, read_file
from newswire.portal.access import Access, find_subscription
from newswire.portal.body import shown_rendition
from newswire.portal.page import portal_page, show
from newswire.portal.ranges import answer_range
from newswire.portal.story import find_entry
from newswire.portal.taking.names import name_file, write_stem
from newswire.portal.usage import check_taking, do_note_take

FILMS = frozenset({"video/mp4", "video/webm"})
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}) | FILMS
"""Media types a browser may show; anything else is handed over as a file and never run."""


@require_safe
@portal_page
def media(request: HttpRequest, number: int, guid: str, sha256: str) -> HttpResponse:
    """A file of the story's media. A browser asks again each time it shows it: after a kill, of the story or of the
    picture alone, it gets 410 and nothing else; while the story is held, 404; 429 for a download above the quota."""
    access = find_subscription(request.user, number)
    entry = find_entry(number, guid)
    if entry.use == "recall" or is_ended(settings.NEWSWIRE_HOME, sha256):
        return show(request, "gone", {}, status=410)
    place, one, rendition = _find_rendition(entry.item, sha256)
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    if not _is_download(request, one, rendition):
        return _answer(request, rendition, headers)
    if request.GET.get("download") and entry.item is not None:
        name = name_file(write_stem(entry.item.headline, entry.version), one, place, rendition)
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _hand_over(request, access, guid, rendition, headers)


def _hand_over(
    request: HttpRequest, access: Access, guid: str, rendition: Rendition, headers: dict[str, str]
) -> HttpResponse:
    """The file as a download, counted once: the later parts of a film that is fetched in pieces are not."""
    try:
        check_taking(access, guid, [rendition.sha256])
    except QuotaError as refused:
        response = show(request, "quota", {}, status=429)
        response.headers["Retry-After"] = str(refused.retry_after)
        return response
    response = _answer(request, rendition, headers)
    is_first = response.status_code == 200 or response.headers.get("Content-Range", "").startswith("bytes 0-")
    if is_first and request.method == "GET":
        do_note_take(access, "download", guid, [rendition.sha256])
    return response


def _answer(request: HttpRequest, rendition: Rendition, headers: dict[str, str]) -> HttpResponse:
    if rendition.mime not in SHOWN:
        headers.setdefault("Content-Disposition", "attachment")
    mime = rendition.mime if rendition.mime in SHOWN else "application/octet-stream"
    if mime in FILMS and (asked := request.headers.get("Range")):
        part = answer_range(path_of(settings.NEWSWIRE_HOME, rendition.sha256), asked, mime, headers)
        if part is not None:
            return part
    return HttpResponse(read_file(settings.NEWSWIRE_HOME, rendition.sha256), content_type=mime, headers=headers)


def _is_download(request: HttpRequest, media: Media, rendition: Rendition) -> bool:
    if request.GET.get("download"):
        return True
    return media.type != "video" and rendition.name == "full" and shown_rendition(media) != rendition


def _find_rendition(item: Item | None, sha256: str) -> tuple[int, Media, Rendition]:
    """The file with that hash, and which of the story's pictures and films it is of, counted from 1."""
    for place, one in enumerate(item.media if item is not None else (), 1):
        for rendition in one.renditions:
            if rendition.sha256 == sha256:
                return place, one, rendition
    raise Http404

"""A story taken along: copied, downloaded in one form, packed with its pictures."""

from collections.abc import AsyncIterator, Iterator

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_POST, require_safe

from newswire.formats.options import WriteOptions
from newswire.formats.table import FORMATS
from newswire.portal import page
from newswire.portal.page import page_language
from newswire.portal.taking.doors import Taking, take_page
from newswire.portal.taking.names import ending_of
from newswire.portal.taking.package import Plan, Text, pick_files, write_package
from newswire.portal.taking.terms import write_media_terms
from newswire.portal.taking.writing import HTML, MEDIA_TYPES, TEXT, write_html, write_page, write_text
from newswire.portal.usage import TEXT as STORY_TEXT
from newswire.portal.usage import check_taking, do_note_take

JSON = "application/json"


@require_POST
@take_page
def copy(request: HttpRequest, taking: Taking) -> HttpResponse:
    """The text for the clipboard, counted as it is given: `{"text", "html"}` to a script that asks for JSON, else as a
    file in the form that the button named."""
    check_taking(taking.access, taking.guid)
    text = write_text(taking.entry, taking.item, taking.terms)
    html = write_html(taking.entry, taking.item, taking.terms)
    if request.accepts("text/html"):
        wanted = HTML if request.POST.get("form") == HTML else TEXT
        response = _hand_over(taking, write_form(taking, wanted))
    else:
        response = JsonResponse({"text": text, "html": html})
    do_note_take(taking.access, "copy", taking.guid)
    return response


@require_safe
@take_page
def download(request: HttpRequest, taking: Taking) -> HttpResponse:
    """The story in one form: text, HTML, or a format that the product comes in. Others do not exist."""
    text = write_form(taking, taking.form)
    check_taking(taking.access, taking.guid)
    if request.method == "GET":
        do_note_take(taking.access, "download", taking.guid)
    return _hand_over(taking, text)


@require_safe
@take_page
def package(request: HttpRequest, taking: Taking) -> HttpResponse:
    """Text, HTML, every format of the product and all pictures, with a list, as a ZIP file."""
    plan = make_plan(taking)
    files = [STORY_TEXT, *(one.rendition.sha256 for one in plan.pictures)]
    check_taking(taking.access, taking.guid, files)
    headers = {"Content-Disposition": f'attachment; filename="{taking.stem}.zip"'}
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    do_note_take(taking.access, "package", taking.guid, files)
    pieces = write_package(settings.NEWSWIRE_HOME, plan)
    # Django would gather the pieces of an iterator of the other kind in memory before it sends the first
    streamed = follow(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(streamed, content_type="application/zip", headers=headers)  # type: ignore[return-value]


def write_form(taking: Taking, name: str) -> Text:
    """The story in that form; `Http404` alike for a form that the product does not come in and one that is none."""
    entry, item = taking.entry, taking.item
    if name == TEXT:
        return Text(f"{taking.stem}.txt", MEDIA_TYPES[TEXT], write_text(entry, item, taking.terms).encode())
    if name == HTML:
        return Text(f"{taking.stem}.html", MEDIA_TYPES[HTML], write_page(entry, item, taking.terms).encode())
    given, known = taking.sight.story.formats.get(name), FORMATS.get(name)
    if given is None or known is None or known.writer is None:
        raise Http404
    content = known.writer(given, WriteOptions(form=given.form))
    return Text(f"{taking.stem}-{name}.{ending_of(known.media_type)}", known.media_type, content)


def make_plan(taking: Taking) -> Plan:
    """What the package will hold."""
    pictures, missing = pick_files(settings.NEWSWIRE_HOME, taking.entry, taking.item, taking.stem)
    language = page_language()
    shown = {one.media.id: one.name for one in pictures}
    html = write_page(taking.entry, taking.item, taking.terms, shown).encode()
    return Plan(
        entry=taking.entry,
        item=taking.item,
        packed_at=page.clock(),
        usage=taking.terms,
        texts=[
            write_form(taking, TEXT),
            Text(f"{taking.stem}.html", MEDIA_TYPES[HTML], html),
            *(write_form(taking, name) for name in taking.sight.story.formats),
        ],
        pictures=[msgspec.structs.replace(one, usage=write_media_terms(one.media, language)) for one in pictures],
        missing=missing,
    )


async def follow(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread when it is its turn."""
    take = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await take()) is not None:
        yield piece


def _hand_over(taking: Taking, text: Text) -> HttpResponse:
    mime = f"{text.type}; charset=utf-8" if text.type.startswith("text/") else text.type
    headers = {
        "Content-Disposition": f'attachment; filename="{text.name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Language": taking.item.language,
    }
    return HttpResponse(text.content, content_type=mime, headers=headers)

"""The story in full: only what the visitor's own subscription got and may still read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newswire.item.measure import count_words
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import find_subscription
from newswire.portal.body import make_content, name_subject
from newswire.portal.marking import do_note_read, read_marked
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import read_story
from newswire.portal.rows import make_row
from newswire.portal.usage import do_note_view


@require_safe
@portal_page
def story(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """The newest version of the story; with `?pane=1` only the text, for the pane beside the list."""
    access = find_subscription(request.user, number)
    entry = find_entry(number, guid)
    if entry.item is not None and request.method == "GET":
        do_note_view(access, guid)
    if request.method == "GET":
        do_note_read(access, entry)
    language = page_language()
    now = page.clock()
    values: dict[str, object] = {
        "access": access,
        "organisation": access.organisation,
        "entry": entry,
        "item": entry.item,
        "row": make_row(number, entry, now, language),
        "marked": read_marked(access, entry),
        "ended": access.held.has_ended(now),
    }
    if entry.item is not None:
        values |= {
            "content": make_content(number, entry.item, language),
            "subjects": [name_subject(one, language) for one in entry.item.subjects],
            "words": count_words(entry.item.body),
        }
    return show(request, "pane" if request.GET.get("pane") else "story", values)


def find_entry(number: int, guid: str) -> Entry:
    """The story's newest entry; `Http404` alike where the subscription got none and where there is none."""
    entry = read_story(number, guid)
    if entry is None:
        raise Http404
    return entry

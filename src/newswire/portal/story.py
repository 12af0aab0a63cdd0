"""The story in full: only what the visitor's own subscription got and may still read."""

from collections.abc import Sequence

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from newswire.formats.table import FORMATS
from newswire.item.item import Item, Subject
from newswire.item.measure import count_words
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import Access, find_subscription
from newswire.portal.body import make_content, name_subject
from newswire.portal.marking import do_note_read, read_marked
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import Sight, read_sight, read_story
from newswire.portal.rows import Row, make_row
from newswire.portal.taking.terms import write_story_terms
from newswire.portal.usage import do_note_view
from newswire.routing.surroundings import Neighbour, Relation

RELATION_WORDS: dict[Relation, Promise] = {
    "translation": _("Translation"),
    "follows": _("Follows"),
    "followed-by": _("Followed by"),
    "derived-from": _("Source"),
    "related": _("Related"),
}


class Beside(msgspec.Struct, frozen=True):
    """Another story that stands around this one: what it is to it, and its line."""

    word: str | Promise
    row: Row


class Place(msgspec.Struct, frozen=True):
    """A dossier the story stands in; `href` is empty where dossiers have no page."""

    name: str
    href: str


class Form(msgspec.Struct, frozen=True):
    """A format in which the story may be downloaded."""

    name: str
    title: str


@require_safe
@portal_page
def story(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """The newest version of the story; with `?pane=1` only the text, for the pane beside the list; with `?beside=tr`
    the translation into that language next to it."""
    access = find_subscription(request.user, number)
    sight = read_sight(number, guid)
    if sight is None:
        raise Http404
    entry = sight.story.entry
    other = _find_translation(sight, request.GET.get("beside", ""))
    if request.method == "GET":
        for read in (entry, *([other.entry] if other else [])):
            if read.item is not None:
                do_note_view(access, read.guid)
        do_note_read(access, entry)
    values = make_values(access, sight) | {"mailed": "mailed" in request.GET}
    if other is not None:
        values["other"] = {"item": other.item, "entry": other.entry, "content": _make_other(number, other)}
    return show(request, "pane" if request.GET.get("pane") else "story", values)


def make_values(access: Access, sight: Sight) -> dict[str, object]:
    """What the templates of a story are given."""
    number, entry, language, now = access.number, sight.story.entry, page_language(), page.clock()
    values: dict[str, object] = {
        "access": access,
        "organisation": access.organisation,
        "entry": entry,
        "item": entry.item,
        "row": make_row(number, entry, now, language),
        "marked": read_marked(access, entry),
        "ended": access.held.has_ended(now),
    }
    if entry.item is None:
        return values
    return values | {
        "content": make_content(number, entry.item, language),
        "subjects": [name_subject(one, language) for one in entry.item.subjects],
        "words": count_words(entry.item.body),
        "terms": write_story_terms(entry, entry.item, sight.terms, language),
        "dossiers": [find_dossier(number, one) for one in entry.item.dossiers],
        "translations": _make_beside(number, sight.story.translations),
        "related": _make_beside(number, sight.story.related),
        "forms": [Form(name, FORMATS[name].title) for name in sight.story.formats],
    }


def find_entry(number: int, guid: str) -> Entry:
    """The story's newest entry; `Http404` alike where the subscription got none and where there is none."""
    entry = read_story(number, guid)
    if entry is None:
        raise Http404
    return entry


def find_dossier(number: int, dossier: Subject) -> Place:
    """The dossier with its page, where dossiers have one."""
    name = dossier.name or dossier.qcode
    for arguments in ([number, dossier.qcode], [dossier.qcode]):
        try:
            return Place(name, reverse("portal:dossier", args=arguments))
        except NoReverseMatch:
            continue
    return Place(name, "")


def _find_translation(sight: Sight, language: str) -> Neighbour | None:
    """The translation into that language; `Http404` where one is asked for that is not there."""
    if not language:
        return None
    for one in sight.story.translations:
        if one.item.language == language:
            return one
    raise Http404


def _make_beside(number: int, neighbours: Sequence[Neighbour]) -> list[Beside]:
    now, language = page.clock(), page_language()
    return [Beside(RELATION_WORDS[one.relation], make_row(number, one.entry, now, language)) for one in neighbours]


def _make_other(number: int, other: Neighbour) -> object:
    item: Item = other.item
    return make_content(number, item, page_language())

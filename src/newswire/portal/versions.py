"""The versions of a story that a subscription had, and what changed between any two of them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from newswire.item.body import read_texts
from newswire.item.compare import Change, diff_passages, diff_words
from newswire.item.item import Item, Media
from newswire.item.kinds import Kind
from newswire.item.release import Entry
from newswire.portal import page
from newswire.portal.access import find_subscription
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import read_story_versions
from newswire.portal.rows import KIND_WORDS, make_row
from newswire.portal.usage import do_note_view


class Version(msgspec.Struct, frozen=True):
    """A version in the list. `headline` is empty where its content may not be read."""

    version: int
    kind: Kind
    word: str | Promise
    released_at: datetime
    headline: str
    language: str
    note: str


class Difference(msgspec.Struct, frozen=True):
    """What changed from one version to another: word by word in each text, and which pictures and films."""

    old: int
    new: int
    language: str
    headline: Sequence[Change]
    standfirst: Sequence[Change]
    passages: Sequence[Sequence[Change]]
    removed: Sequence[Media]
    added: Sequence[Media]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a reader sees."""
        texts = (self.headline, self.standfirst, *self.passages)
        return not (self.removed or self.added or any(one.kind != "same" for text in texts for one in text))


@require_safe
@portal_page
def versions(request: HttpRequest, number: int, guid: str) -> HttpResponse:
    """All that the subscription had of the story; with `?from=1&to=3` what changed between these two, else between the
    last two that have a text."""
    access = find_subscription(request.user, number)
    entries = read_story_versions(number, guid)
    if not entries:
        raise Http404
    if request.method == "GET" and any(entry.item is not None for entry in entries):
        do_note_view(access, guid)
    language = page_language()
    readable = {entry.version: entry.item for entry in entries if entry.item is not None}
    pair = _read_pair(request, list(readable))
    values = {
        "access": access,
        "organisation": access.organisation,
        "entry": entries[-1],
        "row": make_row(number, entries[-1], page.clock(), language),
        "versions": [_make_version(entry) for entry in reversed(entries)],
        "difference": compare(*((one, readable[one]) for one in pair)) if pair else None,
        "pair": pair,
    }
    return show(request, "versions", values)


def compare(old: tuple[int, Item], new: tuple[int, Item]) -> Difference:
    """What changed from one version, given with its number, to another."""
    before, after = old[1], new[1]
    had, has = ({one.id: one for one in item.media} for item in (before, after))
    return Difference(
        old=old[0],
        new=new[0],
        language=after.language,
        headline=diff_words(before.headline, after.headline),
        standfirst=diff_words(before.standfirst, after.standfirst),
        passages=diff_passages(read_texts(before.body), read_texts(after.body)),
        removed=[one for media_id, one in had.items() if media_id not in has],
        added=[one for media_id, one in has.items() if media_id not in had],
    )


def _make_version(entry: Entry) -> Version:
    item = entry.item
    return Version(
        version=entry.version,
        kind=entry.kind,
        word=KIND_WORDS[entry.kind],
        released_at=entry.released_at,
        headline=item.headline if item else "",
        language=item.language if item else "",
        note=entry.note,
    )


def _read_pair(request: HttpRequest, readable: Sequence[int]) -> tuple[int, int] | None:
    """The two versions to be compared; None where there are no two. What was never had does not exist."""
    asked = [request.GET[name] for name in ("from", "to") if name in request.GET]
    if not asked:
        return (readable[-2], readable[-1]) if len(readable) > 1 else None
    known = {str(one): one for one in readable}
    if len(asked) != 2 or any(one not in known for one in asked):
        raise Http404
    return known[asked[0]], known[asked[1]]

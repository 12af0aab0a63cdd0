"""The pictures, videos and graphics that came with a subscription's stories, newest first, a page at a time.

There is no table of pictures beside the wire: a page looks through a bounded stretch of the subscription's numbers and
says where the next one begins. So it shows what the entries show at that moment, and what was killed or held is gone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

import msgspec
from django.conf import settings
from django.urls import reverse

from newswire.item.item import Item, Media, Rendition
from newswire.item.release import Entry
from newswire.item.vocabulary.sections import section_name
from newswire.media.store import is_ended
from newswire.portal import page
from newswire.portal.body import shown_rendition
from newswire.portal.picture_filter import Wanted, day_begins, day_ends
from newswire.portal.reading import plain_connection
from newswire.routing.entitlement import Reader, make_reader
from newswire.routing.feed import MOST, read_newest_number
from newswire.routing.latest import count_before, read_standing
from newswire.subscribers.keys import read_access

PAGE = 48
"""Cards of a page, give or take those of one story."""
STRETCHES = 5
"""A page looks through that many hundreds of entries at the most: 30 ms each with their texts."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a story in the grid; `id` is its name in the story. `src` is empty where there is nothing to show but a
    word; sizes in pixels."""

    id: str
    guid: str
    type: str
    href: str
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    language: str
    headline: str
    section: str
    released_at: datetime
    until: datetime | None
    is_restricted: bool
    minutes: int
    seconds: int


class Found(msgspec.Struct, frozen=True):
    """A page of the grid. `older` is the number below which the next begins, None on the last; `looked_until` is how
    far back this page looked; `newest` the number a live stream goes on after."""

    cards: Sequence[Card]
    older: int | None
    newest: int
    looked_until: datetime | None


def find_cards(number: int, wanted: Wanted, zone: tzinfo, language: str) -> Found:
    """The page of subscription `number` that somebody asks for; section names in `language`."""
    with plain_connection() as plain:
        reader = make_reader(number, read_access(plain, number).terms, page.clock())
        newest = read_newest_number(plain, number)
        since = max(reader.since, day_begins(wanted.first, zone)) if wanted.first else reader.since
        floor = count_before(plain, number, since) + 1
        top = newest if wanted.before is None else min(newest, wanted.before - 1)
        if wanted.last:
            top = min(top, count_before(plain, number, day_ends(wanted.last, zone)))

        def read(below: int, limit: int) -> list[Entry]:
            return read_standing(plain, reader, below, limit)

        return _collect(read, top + 1, floor, newest, lambda entry: make_cards(reader, entry, wanted, language))


def _collect(
    read: Callable[[int, int], list[Entry]],
    below: int,
    floor: int,
    newest: int,
    make: Callable[[Entry], Sequence[Card]],
) -> Found:
    cards: list[Card] = []
    seen: set[tuple[str, str, int, int]] = set()
    looked_until: datetime | None = None
    for _stretch in range(STRETCHES):
        if below <= floor:
            break
        limit = min(MOST, below - floor)
        for entry in read(below, limit):
            if len(cards) >= PAGE:
                return Found(cards, entry.n + 1, newest, looked_until)
            looked_until = entry.released_at
            for card in make(entry):
                # one picture goes with a story, its alert and their translations: it is shown once a page
                mark = (card.type, card.id, card.width, card.height)
                if mark not in seen:
                    seen.add(mark)
                    cards.append(card)
        below -= limit
    return Found(cards, below if below > floor else None, newest, looked_until)


def make_cards(reader: Reader, entry: Entry, wanted: Wanted, language: str) -> list[Card]:
    """The files of an entry that are wanted; none where its content may not be read."""
    item = entry.item
    if item is None:
        return []
    return [
        make_card(reader.number, entry, item, media, language)
        for media in item.media
        if not has_ended(media) and wanted.matches(item, media, face_of(media))
    ]


def make_card(number: int, entry: Entry, item: Item, media: Media, language: str) -> Card:
    """One file as the grid shows it."""
    face = face_of(media)
    minutes, seconds = divmod(round(media.seconds), 60)
    return Card(
        id=media.id,
        guid=entry.guid,
        type=media.type,
        href=reverse("portal:picture", args=[number, entry.guid, name_of(media)]),
        src=_address(number, entry.guid, face) if face else "",
        srcset=", ".join(_write_sources(number, entry.guid, media)),
        width=face.width if face else 0,
        height=face.height if face else 0,
        alt=media.alt.get(language) or media.alt.get(item.language) or "",
        caption=media.caption,
        credit=media.credit,
        language=item.language,
        headline=item.headline,
        section=section_name(item.sections[0], language) if item.sections else "",
        released_at=entry.released_at,
        until=entry.until,
        is_restricted=media.rights is not None or item.rights is not None,
        minutes=minutes,
        seconds=seconds,
    )


def face_of(media: Media) -> Rendition | None:
    """What the grid shows of a file: its smallest whole picture; a film's poster. Never the largest where there is a
    smaller: that one counts as taken."""
    if media.type == "video":
        return media.rendition("poster")
    return media.rendition("thumbnail") or shown_rendition(media)


def name_of(media: Media) -> str:
    """The hash of the file by which the picture's own page is addressed."""
    main = media.rendition("full") or shown_rendition(media) or next(iter(media.renditions), None)
    return main.sha256 if main else "none"


def has_ended(media: Media) -> bool:
    """Whether the file was killed by itself, whatever became of its story; so is what has no file at all."""
    home = settings.NEWSWIRE_HOME
    return not media.renditions or any(is_ended(home, one.sha256) for one in media.renditions if one.name != "poster")


def _write_sources(number: int, guid: str, media: Media) -> Iterator[str]:
    """Thumbnail and web by width, where both show the same part of the picture."""
    small, large = media.rendition("thumbnail"), media.rendition("web")
    if media.type == "video" or small is None or large is None or not small.height or not large.height:
        return
    if abs(small.width / small.height - large.width / large.height) < 0.02:
        yield from (f"{_address(number, guid, one)} {one.width}w" for one in (small, large))


def _address(number: int, guid: str, rendition: Rendition) -> str:
    return reverse("portal:media", args=[number, guid, rendition.sha256])

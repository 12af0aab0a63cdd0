"""Who gets a release, how much of it, and as what: pure decisions over bitmaps of subscription numbers."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from pyroaring import BitMap

from newswire.item.kinds import FOLLOW_UPS, NOTICES, Kind, Use
from newswire.routing.book import Grant, Share, pick_share

NOBODY = BitMap()
"""Never changed."""


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets a release.

    `summary` and `headlines` are those members who get no more than that; `notices` those who are told of it without
    its text; `refused` says by the id of a picture or film who gets the rest without it. `formats` is who gets how much
    in which format, empty where that makes no difference to anybody. `products` are those whose query holds the
    release, whoever bought them.
    """

    members: BitMap
    summary: BitMap = NOBODY
    headlines: BitMap = NOBODY
    notices: BitMap = NOBODY
    refused: dict[str, BitMap] = {}
    formats: dict[str, Share] = {}
    products: tuple[str, ...] = ()

    def share(self, name: str = "") -> Share:
        """Who reads how much in that format (empty: in whatever they like best)."""
        any_format = Share(self.members - self.notices - self.summary - self.headlines, self.summary, self.headlines)
        return pick_share(self.formats, name, any_format) if name else any_format


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A release of one story as far as deliveries depend on it; the audience is empty where nobody got it.

    `taken` are those who opened, downloaded or were sent this version by another door than their own numbers.
    """

    seq: int
    kind: Kind
    version: int
    released_at: datetime
    reason: str = ""
    embargo_until: datetime | None = None
    audience: Audience = Audience(members=NOBODY)
    taken: BitMap = NOBODY

    @property
    def had_by(self) -> BitMap:
        """Everybody who knows of this version."""
        return self.audience.members | self.taken if self.taken else self.audience.members


class Holders(msgspec.Struct, frozen=True, kw_only=True):
    """Who had any version of a story before a release, by the form of what they had last (in a format, where there are
    some that not everybody had it in), and who waits for a lift."""

    full: BitMap = NOBODY
    summary: BitMap = NOBODY
    headlines: BitMap = NOBODY
    waiting: BitMap = NOBODY
    formats: dict[str, Share] = {}

    def share(self) -> Share:
        """By form, whatever the format."""
        return Share(self.full, self.summary, self.headlines)

    def everyone(self) -> BitMap:
        """All of them."""
        return self.full | self.summary | self.headlines


def find_holders(events: Iterable[Event]) -> Holders:
    """Who had what after these releases of one story, oldest first."""
    had, waiting = Share(), BitMap()
    formats: dict[str, Share] = {}
    for event in events:
        audience = event.audience
        formats = {
            name: _take_in(event, pick_share(formats, name, had), audience.share(name), event.taken)
            for name in {**formats, **audience.formats}
        }
        had = _take_in(event, had, audience.share(), event.taken | audience.notices)
        if event.kind == "hold" or is_embargoed(event):
            waiting |= event.had_by
        elif event.kind == "lift":
            waiting -= audience.members
    return Holders(full=had.full, summary=had.summary, headlines=had.headlines, waiting=waiting, formats=formats)


def _take_in(event: Event, had: Share, share: Share, told: BitMap) -> Share:
    """What is had after a release: what it brought to its readers, and all of it to those who are told otherwise."""
    if event.kind not in NOTICES:
        read = event.audience.members - event.audience.notices
        had = Share(
            (had.full - read) | share.full,
            (had.summary - read) | share.summary,
            (had.headlines - read) | share.headlines,
        )
    return Share(had.full | (told - had.summary - had.headlines), had.summary, had.headlines)


def decide_audience(
    kind: Kind, grant: Grant, holders: Holders, *, running: BitMap, may_read: BitMap | None, refused: BitMap
) -> Audience:
    """The audience of a release.

    `grant` are those who bought the story and may have it now; `running` the holders whose contract runs; `may_read`
    those with the embargo right where the release is under embargo, else None; `refused` whom the story's own
    restrictions keep out. What follows a story reaches every holder; a notice reaches nobody else; whoever may not read
    it (any more) is told of holds, corrections and kills, and of the lift of what was held. An embargoed version is
    not told to a holder without the right: to him the lift is the update.
    """
    everyone = holders.everyone()
    if kind in NOTICES:
        return Audience(members=everyone)
    if kind not in FOLLOW_UPS:
        return _make_audience(grant, holders, NOBODY, NOBODY)
    knowing = everyone if may_read is None else everyone & may_read
    reading = (knowing & running) - refused
    told = knowing - reading
    if kind == "lift":
        told &= holders.waiting
    elif kind != "correction":
        told &= refused & running
    return _make_audience(grant, holders, reading, told)


def _make_audience(grant: Grant, holders: Holders, reading: BitMap, told: BitMap) -> Audience:
    """Who bought it and who reads on, each with the more of what was bought and had; the others `told` get a notice."""
    share = grant.better(holders.share().among(reading))
    formats = {
        name: pick_share(grant.formats, name, grant).better(
            pick_share(holders.formats, name, holders.share()).among(reading)
        )
        for name in {**grant.formats, **holders.formats}
    }
    everyone = share.everyone()
    return Audience(
        members=everyone | told,
        summary=share.summary,
        headlines=share.headlines,
        notices=told - everyone,
        formats=formats if any(one != share for one in formats.values()) else {},
        products=grant.products,
    )


def had_by(events: Iterable[Event], number: int) -> list[Event]:
    """The story as one subscription knows it: the releases it had, and every hold and kill since its first.

    Those reach every holder; they count before they are routed, when nobody knows their audience yet.
    """
    known: list[Event] = []
    for event in events:
        if number in event.had_by or (known and event.kind in NOTICES):
            known.append(event)
    return known


def delivered_kind(known: Sequence[Event], seq: int, number: int) -> Kind:
    """The kind of release `seq` to a subscription that knows these releases (DESIGN rule 4).

    What follows a story it never had is new to it; the lift of what it never had under hold is an update.
    """
    kind = next(event.kind for event in known if event.seq == seq)
    before = [event for event in known if event.seq < seq]
    if kind in FOLLOW_UPS and not before:
        return "new"
    if kind == "lift" and number not in find_holders(before).waiting:
        return "update"
    return kind


def partition(members: BitMap, cuts: Iterable[BitMap]) -> list[BitMap]:
    """`members` in classes within which no cut tells two subscriptions apart, in order of their least number."""
    classes = [members]
    for cut in cuts:
        classes = [part for one in classes for part in (one & cut, one - cut) if part]
    return sorted(classes, key=lambda one: int(one.min()))


def is_embargoed(event: Event) -> bool:
    """Whether the release went out under an embargo that had not ended then."""
    return event.embargo_until is not None and event.embargo_until > event.released_at


def current_use(events: Sequence[Event], seq: int) -> tuple[Use, datetime | None]:
    """What may be done now with release `seq` of a story, and until when a hold lasts (None: until further word).

    `events` is the whole story so far. A kill is for ever; a hold lasts until a lift, whatever else comes between; an
    embargo until its own lift: one that ends a hold and still carries the embargo leaves it standing.
    """
    kinds: list[Kind] = [event.kind for event in events]
    if "kill" in kinds:
        return "recall", None
    if [kind for kind in kinds if kind in ("hold", "lift")][-1:] == ["hold"]:
        return "hold", None
    own = next(event for event in events if event.seq == seq)
    lifted = any(event.kind == "lift" and event.seq > seq and not is_embargoed(event) for event in events)
    if own.embargo_until is not None and not lifted:
        return "hold", own.embargo_until
    return "publish", None

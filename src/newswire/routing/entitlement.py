"""The one place where it is decided what a subscription may read of a release that is its own.

Feed, stream, items, portal and files all show what `make_entry` returns and nothing else. Whether a release is the
subscription's own was decided when it was routed (`audience.py`); what has never been routed to it does not exist here.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from pyroaring import BitMap

from newswire.item.body import Embed
from newswire.item.forms import Form, shorten
from newswire.item.item import Item, Media
from newswire.item.kinds import NOTICES, Kind, Use
from newswire.item.release import Entry, LeftOut, Withheld
from newswire.item.rights import Restriction
from newswire.routing.audience import Event, current_use, delivered_kind, had_by, partition
from newswire.subscribers.terms import Terms

NEWS = timedelta(days=1)
"""How long what may not be archived is news."""
_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)


class Reader(msgspec.Struct, frozen=True):
    """Who reads, and when: the subscription, the moment, and how far back its contract lets it read; and in which
    format, by the name it has in `formats/table.py`, empty for people who read a page."""

    number: int
    now: datetime
    since: datetime = _ALWAYS
    format: str = ""


class Story(msgspec.Struct, frozen=True):
    """A story as far as its releases depend on one another; `linked` says for other stories who had them by when."""

    guid: str
    events: Sequence[Event]
    linked: Mapping[str, Sequence[tuple[int, BitMap]]] = {}

    def find(self, seq: int) -> Event:
        """The release of that number."""
        return next(event for event in self.events if event.seq == seq)


def make_reader(number: int, terms: Terms, now: datetime) -> Reader:
    """The reader that a subscription with these terms is at that moment."""
    return Reader(number, now, now - timedelta(days=terms.archive_days))


def make_format_reader(number: int, terms: Terms, now: datetime, name: str) -> Reader:
    """The same for a door that gives stories in that format. Raises `FormatNotBoughtError` where no product has it."""
    terms.check_format(name)
    return msgspec.structs.replace(make_reader(number, terms, now), format=name)


def make_entry(story: Story, seq: int, reader: Reader, n: int, item: Item | None) -> Entry:
    """One release as this reader may see it now; `item` is the release's own snapshot."""
    event = story.find(seq)
    known = had_by(story.events, reader.number)
    use, until = current_use(known, seq)
    withheld = _withhold(event, use, until, item, reader)
    kind = delivered_kind(known, seq, reader.number)
    form = _form(event, reader)
    shown: Item | None = None
    left_out: tuple[LeftOut, ...] = ()
    if item is not None and not withheld:
        relative = _make_relative(item, story, event, known, reader.number)
        shown, left_out = _leave_out(shorten(relative, form), event, reader)
    return Entry(
        n=n,
        kind=kind,
        use=use,
        until=until,
        guid=story.guid,
        version=known.index(event) + 1,
        released_at=event.released_at,
        item=shown,
        note=_note(event, item, kind),
        form=form,
        withheld=withheld,
        left_out=left_out,
    )


def split_by_sight(story: Story, seq: int, name: str) -> list[BitMap]:
    """The audience of release `seq` in classes whose members see the same in that format, but for number and day."""
    event = story.find(seq)
    share = event.audience.share(name)
    cuts = [one.had_by for one in story.events]
    cuts += [share.full, share.summary, share.headlines] if event.audience.formats else [share.summary, share.headlines]
    cuts.append(event.audience.notices)
    cuts += event.audience.refused.values()
    cuts += [had for many in story.linked.values() for at, had in many if at < seq]
    return partition(event.audience.members, cuts)


def _withhold(event: Event, use: Use, until: datetime | None, item: Item | None, reader: Reader) -> Withheld:
    """Why the content is not given; empty where it is."""
    if use == "recall":
        return "recall"
    if use == "hold" and until is None:
        return "hold"
    if item is None:
        return ""  # a notice of what is over
    if reader.number in event.audience.notices:
        return "contract"
    if event.audience.formats and reader.number not in event.audience.share(reader.format).everyone():
        return "format"
    if event.released_at < reader.since:
        return "archive"
    if item.expires is not None and item.expires <= reader.now:
        return "expired"
    return "archive" if _is_history(item.rights, event, reader) else ""


def _is_history(rights: Restriction | None, event: Event, reader: Reader) -> bool:
    return rights is not None and rights.no_archive and event.released_at + NEWS <= reader.now


def _form(event: Event, reader: Reader) -> Form:
    share = event.audience.share(reader.format) if event.audience.formats else event.audience
    if reader.number in share.summary:
        return "summary"
    return "headlines" if reader.number in share.headlines else "full"


def _make_relative(item: Item, story: Story, event: Event, known: Sequence[Event], number: int) -> Item:
    """The item without a trace of versions and stories that the subscription never had.

    What a version “adds” is said of the version before it: to who never had that one, nothing is said.
    """
    first = known[0]
    before = [one for one in story.events if one.seq < event.seq and one.kind not in NOTICES][-1:]
    links = tuple(
        link
        for link in item.links
        if any(at < event.seq and number in had for at, had in story.linked.get(link.guid, ()))
    )
    changes: dict[str, object] = {} if links == item.links else {"links": links}
    if first is not story.events[0]:
        changes["first_created"] = first.released_at
    if first is event and event is not story.events[0]:
        changes["correction"] = None
    if before and before[0] not in known:
        changes["update_line"] = ""
    return msgspec.structs.replace(item, **changes) if changes else item


def _leave_out(item: Item, event: Event, reader: Reader) -> tuple[Item, tuple[LeftOut, ...]]:
    """The item without the files that this reader may not have, and their names."""
    reasons = {one.id: reason for one in item.media if (reason := _refuse(one, event, reader))}
    if not reasons:
        return item, ()
    return (
        msgspec.structs.replace(
            item,
            media=tuple(one for one in item.media if one.id not in reasons),
            body=tuple(one for one in item.body if not (isinstance(one, Embed) and one.media_id in reasons)),
        ),
        tuple(LeftOut(one.id, one.type, reasons[one.id]) for one in item.media if one.id in reasons),
    )


def _refuse(media: Media, event: Event, reader: Reader) -> str:
    if reader.number in event.audience.refused.get(media.id, ()):
        return ", ".join(media.rights.clauses()) if media.rights else ""
    if media.expires is not None and media.expires <= reader.now:
        return "EXPIRED"
    return "NO ARCHIVE" if _is_history(media.rights, event, reader) else ""


def _note(event: Event, item: Item | None, kind: Kind) -> str:
    """What is told of a hold or kill, and of a correction to those who get it without its text."""
    if event.kind in NOTICES:
        return event.reason
    return item.correction.note if kind == "correction" and item is not None and item.correction is not None else ""

"""One entry of a subscription as JSON: the same bytes in feed and stream, made once for many subscriptions."""

from datetime import datetime

import msgspec

from newswire.formats.ninjs.shape import Ninjs
from newswire.formats.ninjs.writer import shape_entry
from newswire.formats.options import WriteOptions
from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry, LeftOut, Withheld

FORMAT = "ninjs"
"""The format in which an entry carries its item."""


class _Tail(msgspec.Struct, frozen=True):
    """Everything of an entry but its number; `withheld` and `left_out` only where there is something to say."""

    kind: Kind
    use: Use
    until: datetime | None
    guid: str
    version: int
    released_at: datetime
    item: Ninjs
    withheld: Withheld | msgspec.UnsetType = msgspec.UNSET
    left_out: tuple[LeftOut, ...] | msgspec.UnsetType = msgspec.UNSET


def encode_tail(entry: Entry) -> bytes:
    """The entry's JSON after its number: `,"kind":…}`. Equal for all subscriptions that get the same version."""
    tail = _Tail(
        kind=entry.kind,
        use=entry.use,
        until=entry.until,
        guid=entry.guid,
        version=entry.version,
        released_at=entry.released_at,
        item=shape_entry(entry, WriteOptions(form=entry.form)),
        withheld=entry.withheld or msgspec.UNSET,
        left_out=entry.left_out or msgspec.UNSET,
    )
    return b"," + msgspec.json.encode(tail)[1:]


def encode_entry(entry: Entry) -> bytes:
    """The entry as `{"n", "kind", "use", "until", "guid", "version", "released_at", "item": {ninjs 3}}`."""
    return b'{"n":%d' % entry.n + encode_tail(entry)


def encode_unnumbered(entry: Entry) -> bytes:
    """The entry without its number: what nobody can ask for again."""
    return b"{" + encode_tail(entry)[1:]

"""`/v1/feed`: the subscription's entries by number, whole items inline, with the head and the next address."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from psycopg import Connection

from newswire.api.http import Request
from newswire.delivery.entry import FORMAT, encode_entry
from newswire.delivery.stream.hub import Hub
from newswire.kit.errors import EpochError, InvalidRequestError
from newswire.routing.entitlement import Reader
from newswire.routing.feed import MOST, read_entries, read_newest_number

LONGEST_WAIT = 60


class FeedQuery(msgspec.Struct, frozen=True):
    """What was asked for: entries after a number, how many at most, how many seconds to wait for the first."""

    after: int
    limit: int
    wait: int


def read_cursor(text: str, epoch: str, *, name: str) -> int:
    """A number, or `epoch:number` as event ids carry it.

    Raises `EpochError` for another epoch's cursor, `InvalidRequestError` for anything else.
    """
    before, colon, number = text.rpartition(":")
    if not (number.isascii() and number.isdecimal()):
        raise InvalidRequestError(f"“{name}” must be a number or an event id, not “{text}”.")
    if colon and before != epoch:
        raise EpochError(
            "The wire was restored since this cursor was given out, and its numbers mean something else now. "
            "Compare what you have by guid and version, and go on from after=0."
        )
    return int(number)


def read_feed_query(request: Request, hub: Hub) -> FeedQuery:
    """The parameters `after`, `limit` (1 to 100), `wait` (0 to 60 s) and `format` (ninjs)."""
    if request.query.get("format", FORMAT) != FORMAT:
        raise InvalidRequestError(f"There is no format “{request.query['format']}”; the feed speaks “{FORMAT}”.")
    return FeedQuery(
        after=read_cursor(request.query.get("after") or "0", hub.epoch, name="after"),
        limit=request.number("limit", MOST, least=1, most=MOST),
        wait=request.number("wait", 0, most=LONGEST_WAIT),
    )


def make_feed_page(connection: Connection[Any], reader: Reader, query: FeedQuery) -> bytes:
    """`{"head": newest n, "next": address of the page that follows, "items": [entry, …]}`."""
    entries = read_entries(connection, reader, query.after, query.limit)
    head = max(read_newest_number(connection, reader.number), entries[-1].n if entries else 0)
    last = entries[-1].n if entries else query.after
    following = urlencode({"after": last, "wait": query.wait, "limit": query.limit})
    items = b",".join(encode_entry(entry) for entry in entries)
    return b'{"head":%d,"next":"/v1/feed?%b","items":[%b]}' % (head, following.encode(), items)

"""`/v1/items/{guid}`: one story as it stands, counted and held against the month's quota."""

from typing import Any

from psycopg import Connection

from newswire.api.http import Request
from newswire.delivery.entry import encode_entry
from newswire.kit.errors import NotFoundError
from newswire.routing.entitlement import Reader
from newswire.routing.feed import read_entry_by_guid
from newswire.subscribers.keys import Access
from newswire.subscribers.usage import check_take, do_count


def read_item(connection: Connection[Any], access: Access, reader: Reader, guid: str, request: Request) -> bytes:
    """The story's newest entry. A notice without text and a correction are given whatever was taken before.

    Raises `NotFoundError` alike where the subscription got none and where there is none, and `QuotaError`.
    """
    entry = read_entry_by_guid(connection, reader, guid)
    if entry is None:
        raise NotFoundError("There is nothing at this address.")
    if entry.item is not None:
        if entry.kind != "correction":
            check_take(connection, access.number, access.terms, guid, now=reader.now)
        if request.method == "GET":
            do_count(connection, access.number, "api", "view", key=access.key, guid=guid, now=reader.now)
    return encode_entry(entry)

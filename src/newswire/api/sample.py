"""`/v1/sample`: the last 24 hours of what the products match, in feed shape without numbers, to test against."""

from typing import Any

from psycopg import Connection

from newswire.delivery.entry import encode_unnumbered
from newswire.kit.clock import format_utc
from newswire.kit.errors import ForbiddenError
from newswire.routing.entitlement import Reader
from newswire.routing.sample import SPAN, do_read_sample
from newswire.subscribers.keys import Access
from newswire.subscribers.usage import do_count


def make_sample(connection: Connection[Any], access: Access, reader: Reader) -> bytes:
    """`{"since": …, "items": [entry without n, …]}`, oldest first, at most 100.

    Raises `ForbiddenError` where the contract does not run.
    """
    if not access.terms.run_at(reader.now):
        raise ForbiddenError("The contract does not run now, so there is nothing to test against. Write to us.")
    entries = do_read_sample(connection, reader, access.terms)
    do_count(connection, access.number, "api", "sample", key=access.key, now=reader.now)
    items = b",".join(encode_unnumbered(entry) for entry in entries)
    return b'{"since":"%b","items":[%b]}' % (format_utc(reader.now - SPAN).encode(), items)

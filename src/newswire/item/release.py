"""What leaves for one subscriber: a release seen from a subscription, and the short forms of an item."""

from datetime import datetime

import msgspec

from newswire.item.item import Item
from newswire.item.kinds import Kind, Use


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as one subscription sees it: `n` is its own dense number, kind and version are relative to what it had.

    `until` is the end of an embargo, None otherwise; `item` is None where the content may not be read (any more);
    `note` is what subscribers are told about a hold or a kill, in the words the agency must use.
    """

    n: int
    kind: Kind
    use: Use
    until: datetime | None
    guid: str
    version: int
    released_at: datetime
    item: Item | None
    note: str = ""

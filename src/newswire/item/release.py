"""What leaves for one subscriber: a release seen from a subscription, and the short forms of an item."""

from datetime import datetime
from typing import Literal

import msgspec

from newswire.item.forms import Form
from newswire.item.item import Item
from newswire.item.kinds import Kind, Use

Withheld = Literal["", "recall", "hold", "contract", "format", "archive", "expired"]
"""Why an entry has no content: killed; held; the contract does not run or the rights exclude the client; no product
that brought it comes in the format in which it is read; it is older than the contract's archive or may not be archived;
the right to use it has ended."""


class LeftOut(msgspec.Struct, frozen=True):
    """A picture, video or graphic that the client may not have: its id, its type, and the restriction in capitals."""

    id: str
    type: str
    reason: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as one subscription sees it: `n` is its own dense number, kind and version are relative to what it had.

    `until` is the end of an embargo, None otherwise; `item` is None where the content may not be read (any more), and
    `withheld` says why; `note` is what subscribers are told about a hold or a kill, in the words the agency must use.
    `form` is how much of the story the product carries; `left_out` names the files that the client may not have.
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
    form: Form = "full"
    withheld: Withheld = ""
    left_out: tuple[LeftOut, ...] = ()

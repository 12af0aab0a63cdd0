"""What a reader and a writer are told besides the bytes, and what they give: the two signatures every format has."""

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from newswire.item.forms import Form
from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.kit.errors import FormatError


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the bytes do not say. `authority` owns the guids made for stories that bring none (RFC 3085, section 2.1);

    `now` (UTC) dates a story without a date; `provider` and `language` (BCP 47) hold where the story names none,
    an empty language is detected from the text where a format can do that.
    """

    authority: str
    now: datetime
    provider: str = ""
    language: str = ""


class WriteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`form` is the product's; `media_root` goes before a file's SHA-256 to make its address, empty = no addresses."""

    form: Form = "full"
    media_root: str = ""


Reader = Callable[[bytes, ReadOptions], Iterator[Item | FormatError]]
"""One file in, its stories out in order; a story that cannot be read is a FormatError in its place, the rest go on."""
Writer = Callable[[Entry, WriteOptions], bytes]
"""One event of a subscription in, one document out."""

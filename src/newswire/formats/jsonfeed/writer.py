"""A JSON Feed as bytes."""

import msgspec

from newswire.formats.jsonfeed.shape import Feed


def encode(feed: Feed) -> bytes:
    """The document; times in UTC with `Z`."""
    return msgspec.json.encode(feed)

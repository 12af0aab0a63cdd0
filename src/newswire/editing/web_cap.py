"""How much of a story the public site takes: the one place where the desk asks for it."""

import msgspec

from newswire.enrichment.summary import MAX_SHARE, MAX_WORDS


class WebCap(msgspec.Struct, frozen=True):
    """At most so many words, and at most that share (0 to 1) of the text's words."""

    words: int
    share: float


def read_web_cap() -> WebCap:
    """The cap of the product that the public site is."""
    return WebCap(MAX_WORDS, MAX_SHARE)

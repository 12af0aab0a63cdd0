"""How much of a story the public site takes: the one place where the desk asks for it."""

import msgspec
from django.db import connection

from newswire.subscribers.website import read_limits


class WebCap(msgspec.Struct, frozen=True):
    """At most so many words, and at most that share (0 to 1) of the text's words."""

    words: int
    share: float


def read_web_cap() -> WebCap:
    """The cap of the product that the public site is."""
    connection.ensure_connection()
    limits = read_limits(connection.connection)
    return WebCap(limits.max_words, limits.max_share / 100)

"""Sitemaps by the protocol of sitemaps.org 0.9, and Google's extension for news."""

from datetime import datetime

import msgspec

MOST_URLS = 50_000
"""The protocol's limit for one file."""
MOST_BYTES = 50 * 1024 * 1024
"""The protocol's limit for one file, not compressed."""
MOST_NEWS = 1000
"""Google's limit for a news sitemap."""


class Address(msgspec.Struct, frozen=True):
    """A page or, in an index, a sitemap: its absolute address and when it last changed (UTC), where that is known."""

    loc: str
    changed_at: datetime | None = None


class NewsAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a news sitemap. `language` is a code of ISO 639 with two or three letters; times are UTC."""

    loc: str
    changed_at: datetime
    publication: str
    language: str
    published_at: datetime
    title: str

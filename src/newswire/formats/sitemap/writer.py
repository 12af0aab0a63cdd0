"""Sitemaps, their index and news sitemaps as bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from newswire.formats.elements import branch, document, leaf
from newswire.formats.sitemap.shape import MOST_BYTES, MOST_NEWS, MOST_URLS, Address, NewsAddress
from newswire.kit.clock import format_utc

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def encode(addresses: Sequence[Address]) -> bytes:
    """A sitemap. Raises `ValueError` where it would be longer than the protocol allows."""
    return _check(
        document(branch("urlset", map(_write_url, addresses), {"xmlns": NAMESPACE})), len(addresses), MOST_URLS
    )


def encode_index(sitemaps: Sequence[Address]) -> bytes:
    """An index of sitemaps. Raises `ValueError` where it would be longer than the protocol allows."""
    entries = (branch("sitemap", _write_address(one.loc, one.changed_at)) for one in sitemaps)
    return _check(document(branch("sitemapindex", entries, {"xmlns": NAMESPACE})), len(sitemaps), MOST_URLS)


def encode_news(stories: Sequence[NewsAddress]) -> bytes:
    """A news sitemap. Raises `ValueError` where it would be longer than Google allows."""
    names = {"xmlns": NAMESPACE, "xmlns:news": NEWS}
    return _check(document(branch("urlset", map(_write_news, stories), names)), len(stories), MOST_NEWS)


def _write_url(one: Address) -> str:
    return branch("url", _write_address(one.loc, one.changed_at))


def _write_news(one: NewsAddress) -> str:
    publication = branch("news:publication", [leaf("news:name", one.publication), leaf("news:language", one.language)])
    news = [publication, leaf("news:publication_date", format_utc(one.published_at)), leaf("news:title", one.title)]
    return branch("url", [*_write_address(one.loc, one.changed_at), branch("news:news", news)])


def _write_address(loc: str, changed_at: datetime | None) -> Iterable[str]:
    yield leaf("loc", loc)
    if changed_at:
        yield leaf("lastmod", format_utc(changed_at))


def _check(content: bytes, count: int, most: int) -> bytes:
    if count > most or len(content) > MOST_BYTES:
        raise ValueError(f"{count} addresses in {len(content)} bytes are too many for one sitemap")
    return content

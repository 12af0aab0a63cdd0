"""Sitemaps: every public page of every edition, stories in parts by month, and the news of two days."""

import re
from datetime import datetime, timedelta

from newswire.edition import feeds
from newswire.edition.reader import Connection
from newswire.formats.sitemap.shape import MOST_NEWS, Address, NewsAddress
from newswire.formats.sitemap.writer import encode, encode_index, encode_news
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public.addresses import search_path, story_path
from newswire.public.everything import list_fixed, read_list_addresses
from newswire.public.settings import SiteSettings

INDEX_PATH = "/sitemap.xml"
NEWS_PATH = "/sitemap-news.xml"
NEWS_SPAN = timedelta(days=2)
PART = 2_000
"""Addresses in one part. The protocol would take 50,000 and 50 MB; 10,000 take 0.3 s to write, in which no page is."""
_PART_PATH = re.compile(r"/sitemap-(?:pages|(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2]))-(?P<part>[1-9]\d{0,4})\.xml")


async def write_index(connection: Connection, settings: SiteSettings) -> bytes:
    """The index of all parts; a month's part is as new as the newest change of any story of the month."""
    parts = await list_parts(connection)
    return encode_index([Address(settings.base_url + path, changed_at) for path, changed_at in parts])


async def list_parts(connection: Connection) -> list[tuple[str, datetime | None]]:
    """The paths of all parts, each with when it last changed where that is known."""
    pages = len(await _list_pages(connection))
    parts: list[tuple[str, datetime | None]] = [(_pages_path(part), None) for part in range(1, _count(pages) + 1)]
    for month in await feeds.read_months(connection):
        numbers = range(1, _count(month.stories) + 1)
        parts.extend((_month_path(month.month, part), month.changed_at) for part in numbers)
    return parts


async def write_part(connection: Connection, path: str, settings: SiteSettings) -> bytes | None:
    """The part at `path`; None where there is none."""
    found = _PART_PATH.fullmatch(path)
    if found is None:
        return None
    offset = (int(found["part"]) - 1) * PART
    if found["year"] is None:
        pages = (await _list_pages(connection))[offset : offset + PART]
        addresses = [Address(settings.base_url + page) for page in pages]
    else:
        year, month = int(found["year"]), int(found["month"])
        cards = await feeds.read_month(connection, year, month, PART, offset) if year else ()
        addresses = [Address(settings.base_url + story_path(card), card.updated_at) for card in cards]
    return encode(addresses) if addresses else None


async def write_news(connection: Connection, settings: SiteSettings, now: datetime) -> bytes:
    """What was first published in the last two days, the newest thousand of it."""
    cards = await feeds.read_news(connection, now - NEWS_SPAN, now, MOST_NEWS)
    stories = [
        NewsAddress(
            loc=settings.base_url + story_path(card),
            changed_at=card.updated_at,
            publication=settings.name,
            language=card.language,
            published_at=card.published_at,
            title=card.headline,
        )
        for card in cards
    ]
    return encode_news(stories)


def is_part(path: str) -> bool:
    """Whether `path` could be that of a part."""
    return _PART_PATH.fullmatch(path) is not None


async def _list_pages(connection: Connection) -> list[str]:
    """Everything that is no story: front pages, sections, and the pages that list stories; a search is no page."""
    fixed = [path for language in EDITIONS for path in list_fixed(language) if path != search_path(language)]
    return [*fixed, *[path async for path in read_list_addresses(connection)]]


def _pages_path(part: int) -> str:
    return f"/sitemap-pages-{part}.xml"


def _month_path(month: datetime, part: int) -> str:
    return f"/sitemap-{month:%Y-%m}-{part}.xml"


def _count(addresses: int) -> int:
    """How many parts so many addresses take."""
    return -(-addresses // PART)

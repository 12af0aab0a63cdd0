"""An RSS 2.0 channel as bytes, by the specification of the RSS Advisory Board and what feed validators ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from newswire.formats.atom.writer import NAMESPACE as ATOM
from newswire.formats.atom.writer import TOMBSTONES, write_deleted
from newswire.formats.elements import branch, document, leaf
from newswire.formats.rss.shape import Category, Channel, Item, Picture
from newswire.formats.xhtml.writer import escape

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
DUBLIN_TERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
_NAMES = {
    "version": "2.0",
    "xmlns:atom": ATOM,
    "xmlns:content": CONTENT,
    "xmlns:dc": DUBLIN_CORE,
    "xmlns:dcterms": DUBLIN_TERMS,
    "xmlns:media": MEDIA,
}


def encode(channel: Channel) -> bytes:
    """The document; items stand in the channel's own order."""
    names = _NAMES | ({"xmlns:at": TOMBSTONES} if channel.deleted else {})
    return document(branch("rss", [branch("channel", _write_channel(channel))], names))


def _write_channel(channel: Channel) -> Iterator[str]:
    yield leaf("title", channel.title)
    yield leaf("link", channel.link)
    yield leaf("description", escape(channel.description))
    yield leaf("language", channel.language)
    if channel.copyright:
        yield leaf("copyright", channel.copyright)
    yield leaf("lastBuildDate", _write_date(channel.built_at))
    yield leaf("docs", "https://www.rssboard.org/rss-specification")
    yield leaf("ttl", str(channel.minutes))
    yield leaf("atom:link", "", {"rel": "self", "type": "application/rss+xml", "href": channel.self_link})
    if channel.licence:
        yield leaf("atom:link", "", {"rel": "license", "type": "application/rsl+xml", "href": channel.licence})
    yield from map(write_deleted, channel.deleted)
    yield from (branch("item", _write_item(item)) for item in channel.items)


def _write_item(item: Item) -> Iterator[str]:
    yield leaf("title", item.title)
    yield leaf("link", item.link)
    yield leaf("guid", item.guid, {"isPermaLink": "true" if item.is_permalink else "false"})
    yield leaf("pubDate", _write_date(item.published_at))
    if item.updated_at > item.published_at:
        yield leaf("dcterms:modified", item.updated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for name in item.creators:
        yield leaf("dc:creator", name)
    for one in item.categories:
        yield _write_category(one)
    if item.description:
        yield leaf("description", escape(item.description))  # a description is HTML, so text is escaped twice
    if item.content:
        yield leaf("content:encoded", item.content)
    if item.picture:
        yield _write_picture(item.picture)


def _write_category(category: Category) -> str:
    return leaf("category", category.name, {"domain": category.domain})


def _write_picture(picture: Picture) -> str:
    texts = []
    if picture.caption:
        texts.append(leaf("media:description", picture.caption, {"type": "plain"}))
    if picture.credit:
        texts.append(leaf("media:credit", picture.credit))
    if picture.alt:
        texts.append(leaf("media:title", picture.alt, {"type": "plain"}))
    size = {"width": str(picture.width), "height": str(picture.height)}
    return branch("media:content", texts, {"url": picture.url, "type": picture.media_type, "medium": "image"} | size)


def _write_date(moment: datetime) -> str:
    """RFC 822 with a year of four digits, in UTC: `Tue, 24 Nov 2026 09:30:00 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)

"""Feeds read back into one shape, whichever form they came in."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime

import msgspec
from lxml import etree

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One story as a feed's reader sees it."""

    id: str
    link: str
    title: str
    summary: str
    text: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    picture: str


class Gone(msgspec.Struct, frozen=True):
    """A withdrawal as a feed's reader sees it."""

    id: str
    when: datetime
    comment: str


class SeenFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as its reader sees it."""

    title: str
    description: str
    language: str
    page: str
    own: str
    licence: str
    stories: tuple[Seen, ...]
    gone: tuple[Gone, ...]


def read_feed(form: str, content: bytes) -> SeenFeed:
    """The feed, read by the rules of its form."""
    if form == "json":
        return _read_json(content)
    root = etree.fromstring(content)
    return _read_rss(root) if form == "rss" else _read_atom(root)


def _text(element: etree._Element, path: str) -> str:
    return element.findtext(path, namespaces=NAMES) or ""


def _plain(markup: str) -> str:
    return " ".join(etree.tostring(etree.fromstring(f"<x>{markup}</x>"), method="text", encoding="unicode").split())


def _links(element: etree._Element, path: str) -> dict[str, str]:
    return {one.get("rel") or "": one.get("href") or "" for one in element.findall(path, NAMES)}


def _deleted(element: etree._Element) -> tuple[Gone, ...]:
    return tuple(
        Gone(one.get("ref") or "", datetime.fromisoformat(one.get("when") or ""), _text(one, "at:comment"))
        for one in element.findall("at:deleted-entry", NAMES)
    )


def _read_rss(root: etree._Element) -> SeenFeed:
    channel = root.find("channel")
    assert channel is not None
    links = _links(channel, "a:link")
    return SeenFeed(
        title=_text(channel, "title"),
        description=_plain(_text(channel, "description")),
        language=_text(channel, "language"),
        page=_text(channel, "link"),
        own=links["self"],
        licence=links["license"],
        stories=tuple(map(_read_item, channel.findall("item"))),
        gone=_deleted(channel),
    )


def _read_item(item: etree._Element) -> Seen:
    published = parsedate_to_datetime(_text(item, "pubDate"))
    modified = _text(item, "dcterms:modified")
    media = item.find("media:content", NAMES)
    return Seen(
        id=_text(item, "guid"),
        link=_text(item, "link"),
        title=_text(item, "title"),
        summary=_plain(_text(item, "description")),
        text=_plain(_text(item, "content:encoded")),
        published=published,
        updated=datetime.fromisoformat(modified) if modified else published,
        authors=tuple(one.text or "" for one in item.findall("dc:creator", NAMES)),
        tags=tuple(one.text or "" for one in item.findall("category")),
        picture="" if media is None else media.get("url") or "",
    )


def _read_atom(root: etree._Element) -> SeenFeed:
    links = _links(root, "a:link")
    return SeenFeed(
        title=_text(root, "a:title"),
        description=_text(root, "a:subtitle"),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        page=links["alternate"],
        own=links["self"],
        licence=links["license"],
        stories=tuple(map(_read_entry, root.findall("a:entry", NAMES))),
        gone=_deleted(root),
    )


def _read_entry(entry: etree._Element) -> Seen:
    links = _links(entry, "a:link")
    content = entry.find("a:content", NAMES)
    assert content is not None
    return Seen(
        id=_text(entry, "a:id"),
        link=links["alternate"],
        title=_text(entry, "a:title"),
        summary=_text(entry, "a:summary"),
        text=" ".join(etree.tostring(content, method="text", encoding="unicode", with_tail=False).split()),
        published=datetime.fromisoformat(_text(entry, "a:published")),
        updated=datetime.fromisoformat(_text(entry, "a:updated")),
        authors=tuple(_text(one, "a:name") for one in entry.findall("a:author", NAMES)),
        tags=tuple(one.get("label") or "" for one in entry.findall("a:category", NAMES)),
        picture=links.get("enclosure", ""),
    )


def _read_json(content: bytes) -> SeenFeed:
    feed = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    extension = feed["_newswire"]
    return SeenFeed(
        title=feed["title"],
        description=feed["description"],
        language=feed["language"],
        page=feed["home_page_url"],
        own=feed["feed_url"],
        licence=extension["licence"],
        stories=tuple(
            Seen(
                id=one["id"],
                link=one["url"],
                title=one["title"],
                summary=one.get("summary", ""),
                text=_plain(one["content_html"]),
                published=datetime.fromisoformat(one["date_published"]),
                updated=datetime.fromisoformat(one["date_modified"]),
                authors=tuple(author["name"] for author in one.get("authors", ())),
                tags=tuple(one.get("tags", ())),
                picture=one.get("image", ""),
            )
            for one in feed["items"]
        ),
        gone=tuple(
            Gone(one["id"], datetime.fromisoformat(one["when"]), one["comment"]) for one in extension["withdrawn"]
        ),
    )

"""JSON Feed 1.1: the members the format demands, and an extension that follows its rules."""

import json
from datetime import UTC, datetime
from typing import Any

from newswire.formats.jsonfeed.shape import Attachment, Author, Extension, Feed, Item, Withdrawn
from newswire.formats.jsonfeed.writer import encode

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ITEM = Item(
    id="https://news.example/en/news/story/abc",
    url="https://news.example/en/economy/ships/abc",
    title="Ships & men",
    content_html="<p>One &amp; two</p>",
    summary="Forty ships",
    image="https://news.example/media/a.jpg",
    date_published=NOW,
    date_modified=NOW,
    authors=(Author("Ada Lind", "https://news.example/en/author/ada-lind/"), Author("Bo Lind")),
    tags=("Economy", "shipping"),
    language="en",
    attachments=(Attachment("https://news.example/media/a.jpg", "image/jpeg", "Ships", 1280, 853),),
)


def _read(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": "Newswire",
        "home_page_url": "https://news.example/en/",
        "feed_url": "https://news.example/en/feed.json",
        "description": "A portion",
        "language": "en",
        "items": (ITEM,),
    }
    found: dict[str, Any] = json.loads(encode(Feed(**(fields | changes))))
    return found


def test_the_version_comes_first_and_the_demanded_members_are_there() -> None:
    feed = _read()
    assert next(iter(feed)) == "version"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Newswire"
    assert feed["feed_url"].endswith("/feed.json")
    assert "_newswire" not in feed
    assert "icon" not in feed


def test_an_item_says_all_it_knows() -> None:
    (item,) = _read()["items"]
    assert item["id"] == ITEM.id
    assert item["content_html"] == "<p>One &amp; two</p>"
    assert item["date_published"] == item["date_modified"] == "2026-11-24T09:30:00Z"
    assert item["authors"] == [
        {"name": "Ada Lind", "url": "https://news.example/en/author/ada-lind/"},
        {"name": "Bo Lind"},
    ]
    assert item["tags"] == ["Economy", "shipping"]
    (attachment,) = item["attachments"]
    assert (attachment["_width"], attachment["_height"]) == (1280, 853)


def test_a_feed_without_items_still_has_the_list() -> None:
    assert _read(items=())["items"] == []


def test_what_is_withdrawn_stands_in_the_extension_that_explains_itself() -> None:
    gone = Withdrawn("https://news.example/x", NOW, "Story withdrawn")
    extension = _read(extension=Extension("https://news.example/about", "https://news.example/license.xml", (gone,)))[
        "_newswire"
    ]
    assert extension == {
        "about": "https://news.example/about",
        "licence": "https://news.example/license.xml",
        "withdrawn": [{"id": "https://news.example/x", "when": "2026-11-24T09:30:00Z", "comment": "Story withdrawn"}],
    }

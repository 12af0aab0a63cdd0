"""RSS 2.0: what is written is what a reader finds, and what a feed validator asks for is there."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree
from msgspec.structs import replace

from newswire.formats.atom.shape import Deleted
from newswire.formats.atom.writer import NAMESPACE as ATOM
from newswire.formats.atom.writer import TOMBSTONES
from newswire.formats.rss.shape import Category, Channel, Item, Picture
from newswire.formats.rss.writer import CONTENT, DUBLIN_CORE, DUBLIN_TERMS, MEDIA, encode

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NAMES = {
    "atom": ATOM,
    "at": TOMBSTONES,
    "content": CONTENT,
    "dc": DUBLIN_CORE,
    "dcterms": DUBLIN_TERMS,
    "media": MEDIA,
}
PICTURE = Picture(
    url="https://news.example/media/a.jpg",
    media_type="image/jpeg",
    width=1280,
    height=853,
    alt="Ships & men",
    caption="Waiting",
    credit="Ada Lind",
)
ITEM = Item(
    guid="https://news.example/en/news/story/abc",
    is_permalink=True,
    title="Northaven: “Ships & <men>” wait",
    link="https://news.example/en/economy/ships/abc",
    published_at=NOW,
    updated_at=NOW,
    description="Forty ships < fifty",
    content="<p>The harbour opened &amp; closed.</p>",
    creators=("Ada Lind", "Bo Lind"),
    categories=(Category("shipping", "http://cv.iptc.org/newscodes/mediatopic/"), Category("Economy")),
    picture=PICTURE,
)
CHANNEL = Channel(
    title="Newswire – Economy",
    link="https://news.example/en/economy/",
    self_link="https://news.example/en/economy/feed.rss",
    description="A portion & a summary",
    language="en",
    built_at=NOW,
    copyright="© Newswire",
    licence="https://news.example/license.xml",
    items=(ITEM,),
)


def _read(channel: Channel) -> etree._Element:
    return etree.fromstring(encode(channel))


def _text(element: etree._Element, path: str) -> str:
    found = element.findtext(path, namespaces=NAMES)
    assert found is not None, path
    return found


def test_the_channel_has_what_rss_demands_and_validators_ask_for() -> None:
    root = _read(CHANNEL)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert _text(channel, "title") == "Newswire – Economy"
    assert _text(channel, "link") == "https://news.example/en/economy/"
    assert _text(channel, "description") == "A portion &amp; a summary"
    assert _text(channel, "language") == "en"
    assert _text(channel, "lastBuildDate") == "Tue, 24 Nov 2026 09:30:00 GMT"
    assert int(_text(channel, "ttl")) > 0
    links = {one.get("rel"): (one.get("type"), one.get("href")) for one in channel.findall("atom:link", NAMES)}
    assert links == {
        "self": ("application/rss+xml", "https://news.example/en/economy/feed.rss"),
        "license": ("application/rsl+xml", "https://news.example/license.xml"),
    }


def test_an_item_says_all_it_knows() -> None:
    item = _read(CHANNEL).find("channel/item")
    assert item is not None
    assert _text(item, "title") == ITEM.title
    assert _text(item, "link") == ITEM.link
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (ITEM.guid, "true")
    assert [one.text for one in item.findall("dc:creator", NAMES)] == ["Ada Lind", "Bo Lind"]
    assert [(one.text, one.get("domain")) for one in item.findall("category")] == [
        ("shipping", "http://cv.iptc.org/newscodes/mediatopic/"),
        ("Economy", None),
    ]
    assert _text(item, "content:encoded") == ITEM.content
    assert item.find("author") is None  # RSS's own author is a mail address


def test_a_description_is_html_so_that_a_sign_in_it_is_a_sign() -> None:
    description = _text(_read(CHANNEL), "channel/item/description")
    assert description == "Forty ships &lt; fifty"
    assert etree.fromstring(f"<p>{description}</p>").text == "Forty ships < fifty"


def test_a_picture_has_its_size_and_words() -> None:
    media = _read(CHANNEL).find("channel/item/media:content", NAMES)
    assert media is not None
    assert dict(media.attrib.items()) == {
        "url": PICTURE.url,
        "type": "image/jpeg",
        "medium": "image",
        "width": "1280",
        "height": "853",
    }
    assert _text(media, "media:title") == "Ships & men"
    assert _text(media, "media:description") == "Waiting"
    assert _text(media, "media:credit") == "Ada Lind"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=3))])
def test_dates_are_rfc_822_in_utc(zone: timezone) -> None:
    item = Item(guid="a", is_permalink=False, title="a", link="b", published_at=NOW.astimezone(zone), updated_at=NOW)
    written = _text(_read(replace(CHANNEL, items=(item,))), "channel/item/pubDate")
    assert written == "Tue, 24 Nov 2026 09:30:00 GMT"
    assert parsedate_to_datetime(written) == NOW


def test_an_update_is_told_in_dublin_core() -> None:
    assert _read(CHANNEL).find("channel/item/dcterms:modified", NAMES) is None
    later = replace(ITEM, updated_at=NOW + timedelta(1))
    assert _text(_read(replace(CHANNEL, items=(later,))), "channel/item/dcterms:modified") == "2026-11-25T09:30:00Z"


def test_what_is_withdrawn_is_named_with_atoms_word_and_is_no_item() -> None:
    root = _read(replace(CHANNEL, items=(), deleted=(Deleted("https://news.example/x", NOW, "Story withdrawn"),)))
    deleted = root.find("channel/at:deleted-entry", NAMES)
    assert deleted is not None
    assert dict(deleted.attrib.items()) == {"ref": "https://news.example/x", "when": "2026-11-24T09:30:00Z"}
    assert _text(deleted, "at:comment") == "Story withdrawn"
    assert root.findall("channel/item") == []
    assert b"tombstones" not in encode(CHANNEL)


def test_a_character_xml_cannot_carry_does_not_break_the_feed() -> None:
    item = Item(guid="a", is_permalink=False, title="a\x0bb\x00c\ufffe", link="b", published_at=NOW, updated_at=NOW)
    assert _text(_read(replace(CHANNEL, items=(item,))), "channel/item/title") == "abc"

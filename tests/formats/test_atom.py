"""Atom: the elements RFC 4287 demands, the deleted entries of RFC 6721."""

from datetime import UTC, datetime

from lxml import etree

from newswire.formats.atom.shape import Category, Deleted, Enclosure, Entry, Feed, Person
from newswire.formats.atom.writer import NAMESPACE, TOMBSTONES, XHTML, encode

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NAMES = {"a": NAMESPACE, "at": TOMBSTONES, "h": XHTML}
ENTRY = Entry(
    id="https://news.example/ar/news/story/abc",
    title="الميناء & السفن",
    link="https://news.example/ar/economy/x/abc",
    published=NOW,
    updated=NOW.replace(hour=10),
    summary="Forty < fifty",
    content="<p>One</p><blockquote><p>Two &amp; three</p></blockquote>",
    authors=(Person("Ada Lind", "https://news.example/ar/author/ada-lind/"), Person("Bo Lind")),
    categories=(Category("medtop:20000337", "http://cv.iptc.org/newscodes/mediatopic/", "shipping"),),
    enclosure=Enclosure("https://news.example/media/a.jpg", "image/jpeg", "Ships"),
)
FEED = Feed(
    title="Newswire",
    subtitle="A portion",
    link="https://news.example/ar/",
    self_link="https://news.example/ar/feed.atom",
    language="ar",
    updated=NOW,
    author=Person("Newswire", "https://news.example/"),
    rights="© Newswire",
    licence="https://news.example/license.xml",
    icon="https://news.example/favicon.svg",
    entries=(ENTRY,),
    deleted=(Deleted("https://news.example/ar/news/story/def", NOW, "Story withdrawn"), Deleted("x", NOW)),
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _read(feed: Feed) -> etree._Element:
    return etree.fromstring(encode(feed))


def test_a_feed_has_one_of_each_thing_that_atom_demands() -> None:
    root = _read(FEED)
    assert root.tag == f"{{{NAMESPACE}}}feed"
    assert root.get(LANG) == "ar"
    for name, text in (("id", FEED.self_link), ("title", "Newswire"), ("updated", "2026-11-24T09:30:00Z")):
        assert [one.text for one in root.findall(f"a:{name}", NAMES)] == [text]
    links = {one.get("rel"): one.get("href") for one in root.findall("a:link", NAMES)}
    assert links == {"self": FEED.self_link, "alternate": FEED.link, "license": FEED.licence}
    assert root.findtext("a:author/a:name", namespaces=NAMES) == "Newswire"


def test_an_entry_says_all_it_knows() -> None:
    entry = _read(FEED).find("a:entry", NAMES)
    assert entry is not None
    texts = {name: entry.findtext(f"a:{name}", namespaces=NAMES) for name in ("id", "title", "summary")}
    assert texts == {"id": ENTRY.id, "title": ENTRY.title, "summary": "Forty < fifty"}
    assert entry.findtext("a:published", namespaces=NAMES) == "2026-11-24T09:30:00Z"
    assert entry.findtext("a:updated", namespaces=NAMES) == "2026-11-24T10:30:00Z"
    assert [
        (one.findtext("a:name", namespaces=NAMES), one.findtext("a:uri", namespaces=NAMES))
        for one in entry.findall("a:author", NAMES)
    ] == [("Ada Lind", "https://news.example/ar/author/ada-lind/"), ("Bo Lind", None)]
    category = entry.find("a:category", NAMES)
    assert category is not None
    assert category.get("label") == "shipping"
    links = {
        one.get("rel"): (one.get("href"), one.get("type"), one.get("title")) for one in entry.findall("a:link", NAMES)
    }
    assert links == {
        "alternate": (ENTRY.link, "text/html", None),
        "enclosure": ("https://news.example/media/a.jpg", "image/jpeg", "Ships"),
    }


def test_content_is_one_xhtml_div_that_keeps_the_blocks() -> None:
    content = _read(FEED).find("a:entry/a:content", NAMES)
    assert content is not None
    assert content.get("type") == "xhtml"
    (div,) = content
    assert div.tag == f"{{{XHTML}}}div"
    assert [etree.QName(one).localname for one in div] == ["p", "blockquote"]
    assert etree.tostring(div, method="text", encoding="unicode") == "OneTwo & three"


def test_a_deleted_entry_names_what_when_and_why() -> None:
    first, second = _read(FEED).findall("at:deleted-entry", NAMES)
    assert dict(first.attrib.items()) == {
        "ref": "https://news.example/ar/news/story/def",
        "when": "2026-11-24T09:30:00Z",
    }
    assert first.findtext("at:comment", namespaces=NAMES) == "Story withdrawn"
    assert len(second) == 0


def test_an_empty_feed_is_still_a_feed() -> None:
    feed = Feed(title="a", subtitle="", link="b", self_link="c", language="en", updated=NOW, author=Person("Newswire"))
    root = _read(feed)
    assert root.findall("a:entry", NAMES) == []
    assert root.find("a:link[@rel='license']", NAMES) is None
    assert TOMBSTONES.encode() not in encode(feed)

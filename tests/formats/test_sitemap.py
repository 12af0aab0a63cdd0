"""Sitemaps: valid by the schemas of the protocol and of Google News, and never longer than they allow."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from newswire.formats.sitemap.shape import MOST_NEWS, MOST_URLS, Address, NewsAddress
from newswire.formats.sitemap.writer import NAMESPACE, NEWS, encode, encode_index, encode_news
from tests.shared_data import require_shared_data

NOW = datetime(2026, 11, 24, 9, 30, 5, 123000, tzinfo=UTC)
NAMES = {"s": NAMESPACE, "n": NEWS}
ADDRESSES = [Address("https://news.example/ar/%D8%A7?a=1&b=2", NOW), Address("https://news.example/en/")]


def _news(language: str = "en", title: str = "Ships & <men>") -> NewsAddress:
    return NewsAddress(
        loc="https://news.example/en/a", changed_at=NOW, publication="Newswire", language=language, published_at=NOW,
        title=title,
    )  # fmt: skip


def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(require_shared_data("standards", "sitemap", name))))


def test_a_sitemap_is_valid_and_says_when_a_page_changed() -> None:
    root = etree.fromstring(encode(ADDRESSES))
    _schema("sitemap.xsd").assertValid(root)
    assert [one.text for one in root.findall("s:url/s:loc", NAMES)] == [one.loc for one in ADDRESSES]
    assert [one.text for one in root.findall("s:url/s:lastmod", NAMES)] == ["2026-11-24T09:30:05.123000Z"]


def test_an_index_is_valid() -> None:
    root = etree.fromstring(encode_index(ADDRESSES))
    _schema("siteindex.xsd").assertValid(root)
    assert [one.text for one in root.findall("s:sitemap/s:loc", NAMES)] == [one.loc for one in ADDRESSES]


@pytest.mark.parametrize("language", ["en", "tr", "kmr", "ckb"])
def test_a_news_sitemap_is_valid_in_languages_of_two_and_three_letters(language: str) -> None:
    root = etree.fromstring(encode_news([_news(language)]))
    _schema("combined.local.xsd").assertValid(root)
    news = root.find("s:url/n:news", NAMES)
    assert news is not None
    assert news.findtext("n:publication/n:name", namespaces=NAMES) == "Newswire"
    assert news.findtext("n:publication/n:language", namespaces=NAMES) == language
    assert news.findtext("n:title", namespaces=NAMES) == "Ships & <men>"


def test_empty_ones_are_well_formed() -> None:
    for content in (encode([]), encode_index([]), encode_news([])):
        assert len(etree.fromstring(content)) == 0


def test_more_than_the_protocol_allows_is_refused() -> None:
    assert encode([Address("https://a.example/")] * MOST_URLS)
    with pytest.raises(ValueError, match="too many"):
        encode([Address("https://a.example/")] * (MOST_URLS + 1))
    with pytest.raises(ValueError, match="too many"):
        encode_news([_news()] * (MOST_NEWS + 1))
    with pytest.raises(ValueError, match="too many"):
        encode([Address("https://a.example/" + "x" * 2000)] * 30_000)

"""What pages say of themselves to machines, read back with extruct: it equals the story."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import extruct
import psycopg
import pytest
from lxml import html

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish
from newswire.item.item import Correction
from newswire.item.vocabulary.languages import EDITIONS, LANGUAGES
from newswire.public.head import LOCALES, Head, make_head
from newswire.public.settings import SiteSettings
from tests.edition.contents import PICTURE, make_content
from tests.public.door import BASE, Door
from tests.shared_data import require_shared_data

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"
CONTENT = make_content(correction=Correction("Three </script> ships", "Forty ships", "Sorry."))


def _extract(door: Door, path: str) -> dict[str, Any]:
    answer = door.get(path)
    assert answer.status == 200
    found: dict[str, Any] = extruct.extract(answer.text, base_url=BASE + path, syntaxes=["json-ld", "opengraph"])
    return found


def _things(door: Door, path: str) -> dict[str, dict[str, Any]]:
    found = _extract(door, path)["json-ld"]
    assert all(one["@context"] == "https://schema.org" for one in found)
    by_type = {one["@type"]: one for one in found}
    assert len(by_type) == len(found)
    return by_type


def _graph(door: Door, path: str) -> dict[str, list[str]]:
    (found,) = _extract(door, path)["opengraph"]
    properties: dict[str, list[str]] = {}
    for name, value in found["properties"]:
        properties.setdefault(name, []).append(value)
    return properties


def test_the_article_read_back_equals_the_story(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, CONTENT, now)
    do_publish(connection, GUID, CONTENT, now + timedelta(minutes=5))
    article = _things(door, PATH)["NewsArticle"]
    house = article.pop("publisher")
    assert article.pop("copyrightHolder") == house
    assert article == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": CONTENT.headline,
        "description": CONTENT.standfirst,
        "abstract": "The harbour opened on Tuesday.\n\nFirst in\n\nA ferry was the first to enter.",
        "inLanguage": "en",
        "datePublished": "2026-11-24T09:30:00Z",
        "dateModified": "2026-11-24T09:35:00Z",
        "url": BASE + PATH,
        "mainEntityOfPage": BASE + PATH,
        "author": [{"@type": "Person", "name": "Ada Lind", "url": f"{BASE}/en/author/ada-lind"}],
        "articleSection": ["Economy", "World"],
        "keywords": ["shipping"],
        "dateline": "Northaven",
        "contentLocation": [{"@type": "Place", "name": "Northaven"}],
        "image": [
            {
                "@type": "ImageObject",
                "url": f"{BASE}/media/{PICTURE.src}",
                "width": PICTURE.width,
                "height": PICTURE.height,
                "caption": PICTURE.caption,
                "description": PICTURE.alt,
                "creditText": PICTURE.credit,
            }
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "We wrote: Three </script> ships – Correct is: Forty ships – Sorry.",
                "datePublished": "2026-11-24T09:30:00Z",
            }
        ],
        "isAccessibleForFree": True,
        "license": f"{BASE}/license.xml",
    }
    assert house["@type"] == "NewsMediaOrganization"


def test_a_bare_story_says_nothing_it_does_not_know(door: Door, connection: Connection, now: datetime) -> None:
    bare = make_content(
        standfirst="", summary=(), byline="", authors=(), dateline="", sections=(), subjects=(), places=(),
        picture=None, correction=None,
    )  # fmt: skip
    do_publish(connection, GUID, bare, now)
    path = f"/en/news/northaven-harbour-opens-again/{public_id_of(GUID)}"
    article = _things(door, path)["NewsArticle"]
    absent = {"description", "abstract", "articleSection", "keywords", "dateline", "contentLocation", "image"}
    assert not absent & set(article)
    assert "correction" not in article
    assert article["author"] == [article["publisher"]]
    graph = _graph(door, path)
    assert "og:image" not in graph
    assert graph["og:description"] == [bare.headline]


def test_the_house_names_the_pages_on_which_it_says_who_it_is(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, CONTENT, now)
    house = _things(door, "/tr/")["NewsMediaOrganization"]
    assert house["name"] == "Newswire"
    assert house["publishingPrinciples"] == house["ethicsPolicy"] == f"{BASE}/tr/standards"
    assert house["correctionsPolicy"] == f"{BASE}/tr/corrections"
    assert house["ownershipFundingInfo"] == f"{BASE}/tr/ownership"
    assert house["mainEntityOfPage"] == f"{BASE}/tr/about"
    assert house["contactPoint"]["url"] == f"{BASE}/contact"
    website = _things(door, "/tr/")["WebSite"]
    assert (website["url"], website["inLanguage"]) == (f"{BASE}/tr/", "tr")
    assert website["publisher"]["@id"] == house["@id"] == _things(door, PATH)["NewsArticle"]["publisher"]["@id"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/ar/economy/", ["Newswire", "اقتصاد"]),
        (PATH, ["Newswire", "Economy", CONTENT.headline]),
    ],
)
def test_the_way_leads_from_the_front_page_to_the_page_itself(
    door: Door, connection: Connection, now: datetime, path: str, names: list[str]
) -> None:
    do_publish(connection, GUID, CONTENT, now)
    crumbs = _things(door, path)["BreadcrumbList"]["itemListElement"]
    assert [one["name"] for one in crumbs] == names
    assert [one["position"] for one in crumbs] == list(range(1, len(names) + 1))
    assert crumbs[-1]["item"] == BASE + path
    assert [door.get(one["item"].removeprefix(BASE)).status for one in crumbs] == [200] * len(names)


def test_open_graph_and_card_say_what_the_story_says(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, CONTENT, now)
    graph = _graph(door, PATH)
    assert graph == {
        "og:site_name": ["Newswire"],
        "og:type": ["article"],
        "og:title": [CONTENT.headline],
        "og:description": [CONTENT.standfirst],
        "og:url": [BASE + PATH],
        "og:locale": ["en_GB"],
        "article:published_time": ["2026-11-24T09:30:00+00:00"],
        "article:modified_time": ["2026-11-24T09:30:00+00:00"],
        "article:section": ["Economy"],
        "article:tag": ["shipping"],
        "og:image": [f"{BASE}/media/{PICTURE.src}"],
        "og:image:width": [str(PICTURE.width)],
        "og:image:height": [str(PICTURE.height)],
        "og:image:alt": [PICTURE.alt],
    }
    page = html.fromstring(door.get(PATH).text)
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    assert page.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]
    assert page.xpath("//link[@rel='canonical']/@href") == [BASE + PATH]


def test_every_language_has_a_name_in_open_graph() -> None:
    assert set(LOCALES) >= {*LANGUAGES, *EDITIONS}


@pytest.mark.parametrize("path", ["/en/", "/en/economy/"])
def test_pages_every_edition_has_name_their_languages(door: Door, path: str) -> None:
    page = html.fromstring(door.get(path).text)
    rest = path.removeprefix("/en")
    links = page.xpath("//link[@rel='alternate'][@hreflang]")
    assert isinstance(links, list)
    found = {one.get("hreflang"): one.get("href") for one in links if isinstance(one, html.HtmlElement)}
    default = f"{BASE}/" if rest == "/" else f"{BASE}/en{rest}"
    assert found == {language: f"{BASE}/{language}{rest}" for language in EDITIONS} | {"x-default": default}
    graph = _graph(door, path)
    assert graph["og:locale"] == ["en_GB"]
    assert len(graph["og:locale:alternate"]) == len(EDITIONS) - 1
    assert graph["og:url"] == [BASE + path]


def test_a_story_names_its_other_languages_and_itself() -> None:
    settings = SiteSettings(base_url=BASE, public_media=Path("nowhere"))
    head = make_head(settings, "en", "/en/a/b/c", {"tr": "/tr/a/d/e"})
    assert [(one.language, one.href) for one in head.alternates] == [
        ("en", f"{BASE}/en/a/b/c"),
        ("tr", f"{BASE}/tr/a/d/e"),
        ("x-default", f"{BASE}/en/a/b/c"),
    ]
    assert head.other_locales == ("tr_TR",)
    turkish = make_head(settings, "tr", "/tr/a/d/e", {"ar": "/ar/a/d/e"})
    assert [one.language for one in turkish.alternates] == ["ar", "tr"]
    assert make_head(settings, "en", "/en/a/b/c", {}).alternates == ()
    assert make_head(settings, "en", "", {"tr": "/tr/"}) == Head(locale="en_GB")


def test_a_page_names_its_feeds_and_its_licence_and_a_notice_names_none(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, CONTENT, now)
    page = html.fromstring(door.get(PATH).text)
    feeds = page.xpath("//link[@rel='alternate'][@type]/@href")
    expected = [f"{BASE}/en/{part}feed.{form}" for part in ("", "economy/") for form in ("atom", "rss", "json")]
    assert feeds == expected
    assert [door.get(one.removeprefix(BASE)).status for one in expected] == [200] * 6
    licence = page.xpath("//link[@rel='license'][@type='application/rsl+xml']/@href")
    assert licence == [f"{BASE}/license.xml"]
    notice = html.fromstring(door.get("/en/nowhere/").text)
    assert notice.xpath("//link[@rel='alternate' or @rel='canonical' or @rel='license']") == []
    assert notice.xpath("//script[@type='application/ld+json']") == []


def test_every_word_is_schema_orgs_own(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, CONTENT, now)
    vocabulary = json.loads(require_shared_data("standards", "schemaorg", "schemaorg-all-https.jsonld").read_text())
    nodes = {one["@id"].removeprefix("schema:"): one for one in vocabulary["@graph"]}
    for path in ("/en/", "/en/economy/", PATH):
        for thing in _things(door, path).values():
            _check_thing(thing, nodes)


def _check_thing(thing: dict[str, Any], nodes: dict[str, Any]) -> None:
    kinds = _broaden(thing["@type"], nodes)
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        domains = _ids(nodes[name]["schema:domainIncludes"])
        assert domains & kinds, f"{name} is no property of {thing['@type']}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                ranges = _ids(nodes[name]["schema:rangeIncludes"])
                assert ranges & _broaden(one["@type"], nodes), f"{one['@type']} is no value of {name}"
                _check_thing(one, nodes)


def _broaden(kind: str, nodes: dict[str, Any]) -> set[str]:
    found, waiting = set(), [kind]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += _ids(nodes[one].get("rdfs:subClassOf", []))
    return found & set(nodes)


def _ids(value: Any) -> set[str]:
    listed = value if isinstance(value, list) else [value]
    return {one["@id"].removeprefix("schema:") for one in listed}


def test_no_page_runs_a_script_or_style_of_its_own(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, CONTENT, now)
    for path in ("/en/", "/ar/economy/", PATH, "/en/nowhere/"):
        answer = door.get(path)
        page = html.fromstring(answer.text)
        # a block of data is never run, so `script-src 'self'` lets it be
        assert page.xpath("//script[not(@src)][not(@type='application/ld+json')]") == []
        assert page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
        assert "set-cookie" not in answer.headers

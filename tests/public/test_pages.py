"""The pages: what a reader finds on them, in the language of the page, and nothing more."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import psycopg
import pytest

from newswire.delivery.website.project import do_project
from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.body import Crosshead, Paragraph, Quote
from newswire.item.release import Entry
from newswire.item.vocabulary.languages import EDITIONS, direction
from newswire.item.vocabulary.sections import SECTIONS
from tests.edition.contents import make_content
from tests.public.door import BASE, Door
from tests.stories import make_item

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"


def _publish(connection: Connection, now: datetime, guid: str = GUID, **changes: Any) -> None:
    do_publish(connection, guid, make_content(**changes), now)


def test_the_root_leads_to_the_edition_the_reader_asks_for(door: Door) -> None:
    answer = door.get("/", accept_language="de, ar;q=0.8, en;q=0.5")
    assert (answer.status, answer.headers["location"]) == (302, "/ar/")
    assert answer.headers["vary"] == "accept-language"
    assert door.get("/").headers["location"] == "/en/"


def test_a_story_page_has_everything_a_story_has(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now - timedelta(minutes=12))
    page = door.get(PATH).text
    for text in (
        "<h1>Northaven harbour opens again</h1>",
        "Forty ships waited three days",
        "Ada Lind</bdi>",
        "Northaven</bdi>",
        "24 November 2026, 09:18 UTC",
        'src="/media/a-web.jpg" width="1280" height="853" alt="Ships outside a breakwater"',
        "Waiting",
        "<p>The harbour opened on Tuesday.</p>",
        "<p>A ferry was the first to enter.</p>",
        "Clarifies the number of ships.",
        "Three ships",
        "The website carries only a portion of the stories offered to subscribers, and in summarised form.",
        '<a href="/contact">Subscription options</a>',
        "shipping",
        '<a href="/en/economy/">Economy</a>',
        '<a href="/en/world/">World</a>',
        f'<link rel="canonical" href="{BASE}{PATH}">',
        '<meta property="og:title" content="Northaven harbour opens again">',
        "mailto:?subject=Northaven%20harbour",
        "https://t.me/share/url?",
    ):
        assert text in page, text
    assert "hreflang" not in re.sub(r"<nav.*?</nav>", "", page, flags=re.S)


def test_a_story_that_changed_says_when(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now - timedelta(minutes=30))
    assert "Updated" not in door.get(PATH).text
    _publish(connection, now - timedelta(minutes=3))
    door.wait(seconds=1)
    assert re.search(r"Updated <time[^>]*>3 min</time>", door.get(PATH).text)


@pytest.mark.parametrize("language", EDITIONS)
def test_the_interface_speaks_the_language_of_the_page_and_no_other(
    door: Door, connection: Connection, now: datetime, language: str
) -> None:
    _publish(connection, now, language=language, headline="H", standfirst="", note="", correction=None)
    path = f"/{language}/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"
    front, story = door.get(f"/{language}/", accept_language="en").text, door.get(path, accept_language="en").text
    for page in (front, story):
        assert f'<html lang="{language}" dir="{direction(language)}">' in page
        for section in SECTIONS.values():
            assert f">{section.names[language]}</a>" in page
        if language != "en":
            read = re.sub(r' (class|id|src|href)="[^"]*"', "", page)
            for word in ("Latest", "Share", "Subscription", "Sections", "Skip to", "portion", "Related", "Mail"):
                assert word not in read


def test_the_front_page_shows_lead_river_and_sections(door: Door, connection: Connection, now: datetime) -> None:
    for number in range(30):
        picture = make_content().picture if number == 7 else None
        headline = f"Story number {number}"
        section = list(SECTIONS)[number % 9]
        moment = now - timedelta(minutes=number)
        _publish(connection, moment, f"guid {number}", headline=headline, sections=(section,), picture=picture)
    page = door.get("/en/").text
    lead = page.split('class="front-lead"')[1].split("</article>")[0]
    assert "Story number 7<" in lead
    assert 'src="/media/a-web.jpg"' in lead
    river = page.split('class="front-river"')[1].split("</section>")[0]
    assert re.findall(r"Story number (\d+)<", river)[:3] == ["4", "5", "6"]
    assert 'href="/en/sports/"' in page
    assert 'id="block-sports"' in page


def test_a_flash_stands_above_everything_for_ten_minutes_and_is_marked_afterwards(
    door: Door, connection: Connection, now: datetime
) -> None:
    _publish(connection, now - timedelta(hours=1))
    _publish(connection, now, "flash", headline="Earthquake off Tarn", urgency=1, picture=None)
    assert '<p class="flash">' in door.get("/en/").text
    door.wait(minutes=10)
    page = door.get("/en/").text
    assert '<p class="flash">' not in page
    assert re.search(r'class="flash-mark">Flash</span> <a href="[^"]+">Earthquake off Tarn', page)


def test_a_section_page_shows_its_stories_and_marks_itself(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    _publish(connection, now, "other", headline="A match", sections=("sports",))
    page = door.get("/en/world/").text
    assert "Northaven harbour opens again" in page
    assert "A match" not in page
    assert '<a href="/en/world/" aria-current="page">World</a>' in page
    assert door.get("/en/world").headers["location"] == "/en/world/"


@pytest.mark.parametrize("path", ["/en/", "/ar/", "/tr/sports/"])
def test_an_empty_edition_says_so(door: Door, path: str) -> None:
    page = door.get(path)
    assert page.status == 200
    assert 'class="empty"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        PATH.replace("northaven-harbour-opens-again", "old-headline"),
        PATH.replace("/economy/", "/world/"),
        PATH.replace("/en/", "/fr/", 1),
        PATH + "/",
    ],
)
def test_other_addresses_of_a_story_lead_to_the_one(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    _publish(connection, now)
    answer = door.get(path)
    assert (answer.status, answer.headers["location"]) == (301, PATH)


def test_addresses_in_other_scripts_are_encoded_once(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now, language="ar", slug="فتح-الميناء", sections=())
    front = door.get("/ar/").text
    found = re.search(r'href="(/ar/news/[^"]+)"', front)
    assert found is not None
    path = found[1]
    assert path.isascii()
    assert door.get(unquote(path)).status == 200


def test_nothing_in_a_story_can_become_markup(door: Door, connection: Connection, now: datetime) -> None:
    evil = "</script><script>alert(1)</script>\"'&"
    _publish(
        connection,
        now,
        headline=evil,
        standfirst=evil,
        summary=(Paragraph(evil), Crosshead(evil), Quote(evil, evil)),
        byline=evil,
        note=evil,
    )
    for path in (PATH, "/en/", "/en/world/"):
        page = door.get(path).text
        assert "<script>alert" not in page
        assert "alert(1)" in page
        assert re.findall(
            r"<script(?: src=\"/static/[^\"]+\" defer| type=\"application/ld\+json\")?>", page
        ) == re.findall(r"<script[^>]*>", page)


def test_the_structured_data_describe_the_free_summary(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', door.get(PATH).text, re.S)
    assert found is not None
    data = msgspec.json.decode(found[1])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Northaven harbour opens again"
    assert data["datePublished"] == data["dateModified"] == "2026-11-24T09:30:00Z"
    assert [one["name"] for one in data["author"]] == ["Ada Lind"]
    assert (data["publisher"]["@type"], data["publisher"]["url"]) == ("NewsMediaOrganization", f"{BASE}/")
    assert data["image"][0]["url"] == f"{BASE}/media/a-web.jpg"
    assert data["isAccessibleForFree"] is True
    assert data["mainEntityOfPage"] == BASE + PATH
    assert "articleBody" not in data


def test_a_story_whose_right_has_ended_is_gone_and_nobody_calls_it_wrong(
    door: Door, connection: Connection, now: datetime
) -> None:
    _publish(connection, now)
    do_withdraw(connection, GUID, now, "ended")
    answer = door.get(PATH)
    assert answer.status == 410
    assert "Our right to publish this story has ended. Nothing was wrong with it." in answer.text
    assert "withdrawn" not in answer.text
    assert "Bu haberi yayımlama hakkımız sona erdi" in door.get(PATH.replace("/en/", "/tr/", 1)).text
    assert "harbour opens again" not in answer.text


def test_a_withdrawn_story_is_gone_and_says_so_in_the_readers_language(
    door: Door, connection: Connection, now: datetime
) -> None:
    _publish(connection, now)
    do_withdraw(connection, GUID, now)
    answer = door.get(PATH)
    assert answer.status == 410
    assert "This story was withdrawn and is no longer available." in answer.text
    assert "Bu haber geri çekildi" in door.get(PATH.replace("/en/", "/tr/", 1)).text
    for path in (PATH, "/en/", "/en/economy/", "/en/world/"):
        assert "harbour opens again" not in door.get(path).text


def test_a_held_story_is_not_found_until_it_is_lifted(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    do_hold(connection, GUID)
    answer = door.get(PATH.replace("northaven-harbour-opens-again", "x"))
    assert answer.status == 404
    assert "location" not in answer.headers
    _publish(connection, now)
    door.wait(seconds=1)
    assert door.get(PATH).status == 200


def test_the_page_shows_the_summary_and_not_one_sentence_beyond_it(
    door: Door, connection: Connection, now: datetime, home: Path
) -> None:
    item = make_item("a", now)
    entry = Entry(n=1, kind="new", use="publish", until=None, guid=item.guid, version=1, released_at=now, item=item)
    do_project(connection, entry, home)
    path = re.findall(r'href="(/en/economy/[^"]+/[^"]+)"', door.get("/en/").text)[0]
    page = door.get(path).text
    assert "The harbour of Northaven opened again on Tuesday" in page
    for text in ("The first to enter was a ferry", "Cranes stood still", "harbour master Ida Brandt", "Repairs to"):
        assert text not in page

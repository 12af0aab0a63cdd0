"""Topics, dossiers, authors, archive and corrections as a reader meets them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from newswire.edition.shape import Author, Dossier, Where, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.item import Correction
from newswire.public import lists
from tests.edition.contents import make_content
from tests.public.door import BASE, Door

Connection = psycopg.Connection[tuple[object, ...]]
PAGES = (
    "/en/topic/20000209/economic-sector",
    "/en/dossier/northaven-storm",
    "/en/author/ada-lind",
    "/en/archive/2026/11/24",
    "/en/archive/2026/11",
    "/en/corrections",
)


def _publish(connection: Connection, moment: datetime, name: str = "a", **changes: Any) -> None:
    do_publish(connection, name, make_content(**changes), moment)


def _topic(door: Door, code: str, language: str = "en") -> str:
    """The address of a topic's page, found by asking under a wrong name."""
    answer = door.get(f"/{language}/topic/{code}/x")
    assert answer.status == 301
    return answer.headers["location"]


def test_every_page_names_itself_and_shows_the_story_until_it_is_killed(
    door: Door, connection: Connection, now: datetime
) -> None:
    _publish(connection, now)
    paths = (_topic(door, "20000209"), *PAGES[1:])
    for path in paths:
        answer = door.get(path)
        assert answer.status == 200, path
        assert f'<link rel="canonical" href="{BASE}{path}">' in answer.text
        assert answer.text.count("<h1") == 1
        assert answer.headers["cache-control"] == "public, max-age=4"
        assert "Northaven harbour opens again" in answer.text or path.endswith("/2026/11")
    do_withdraw(connection, "a", now)
    door.wait(seconds=1)
    for path in paths:
        answer = door.get(path)
        assert answer.status == (200 if path == "/en/corrections" else 404), path
        for trace in ("harbour opens again", "Forty ships", "Three ships", "Brandt", "Storm over"):
            assert trace not in answer.text, path


@pytest.mark.parametrize("path", ["/en/dossier/northaven-storm", "/en/author/ada-lind", "/en/archive/2026/11/24"])
def test_a_held_story_leaves_its_lists_and_comes_back(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    _publish(connection, now)
    do_hold(connection, "a")
    assert door.get(path).status == 404
    _publish(connection, now)
    door.wait(seconds=1)
    assert door.get(path).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/topic/99999999/x", "/en/topic/20000209/", "/en/topic/abc/x", "/en/dossier/none", "/en/author/none",
        "/en/archive/2026/11/25", "/en/archive/2026/13/01", "/en/archive/2026/02/30", "/en/archive/0000/01/01",
        "/en/archive/2026/1/1", "/en/archive/٢٠٢٦/11/24", "/en/archive/2020/01", "/en/dossier/\0",
        "/tr/author/ada-lind", "/en/archive/2026/11/24/5",
    ],
)  # fmt: skip
def test_what_no_story_stands_under_is_no_page(door: Door, connection: Connection, now: datetime, path: str) -> None:
    _publish(connection, now)
    assert door.get(path).status in (301, 404), path
    assert door.get(path.rstrip("/")).status == 404, path


def test_a_topic_holds_what_is_narrower_and_has_one_address(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    _publish(connection, now, "other", headline="A match", topics=("medtop:15000000",))
    for code in ("20000337", "20000209", "04000000"):
        path = _topic(door, code)
        page = door.get(path).text
        assert "Northaven harbour opens again" in page
        assert "A match" not in page
    assert door.get(_topic(door, "15000000")).text.count("A match") == 1
    assert door.get(f"{path}/").headers["location"] == path
    assert "<bdi>Sport</bdi></h1>" in door.get(_topic(door, "15000000")).text


def test_a_topic_is_offered_in_the_languages_that_have_a_name_for_it(
    door: Door, connection: Connection, now: datetime
) -> None:
    _publish(connection, now)
    path = _topic(door, "20000337")
    page = door.get(path).text
    offered = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', page))
    assert offered["en"] == BASE + path
    assert offered["fr"].startswith(f"{BASE}/fr/topic/20000337/")
    assert "tr" not in offered
    assert door.get("/tr/topic/20000337/x").status == 404
    assert f'href="{offered["fr"].removeprefix(BASE)}" lang="fr"' in page  # the choice of languages leads there too


def test_long_lists_go_on_without_gap_or_repeat(
    door: Door, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 4)
    monkeypatch.setattr(lists, "OF_A_DAY", 4)
    for number in range(10):
        _publish(connection, now - timedelta(minutes=number), str(number), headline=f"Story number {number}")
    for path in (_topic(door, "20000209"), "/en/author/ada-lind", "/en/economy/", "/en/archive/2026/11/24"):
        told: list[str] = []
        address, query = path, ""
        for piece in range(4):
            answer = door.get(address, query=query)
            assert answer.status == 200
            assert ("noindex" in answer.text) is bool(piece), path
            main = answer.text.split("<main")[1].split("</main>")[0]
            told += re.findall(r"Story number (\d+)</a>", main)
            older = re.search(r'<a href="([^"]+)" rel="next">Older stories', main)
            if older is None:
                break
            address, _, query = older[1].partition("?")
        assert sorted(told, key=int) == [str(number) for number in range(10)], path
        assert piece == 2


@pytest.mark.parametrize("path", ["/en/economy/", "/en/author/ada-lind", "/en/archive/2026/11/24", "/en/corrections"])
@pytest.mark.parametrize("before", ["nosuchstory2", "x' OR 1=1", "%00", "ÄÖÜ", "a" * 500])
def test_a_list_that_begins_nowhere_is_no_page(
    door: Door, connection: Connection, now: datetime, path: str, before: str
) -> None:
    _publish(connection, now)
    assert door.get(path, query=f"before={before}").status == 404
    assert door.get(path, query="other=1").status == 200


def test_a_dossier_tells_what_happened_who_is_who_and_where(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now - timedelta(days=2), "first", headline="The storm begins", people=("Ida Brandt",))
    _publish(connection, now - timedelta(days=1), "second", headline="Port closed", people=("Ola Nordby", "Ida Brandt"))
    _publish(connection, now, "third", headline="Port opens", places=(Where("", "The quay"),), people=())
    _publish(
        connection, now, "turkish", language="tr", headline="Liman", dossiers=(Dossier("northaven-storm", "Fırtına"),)
    )
    page = door.get("/en/dossier/northaven-storm").text
    assert '<h1 class="list-name">Storm over Northaven</h1>' in page
    assert re.findall(r"(?:The storm begins|Port closed|Port opens)</a></h4>", page) == [
        "Port opens</a></h4>", "Port closed</a></h4>", "The storm begins</a></h4>",
    ]  # fmt: skip
    assert page.index("<bdi>Ida Brandt</bdi>") < page.index("<bdi>Ola Nordby</bdi>")
    assert '<bdi>Northaven</bdi> <span class="count">2</span>' in page
    assert "<bdi>The quay</bdi>" in page
    assert 'href="#start"' in page
    assert page.count('id="start"') == 1
    assert f'hreflang="tr" href="{BASE}/tr/dossier/northaven-storm"' in page
    assert "Fırtına" in door.get("/tr/dossier/northaven-storm").text


def test_authors_of_one_story_have_a_page_each(door: Door, connection: Connection, now: datetime) -> None:
    authors = (Author("ada-lind", "Ada Lind"), Author("şule-öz", "Şule Öz"))
    _publish(connection, now, authors=authors)
    story = door.get("/en/").text
    path = re.findall(r'href="(/en/economy/[^"]+/[^"]+)"', story)[0]
    page = door.get(path).text
    assert '<a class="byline" href="/en/author/ada-lind" rel="author"><bdi>Ada Lind</bdi></a>' in page
    assert 'href="/en/author/%C5%9Fule-%C3%B6z"' in page
    assert "<bdi>Şule Öz</bdi></h1>" in door.get("/en/author/şule-öz").text


def test_the_archive_leads_from_day_to_day_and_month_to_month(door: Door, connection: Connection) -> None:
    for month, day in ((10, 31), (11, 3), (11, 24)):
        _publish(connection, datetime(2026, month, day, 12, tzinfo=UTC), f"{month}-{day}")
    page = door.get("/en/archive/2026/11/03").text
    assert '<a href="/en/archive/2026/10/31" rel="prev">31 October 2026</a>' in page
    assert '<a href="/en/archive/2026/11/24" rel="next">24 November 2026</a>' in page
    assert '<a href="/en/archive/2026/11">' in page
    calendar = door.get("/en/archive/2026/11").text
    assert "1 November 2026 – 30 November 2026</h1>" in calendar
    assert '<a href="/en/archive/2026/11/03">3 November 2026</a> <span class="count">Stories: 1</span>' in calendar
    assert '<a href="/en/archive/2026/10" rel="prev">' in calendar
    assert 'rel="next"' not in calendar
    for path in ("/en/archive", "/en/archive/"):
        door.wait(hours=12)
        answer = door.get(path)
        assert (answer.status, answer.headers["location"]) == (302, "/en/archive/2026/11")
    assert door.get("/tr/archive").status == 404


def test_corrections_say_when_what_was_wrong_and_what_is_right(
    door: Door, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    assert "There is nothing to correct." in door.get("/en/corrections").text
    for number in range(3):
        moment = now + timedelta(minutes=number)
        correction = Correction(f"Wrong {number}.", f"Right {number}.", "The port told us.")
        _publish(connection, moment, f"story {number}", headline=f"Story {number}", correction=correction)
    door.wait(minutes=10)
    page = door.get("/en/corrections").text
    assert re.findall(r"<dd>(\w+ \d)\.</dd>", page) == ["Wrong 2", "Right 2", "Wrong 1", "Right 1"]
    assert "The port told us." in page
    assert "24 November 2026, 09:32 UTC" in page
    address, _, query = re.findall(r'href="([^"]+)" rel="next"', page)[0].partition("?")
    rest = door.get(address, query=query).text
    assert re.findall(r"<dd>(\w+ \d)\.</dd>", rest) == ["Wrong 0", "Right 0"]
    assert 'href="/en/economy/northaven-harbour-opens-again/' + public_id_of("story 0") in rest


@pytest.mark.parametrize(
    ("language", "counted", "place"),
    [
        ("en", "Stories: 12", "12"),
        ("tr", "Haber sayısı: 12", "12"),
        ("fa", "شمار خبرها: ۱۲", "۱۲"),
        ("ckb", "ژمارەی هەواڵەکان: ١٢", "١٢"),
    ],
)
def test_counts_are_written_in_the_digits_of_the_language(
    door: Door, connection: Connection, now: datetime, language: str, counted: str, place: str
) -> None:
    for number in range(12):
        _publish(connection, now - timedelta(minutes=number), str(number), language=language)
    assert f'<span class="count">{counted}</span>' in door.get(f"/{language}/archive/2026/11").text
    dossier = door.get(f"/{language}/dossier/northaven-storm").text
    assert f'<bdi>Northaven</bdi> <span class="count">{place}</span>' in dossier


def test_nothing_in_a_list_can_become_markup(door: Door, connection: Connection, now: datetime) -> None:
    evil = "</h1><script>alert(1)</script>\"'&"
    _publish(
        connection,
        now,
        headline=evil,
        standfirst=evil,
        people=(evil,),
        places=(Where("", evil),),
        dossiers=(Dossier("d", evil),),
        authors=(Author("a", evil),),
        correction=Correction(evil, evil, evil),
    )
    for path in (
        "/en/dossier/d",
        "/en/author/a",
        "/en/corrections",
        "/en/archive/2026/11/24",
        _topic(door, "04000000"),
    ):
        page = door.get(path).text
        assert "<script>alert" not in page
        assert "alert(1)" in page

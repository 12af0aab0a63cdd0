"""The search over the edition gives what the query's own evaluator gives, on the public login."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from newswire.edition import search
from newswire.edition.search import Found, search_stories
from newswire.edition.shape import Author, Content, Dossier, Where, public_id_of
from newswire.edition.terms import LONGEST, list_terms, make_public_document
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.body import Paragraph, Quote
from newswire.query.evaluate import matches
from newswire.query.moment import to_microseconds
from newswire.query.parse import parse_query
from tests.edition.contents import make_content
from tests.edition.reading import ask

Connection = psycopg.Connection[tuple[object, ...]]

QUERIES = (
    "*", "harbour", "harbours", "HARBOUR", '"harbours"', '"opens again"', '"again opens"', 'NOT "opens again"',
    "ferry OR tram", "ferry NOT tram", "+ferry -tram", "harb*", "NOT harb*", "headline:ferry", "text:ferry",
    "headline:fer*", '"first to enter"', "place:NO", "place:NO/northaven", "place:Northaven", "place:north*",
    'person:"ida brandt"', "person:brandt", "person:bran*", "NOT person:brandt", "dossier:northaven-storm",
    'dossier:"storm over"', "subject:04000000", "subject:medtop:20000337", "subject:15000000", "service:economy",
    "section:world", "type:alert", "urgency:[1 TO 3]", "urgency:4", "released:[now-1h TO now]", "released:2026-11-24",
    "released:[now-30d TO now-2h]", "lang:en", "lang:tr", "(ferry OR tram) AND NOT (urgency:1 OR place:TR)",
    'NOT (ferry AND "first to enter")', 'NOT NOT "first to enter"', "zebra", "İzmir", "izmir", "a b c d e f",
)  # fmt: skip


def _contents() -> list[Content]:
    """Fourteen stories that differ in everything a query may ask for."""
    alert = {"type": "alert", "summary": (), "standfirst": "", "urgency": 1, "people": (), "dossiers": ()}
    changes: list[dict[str, Any]] = [
        {},
        {"headline": "Ferry again opens season", "summary": (Paragraph("A tram met the ferry."),)},
        {"headline": "Tram line to İzmir", "places": (Where("TR/izmir", "İzmir"),), "sections": ("life",)},
        {"headline": "Harbours of the north", "people": ("Ada Lind", "Ola Brandtson")},
        {"summary": (Paragraph("He was again the first. To enter he had to wait."),)},
        {"summary": (Quote("The first to enter", "Ida Brandt"),), "people": ()},
        {"topics": ("medtop:15000000",), "subjects": (), "sections": ("sports",)},
        {"headline": "Quake off Tarn", **alert},
        {"language": "tr", "headline": "Limanlar yeniden açıldı", "summary": (Paragraph("Liman açıldı."),)},
        {"dossiers": (Dossier("harbour-2026", "The harbour"),), "places": ()},
        {"standfirst": "harbour " * 3, "headline": "x" * 300},
        {"headline": "“It’s a \\ 'quoted' | story” & more!", "places": (Where("", "O'Brien's \\ bay"),)},
        {"urgency": 3, "headline": "A b c d e f"},
        {"headline": "Held back"},
    ]
    return [make_content(**one) for one in changes]


@pytest.fixture(name="stories")
def publish_stories(connection: Connection, now: datetime) -> dict[str, tuple[Content, datetime]]:
    """The stories by public id, an hour between any two; the last one is held."""
    found = {}
    for number, content in enumerate(_contents()):
        moment = now - timedelta(hours=number)
        do_publish(connection, f"guid {number}", content, moment)
        found[public_id_of(f"guid {number}")] = (content, moment)
    do_hold(connection, f"guid {len(found) - 1}")
    found.popitem()
    return found


def _search(dsn: str, text: str, now: datetime, language: str = "en", limit: int = 50, before: str = "") -> Found:
    node = parse_query(text)
    moment = to_microseconds(now)
    return ask(dsn, lambda c: search_stories(c, language, node, moment, limit=limit, before=before))


@pytest.mark.parametrize("language", ["en", "tr"])
def test_it_finds_exactly_what_the_evaluator_finds_newest_first(
    public_dsn: str, stories: dict[str, tuple[Content, datetime]], now: datetime, language: str
) -> None:
    some = 0
    for text in QUERIES:
        node = parse_query(text)
        expected = [
            public_id
            for public_id, (content, moment) in stories.items()
            if content.language == language
            and matches(node, make_public_document(content, moment), to_microseconds(now))
        ]
        found = _search(public_dsn, text, now, language)
        assert [card.public_id for card in found.cards] == expected, text
        assert found.older == "", text
        some += bool(expected)
    assert some > (30 if language == "en" else 8)


@pytest.mark.usefixtures("stories")
def test_pages_follow_one_another_without_gap_or_repeat(public_dsn: str, now: datetime) -> None:
    everything = [card.public_id for card in _search(public_dsn, "*", now).cards]
    assert len(everything) == 12
    told: list[str] = []
    before = ""
    while True:
        found = _search(public_dsn, "*", now, limit=5, before=before)
        told += [card.public_id for card in found.cards]
        if not found.older:
            break
        before = found.older
    assert told == everything


def test_a_search_that_finds_too_little_ends_and_says_where_it_goes_on(
    public_dsn: str, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BATCH", 2)
    monkeypatch.setattr(search, "MOST", 4)
    for number in range(7):
        summary = (Paragraph("again it opens" if number < 6 else "it opens again"),)
        content = make_content(headline="H", standfirst="", summary=summary, dossiers=())
        do_publish(connection, f"guid {number}", content, now - timedelta(minutes=number))
    first = _search(public_dsn, '"opens again"', now)
    assert (first.cards, first.older) == ((), public_id_of("guid 3"))
    rest = _search(public_dsn, '"opens again"', now, before=first.older)
    assert [card.public_id for card in rest.cards] == [public_id_of("guid 6")]
    assert rest.older == ""


@pytest.mark.parametrize("take_back", ["hold", "withdraw"])
def test_what_is_taken_back_is_found_by_nothing(
    public_dsn: str, connection: Connection, now: datetime, take_back: str
) -> None:
    do_publish(connection, "guid", make_content(), now)
    assert _search(public_dsn, "ferry", now).cards
    if take_back == "hold":
        do_hold(connection, "guid")
    else:
        do_withdraw(connection, "guid", now)
    assert _search(public_dsn, "*", now).cards == ()
    assert connection.execute("SELECT terms::text FROM edition.story").fetchone() == ("",)


def test_an_update_is_found_by_its_new_words_only(public_dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, "guid", make_content(), now)
    do_publish(connection, "guid", make_content(summary=(Paragraph("A zeppelin."),)), now)
    assert _search(public_dsn, "zeppelin", now).cards
    assert _search(public_dsn, '"ferry was"', now).cards == ()
    assert _search(public_dsn, "master", now).cards == ()


def test_the_terms_hold_words_of_the_public_text_and_nothing_else(now: datetime) -> None:
    terms = list_terms(make_public_document(make_content(authors=(Author("x", "Author Name"),)), now))
    assert {"text:harbour", "text:forty", "headline:again", "person:brandt", "service=economy"} <= set(terms)
    assert {"place=no", "subject=medtop:04000000", "dossier=northaven-storm", "lang=en", "kind=new"} <= set(terms)
    words = {one.partition(":")[2] for one in terms if one.startswith("text:")}
    public = "northaven harbour opens again forty ships waited three days the on tuesday first in a ferry was to enter"
    stems = {"northaven", "open", "ship", "wait", "day", "forti", "harbour", "tuesday", "ferri", "three", "again"}
    assert words <= set(public.split()) | stems | {"opened", "enter"}


def test_terms_have_a_length_postgresql_takes(public_dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, "guid", make_content(headline="w" * 5000, people=("p" * 5000,)), now)
    assert _search(public_dsn, "w" * 1000 + "*", now).cards
    document = make_public_document(make_content(headline="w" * 5000), now)
    assert max(map(len, list_terms(document))) <= LONGEST


def test_the_terms_are_asked_by_their_index(connection: Connection, now: datetime) -> None:
    do_publish(connection, "guid", make_content(), now)
    connection.execute("SET enable_seqscan = off")
    connection.execute("SET enable_indexscan = off")
    plan = connection.execute(
        "EXPLAIN SELECT public_id FROM edition.story WHERE terms @@ '''text:ferry'' | ''text:tram'''::tsquery"
    ).fetchall()
    assert "edition_story_terms" in str(plan)

"""The search as a reader meets it: a form that works without scripts, answers that say what is wrong and where."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from newswire.edition.writer import do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public import lists
from newswire.public.lists import LONGEST_QUERY
from tests.edition.contents import make_content
from tests.public.door import Door, Reply

Connection = psycopg.Connection[tuple[object, ...]]


def _publish(connection: Connection, moment: datetime, name: str = "a", **changes: Any) -> None:
    do_publish(connection, name, make_content(**changes), moment)


def _search(door: Door, typed: str, language: str = "en") -> Reply:
    return door.get(f"/{language}/search", query=f"q={quote(typed)}")


def _hits(reply: Reply) -> list[str]:
    return re.findall(r'<h3 class="card-headline"><a href="[^"]+">(.*?)</a>', reply.text)


def test_words_of_the_public_text_are_found_in_any_form(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    _publish(connection, now, "turkish", language="tr", headline="Liman açıldı")
    for typed in ("harbours", '"opens again"', "person:brandt", "place:NO", "subject:04000000", "ferr*"):
        assert _hits(_search(door, typed)) == ["Northaven harbour opens again"], typed
    assert _hits(_search(door, "limanlar", "tr")) == ["Liman açıldı"]
    for typed in ("zebra", "person:lind", "NOT harbour"):
        reply = _search(door, typed)
        assert (reply.status, _hits(reply)) == (200, [])
        assert "Nothing found." in reply.text


def test_answers_are_kept_by_nobody_and_indexed_by_nobody(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    for query in ("", "q=harbour", "q=%28"):
        answer = door.get("/en/search", query=query)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert '<meta name="robots" content="noindex, follow">' in answer.text
    assert _hits(_search(door, "harbour"))
    do_withdraw(connection, "a", now)
    assert _hits(_search(door, "harbour")) == []  # at once: nothing was kept


def test_a_query_that_cannot_be_read_is_shown_with_the_place_marked(door: Door) -> None:
    reply = _search(door, "ferry AND (tram")
    assert reply.status == 400
    assert 'role="alert"' in reply.text
    assert "ferry AND (tram<mark>&nbsp;</mark>" in reply.text
    assert "a bracket is open" in reply.text
    marked = _search(door, "harbour ~ tram")
    assert re.search(r"<mark>.</mark>", marked.text)
    refused = _search(door, "ferry kind:kill").text
    assert "ferry <mark>k</mark>ind:kill" in refused
    assert "cannot be asked for on the website" in refused


@pytest.mark.parametrize("language", [one for one in EDITIONS if one != "en"])
def test_what_is_wrong_is_never_said_in_another_language(door: Door, language: str) -> None:
    reply = _search(door, "ferry kind:kill", language)
    assert reply.status == 400
    assert "ferry <mark>k</mark>ind:kill" in reply.text
    assert "cannot be asked for" not in reply.text


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '" onfocus="alert(1)', "</title><b>", "{{ now }}", "\0"]
)
def test_what_was_typed_is_text_and_nothing_else(door: Door, typed: str) -> None:
    page = _search(door, typed).text
    assert "<script>alert" not in page
    assert ' onfocus="alert' not in page
    assert "<b>" not in page
    assert "\0" not in page


def test_a_long_query_is_cut_and_strange_bytes_do_no_harm(door: Door) -> None:
    page = _search(door, "w" * 5000)
    assert page.status == 200
    assert "w" * (LONGEST_QUERY + 1) not in page.text
    assert door.get("/en/search", query="q=%ff%fe&q=x&" + "&".join(f"a{n}=1" for n in range(500))).status in (200, 400)
    assert _search(door, "(" * 200).status == 400
    assert _search(door, "NOT " * 70 + "a").status in (200, 400)


def test_results_go_on_where_they_ended(
    door: Door, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    for number in range(5):
        _publish(connection, now - timedelta(minutes=number), str(number), headline=f"Harbour {number}")
    first = _search(door, "harbour AND ferry")
    assert _hits(first) == ["Harbour 0", "Harbour 1", "Harbour 2"]
    found = re.search(r'href="/en/search\?(q=[^"]+)" rel="next"', first.text)
    assert found is not None
    rest = door.get("/en/search", query=found[1].replace("&amp;", "&"))
    assert _hits(rest) == ["Harbour 3", "Harbour 4"]


def test_the_form_asks_by_get_and_stands_on_every_page(door: Door) -> None:
    assert '<form class="finder" action="/en/search" role="search">' in door.get("/en/").text
    page = door.get("/en/search").text
    assert 'class="finder"' not in page
    assert '<form class="search" action="/en/search" role="search">' in page
    assert "How to search" in page
    assert door.get("/en/search/").headers["location"] == "/en/search"


def test_many_searches_at_once_leave_connections_for_pages(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    assert {reply.status for reply in door.get_together("/en/search", 12)} == {200}

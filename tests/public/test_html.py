"""Every kind of public page is valid HTML in every language."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public import lists
from tests.edition.contents import make_content
from tests.html_validate import validate
from tests.public.door import Door
from tests.stories import make_guid

LISTS = (
    "dossier/northaven-storm",
    "author/ada-lind",
    "archive/2026/11/24",
    "archive/2026/11",
    "corrections",
    "search",
    "search?q=Northaven",
    "search?q=nothingofthekind",
    "search?q=%28kind%3Akill",
    "about",
    "ownership",
    "standards",
)
CONTINUED = ("economy/", "author/ada-lind", "archive/2026/11/24", "corrections")
TOPIC = "topic/20000337"

Connection = psycopg.Connection[tuple[object, ...]]
Pages = dict[str, str]


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch) -> None:
    """One story fills a piece of a list, so that lists go on."""
    monkeypatch.setattr(lists, "PAGE", 1)
    monkeypatch.setattr(lists, "OF_A_DAY", 1)


def _publish_all(connection: Connection, now: datetime) -> None:
    for language in EDITIONS:
        for number in range(3):
            content = make_content(language=language, family="translations" if number == 0 else "")
            do_publish(connection, make_guid(f"{language}-{number}"), content, now - timedelta(days=number // 2))


def _story_path(language: str, number: int = 0) -> str:
    content = make_content()
    return f"/{language}/{content.sections[0]}/{content.slug}/{public_id_of(make_guid(f'{language}-{number}'))}"


def _read(door: Door, address: str, status: int) -> str:
    path, _, query = address.partition("?")
    answer = door.get(unquote(path), query=query)
    assert answer.status == status, address
    return answer.text


def test_pages_of_every_kind_are_valid(door: Door, connection: Connection, now: datetime, tmp_path: Path) -> None:
    _publish_all(connection, now)
    pages: Pages = {}
    for language in EDITIONS:
        for path in (f"/{language}/", f"/{language}/economy/", _story_path(language)):
            pages[path] = _read(door, path, 200)
        pages[f"/{language}/nothing/"] = _read(door, f"/{language}/nothing/", 404)
        for name in LISTS:
            path = f"/{language}/{name}"
            pages[path] = _read(door, path, 400 if "kill" in name else 200)
    assert len(pages) == (4 + len(LISTS)) * len(EDITIONS)
    assert validate(pages, tmp_path) == []


@pytest.mark.usefixtures("paged")
def test_pages_that_lists_go_on_with_are_valid(
    door: Door, connection: Connection, now: datetime, tmp_path: Path
) -> None:
    _publish_all(connection, now)
    pages: Pages = {}
    for language in EDITIONS:
        for name in CONTINUED:
            first = _read(door, f"/{language}/{name}", 200)
            following = re.search(r'<a href="([^"]+)" rel="next">', first.split('class="older"')[1])
            assert following, name
            pages[following[1]] = _read(door, following[1], 200)
    assert len(pages) == len(CONTINUED) * len(EDITIONS)
    assert validate(pages, tmp_path) == []


def test_topics_are_valid_in_every_language_that_has_a_name_for_them(
    door: Door, connection: Connection, now: datetime, tmp_path: Path
) -> None:
    _publish_all(connection, now)
    pages: Pages = {}
    for language in EDITIONS:
        asked = door.get(f"/{language}/{TOPIC}/x")
        if asked.status == 301:
            pages[asked.headers["location"]] = _read(door, asked.headers["location"], 200)
        else:
            assert asked.status == 404, language
    assert {"en", "ar", "fr", "es"} <= {path.split("/")[1] for path in pages}
    assert validate(pages, tmp_path) == []


def test_what_stands_where_a_story_was_is_valid(
    door: Door, connection: Connection, now: datetime, tmp_path: Path
) -> None:
    _publish_all(connection, now)
    for language in EDITIONS:
        do_withdraw(connection, make_guid(f"{language}-0"), now)
    pages = {path: _read(door, path, 410) for path in map(_story_path, EDITIONS)}
    assert validate(pages, tmp_path) == []


def test_a_page_that_is_not_valid_is_found(tmp_path: Path) -> None:
    found = validate({"/bad": '<!doctype html><html lang="en"><title>a</title><p><div id="a" id="b"></p>'}, tmp_path)
    assert any(line.startswith("/bad:1:") for line in found)

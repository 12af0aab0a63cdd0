"""Every address there is: each answers, and every page a reader can reach is among them."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote

import psycopg

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public.everything import read_addresses
from tests.edition.contents import PICTURE, make_content
from tests.edition.reading import collect
from tests.public.door import Door

Connection = psycopg.Connection[tuple[object, ...]]


def _fill(connection: Connection, now: datetime) -> None:
    for number in range(6):
        language = ("en", "tr", "ar")[number % 3]
        content = make_content(
            language=language,
            headline=f"Story {number}",
            slug=f"story-{number}",
            picture=PICTURE if number == 0 else None,
        )
        do_publish(connection, f"guid {number}", content, now - timedelta(days=20 * number))
    do_publish(connection, "held", make_content(slug="held-back"), now)
    do_hold(connection, "held")
    do_publish(connection, "killed", make_content(slug="killed-off"), now)
    do_withdraw(connection, "killed", now)


def test_every_address_is_named_once_and_answers(
    door: Door, public_dsn: str, connection: Connection, now: datetime
) -> None:
    _fill(connection, now)
    addresses = collect(public_dsn, read_addresses)
    assert len(addresses) == len(set(addresses))
    for path in addresses:
        assert path.isascii()
        if not path.startswith("/media/"):
            assert door.get(unquote(path)).status == 200, path
    assert {f"/{language}/" for language in EDITIONS} <= set(addresses)
    stories = [path for path in addresses if re.fullmatch(r"/\w+/economy/story-\d/\w{12}", path)]
    assert len(stories) == 6
    for part in ("/topic/", "/dossier/", "/author/", "/archive/2026/11/", "/corrections", "/media/"):
        assert any(part in path for path in addresses), part


def test_a_reader_who_follows_links_meets_no_page_that_is_not_named(
    door: Door, public_dsn: str, connection: Connection, now: datetime
) -> None:
    _fill(connection, now)
    named = set(collect(public_dsn, read_addresses))
    waiting, seen = ["/en/"], {"/en/"}
    while waiting:
        page = door.get(waiting.pop())
        assert page.status in (200, 302)
        links = [*re.findall(r'<a [^>]*href="(/[^"#?]*)"', page.text), page.headers.get("location", "")]
        for link in links:
            if link.startswith("/en/") and link not in seen:
                seen.add(link)
                waiting.append(link)
    assert seen - named == {"/en/archive"}
    assert {path for path in named if path.startswith("/en/")} <= seen


def test_what_is_not_live_is_nowhere_named(public_dsn: str, connection: Connection, now: datetime) -> None:
    _fill(connection, now)
    addresses = " ".join(collect(public_dsn, read_addresses))
    for trace in ("held-back", "killed-off", public_id_of("held"), public_id_of("killed")):
        assert trace not in addresses

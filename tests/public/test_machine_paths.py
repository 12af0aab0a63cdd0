"""The list of what only machines ask for: complete, each once, and every address answers."""

from datetime import datetime

import psycopg

from newswire.edition.writer import do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.public.feeds.addresses import FORMS
from newswire.public.machine_paths import read_machine_paths
from tests.edition.asking import ask
from tests.edition.contents import make_content
from tests.public.door import Door

Connection = psycopg.Connection[tuple[object, ...]]


def _paths(dsn: str) -> list[str]:
    async def collect(connection: psycopg.AsyncConnection[object]) -> list[str]:
        return [path async for path in read_machine_paths(connection)]

    return ask(dsn, collect)


def test_every_address_is_named_once_and_answers(
    door: Door, public_dsn: str, connection: Connection, now: datetime
) -> None:
    do_publish(connection, "a", make_content(), now)
    found = _paths(public_dsn)
    assert len(found) == len(set(found))
    for path in ("/robots.txt", "/license.xml", "/.well-known/tdmrep.json", "/tdm-policy.json", "/sitemap-news.xml"):
        assert path in found
    assert {"/sitemap.xml", "/sitemap-pages-1.xml", "/sitemap-2026-11-1.xml"} <= set(found)
    assert {f"/{language}/feed.{form}" for language in EDITIONS for form in FORMS} <= set(found)
    assert {f"/ar/{section}/feed.{form}" for section in SECTIONS for form in FORMS} <= set(found)
    assert {f"/en/topic/20000337/feed.{form}" for form in FORMS} <= set(found)
    asked = [path for path in found if path.startswith("/en/") or path.count("/") < 3]
    assert {door.get(path).status for path in asked} == {200}


def test_a_feed_that_only_names_what_was_withdrawn_is_still_one(
    dsn: str, connection: Connection, now: datetime
) -> None:
    topics = ("medtop:20001103", "no-topic:1", "medtop:99999999")
    do_publish(connection, "a", make_content(topics=topics), now)
    do_withdraw(connection, "a", now)
    found = _paths(dsn)
    assert "/en/topic/20001103/feed.atom" in found
    assert not any("99999999" in path or "no-topic" in path for path in found)
    assert not any(path.startswith("/sitemap-2026") for path in found)

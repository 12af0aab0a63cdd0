"""What only machines ask for: its manners, and that it follows policy and edition at once."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import psycopg
import pytest

from newswire.edition.policy import STEPS, AiUse, Policy, do_set_policy
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from tests.edition.contents import make_content
from tests.public.door import Door
from tests.public.policy_readers import (
    Reading,
    read_headers,
    read_licence,
    read_mining_policy,
    read_reservation,
    read_robots,
)

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
MIMES = {
    "/robots.txt": "text/plain; charset=utf-8",
    "/license.xml": "application/rsl+xml; charset=utf-8",
    "/.well-known/tdmrep.json": "application/json",
    "/tdm-policy.json": "application/ld+json",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/sitemap-news.xml": "application/xml; charset=utf-8",
    "/sitemap-pages-1.xml": "application/xml; charset=utf-8",
    "/sitemap-2026-11-1.xml": "application/xml; charset=utf-8",
    "/en/feed.rss": "application/rss+xml; charset=utf-8",
    "/en/economy/feed.atom": "application/atom+xml; charset=utf-8",
    "/en/topic/20000337/feed.json": "application/feed+json; charset=utf-8",
}
MISSING = [
    "/sitemap-2026-13-1.xml",
    "/sitemap-2026-10-1.xml",
    "/sitemap-0000-01-1.xml",
    "/sitemap-2026-11-2.xml",
    "/sitemap-2026-11-0.xml",
    "/sitemap-pages-2.xml",
    "/xx/feed.rss",
    "/en/nonsense/feed.rss",
    "/en/feed.xml",
    "/en/topic/99999999/feed.rss",
    "/en/topic/20000337x/feed.rss",
    "/feed.rss",
    "/.well-known/",
]


def test_every_answer_has_its_type_is_kept_for_seconds_and_sets_no_cookie(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now)
    for path, mime in MIMES.items():
        answer = door.get(path)
        assert (answer.status, answer.headers["content-type"]) == (200, mime), path
        assert answer.headers["cache-control"] == "public, max-age=4"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
        assert int(answer.headers["content-length"]) == len(answer.body)
        again = door.get(path, if_none_match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "public, max-age=4"
        head = door.get(path, method="HEAD")
        assert (head.status, head.body, head.headers) == (200, b"", answer.headers)


def test_what_is_not_there_is_missing_in_plain_words(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    for path in MISSING:
        answer = door.get(path)
        assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
        assert "There is no page at this address." in answer.text


@pytest.mark.parametrize(("search", "ai"), [(True, "none"), (True, "grounding"), (False, "training")])
def test_a_new_policy_is_in_all_documents_and_pages_within_a_quarter_of_a_second(
    door: Door, connection: Connection, now: datetime, search: bool, ai: AiUse
) -> None:
    do_publish(connection, GUID, make_content(), now)
    paths = ("/en/", "/robots.txt", "/en/feed.atom")
    before = {path: door.get(path) for path in paths}
    assert read_robots(before["/robots.txt"].body) == Reading(search=True, ai="none")
    changed = do_set_policy(connection, Policy(search=search, ai=ai, contact="mailto:a@news.example"), now)
    assert changed
    door.wait(milliseconds=250)
    reserved = ai != STEPS[-1]
    contact = "mailto:a@news.example"
    assert read_robots(door.get("/robots.txt").body) == Reading(search=search, ai=ai)
    assert read_licence(door.get("/license.xml").body) == Reading(search=search, ai=ai, contact=contact)
    assert read_reservation(door.get("/.well-known/tdmrep.json").body) == Reading(reserved=reserved)
    assert read_mining_policy(door.get("/tdm-policy.json").body) == Reading(reserved=reserved, contact=contact)
    for path in ("/en/", "/en/economy/", "/en/feed.atom", "/en/feed.json"):
        assert read_headers(door.get(path).headers) == Reading(search=search, reserved=reserved)


def test_what_was_not_changed_still_carries_the_policy(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    etag = door.get("/en/").headers["etag"]
    assert read_headers(door.get("/en/", if_none_match=etag).headers) == Reading(search=True, reserved=True)
    assert "tdm-reservation" not in door.get("/en/nowhere/").headers


def test_last_modified_is_when_the_edition_moved_and_a_hold_moves_it(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now - timedelta(hours=1))
    assert "last-modified" not in door.get("/en/feed.rss").headers  # a second event could share the second
    door.wait(seconds=31)
    first = door.get("/en/feed.rss").headers["last-modified"]
    assert parsedate_to_datetime(first) == now
    do_hold(connection, GUID)
    door.wait(seconds=1)
    held = door.get("/en/feed.rss")
    assert b"<item>" not in held.body
    door.wait(seconds=31)
    second = door.get("/en/feed.rss").headers["last-modified"]
    assert parsedate_to_datetime(second) > parsedate_to_datetime(first)


def test_a_feed_follows_a_kill_within_a_quarter_of_a_second(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    paths = ("/en/feed.rss", "/en/feed.atom", "/en/feed.json", "/sitemap-news.xml", "/sitemap-2026-11-1.xml")
    etags = {}
    for path in paths:
        answer = door.get(path)
        assert "northaven" in answer.text
        etags[path] = answer.headers["etag"]
    do_withdraw(connection, GUID, now)
    door.wait(milliseconds=250)
    for path in paths:
        answer = door.get(path, if_none_match=etags[path])
        assert "northaven" not in answer.text.lower()
        assert answer.status == (404 if path == "/sitemap-2026-11-1.xml" else 200)


def test_without_the_database_no_feed_is_given(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    assert door.get("/en/feed.rss").status == 200
    door.dsn = "host=127.0.0.1 port=1 dbname=none user=nobody"
    door.wait(seconds=1)
    for path in ("/en/feed.rss", "/robots.txt", "/sitemap.xml"):
        answer = door.get(path)
        assert (answer.status, answer.headers["cache-control"]) == (503, "no-store")

"""The website's manners: methods, conditions, headers, caches, files, failures."""

from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish, do_withdraw
from newswire.media.public import do_end_story, do_hold_copies, do_publish_copy, folder_of
from newswire.media.store import do_store
from tests.edition.contents import make_content
from tests.media.pictures import draw, encode
from tests.public.door import Door

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"
PATH = f"/en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}"


def _publish(connection: Connection, now: datetime, **changes: Any) -> None:
    do_publish(connection, GUID, make_content(**changes), now)


ROUTES = {
    "/": 302,
    "/en": 301,
    "/en/": 200,
    "/en/world/": 200,
    PATH: 200,
    "/en/world/x/2222222222": 404,
    "/robots.txt": 200,
    "/favicon.ico": 200,
    "/favicon.svg": 200,
    "/static/public/site.css": 200,
    "/static/public/../site.css": 404,
    "/static/": 404,
    "/media/none.jpg": 404,
    "/media/../secret-key": 404,
    "/xx/": 404,
    "/en/nonsense/": 404,
    "//": 404,
    "/en/world/slug/UPPER-CASE": 404,
    "/desk/": 404,
}


@pytest.mark.parametrize("path", list(ROUTES))
def test_every_answer_carries_the_security_headers_and_no_cookie(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    _publish(connection, now)
    answer = door.get(path)
    assert answer.status == ROUTES[path]
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in answer.headers
    assert "permissions-policy" in answer.headers
    assert "set-cookie" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_the_website_only_gives(door: Door, method: str) -> None:
    answer = door.get("/en/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert door.lent == 0


@pytest.mark.parametrize("path", ["/en/", PATH, "/en/nowhere/", "/robots.txt"])
def test_head_has_the_headers_of_get_and_no_body(door: Door, connection: Connection, now: datetime, path: str) -> None:
    _publish(connection, now)
    full, head = door.get(path), door.get(path, method="HEAD")
    assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")


@pytest.mark.parametrize("path", ["/en/", PATH, "/robots.txt", "/static/look/tokens.css"])
def test_what_the_reader_already_has_is_not_sent_again(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    _publish(connection, now)
    first = door.get(path)
    etag = first.headers["etag"]
    for condition in (etag, f'"other", W/{etag}', "*"):
        again = door.get(path, if_none_match=condition)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert door.get(path, if_none_match='"other"').status == 200


def test_a_change_reaches_readers_who_had_the_page(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    etag = door.get(PATH).headers["etag"]
    _publish(connection, now, headline="Changed")
    door.wait(milliseconds=250)
    assert door.get(PATH, if_none_match=etag).status == 200


@pytest.mark.parametrize("path", ["/en/", "/en/world/", PATH])
def test_no_cache_on_the_way_keeps_a_page_longer_than_five_seconds(
    door: Door, connection: Connection, now: datetime, path: str
) -> None:
    _publish(connection, now)
    assert door.get(path).headers["cache-control"] == "public, max-age=4"
    do_withdraw(connection, GUID, now)
    door.wait(seconds=1)
    assert door.get(path).headers["cache-control"] == "public, max-age=4"


def test_a_page_is_written_once_while_nothing_changes(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    door.get("/en/")
    asked = door.lent
    door.wait(milliseconds=200)
    assert [door.get("/en/").status for _ in range(5)] == [200] * 5
    assert door.lent == asked
    door.wait(milliseconds=50)
    door.get("/en/")
    assert door.lent == asked + 1  # only the counter was asked


def test_many_readers_at_once_cost_one_page(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    answers = door.get_together("/en/", 20)
    assert {answer.status for answer in answers} == {200}
    assert door.lent == 3  # the counter, the page, the policy


def test_a_kill_is_seen_within_a_quarter_of_a_second(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    assert door.get(PATH).status == 200
    do_withdraw(connection, GUID, now)
    door.wait(milliseconds=250)
    assert door.get(PATH).status == 410
    assert "harbour opens" not in door.get("/en/").text


def test_times_on_a_quiet_day_go_on(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    assert ">1 min</time>" in door.get("/en/").text
    door.wait(minutes=5)
    assert ">5 min</time>" in door.get("/en/").text


def test_without_the_database_nothing_old_is_shown(door: Door, connection: Connection, now: datetime) -> None:
    _publish(connection, now)
    door.get("/en/")
    door.dsn = "host=127.0.0.1 port=1 dbname=none user=nobody"
    door.wait(seconds=1)
    answer = door.get("/tr/")
    assert (answer.status, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "5", "no-store")
    assert "Lütfen biraz sonra yeniden deneyin" in answer.text
    assert door.get("/en/").status == 503
    assert door.get("/static/public/site.css").status == 200


def test_static_files_are_kept_for_ever_under_their_version_only(door: Door) -> None:
    page = door.get("/en/").text
    address = page.split('href="/static/public/newswire.css?')[1].split('"')[0]
    kept = door.get("/static/public/newswire.css", query=address)
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" not in door.get("/static/public/newswire.css", query="v=older").headers["cache-control"]


def test_public_pictures_are_served_until_they_are_removed(door: Door, home: Path) -> None:
    sha256 = do_store(home, encode(draw(400, 300)))
    name = do_publish_copy(home, sha256, "web", "story").name
    answer = door.get(f"/media/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.body == (folder_of(home) / name).read_bytes()
    assert "s-maxage=4" in answer.headers["cache-control"]
    assert door.get(f"/media/{sha256}").status == 404
    do_hold_copies(home, [name], "story")
    assert door.get(f"/media/{name}").status == 404
    do_end_story(home, [], "story")
    gone = door.get(f"/media/{name}")
    assert gone.status == 410
    assert "immutable" not in gone.headers["cache-control"]
    assert door.get(f"/media/{name}.ended").status == 404


def test_robots_are_kept_from_the_other_doors(door: Door) -> None:
    text = door.get("/robots.txt").text
    assert "Allow: /\n" in text
    for path in ("/desk/", "/portal/", "/v1/", "/abone/"):
        assert f"Disallow: {path}\n" in text


def test_a_missing_page_speaks_the_readers_language(door: Door) -> None:
    answer = door.get("/nowhere", accept_language="es")
    assert answer.headers["vary"] == "accept-language"
    assert "No hay ninguna página en esta dirección." in answer.text
    assert "Страница не найдена" in door.get("/ru/nowhere/", accept_language="es").text


def test_the_website_speaks_http_only(door: Door) -> None:
    async def nothing(*_: object) -> Any:
        raise AssertionError

    with pytest.raises(ValueError, match="websocket"):
        door.site({"type": "websocket"}, nothing, nothing).send(None)

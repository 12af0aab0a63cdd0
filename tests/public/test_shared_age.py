"""Behind a cache: nothing that shows a story may be kept for more than five seconds, and nothing stale may be given."""

import re
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.vocabulary.languages import EDITIONS
from newswire.media.public import do_end_copies, do_publish_copies
from newswire.media.store import do_store
from tests.edition.contents import PICTURE, make_content
from tests.media.pictures import draw, encode
from tests.public.door import BASE, Door, Reply

Connection = psycopg.Connection[tuple[object, ...]]
SHARED = 5
_LINK = re.compile(r"""(?:href|src|srcset|content)="([^"\s]+)""")
_BEGIN = ("/", "/robots.txt", "/favicon.ico", *(f"/{language}/" for language in EDITIONS))


def shared_age(cache_control: str) -> int:
    """Seconds for which a shared cache may give the answer without asking (RFC 9111, section 4.2.1)."""
    directives = dict(one.strip().partition("=")[::2] for one in cache_control.lower().split(","))
    assert not [name for name in directives if name.startswith("stale-") or name == "immutable"], cache_control
    if directives.keys() & {"no-store", "private"} or "no-cache" in directives:
        return 0
    return int(directives.get("s-maxage", directives.get("max-age", "-1")))


def check(path: str, answer: Reply) -> None:
    """A static file has its content in its address; all else shows stories, or may tomorrow."""
    if not path.startswith(("/static/", "/favicon", "/robots.txt")):
        assert 0 <= shared_age(answer.headers["cache-control"]) <= SHARED, path


def crawl(door: Door) -> dict[str, Reply]:
    """Every address that pages, feeds and lists of addresses lead to, whatever door of the site answers it."""
    found: dict[str, Reply] = {}
    waiting, asked = list(_BEGIN), set[str]()
    while waiting:
        path = waiting.pop()
        if path in asked:
            continue
        asked.add(path)
        path, _, query = path.partition("?")
        answer = found[path] = door.get(path, query=query)
        if "text" in answer.headers.get("content-type", "") or "xml" in answer.headers.get("content-type", ""):
            links = [link.removeprefix(BASE).partition("#")[0] for link in _LINK.findall(answer.text)]
            links += [line.removeprefix(BASE) for line in re.findall(rf"{re.escape(BASE)}[^\s<\"]+", answer.text)]
            waiting += [link for link in links if link.startswith("/") and not link.startswith("//")]
        if "location" in answer.headers:
            waiting.append(answer.headers["location"])
    return found


@pytest.fixture
def stories(connection: Connection, now: datetime) -> dict[str, str]:
    """Guids by what became of the story."""
    guids = {state: f"urn:newsml:test.example:20261124:{state}" for state in ("live", "held", "gone", "ended")}
    for guid in guids.values():
        do_publish(connection, guid, make_content(headline=guid, picture=PICTURE), now)
    do_hold(connection, guids["held"])
    do_withdraw(connection, guids["gone"], now)
    do_withdraw(connection, guids["ended"], now, "ended")
    return guids


def test_every_answer_that_shows_a_story_is_kept_for_seconds_only(door: Door, stories: dict[str, str]) -> None:
    pages = crawl(door)
    page = next(path for path in pages if path.endswith(public_id_of(stories["live"])))
    assert pages[page].status == 200
    for path, answer in pages.items():
        check(path, answer)
        again = door.get(path, if_none_match=answer.headers.get("etag", '"none"'))
        assert again.status in (answer.status, 304)
        check(path, again)


@pytest.mark.parametrize(("state", "status"), [("held", 404), ("gone", 410), ("ended", 410)])
def test_that_a_story_is_not_there_is_kept_for_seconds_only(
    door: Door, stories: dict[str, str], state: str, status: int
) -> None:
    path = f"/en/economy/x/{public_id_of(stories[state])}"
    answer = door.get(path)
    assert answer.status == status
    check(path, answer)


def test_a_picture_and_that_it_is_gone_are_kept_for_seconds_only(door: Door, home: Path) -> None:
    name = do_publish_copies(home, do_store(home, encode(draw(40, 30))), "a")[0].name
    check(f"/media/{name}", door.get(f"/media/{name}"))
    assert door.get(f"/media/{name}").status == 200
    do_end_copies(home, [name])
    assert door.get(f"/media/{name}").status == 410
    check(f"/media/{name}", door.get(f"/media/{name}"))


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("public, max-age=5", 5),
        ("public, max-age=60, s-maxage=5", 5),
        ("public, max-age=3600", 3600),
        ("no-store", 0),
        ("no-cache", 0),
        ("public", -1),
    ],
)
def test_the_rule_is_read_as_caches_read_it(said: str, age: int) -> None:
    assert shared_age(said) == age


@pytest.mark.parametrize("said", ["max-age=5, stale-while-revalidate=60", "max-age=5, stale-if-error=1", "immutable"])
def test_nothing_stale_passes(said: str) -> None:
    with pytest.raises(AssertionError):
        shared_age(said)

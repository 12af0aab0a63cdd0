"""A running site with its followers: what is released is seen, what is killed or held is not, pictures alike."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from newswire.delivery.website.follow import run_website
from newswire.edition.shape import public_id_of
from newswire.item.item import Media
from newswire.kit.clock import utc_now
from newswire.media.renditions import do_make_renditions
from newswire.portal import live
from newswire.project.asgi import Application
from newswire.routing.router import run_router
from newswire.subscribers.service import do_open_website
from newswire.subscribers.website import LONGEST_HEAD_START, Limits
from tests.media.pictures import draw, encode
from tests.newsroom import PEPPER, START, Newsroom
from tests.serving import serve
from tests.stories import make_guid
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("followers")


@pytest.fixture
def followers(dsn: str, home: Path) -> Iterator[None]:
    """Router and projector, as the worker runs them."""
    stop = threading.Event()
    loops = [
        threading.Thread(target=run_router, args=(dsn, stop)),
        threading.Thread(target=run_website, args=(dsn, home, stop)),
    ]
    for loop in loops:
        loop.start()
    yield
    stop.set()
    for loop in loops:
        loop.join(30)


@pytest.fixture
def reader(dsn: str, public_dsn: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A reader of the site, who is sent on to where a story stands."""
    do_open_website("*", now=START)
    monkeypatch.setattr(settings, "NEWSWIRE_DSN", dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_PUBLIC_DSN", public_dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    monkeypatch.setattr(settings, "SECRET_KEY", PEPPER)
    with serve(Application()) as address, httpx.Client(base_url=address, timeout=20, follow_redirects=True) as opened:
        yield opened
    live.set_hub(None)


def page_of(name: str) -> str:
    return f"/en/economy/x/{public_id_of(make_guid(name))}"


def without_times(page: str) -> str:
    """The page but for the moment at which it was written."""
    return re.sub(r"\d\d:\d\d(:[\d.]+)?", "", page)


def see(reader: httpx.Client, path: str, status: int) -> httpx.Response:
    """Waits until the address answers so."""
    wait_until(lambda: reader.get(path).status_code == status, f"{path} answers {status}")
    return reader.get(path)


def add_picture(home: Path) -> Media:
    return Media("p1", "picture", alt={"en": "Ships"}, renditions=do_make_renditions(home, encode(draw(640, 400))))


def test_a_kill_takes_page_and_picture_away_for_good(reader: httpx.Client, newsroom: Newsroom, home: Path) -> None:
    newsroom.append("a", media=(add_picture(home),))
    page = see(reader, page_of("a"), 200)
    assert "Northaven harbour opens again" in page.text
    assert "Northaven harbour opens again" in reader.get("/en/").text
    files = [f"/media/{path.name}" for path in (home / "public-media").glob("*.jpg")]
    assert [reader.get(path).status_code for path in files] == [200, 200]
    newsroom.append("a", "kill")
    page = see(reader, page_of("a"), 410)
    assert "arbour" not in page.text
    assert "withdrawn" in page.text, "a plain sentence says so"
    assert [reader.get(path).status_code for path in files] == [410, 410]
    assert "Northaven harbour opens again" not in reader.get("/en/").text


def test_a_hold_hides_page_and_picture_until_the_lift(reader: httpx.Client, newsroom: Newsroom, home: Path) -> None:
    picture = add_picture(home)
    newsroom.append("a", media=(picture,))
    see(reader, page_of("a"), 200)
    files = [f"/media/{path.name}" for path in (home / "public-media").glob("*.jpg")]
    newsroom.append("a", "hold")
    page = see(reader, page_of("a"), 404)
    unknown = reader.get("/en/economy/x/2222222222")
    assert without_times(page.text) == without_times(unknown.text), "nothing tells a held story from one that never was"
    assert [reader.get(path).status_code for path in files] == [404, 404]
    newsroom.append("a", "lift", media=(picture,))
    assert "Northaven harbour opens again" in see(reader, page_of("a"), 200).text
    assert [reader.get(path).status_code for path in files] == [200, 200]


def test_a_head_start_ends_by_the_clock_alone(reader: httpx.Client, newsroom: Newsroom) -> None:
    newsroom.append("a")
    see(reader, page_of("a"), 200)
    rows = "SELECT count(*) FROM delivery_website_decision WHERE state = %s"
    newsroom.now = utc_now()  # the clock that ends it is the real one
    do_open_website("*", now=START, limits=Limits(head_start=LONGEST_HEAD_START))
    newsroom.append("b")
    wait_until(
        lambda: newsroom.connection.execute(rows, ("waiting",)).fetchone() == (1,), "the story waits in its table"
    )
    assert reader.get(page_of("b")).status_code == 404
    newsroom.connection.execute("UPDATE delivery_website_decision SET due_at = now() WHERE state = 'waiting'")
    see(reader, page_of("b"), 200)

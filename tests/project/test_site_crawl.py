"""Nothing but the portion leaves through the website; the crawl that proves it sees a leak when there is one."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newswire.accounts.models import Role
from newswire.delivery.website.follow import do_advance
from newswire.delivery.website.read_secrets import read_secrets
from newswire.delivery.website.secrets import Secrets
from newswire.editing import service
from newswire.edition.shape import key_of
from newswire.edition.writer import do_publish
from newswire.item.body import ListBlock, Paragraph
from newswire.item.item import Correction
from newswire.kit.errors import UnavailableError
from newswire.media.public import folder_of
from newswire.project.site_crawl import Crawl, Finding, Page, open_site_client
from newswire.subscribers.service import do_open_website
from tests.editing.people import make_story, make_user
from tests.edition.contents import make_content
from tests.newsroom import START, Newsroom
from tests.public.door import BASE, Door
from tests.stories import make_guid

CANARY = "Seven grey canaries slept beneath the copper roof of the customs house"
SOURCE = "the second clerk of the pilots' office, by telephone, never to be named"
LEAD = "The harbour of Northaven opened on Tuesday after three days of storm."
BODY = (
    *(Paragraph(f"{LEAD} Pilot number {number} led the ships in one after another.") for number in range(9)),
    ListBlock((f"{CANARY}, and nobody counted them.",)),  # no summary takes anything from a list
)


class Town(msgspec.Struct, frozen=True):
    """An agency with a website and a wire full of canaries."""

    newsroom: Newsroom
    door: Door
    home: Path

    def crawl(self) -> Iterator[Finding]:
        """What a crawl finds now, as it finds it."""
        do_advance(self.newsroom.connection, self.home, now=self.newsroom.now)
        secrets, public_ids = read_secrets(self.newsroom.connection, now=self.newsroom.now, releases=1000)
        assert len(secrets) > 20
        assert {one.what for one in secrets.find(SOURCE)} == {"the desk's sources"}
        crawl = Crawl(self.fetch, BASE, secrets)
        yield from crawl.run(public_ids)
        assert crawl.looked > 1000

    def fetch(self, method: str, path: str, headers: Mapping[str, str]) -> Page:
        """The door's answer."""
        plain, _, query = path.partition("?")
        named = {name.replace("-", "_"): value for name, value in headers.items()}
        reply = self.door.get(plain, method, query, **named)
        return Page(reply.status, reply.headers, reply.body)


@pytest.fixture
def town(newsroom: Newsroom, public_dsn: str, home: Path, now: datetime) -> Iterator[Town]:
    """Stories of every fate, each with canaries where no reader may look."""
    do_open_website("*", now=START)
    note = f"{CANARY}, says the note"
    for name, changes in _FATES.items():
        newsroom.release(name, body=BODY, editor_note=note, **changes)
    newsroom.release("embargoed", embargo_until=now + timedelta(hours=3), headline=f"{CANARY} embargoed", body=BODY)
    newsroom.release("killed", headline=f"{CANARY} killed", body=BODY)
    newsroom.release("killed", "kill")
    newsroom.release("held", headline=f"{CANARY} held", body=BODY)
    newsroom.release("held", "hold")
    newsroom.release("corrected", headline=f"{CANARY} corrected", body=BODY)
    newsroom.release(
        "corrected", "correction", headline="Right now", correction=Correction("Wrong", "Right"), body=BODY
    )
    chief = make_user(Role.DUTY_CHIEF)
    told = make_story(chief, now, headline="Told by somebody", sources=f"Told in confidence: {SOURCE}")
    service.do_release(told.pk, actor=chief, now=now)
    newsroom.route()
    door = Door(public_dsn, folder_of(home), now)
    yield Town(newsroom, door, home)
    door.close()


_FATES: dict[str, dict[str, Any]] = {
    "plain": {"headline": "Harbour opens", "sections": ("economy",)},
    "turkish": {"language": "tr", "headline": "Liman açıldı"},
    "arabic": {"language": "ar", "headline": "الميناء مفتوح"},
    "kept": {"public": "no", "headline": f"{CANARY} kept back"},
    "a test": {"is_test": True, "headline": f"{CANARY} a test"},
    "video": {"type": "video", "headline": f"{CANARY} filmed"},
    "written": {"headline": "Own words", "summary": (Paragraph("The harbour is open, says the editor."),)},
}


def test_no_page_feed_file_or_error_says_more_than_the_portion(town: Town) -> None:
    assert list(town.crawl()) == []


def test_the_stories_that_may_be_read_were_there_to_be_walked(town: Town) -> None:
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    live = town.newsroom.connection.execute("SELECT key FROM edition.story WHERE state = 'live'").fetchall()
    shown = {bytes(key) for (key,) in live}
    named = {key_of(make_guid(name)) for name in ("plain", "turkish", "arabic", "written", "corrected")}
    assert named < shown
    assert len(shown) == len(named) + 1, "and the one that the desk released"


def test_a_private_source_on_a_page_turns_it_red(town: Town) -> None:
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    content = make_content(note=SOURCE, picture=None, correction=None)
    do_publish(town.newsroom.connection, make_guid("plain"), content, town.newsroom.now)
    assert any(one.leak and one.leak.what == "the desk's sources" for one in town.crawl())


@pytest.mark.parametrize("field", ["headline", "standfirst", "summary", "dateline", "note"])
def test_a_full_text_in_any_public_field_turns_it_red(town: Town, field: str) -> None:
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    leaked: Any = (Paragraph(CANARY),) if field == "summary" else CANARY
    content = make_content(**{field: leaked}, picture=None, correction=None)
    do_publish(town.newsroom.connection, make_guid("plain"), content, town.newsroom.now)
    found = next(town.crawl())
    assert found.problem.startswith("a secret is public")
    assert found.leak


def test_a_killed_story_that_comes_back_turns_it_red(town: Town) -> None:
    town.newsroom.release("shown", headline=f"{CANARY} once", body=BODY)
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    town.newsroom.release("shown", "kill")
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    town.newsroom.connection.execute(
        "UPDATE edition.story SET state = 'live', language = 'en', headline = %s WHERE key = %s",
        (f"{CANARY} once", key_of(make_guid("shown"))),
    )
    assert any(one.leak and one.leak.words.startswith("seven grey") for one in town.crawl())


def test_what_a_release_made_public_meanwhile_is_no_finding(town: Town) -> None:
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    secrets, public_ids = read_secrets(town.newsroom.connection, now=town.newsroom.now, releases=1000)
    town.newsroom.release("plain", "update", headline="Harbour opens", body=BODY, summary=(Paragraph(CANARY),))
    do_advance(town.newsroom.connection, town.home, now=town.newsroom.now)
    crawl = Crawl(town.fetch, BASE, secrets)
    found = [next(crawl.run(public_ids))]
    assert found[0].leak
    again, _ = read_secrets(town.newsroom.connection, now=town.newsroom.now, releases=1000)
    assert list(crawl.look_again(found, again)) == []


def _answer(page: Page, path: str = "/") -> list[Finding]:
    """What a crawl says of a site that answers `page` at one address."""
    secrets, missing = _one_secret(), Page(404, {"content-type": "text/plain"}, b"")
    crawl = Crawl(lambda _method, asked, _headers: page if asked == path else missing, BASE, secrets)
    return list(crawl.run())


def _one_secret() -> Secrets:
    secrets = Secrets()
    secrets.add("g", "the full text", CANARY)
    secrets.close()
    return secrets


HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HTML, f"<p>{CANARY}</p>"),
        (HTML, CANARY.replace(" ", "</em> <b>")),
        (HTML, f'<img alt="{CANARY}">'),
        (HTML, f"<!-- {CANARY} -->"),
        (HTML, "".join(f"&#{ord(one)};" for one in CANARY)),
        (HTML | {"x-note": CANARY}, ""),
        (HTML | {"location": "/" + CANARY.replace(" ", "%20")}, ""),
        ({"content-type": "application/feed+json"}, '{"items": [{"text": "' + CANARY.replace("e", "\\u0065") + '"}]}'),
        ({"content-type": "application/rss+xml"}, f"<description>&lt;p&gt;{CANARY}&lt;/p&gt;</description>"),
    ],
)
def test_a_secret_is_seen_wherever_an_answer_hides_it(headers: dict[str, str], body: str) -> None:
    assert any(one.leak for one in _answer(Page(200, headers, body.encode())))


def test_bodies_where_none_belong_cookies_and_stale_caches_are_found() -> None:
    headers = HTML | {"etag": '"a"', "set-cookie": "a=b", "cache-control": "max-age=5, stale-if-error=60"}
    problems = {one.problem for one in _answer(Page(304, headers, b"x"))}
    assert {"a 304 has a body", "an answer to HEAD has a body", "a cookie is set for a reader"} <= problems
    assert any(one.startswith("a cache may show it") for one in problems)
    assert [one.problem for one in _answer(Page(500, HTML, b""))] == ["the server failed: 500"]


def test_every_kind_of_link_to_the_site_itself_is_followed() -> None:
    asked: list[str] = []
    body = (
        f'<a href="one/">1</a><img srcset="/two.webp 1x, /three.webp 2x"><meta content="{BASE}/four">'
        f'<loc>{BASE}/five?a=1&amp;b=2</loc> "url": "{BASE}/six" <a href="https://elsewhere.example/">'
        '<a href="/desk/">7</a><a href="mailto:a@b.example">'
    )

    def fetch(method: str, path: str, _headers: Mapping[str, str]) -> Page:
        asked.append(path)
        return Page(200, HTML, body.encode() if (method, path) == ("GET", "/en/") else b"")

    assert list(Crawl(fetch, BASE, _one_secret()).run()) == []
    assert {"/en/one/", "/two.webp", "/three.webp", "/four", "/five?a=1&b=2", "/six"} <= set(asked)
    assert not [path for path in asked if "elsewhere" in path or path.startswith(("/desk", "mailto"))]


def test_a_site_that_does_not_answer_is_told() -> None:
    with open_site_client("http://127.0.0.1:9") as fetch, pytest.raises(UnavailableError):
        fetch("GET", "/", {})

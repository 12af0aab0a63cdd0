"""The archive at the desk: found by word and by query, newest first, page by page, and only by people of the desk."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.desk.archive_views import EXAMPLES, LONGEST
from newswire.query.parse import parse_query
from newswire.search.index import do_catch_up, open_index
from newswire.wire.append import do_append, do_append_many
from newswire.wire.release import Draft
from tests.desk.conftest import Enter
from tests.newsroom import Newsroom
from tests.stories import make_draft, make_guid, make_item


class Desk:
    """The archive's page in an editor's browser, over an index of its own."""

    def __init__(self, newsroom: Newsroom, home: Path, client: Client) -> None:
        self.newsroom = newsroom
        self.home = home
        self.client = client

    def catch_up(self) -> None:
        """Indexes whatever waits."""
        (self.home / "search").mkdir(parents=True, exist_ok=True)
        with open_index(self.home) as index:
            while do_catch_up(self.newsroom.connection, index):
                pass

    def page(self, query: str = "", **parameters: str) -> str:
        """The page for a query."""
        response = self.client.get("/desk/archive/", {"q": query, **parameters})
        assert response.status_code == 200
        return response.content.decode()

    def headlines(self, query: str = "", **parameters: str) -> list[str]:
        """The headlines on the page, in their order."""
        return re.findall(r'class="desk-head"[^>]*>([^<]*)<', self.page(query, **parameters))


@pytest.fixture
def desk(newsroom: Newsroom, home: Path, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An editor at the archive of an empty newsroom."""
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    return Desk(newsroom, home, enter(Role.EDITOR))


def test_stories_are_found_newest_first_with_what_a_list_shows(desk: Desk) -> None:
    old = desk.newsroom.now - timedelta(days=14000)
    item = make_item("old", old, headline="Old harbour", language="tr", provider="Northern Press")
    with desk.newsroom.connection.transaction(), desk.newsroom.connection.cursor() as cursor:
        do_append(
            cursor,
            Draft(
                kind="new", guid=item.guid, version=1, item=item, released_at=old, actor="import", archive=True
            ),
        )  # fmt: skip
    desk.newsroom.append("new", headline="New harbour")
    desk.newsroom.append("other", headline="Ferry sold", body=(), standfirst="")
    desk.catch_up()
    assert desk.headlines("harbour") == ["New harbour", "Old harbour"]
    page = desk.page("harbour lang:tr")
    for words in ("1 story", 'lang="tr"', "Northern Press", '<span class="desk-mark">archive</span>', f"{old.year}"):
        assert words in page
    assert 'class="desk-mark"' not in desk.page("lang:en")
    assert len(desk.headlines()) == 3


def test_fifty_stories_a_page_and_the_link_to_the_older_ones_keeps_the_query(desk: Desk) -> None:
    drafts = [make_draft(f"s{number}", desk.newsroom.now, headline=f"Story {number}") for number in range(120)]
    with desk.newsroom.connection.transaction(), desk.newsroom.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    desk.catch_up()
    seen: list[str] = []
    before = ""
    for _page in range(3):
        page = desk.page("headline:story", before=before)
        assert "120 stories" in page
        seen += desk.headlines("headline:story", before=before)
        link = re.search(r'href="\?q=headline%3Astory&amp;before=(-?\d+)"', page)
        before = link[1] if link else ""
    assert before == ""
    assert seen == [f"Story {number}" for number in range(119, -1, -1)]


@pytest.mark.parametrize("before", ["x", "-", "", "1e5", "9" * 30, "٣"])
def test_a_page_number_that_is_none_shows_the_newest(desk: Desk, before: str) -> None:
    desk.newsroom.append("a", headline="Ferry sold")
    desk.catch_up()
    assert desk.headlines(before=before) == ["Ferry sold"]


@pytest.mark.parametrize(
    ("query", "position", "marked"),
    [
        ("harbour && storm", 9, "harbour <mark>&amp;</mark>&amp; storm"),
        ("weather:rain", 1, "<mark>w</mark>eather:rain"),
        ("(harbour", 9, "(harbour<mark>…</mark>"),
        ('weather:"<b>"', 1, "<mark>w</mark>eather:&quot;&lt;b&gt;&quot;"),
        ("a" * (LONGEST + 1), LONGEST + 1, "<mark>a</mark>"),
    ],
)
def test_a_query_that_cannot_be_read_is_shown_with_its_place_marked(
    desk: Desk, query: str, position: int, marked: str
) -> None:
    desk.newsroom.append("a")
    desk.catch_up()
    page = desk.page(query)
    assert f"cannot be read from character {position} on" in page
    assert marked in page
    assert "(at character" not in page
    assert 'aria-invalid="true"' in page
    assert f'value="{escape(query)}"' in page
    assert "desk-table" not in page


def test_nothing_found_says_so_and_gives_examples_that_work(desk: Desk) -> None:
    desk.newsroom.append("a")
    desk.catch_up()
    page = desk.page("zebra")
    assert "No story matches this query." in page
    assert "0 stories" in page
    for example in EXAMPLES:
        assert f'<code dir="ltr">{escape(example)}</code>' in page
        assert parse_query(example) is not None


def test_before_there_is_an_index_the_page_says_that_it_is_being_prepared(desk: Desk) -> None:
    assert "The archive is being prepared" in desk.page("harbour")


def test_an_empty_archive_says_so(desk: Desk) -> None:
    desk.newsroom.append("a", "hold")
    desk.catch_up()
    assert "The archive is empty." in desk.page()


def test_what_the_index_has_yet_to_take_in_is_told(desk: Desk) -> None:
    desk.newsroom.append("a")
    desk.catch_up()
    assert "still being added" not in desk.page()
    desk.newsroom.append("b")
    assert "1 release is still being added" in desk.page()


def test_a_killed_or_held_story_vanishes_before_the_index_knows(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.newsroom.append(name, headline=f"Story {name}")
    desk.catch_up()
    desk.newsroom.append("a", "kill")
    desk.newsroom.append("b", "hold")
    assert desk.headlines("headline:story") == ["Story c"]
    desk.catch_up()
    assert desk.headlines("headline:story") == ["Story c"]


def test_a_story_of_the_archive_is_opened_at_the_desk(desk: Desk) -> None:
    desk.newsroom.append("a", headline="Ferry sold")
    desk.catch_up()
    page = desk.page("ferry")
    assert f'name="guid" value="{make_guid("a")}"' in page
    opened = desk.client.post("/desk/wire/open/", {"guid": make_guid("a")})
    again = desk.page("ferry")
    assert f'href="{opened["Location"]}"' in again
    assert "Open at the desk" not in again


def test_a_foreign_headline_stands_in_its_own_direction_and_is_escaped(desk: Desk) -> None:
    desk.newsroom.append("a", headline="ميناء <الشمال>", language="ar")
    desk.catch_up()
    assert '<bdi class="desk-head" lang="ar" dir="rtl">ميناء &lt;الشمال&gt;</bdi>' in desk.page("الشمال")


@pytest.mark.parametrize(("language", "words"), [("tr", "1 haber"), ("ar", "خبر واحد (1)")])
def test_the_page_speaks_the_editors_language(desk: Desk, language: str, words: str) -> None:
    desk.newsroom.append("a")
    desk.catch_up()
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    page = desk.page()
    assert words in page
    for english in ("Search the archive", "Older stories", "Source", "For example"):
        assert english not in page


def test_strangers_and_subscribers_find_nothing(desk: Desk, stranger: Client, enter: Enter) -> None:
    desk.newsroom.append("a", headline="Ferry sold")
    desk.catch_up()
    sent_away = stranger.get("/desk/archive/", {"q": "ferry"})
    assert sent_away.status_code == 302
    assert sent_away["Location"].startswith("/desk/login/")
    refused = enter(Role.SUBSCRIBER).get("/desk/archive/", {"q": "ferry"})
    assert refused.status_code == 403
    assert b"Ferry sold" not in refused.content


def test_the_page_only_reads(desk: Desk) -> None:
    assert desk.client.post("/desk/archive/", {"q": "ferry"}).status_code == 405

"""The archive's page: boxes, facets, days, pages, highlights; what was asked for wrongly; what is somebody else's."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from newswire.item.body import Paragraph
from newswire.item.item import Place, Subject
from newswire.portal.find_asked import Asked, read_asked
from newswire.query.ast import AllOf, Exact, Word
from newswire.query.parse import parse_query
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Contract
from newswire.subscribers.service import do_save_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read
from tests.search.test_no_trace import catch_up

Index = Callable[[], None]


@pytest.fixture
def index(newsroom: Newsroom, settings_home: Path) -> Index:
    """Indexes whatever waits."""
    return lambda: catch_up(newsroom.connection, settings_home, 100)


def found(html: str) -> list[str]:
    """The names of the test stories on the page, in order."""
    return [guid.rpartition(":")[2] for guid in re.findall(r'class="find-hit" data-guid="([^"]+)"', html)]


def follow(html: str, text: str) -> str:
    """The address of the link that has this text in it."""
    for address, inside in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL):
        if text in re.sub(r"<[^>]+>", "", inside):
            return f"/portal/search/0/{unescape(address)}"
    raise AssertionError(f"no link says {text}")


def total(html: str) -> str:
    (said,) = re.findall(r'role="status"><strong>(.*?)</strong>', html)
    return str(said)


def test_words_are_found_marked_and_lead_to_the_story(newsroom: Newsroom, browser: Client, index: Index) -> None:
    newsroom.release("a")
    newsroom.release("b", headline="Budget vote", standfirst="Quiet", body=(Paragraph("No <b>ships</b> today."),))
    index()
    html = read(browser, "/portal/search/0/?q=ships")
    assert (total(html), found(html)) == ("2 stories", ["b", "a"])
    assert "No &lt;b&gt;<mark>ships</mark>&lt;/b&gt; today." in html
    assert 'href="/portal/story/0/urn:newsml:test.example:20261124:b"' in html
    assert "1 story" in read(browser, "/portal/search/0/?q=headline:budget")


def test_every_story_is_there_before_anything_is_asked(newsroom: Newsroom, browser: Client, index: Index) -> None:
    index()
    assert "This subscription has had no story yet." in read(browser, "/portal/search/0/")
    newsroom.release("a")
    index()
    assert found(read(browser, "/portal/search/0/")) == ["a"]
    empty = read(browser, "/portal/search/0/?q=zeppelin&section=world")
    assert "No story of this subscription matches." in empty
    assert found(read(browser, follow(empty, "Search without what narrows it"))) == []


def test_a_facet_narrows_to_as_many_as_it_says_and_can_be_taken_back(
    newsroom: Newsroom, browser: Client, index: Index
) -> None:
    newsroom.release("a", sections=("sports",), places=(Place("İzmir", "TR/Izmir"),), language="tr")
    newsroom.release("b", sections=("sports", "world"), subjects=(Subject("medtop:15000000"),))
    newsroom.release("c", sections=("economy",), urgency=2)
    index()
    html = read(browser, "/portal/search/0/")
    for name, wanted in (("Sports", ["b", "a"]), ("Economy", ["c"]), ("Türkçe", ["a"]), ("TR", ["a"])):
        narrowed = read(browser, follow(html, name))
        assert found(narrowed) == wanted, name
        assert total(narrowed).split()[0] == str(len(wanted))
        assert found(read(browser, follow(narrowed, "no longer"))) == ["c", "b", "a"]
    both = read(browser, follow(read(browser, follow(html, "Sports")), "Türkçe"))
    assert found(both) == ["a"]


def test_days_bound_what_is_found(newsroom: Newsroom, browser: Client, index: Index) -> None:
    today = newsroom.now
    for ago in (3, 2, 1, 0):
        newsroom.now = today - timedelta(days=ago)
        newsroom.release(f"d{ago}")
    index()
    assert found(read(browser, "/portal/search/0/?from=2026-11-22&to=2026-11-23")) == ["d1", "d2"]
    html = read(browser, "/portal/search/0/")
    assert found(read(browser, follow(html, "2026-11-21"))) == ["d3"]
    wrong = read(browser, "/portal/search/0/?from=yesterday", 400)
    assert "“yesterday” is no day" in wrong


def test_pages_lead_through_everything_while_stories_arrive(newsroom: Newsroom, browser: Client, index: Index) -> None:
    for number in range(45):
        newsroom.release(f"s{number}")
    index()
    html = read(browser, "/portal/search/0/?q=harbour")
    seen = found(html)
    while "More stories" in html:
        newsroom.release(f"later{len(seen)}")
        index()
        html = read(browser, follow(html, "More stories"))
        seen += found(html)
    assert seen == [f"s{number}" for number in range(44, -1, -1)]
    assert found(read(browser, follow(html, "To the first page")))[0] == "later40"


def test_the_best_match_comes_first_where_that_is_asked(newsroom: Newsroom, browser: Client, index: Index) -> None:
    newsroom.release("headline", headline="Ferry runs aground", body=(Paragraph("It sits there."),))
    newsroom.release("text", headline="A day at sea", body=(Paragraph("A ferry passed."),))
    index()
    html = read(browser, "/portal/search/0/?q=ferry")
    assert found(html) == ["text", "headline"]
    assert found(read(browser, follow(html, "Best match first"))) == ["headline", "text"]


@pytest.mark.parametrize(
    ("query", "position"), [("(ferry", 7), ("ferry %26%26 tram", 7), ("kind:correction", 1), ("x" * 2001, 2001)]
)
def test_a_query_that_cannot_be_read_is_shown_with_its_place(
    newsroom: Newsroom, browser: Client, index: Index, query: str, position: int
) -> None:
    newsroom.release("a")
    index()
    html = read(browser, f"/portal/search/0/?q={query}", 400)
    assert f"from character {position} on" in html
    assert "<mark>" in html
    assert found(html) == []


@pytest.mark.usefixtures("settings_home")
def test_while_the_index_is_made_the_page_says_so(newsroom: Newsroom, browser: Client) -> None:
    newsroom.release("a")
    assert "being prepared" in read(browser, "/portal/search/0/", 503)


def test_everybody_searches_their_own_subscription_alone(
    newsroom: Newsroom, browser: Client, stranger: Reader, index: Index
) -> None:
    newsroom.release("en")
    newsroom.release("tr", language="tr")
    index()
    theirs = open_browser(stranger.user)
    html = read(theirs, f"/portal/search/{stranger.number}/")
    assert (found(html), total(html)) == (["tr"], "1 story")
    assert "English" not in re.sub(r"<form class=\"language\".*?</form>", "", html, flags=re.DOTALL)
    read(theirs, "/portal/search/0/", 404)
    read(browser, f"/portal/search/{stranger.number}/", 404)
    read(browser, "/portal/search/77/", 404)
    assert open_browser().get("/portal/search/0/").status_code == 302


def test_archive_days_are_those_of_the_contract_today(
    newsroom: Newsroom, reader: Reader, browser: Client, index: Index
) -> None:
    today = newsroom.now
    newsroom.now = today - timedelta(days=20)
    newsroom.release("old")
    newsroom.now = today
    newsroom.release("young")
    index()
    assert found(read(browser, "/portal/search/0/")) == ["young", "old"]
    contract = Contract.objects.get(subscriptions__number=reader.number)
    contract.archive_days = 10
    do_save_contract(contract)
    assert read_access(newsroom.connection, reader.number).terms.archive_days == 10
    assert found(read(browser, "/portal/search/0/")) == ["young"]


def test_what_is_asked_can_be_written_as_one_query() -> None:
    asked = read_asked({"q": "ferry OR tram", "place": "TR", "subject": "medtop:15000000", "from": "2026-11-01"})
    written = asked.written()
    assert written == "(ferry OR tram) AND subject:medtop:15000000 AND place:tr AND released:[2026-11-01 TO *]"
    assert isinstance(parse_query(written), AllOf)
    assert Asked(q="ferry").written() == "ferry"
    assert read_asked({"section": "economy"}).node() == AllOf((Exact("service", "economy"),))
    assert read_asked({"q": "ferry", "urgency": "x"}).node() != Word("text", "ferry")

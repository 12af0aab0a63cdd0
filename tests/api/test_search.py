"""`/v1/search`: the subscription's own archive, counted exactly; nothing of anybody else's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from newswire.item.body import Paragraph
from newswire.item.item import Place, Subject
from newswire.subscribers.models import Product
from newswire.subscribers.service import do_save_product
from tests.api.conftest import bearer
from tests.newsroom import Newsroom
from tests.search.test_no_trace import catch_up
from tests.stories import make_guid


class Desk:
    """An agency whose index keeps up, and a client of `/v1/search`."""

    def __init__(self, newsroom: Newsroom, home: Path, client: httpx.Client) -> None:
        self.newsroom, self.home, self.client = newsroom, home, client

    def release(self, name: str, kind: Any = "new", **changes: Any) -> None:
        """Releases, routes and indexes."""
        self.newsroom.release(name, kind, **changes)
        self.index()

    def index(self) -> None:
        """Indexes whatever waits."""
        catch_up(self.newsroom.connection, self.home, 100)

    def search(self, key: str, status: int = 200, **asked: Any) -> dict[str, Any]:
        """The answer's JSON."""
        answer = self.client.get("/v1/search", headers=bearer(key), params=asked)
        assert answer.status_code == status, answer.text
        kind = "application/json" if status == 200 else "application/problem+json"
        assert answer.headers["content-type"] == kind
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def desk(newsroom: Newsroom, home: Path, client: httpx.Client) -> Desk:
    return Desk(newsroom, home, client)


def names(page: dict[str, Any]) -> list[str]:
    return [one["guid"].rpartition(":")[2] for one in page["items"]]


def test_hits_come_newest_first_with_number_headline_and_highlights_and_no_text(desk: Desk) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    desk.release("a")
    desk.release("b", headline="Budget vote", body=(Paragraph("Nothing about ships."),))
    page = desk.search(key, q="ships")
    assert (page["total"], page["next"], page["facets"], names(page)) == (2, None, {}, ["b", "a"])
    second = page["items"][1]
    assert (second["n"], second["kind"], second["use"], second["version"]) == (1, "new", "publish", 1)
    assert second["item"]["headlines"][0]["value"] == "Northaven harbour opens again (a)"
    assert "bodies" not in second["item"]
    marked = [one["text"] for one in second["highlights"]["text"] if one["hit"]]
    assert marked == ["ships"]
    assert [one["hit"] for one in second["highlights"]["headline"]] == [False]


def test_facets_are_counted_over_all_pages_and_only_those_asked_for(desk: Desk) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    for number in range(5):
        desk.newsroom.release(
            f"s{number}",
            sections=("economy",) if number else ("world", "sports"),
            subjects=(Subject("medtop:20000337"),),
            places=(Place("İzmir", "TR/Izmir"), Place("Ankara", "TR/ankara")),
        )
    desk.index()
    page = desk.search(key, limit=2, facets="section,place")
    assert page["facets"] == {
        "section": [
            {"value": "economy", "count": 4},
            {"value": "sports", "count": 1},
            {"value": "world", "count": 1},
        ],
        "place": [{"value": "TR", "count": 5}],
    }
    assert set(desk.search(key, facets="all")["facets"]) == {
        "section", "subject", "place", "language", "type", "urgency", "day",
    }  # fmt: skip


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_next_leads_through_everything_once_though_stories_arrive(desk: Desk, sort: str) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    for number in range(9):
        desk.newsroom.release(f"s{number}")
    desk.index()
    page = desk.search(key, q="harbour", limit=2, sort=sort)
    seen = names(page)
    while page["next"]:
        desk.release(f"later{len(seen)}")
        answer = desk.client.get(page["next"], headers=bearer(key))
        page = answer.json()
        seen += names(page)
    assert sorted(seen) == [f"s{number}" for number in range(9)]
    if sort == "newest":
        assert seen == [f"s{number}" for number in range(8, -1, -1)]


def test_two_subscriptions_see_their_own_and_count_their_own(desk: Desk) -> None:
    whole = desk.newsroom.key(desk.newsroom.subscribe("whole"))
    turkish = desk.newsroom.key(desk.newsroom.subscribe("turkish", "lang:tr"))
    short = desk.newsroom.key(desk.newsroom.subscribe("short", form="headlines"))
    desk.release("a", body=(Paragraph("The zeppelin landed."),))
    desk.release("b", language="tr", body=(Paragraph("Zeppelin indi."),))
    assert names(desk.search(whole, q="zeppelin")) == ["b", "a"]
    assert names(desk.search(turkish, q="zeppelin", facets="all")) == ["b"]
    assert desk.search(turkish, q="lang:en", facets="all")["facets"]["language"] == []
    assert (desk.search(short, q="zeppelin")["total"], desk.search(short, q="harbour")["total"]) == (0, 2)
    assert desk.search(short, q="has:byline")["total"] == 0


def test_a_query_that_cannot_be_read_is_answered_with_its_place(desk: Desk) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    desk.index()
    for query, position in (("(ferry", 7), ("lang:en kind:correction", 9), ("weather:rain", 1)):
        problem = desk.search(key, 400, q=query)
        assert (problem["code"], problem["position"]) == ("query", position), query


@pytest.mark.parametrize(
    "asked",
    [{"sort": "best"}, {"facets": "section,mood"}, {"limit": "0"}, {"cursor": "7"}, {"cursor": "x:y"}],
)
def test_a_parameter_that_cannot_be_read_is_named(desk: Desk, asked: dict[str, str]) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    desk.index()
    problem = desk.search(key, 400, **asked)
    assert problem["code"] == "invalid-request"
    assert next(iter(asked)) in problem["detail"] or "facet" in problem["detail"]


def test_a_cursor_of_another_epoch_is_told_so(desk: Desk) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    desk.index()
    assert desk.search(key, 409, cursor="0123:4")["code"] == "other-epoch"


def test_scopes_methods_and_a_missing_index(desk: Desk) -> None:
    subscription = desk.newsroom.subscribe("paper")
    desk.newsroom.release("a")
    key = desk.newsroom.key(subscription)
    assert desk.search(key, 503)["code"] == "unavailable"
    desk.index()
    assert desk.search(desk.newsroom.key(subscription, scopes=("sample",)), 403)["code"] == "forbidden"
    assert desk.client.get("/v1/search").status_code == 401
    assert desk.client.head("/v1/search", headers=bearer(key)).content == b""


def test_a_product_of_another_format_is_not_searched_here(desk: Desk) -> None:
    subscription = desk.newsroom.subscribe("paper")
    desk.release("before")
    do_save_product("paper", "Paper", "*", formats=["newsml-g2"])
    assert Product.objects.get(code="paper").formats == ["newsml-g2"]
    desk.release("after")
    problem = desk.search(desk.newsroom.key(subscription), 403)
    assert problem["code"] == "format-not-bought"


def test_a_kill_or_hold_takes_the_story_from_hits_counts_and_facets_before_the_index_knows(desk: Desk) -> None:
    key = desk.newsroom.key(desk.newsroom.subscribe("paper"))
    for name in ("a", "b", "c"):
        desk.release(name)
    desk.newsroom.append("a", "kill")  # neither routed nor indexed
    desk.newsroom.append("b", "hold")
    page = desk.search(key, facets="urgency")
    assert (page["total"], names(page), page["facets"]["urgency"]) == (1, ["c"], [{"value": "5", "count": 1}])


def test_an_embargoed_story_is_found_by_who_has_the_right_and_says_until_when(desk: Desk) -> None:
    early = desk.newsroom.key(desk.newsroom.subscribe("early", embargo_right=True))
    late = desk.newsroom.key(desk.newsroom.subscribe("late"))
    until = desk.newsroom.now + timedelta(hours=2)
    desk.release("a", embargo_until=until)
    (hit,) = desk.search(early, q="harbour")["items"]
    assert (hit["use"], hit["until"], hit["guid"]) == ("hold", "2026-11-24T11:30:00Z", make_guid("a"))
    assert desk.search(late, q="harbour", facets="all")["total"] == 0
    desk.release("a", "lift")
    assert [names(desk.search(one, q="harbour")) for one in (early, late)] == [["a"], ["a"]]

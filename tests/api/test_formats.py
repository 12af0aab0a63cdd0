"""No door of `/v1` gives a story in a format that no product has; the reason is told, and recalls still arrive."""

import httpx
import pytest

from newswire.subscribers.service import do_change_subscription, do_save_product
from tests.api.conftest import bearer
from tests.newsroom import Newsroom
from tests.stories import make_guid

DOORS = (f"/v1/items/{make_guid('a')}", "/v1/sample")


@pytest.mark.parametrize("door", DOORS)
def test_a_contract_without_this_format_is_refused_at(newsroom: Newsroom, client: httpx.Client, door: str) -> None:
    paper = newsroom.subscribe("paper")
    do_save_product("paper", "Paper", "*", formats=["newsml-g2"])
    newsroom.release("a")
    answer = client.get(door, headers=bearer(newsroom.key(paper)))
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["type"]) == ("format-not-bought", "/docs/errors#format-not-bought")
    assert problem["detail"] == "No product of this contract comes in “ninjs”; what was bought is newsml-g2."


def test_a_change_of_formats_stops_content_and_no_kill(newsroom: Newsroom, client: httpx.Client) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a", headline="Had as ninjs")
    do_save_product("paper", "Paper", "*", formats=["newsml-g2"])
    newsroom.release("b", headline="Never had")
    newsroom.release("a", "kill")
    feed = client.get("/v1/feed", headers=bearer(newsroom.key(paper)))
    assert feed.status_code == 200
    assert [(one["n"], one["kind"], one["use"]) for one in feed.json()["items"]] == [
        (1, "new", "recall"), (2, "new", "publish"), (3, "kill", "recall")
    ]  # fmt: skip
    assert feed.json()["items"][1]["withheld"] == "format"
    assert "Never had" not in feed.text


def test_a_story_by_another_product_is_withheld_and_never_counted(newsroom: Newsroom, client: httpx.Client) -> None:
    paper = newsroom.subscribe("paper", "lang:en", takes_per_month=1)
    do_save_product("turkish", "Turkish", "lang:tr", formats=["newsml-g2"])
    do_change_subscription(paper.number, name="paper", product_codes=["paper", "turkish"])
    newsroom.release("a", language="tr", headline="Only in the other format")
    newsroom.release("b", language="en")
    head = bearer(newsroom.key(paper))
    feed = client.get("/v1/feed", headers=head)
    assert [(one["n"], one.get("withheld")) for one in feed.json()["items"]] == [(1, "format"), (2, None)]
    assert "Only in the other" not in feed.text
    for _ in range(2):
        item = client.get(f"/v1/items/{make_guid('a')}", headers=head)
        assert (item.status_code, item.json()["withheld"]) == (200, "format")
        assert "Only in the other" not in item.text
    assert client.get(f"/v1/items/{make_guid('b')}", headers=head).status_code == 200


def test_the_reason_is_explained_to_whoever_is_refused(newsroom: Newsroom, client: httpx.Client) -> None:
    paper = newsroom.subscribe("paper")
    do_save_product("paper", "Paper", "*", formats=["newsml-g2"])
    newsroom.release("a")
    answer = client.get(f"/v1/explain?guid={make_guid('a')}", headers=bearer(newsroom.key(paper)))
    (version,) = answer.json()["versions"]
    assert version["withheld"] == "format"
    assert version["products"][0]["formats"] == ["newsml-g2"]

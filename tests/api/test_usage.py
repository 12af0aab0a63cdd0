"""Scopes, quotas and figures at the machine doors."""

from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from newswire.api.app import _DOORS
from newswire.api.routes import ROUTES, find_route
from newswire.kit.errors import NotFoundError
from newswire.subscribers.models import Scope, Usage
from tests.api.conftest import bearer, read_releases
from tests.newsroom import Newsroom
from tests.search.test_no_trace import catch_up
from tests.stories import make_guid


def item(name: str) -> str:
    return f"/v1/items/{make_guid(name)}"


def address_of(path: str) -> str:
    return path.replace("{guid}", make_guid("a")) + f"?guid={make_guid('a')}" * (path == "/v1/explain")


def used() -> list[tuple[Any, ...]]:
    return list(Usage.objects.order_by("pk").values_list("number", "door", "action", "guid", "count"))


def test_every_route_has_a_scope_that_keys_can_have_and_somebody_who_answers() -> None:
    assert {route.scope for route in ROUTES} <= set(Scope)
    assert {route.path for route in ROUTES} == set(_DOORS)


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/feeds", "/v1/feed/", "/v1/streamer", "/v1/items"])
def test_what_is_not_in_the_table_does_not_exist(path: str) -> None:
    with pytest.raises(NotFoundError):
        find_route(path)


def test_a_key_opens_what_its_scopes_say_and_nothing_else(newsroom: Newsroom, client: httpx.Client, home: Path) -> None:
    subscription = newsroom.subscribe("paper")
    newsroom.release("a")
    catch_up(newsroom.connection, home)
    for route in ROUTES:
        others = [one.value for one in Scope if one != route.scope]
        refused = client.get(address_of(route.path), headers=bearer(newsroom.key(subscription, scopes=others)))
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), route
        assert refused.headers["content-type"] == "application/problem+json"
        if route.path != "/v1/stream":
            key = newsroom.key(subscription, scopes=[route.scope])
            assert client.get(address_of(route.path), headers=bearer(key)).status_code == 200, route


def test_a_scope_that_is_missing_tells_nothing_of_what_is_there(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper"), scopes=["sample"]))
    newsroom.release("a")
    assert client.get(item("a"), headers=headers).content == client.get(item("never"), headers=headers).content


def test_an_item_that_was_read_is_counted_by_key_and_what_is_delivered_is_not(
    newsroom: Newsroom, client: httpx.Client
) -> None:
    subscription = newsroom.subscribe("paper")
    headers = bearer(newsroom.key(subscription))
    newsroom.release("a")
    client.get(item("a"), headers=headers)
    client.get(item("a"), headers=headers)
    client.head(item("a"), headers=headers)
    client.get(item("never"), headers=headers)
    client.get("/v1/feed", headers=headers)
    with client.stream("GET", "/v1/stream?after=0", headers=headers) as answer:
        read_releases(answer, 1)
    client.get("/v1/sample", headers=headers)
    number = subscription.number
    assert used() == [(number, "api", "view", make_guid("a"), 2), (number, "api", "sample", "", 1)]
    key = subscription.keys.get()
    assert set(Usage.objects.values_list("key", flat=True)) == {key.pk}


def test_a_used_up_quota_answers_429_and_what_is_delivered_goes_on(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper", takes_per_month=1)))
    newsroom.release("a")
    newsroom.release("b")
    assert client.get(item("a"), headers=headers).status_code == 200
    refused = client.get(item("b"), headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (429, "quota")
    assert 0 < int(refused.headers["retry-after"]) <= 7 * 86_400
    assert "Northaven" not in refused.text
    assert client.get(item("a"), headers=headers).status_code == 200
    assert len(client.get("/v1/feed", headers=headers).json()["items"]) == 2
    with client.stream("GET", "/v1/stream?after=0", headers=headers) as answer:
        assert len(read_releases(answer, 2)) == 2


def test_holds_kills_and_corrections_are_told_whatever_was_taken(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper", takes_per_month=1)))
    for name in ("a", "held", "killed", "corrected", "plain"):
        newsroom.release(name)
    client.get(item("a"), headers=headers)
    newsroom.release("held", "hold")
    newsroom.release("killed", "kill")
    newsroom.release("corrected", "correction")
    found = {name: client.get(item(name), headers=headers) for name in ("held", "killed", "corrected", "plain")}
    assert {name: one.status_code for name, one in found.items()} == {
        "held": 200,
        "killed": 200,
        "corrected": 200,
        "plain": 429,
    }
    assert (found["held"].json()["use"], found["killed"].json()["use"]) == ("hold", "recall")


def test_a_used_up_quota_does_not_tell_what_others_have(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("turkish", "lang:tr", takes_per_month=1)))
    newsroom.subscribe("paper")
    newsroom.release("mine", language="tr")
    newsroom.release("a")
    client.get(item("mine"), headers=headers)
    there, nowhere = client.get(item("a"), headers=headers), client.get(item("never"), headers=headers)
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, nowhere.content)


def test_an_item_is_read_though_it_cannot_be_counted(
    newsroom: Newsroom, client: httpx.Client, connection: psycopg.Connection[Any]
) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper")))
    newsroom.release("a")
    connection.execute("ALTER TABLE subscribers_usage RENAME TO elsewhere")
    assert client.get(item("a"), headers=headers).json()["n"] == 1

"""`/v1/feed` and `/v1/items`: whole items by number for whoever has a key, and nothing for anybody else."""

from datetime import timedelta

import httpx
import pytest

from newswire.subscribers.models import Key
from tests.api.conftest import Application, bearer
from tests.newsroom import Newsroom
from tests.stories import BODY, make_guid


def test_the_feed_gives_whole_items_with_numbers_head_and_next(newsroom: Newsroom, client: httpx.Client) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    for name in ("a", "b", "c"):
        newsroom.release(name)
    answer = client.get("/v1/feed?after=0&limit=2", headers=bearer(key))
    assert answer.status_code == 200
    page = answer.json()
    assert page["head"] == 3
    assert [(one["n"], one["kind"], one["use"], one["until"], one["version"]) for one in page["items"]] == [
        (1, "new", "publish", None, 1),
        (2, "new", "publish", None, 1),
    ]
    first = page["items"][0]
    assert first["guid"] == make_guid("a") == first["item"]["uri"]
    assert first["item"]["headlines"][0]["value"] == "Northaven harbour opens again (a)"
    for paragraph in BODY:
        assert paragraph.text in first["item"]["bodies"][0]["value"]
    following = client.get(page["next"], headers=bearer(key)).json()
    assert [one["n"] for one in following["items"]] == [3]
    assert client.get(following["next"], headers=bearer(key)).json()["items"] == []


def test_nothing_internal_leaves_the_house(newsroom: Newsroom, client: httpx.Client) -> None:
    newsroom.subscribe("everything")
    key = newsroom.key(newsroom.subscribe("turkish", "lang:tr"))
    newsroom.release("a")
    newsroom.release("b", language="tr")
    (entry,) = client.get("/v1/feed", headers=bearer(key)).json()["items"]
    assert set(entry) == {"n", "kind", "use", "until", "guid", "version", "released_at", "item"}
    assert entry["n"] == 1
    assert "editor" not in client.get("/v1/feed", headers=bearer(key)).text.replace("edNote", "")


def test_a_key_without_the_product_gets_nothing_not_even_a_number(newsroom: Newsroom, client: httpx.Client) -> None:
    key = newsroom.key(newsroom.subscribe("sports", "section:sports"))
    before = client.get("/v1/feed", headers=bearer(key))
    newsroom.release("a")
    after = client.get("/v1/feed", headers=bearer(key))
    assert after.json() == {"head": 0, "next": "/v1/feed?after=0&wait=0&limit=100", "items": []}
    assert before.content == after.content
    there = client.get(f"/v1/items/{make_guid('a')}", headers=bearer(key))
    nowhere = client.get(f"/v1/items/{make_guid('never')}", headers=bearer(key))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_an_item_is_read_by_guid_as_it_stands_now(newsroom: Newsroom, client: httpx.Client) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    newsroom.release("a")
    newsroom.release("b")
    newsroom.release("a", "update", headline="Harbour reopened")
    entry = client.get(f"/v1/items/{make_guid('a')}", headers=bearer(key)).json()
    assert (entry["n"], entry["kind"], entry["version"]) == (3, "update", 2)
    newsroom.append("a", "kill")
    killed = client.get(f"/v1/items/{make_guid('a')}", headers=bearer(key)).json()
    assert killed["use"] == "recall"
    assert killed["item"]["pubStatus"] == "canceled"
    assert "Harbour" not in str(killed)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nw_live_wrong", "Basic abc", "nw_live_x"])
def test_without_a_valid_key_every_address_answers_alike(client: httpx.Client, header: str) -> None:
    answers = [
        client.get(path, headers={"Authorization": header} if header else {})
        for path in ("/v1/feed", "/v1/stream", "/v1/items/urn:x", "/v1/nothing")
    ]
    assert {one.status_code for one in answers} == {401}
    assert len({one.content for one in answers}) == 1
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert answers[0].headers["www-authenticate"].startswith("Bearer")
    assert answers[0].json()["code"] == "unauthenticated"


def test_expired_and_revoked_keys_end(newsroom: Newsroom, client: httpx.Client) -> None:
    subscription = newsroom.subscribe("paper")
    key = newsroom.key(subscription, expires_at=newsroom.now + timedelta(seconds=1))
    expired = newsroom.key(subscription, expires_at=newsroom.now)
    assert client.get("/v1/feed", headers=bearer(key)).status_code == 200
    assert client.get("/v1/feed", headers=bearer(expired)).status_code == 401
    Key.objects.update(revoked_at=newsroom.now)
    assert client.get("/v1/feed", headers=bearer(key)).status_code == 401
    stored = Key.objects.first()
    assert stored is not None
    assert key.encode() not in bytes(stored.digest)


@pytest.mark.parametrize("query", ["after=x", "after=-1", "limit=0", "limit=many", "wait=soon", "format=telex"])
def test_a_parameter_that_cannot_be_read_is_named(newsroom: Newsroom, client: httpx.Client, query: str) -> None:
    answer = client.get(f"/v1/feed?{query}", headers=bearer(newsroom.key(newsroom.subscribe("paper"))))
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid-request"
    name, value = query.split("=")
    assert name in answer.json()["detail"]
    assert value in answer.json()["detail"]


def test_a_cursor_of_another_epoch_is_told_so(
    newsroom: Newsroom, client: httpx.Client, application: Application
) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper")))
    newsroom.release("a")
    own = client.get(f"/v1/feed?after={application.hub.epoch}:0", headers=headers)
    assert [one["n"] for one in own.json()["items"]] == [1]
    other = client.get(f"/v1/feed?after={'0' * 32}:0", headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "other-epoch")
    assert "after=0" in other.json()["detail"]


def test_other_methods_are_refused_and_head_has_no_body(newsroom: Newsroom, client: httpx.Client) -> None:
    headers = bearer(newsroom.key(newsroom.subscribe("paper")))
    assert client.post("/v1/feed", headers=headers).status_code == 405
    head = client.head("/v1/feed", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/v1/elsewhere", headers=headers).status_code == 404


def test_a_waiting_feed_answers_as_soon_as_something_comes(
    newsroom: Newsroom, client: httpx.Client, application: Application
) -> None:
    subscription = newsroom.subscribe("paper")
    headers = bearer(newsroom.key(subscription))
    newsroom.release("a")
    assert client.get("/v1/feed?after=0&wait=20", headers=headers).json()["head"] == 1
    assert client.get("/v1/feed?after=1&wait=1", headers=headers).json()["items"] == []
    with client.stream("GET", "/v1/stream", headers=headers):  # open, so that the hub has someone to serve
        newsroom.release("b")
        page = client.get("/v1/feed?after=1&wait=20", headers=headers).json()
    assert [one["guid"] for one in page["items"]] == [make_guid("b")]
    assert application.hub.head(subscription.number) == 2

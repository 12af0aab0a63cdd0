"""`/v1/explain`: the reasons for what one has, and nothing at all for the rest."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from newswire.api.explain import make_explanation
from newswire.item.item import Media
from newswire.item.rights import Restriction
from newswire.kit.clock import format_utc
from newswire.kit.errors import NotFoundError
from newswire.subscribers.service import do_end_contract, do_save_product
from tests.api.conftest import bearer
from tests.newsroom import Newsroom
from tests.stories import make_guid


def ask(client: httpx.Client, key: str, name: str) -> httpx.Response:
    return client.get("/v1/explain", params={"guid": make_guid(name)}, headers=bearer(key))


def test_it_says_which_product_by_which_clause_until_when_and_without_what(
    newsroom: Newsroom, client: httpx.Client, now: datetime
) -> None:
    paper = newsroom.subscribe("paper", "lang:en AND (service:economy OR tram)", country="JP", archive_days=5)
    picture = Media(id="m1", type="picture", rights=Restriction(countries_out=("JP",)))
    newsroom.release("b")
    newsroom.release("a", media=(picture,), expires=now + timedelta(days=2))
    answer = ask(client, newsroom.key(paper), "a")
    assert answer.status_code == 200
    assert answer.json() == {
        "guid": make_guid("a"),
        "versions": [
            {
                "n": 2,
                "kind": "new",
                "version": 1,
                "released_at": format_utc(now),
                "use": "publish",
                "until": None,
                "form": "full",
                "because": "product",
                "products": [
                    {
                        "product": "paper",
                        "form": "full",
                        "formats": [],
                        "query": "lang:en AND (service:economy OR tram)",
                        "clauses": ["lang:en", "service:economy"],
                    }
                ],
                "readable_until": format_utc(now + timedelta(days=2)),
                "limits": [
                    {"because": "expires", "until": format_utc(now + timedelta(days=2))},
                    {"because": "archive", "until": format_utc(now + timedelta(days=5))},
                ],
                "withheld": "",
                "left_out": [{"id": "m1", "type": "picture", "reason": "JP OUT"}],
            }
        ],
    }


def test_what_follows_a_story_is_there_because_it_was_held(newsroom: Newsroom, client: httpx.Client) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a")
    do_save_product("paper", "Paper", "lang:tr")
    newsroom.release("a", "update")
    do_end_contract(paper.contract_id, newsroom.now)
    newsroom.release("a", "correction")
    newsroom.release("a", "kill")
    versions = ask(client, newsroom.key(paper), "a").json()["versions"]
    assert [(one["n"], one["kind"], one["because"], one["withheld"]) for one in versions] == [
        (1, "new", "product", "recall"),
        (2, "update", "holding", "recall"),
        (3, "correction", "holding", "recall"),
        (4, "kill", "holding", "recall"),
    ]
    assert [len(one["products"]) for one in versions] == [1, 0, 0, 0]


def test_a_version_it_did_not_get_leaves_no_trace(newsroom: Newsroom, client: httpx.Client, now: datetime) -> None:
    paper = newsroom.subscribe("paper", "lang:en AND urgency:[1 TO 9]")
    newsroom.subscribe("early", embargo_right=True)
    newsroom.release("a", embargo_until=now + timedelta(hours=1))
    newsroom.release("a", "update")
    (only,) = ask(client, newsroom.key(paper), "a").json()["versions"]
    assert (only["kind"], only["version"]) == ("new", 1)
    assert only["products"][0]["clauses"] == ["lang:en", "urgency:[1 TO 9]"]


def count(connection: psycopg.Connection[Any], newsroom: Newsroom, number: int, guid: str) -> list[str]:
    """The statements that one question costs, in order."""
    asked: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> Any:
            return getattr(connection, name)

        def execute(self, statement: Any, *args: Any) -> Any:
            asked.append(str(statement))
            return connection.execute(statement, *args)

    with pytest.raises(NotFoundError) as told:
        make_explanation(Watched(), newsroom.reader(number), guid)  # type: ignore[arg-type]
    return [*asked, told.value.detail]


def test_unentitled_and_nonexistent_get_the_same_bytes_by_the_same_questions(
    newsroom: Newsroom, client: httpx.Client, connection: psycopg.Connection[Any], now: datetime
) -> None:
    sports = newsroom.subscribe("sports", "service:sports")
    newsroom.subscribe("everything", embargo_right=True)
    newsroom.release("a")
    newsroom.release("a", "update")
    newsroom.release("killed")
    newsroom.release("killed", "kill")
    newsroom.release("early", embargo_until=now + timedelta(hours=1))
    key = newsroom.key(sports)
    answers = [ask(client, key, name) for name in ("a", "killed", "early", "never", "never/../x")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    headers = [{name: value for name, value in one.headers.items() if name != "date"} for one in answers]
    assert all(one == headers[0] for one in headers)
    costs = [count(connection, newsroom, sports.number, make_guid(name)) for name in ("a", "killed", "early", "never")]
    assert all(one == costs[0] for one in costs)
    assert answers[0].content == client.get(f"/v1/items/{make_guid('a')}", headers=bearer(key)).content


@pytest.mark.parametrize("query", ["", "?guid=", "?story=x", "?guid=" + "x" * 401, "?guid=a%00b"])
def test_a_question_without_a_story_cannot_be_read(newsroom: Newsroom, client: httpx.Client, query: str) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    answer = client.get(f"/v1/explain{query}", headers=bearer(key))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


def test_without_a_key_nothing_is_explained(client: httpx.Client) -> None:
    answer = client.get("/v1/explain", params={"guid": make_guid("a")})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

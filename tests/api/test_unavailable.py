"""A database that goes away: callers are told to come again, and the next call works."""

import httpx
import pytest

from tests.api.conftest import Application, bearer
from tests.newsroom import Newsroom


def end_connections(newsroom: Newsroom) -> None:
    """Ends every other connection to the test's database, as a restart of the server does."""
    newsroom.connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


@pytest.mark.parametrize("path", ["/v1/feed", "/v1/stream", "/v1/items/none"])
def test_a_lost_database_is_a_problem_with_a_time_to_come_again(
    newsroom: Newsroom, client: httpx.Client, application: Application, path: str
) -> None:
    key = newsroom.key(newsroom.subscribe("paper"))
    assert client.get("/v1/feed", headers=bearer(key)).status_code == 200
    end_connections(newsroom)
    answer = client.get(path, headers=bearer(key))
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    application.pool.check()
    assert client.get("/v1/feed", headers=bearer(key)).status_code == 200

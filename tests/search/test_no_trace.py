"""Searching betrays nothing: not in hits, counts, facets or order, and finds what the story's own page would give.

The generated histories are those of `tests/routing/test_no_trace.py`; the index follows them commit by commit, before
and after the router, and is made anew as well.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

import tests.routing.test_no_trace as worlds
from newswire.query.standing import parse_reader_query
from newswire.routing.router import Router
from newswire.search.index import Archive, do_catch_up, open_index
from newswire.search.sights import VIEWS
from newswire.subscribers.models import Subscription
from tests.newsroom import Newsroom
from tests.routing.test_no_trace import STORIES, Action, Claim, actions, forget, plan, play
from tests.search.finding import ask, count_by_hand, encode, expect, read_counts
from tests.stories import make_guid

QUERIES = ("*", "harbour", "lang:tr", "NOT lang:tr", "section:economy OR storm", '"forty ships"', "released:>now-40d")


def catch_up(connection: Connection[Any], home: Path, limit: int = 3) -> None:
    """Indexes whatever waits."""
    (home / "search").mkdir(parents=True, exist_ok=True)
    with open_index(home) as index:
        while do_catch_up(connection, index, limit):
            pass


class Following(Router):
    """A router with an indexer that is a step ahead of it, and then one behind."""

    home: Path

    def do_route(self, connection: Connection[Any], limit: int = 500) -> int:
        """Routes; the index takes in the releases before they are routed, and their audiences after it."""
        if not connection.info.transaction_status:
            catch_up(connection, self.home)
        done = super().do_route(connection, limit)
        if not connection.info.transaction_status:
            catch_up(connection, self.home)
        return done


def read_all(newsroom: Newsroom, home: Path, end: datetime) -> list[bytes]:
    """Every answer that the subscription can get; each is held against the story's own page and counting by hand."""
    number = Subscription.objects.get(name="paper").number
    archive, answers = Archive(home), []
    guids = [make_guid(f"story-{story}") for story in range(STORIES)]
    for view in VIEWS:
        reader = newsroom.reader(number, end)
        reader = type(reader)(reader.number, reader.now, reader.since, view)
        for query in QUERIES:
            node = parse_reader_query(query)
            expected = expect(newsroom.connection, reader, guids, node)
            for sort in ("newest", "relevance"):
                result = ask(newsroom.connection, archive, reader, node, sort=sort)
                assert {hit.entry.guid: hit.entry for hit in result.hits} == expected, query
                assert result.total == len(expected)
                assert read_counts(result) == count_by_hand(expected.values())
                answers.append(encode(result))
    return answers


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(history=st.lists(actions, min_size=3, max_size=12), query=st.integers(0, 5), right=st.integers(0, 1))
def test_whatever_happens_a_search_finds_what_may_be_read_and_betrays_nothing_else(
    newsroom: Newsroom, home: Path, history: list[Action], query: int, right: int
) -> None:
    world = plan(history, Claim(query, right), newsroom.now)
    end = newsroom.now + timedelta(hours=len(history) + 1)
    answers = []
    for one in (world, forget(world)):
        shutil.rmtree(home / "search", ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Following, "home", home, raising=False)
            patch.setattr(worlds, "Router", Following)
            play(newsroom, one, query, right, end)
        followed = read_all(newsroom, home, end)
        shutil.rmtree(home / "search")
        catch_up(newsroom.connection, home, 100)
        assert read_all(newsroom, home, end) == followed
        answers.append(followed)
    assert answers[0] == answers[1]

"""An archive in a home of its own, and the steps every test of it takes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg import Connection

from newswire.query.parse import parse_query
from newswire.search.index import Archive, do_catch_up, open_index
from newswire.search.query import Hits, search
from tests.newsroom import Newsroom


class Library:
    """The archive of a newsroom: indexed on request, searched in Lucene syntax."""

    def __init__(self, connection: Connection[Any], home: Path, now: datetime) -> None:
        self.connection = connection
        self.home = home
        self.archive = Archive(home)
        self.now = now

    def catch_up(self, limit: int = 100) -> int:
        """Indexes whatever waits, `limit` releases a commit; returns how many."""
        home = self.home
        (home / "search").mkdir(parents=True, exist_ok=True)
        taken = 0
        with open_index(home) as index:
            while some := do_catch_up(self.connection, index, limit):
                taken += some
        return taken

    def search(self, query: str, *, limit: int = 50, before: int | None = None) -> Hits:
        """One page of the stories that match, asked as the test newsroom's day begins."""
        return search(self.connection, self.archive, parse_query(query), now=self.now, limit=limit, before=before)

    def find(self, query: str = "*") -> list[str]:
        """The names of all test stories that match, newest first; the count must agree."""
        hits = self.search(query, limit=1000)
        assert hits.total == len(hits.hits)
        return [hit.guid.rpartition(":")[2] for hit in hits.hits]

    def headlines(self, query: str = "*") -> list[str]:
        """The headlines of all stories that match, newest first."""
        return [hit.headline for hit in self.search(query, limit=1000).hits]


@pytest.fixture
def library(newsroom: Newsroom, home: Path) -> Library:
    """The newsroom's archive, still empty."""
    return Library(newsroom.connection, home, newsroom.now)

"""A newsroom with a website whose time goes on when it is told to."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.edition.shape import key_of
from newswire.subscribers.service import do_open_website
from newswire.subscribers.website import Limits
from tests.newsroom import START, Newsroom
from tests.stories import make_guid


class Clock:
    """A newsroom with a website; time goes on by `wait`."""

    def __init__(self, newsroom: Newsroom, home: Path) -> None:
        self.newsroom = newsroom
        self.home = home

    def open(self, query: str = "", **limits: Any) -> None:
        do_open_website(query, now=START, limits=Limits(**limits))

    def release(self, *arguments: Any, **changes: Any) -> None:
        self.newsroom.release(*arguments, **changes)
        self.advance()

    def wait(self, minutes: float) -> None:
        self.newsroom.now += timedelta(minutes=minutes)
        self.advance()

    def advance(self) -> None:
        while do_advance(self.newsroom.connection, self.home, now=self.newsroom.now):
            pass

    def rebuild(self) -> None:
        do_rewind(self.newsroom.connection)
        self.advance()

    def throw_away(self) -> None:
        self.newsroom.connection.execute("DELETE FROM edition.story")

    def state(self, name: str = "a") -> str | None:
        row = self._row(name)
        return row[0] if row else None

    def headline(self, name: str = "a") -> str:
        row = self._row(name)
        assert row is not None
        return str(row[1])

    def dates(self, name: str = "a") -> tuple[Any, Any]:
        row = self._row(name)
        assert row is not None
        return row[2], row[3]

    def live(self) -> int:
        row = self.newsroom.connection.execute("SELECT count(*) FROM edition.story WHERE state = 'live'").fetchone()
        assert row is not None
        return int(row[0])

    def snapshot(self) -> list[Any]:
        return self.newsroom.connection.execute("SELECT s::text FROM edition.story s ORDER BY key").fetchall()

    def _row(self, name: str) -> Any:
        return self.newsroom.connection.execute(
            "SELECT state, headline, published_at, updated_at FROM edition.story WHERE key = %s",
            (key_of(make_guid(name)),),
        ).fetchone()

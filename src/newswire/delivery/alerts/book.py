"""The views of which people want to be told, in memory: one matcher for all of them, kept in step by what changes."""

from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg import Connection
from pyroaring import BitMap

from newswire.query.document import Document
from newswire.query.errors import QueryError
from newswire.query.matcher import Matcher
from newswire.subscribers.view_rows import (
    StandingView,
    read_all_standing,
    read_changed,
    read_houses,
    read_newest_change,
    read_standing,
)
from newswire.subscribers.views import parse_view_query


class Match(msgspec.Struct, frozen=True):
    """A view that a story matches, and the subscription by which it came."""

    view: int
    number: int


class AlertBook:
    """100,000 views are held against a story in one step, as products are (`query/matcher.py`)."""

    def __init__(self) -> None:
        self._matcher = Matcher()
        self._views: dict[int, StandingView] = {}
        self._numbers: dict[int, BitMap] = {}  # by organisation: its subscriptions
        self._houses: dict[int, int] = {}
        self._change = -1
        self._terms = -1

    def __len__(self) -> int:
        return len(self._views)

    def do_refresh(self, connection: Connection[Any]) -> None:
        """Takes in what has changed since the last time: views, and whose the subscriptions are. Two queries mostly."""
        if self._change < 0:
            self._change = read_newest_change(connection)
            self._put(read_all_standing(connection))
        else:
            self._change, changed = read_changed(connection, self._change)
            if changed:
                self._forget(changed)
                self._put(read_standing(connection, changed))
        row = connection.execute("SELECT coalesce(max(id), 0) FROM subscribers_terms").fetchone()
        assert row is not None
        if row[0] != self._terms:
            self._take_houses(connection, int(row[0]))

    def match(self, document: Document, members: BitMap) -> list[Match]:
        """The views that match, of those whose subscriptions are among `members`; by number of the view."""
        found = []
        for view in self._matcher.match(document):
            standing = self._views[view]
            theirs = self._numbers.get(standing.subscriber)
            if theirs is None:
                continue
            if standing.number is not None:
                if standing.number in theirs and standing.number in members:
                    found.append(Match(view, standing.number))
            elif theirs.intersect(members):
                found.append(Match(view, int((theirs & members).min())))
        return found

    def _put(self, views: Iterable[StandingView]) -> None:
        for view in views:
            try:
                node = parse_view_query(view.query)
            except QueryError:
                continue  # it was saved when the language was another
            self._views[view.id] = view
            self._matcher.put(view.id, node)

    def _forget(self, views: Iterable[int]) -> None:
        for view in views:
            if self._views.pop(view, None) is not None:
                self._matcher.remove(view)

    def _take_houses(self, connection: Connection[Any], newest: int) -> None:
        """Every new subscription and every one that goes under another contract has new terms."""
        rows = connection.execute("SELECT DISTINCT number FROM subscribers_terms WHERE id > %s", (self._terms,))
        changed = None if self._terms < 0 else [number for (number,) in rows.fetchall()]
        houses = read_houses(connection, changed)
        for number in houses if changed is None else changed:
            before = self._houses.pop(number, None)
            if before is not None:
                self._numbers[before].discard(number)
            if number in houses:
                self._houses[number] = houses[number]
                self._numbers.setdefault(houses[number], BitMap()).add(number)
        self._terms = newest

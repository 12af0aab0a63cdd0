"""What a release would reach if it left now: for the sentence on the desk's button."""

from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import Connection

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.routing.audience import find_holders
from newswire.routing.audience_rows import read_events
from newswire.routing.book import Book
from newswire.routing.router import find_audience
from newswire.subscribers.terms import read_changes, read_website_number


class _Shelf:
    """The book as it stands now, kept between two questions: only terms that changed are read again."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._database = ""
        self._book = Book()

    def read(self, opened: Connection[Any], database: str) -> Book:
        """The book with every change that was written; a new one for another database, or for one that was restored."""
        newest = opened.execute("SELECT coalesce(max(id), 0) FROM subscribers_terms").fetchone()
        assert newest is not None
        if database != self._database or newest[0] < self._book.last_id:
            self._database, self._book = database, Book()
        for change in read_changes(opened, self._book.last_id):
            self._book.put(change.number, change.terms)
            self._book.last_id = change.id
        return self._book


_shelf = _Shelf()


def count_audience(item: Item, kind: Kind = "update") -> int:
    """How many subscriptions would get `item` now: those that bought it and those that had the story before.

    The website's own subscription is not counted: readers are not subscribers.
    """
    connection.ensure_connection()
    opened = connection.connection
    holders = find_holders(read_events(opened, [item.guid]).get(item.guid, []))
    with _shelf.lock:
        book = _shelf.read(opened, connection.settings_dict["NAME"])
        members = find_audience(book, kind, item, timezone.now(), holders).members
    website = read_website_number(opened)
    return len(members) - (website is not None and website in members)

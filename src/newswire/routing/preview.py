"""What a release would reach if it left now: for the sentence on the desk's button."""

from django.db import connection
from django.utils import timezone

from newswire.item.item import Item
from newswire.routing.audience import Book
from newswire.routing.router import read_holders
from newswire.subscribers.terms import read_latest, read_website_number


def count_audience(item: Item) -> int:
    """How many subscriptions would get `item` now: those that bought it and those that had the story before.

    The website's own subscription is not counted: readers are not subscribers.
    """
    connection.ensure_connection()
    opened = connection.connection
    book = Book()
    book.terms = read_latest(opened)
    members = book.match(item, timezone.now()) | read_holders(opened, item.guid)
    website = read_website_number(opened)
    return len(members) - (website is not None and website in members)

"""What a release would reach if it left now: for the sentence on the desk's button."""

from django.db import connection
from django.utils import timezone

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.routing.audience import find_holders
from newswire.routing.audience_rows import read_events
from newswire.routing.book import Book
from newswire.routing.router import find_audience
from newswire.subscribers.terms import read_latest, read_website_number


def count_audience(item: Item, kind: Kind = "update") -> int:
    """How many subscriptions would get `item` now: those that bought it and those that had the story before.

    The website's own subscription is not counted: readers are not subscribers.
    """
    connection.ensure_connection()
    opened = connection.connection
    book = Book()
    for number, terms in read_latest(opened).items():
        book.put(number, terms)
    holders = find_holders(read_events(opened, [item.guid]).get(item.guid, []))
    members = find_audience(book, kind, item, timezone.now(), holders).members
    website = read_website_number(opened)
    return len(members) - (website is not None and website in members)

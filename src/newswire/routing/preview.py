"""What a release would reach if it left now: for the sentence on the desk's button."""

from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from newswire.item.item import Item
from newswire.query.document import make_document
from newswire.routing.router import read_holders
from newswire.subscribers.terms import read_latest, read_website_number


def count_audience(item: Item) -> int:
    """How many subscriptions would get `item` now: those that bought it and those that had the story before.

    The website's own subscription is not counted: readers are not subscribers.
    """
    connection.ensure_connection()
    opened = connection.connection
    now = timezone.now()
    document = make_document(item, released_at=now)
    embargoed = item.embargo_until is not None and item.embargo_until > now
    # each subscription is asked once: a book would cost more to make than it saves
    members = BitMap(
        number
        for number, terms in read_latest(opened).items()
        if (terms.embargo_right or not embargoed) and terms.grant(document, now)
    ) | read_holders(opened, item.guid)
    website = read_website_number(opened)
    return len(members) - (website is not None and website in members)

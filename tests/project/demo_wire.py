"""What the demo has put on the wire and who has had it: for the tests of the demo."""

from datetime import datetime, timedelta
from typing import Any

import psycopg

from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.kit.clock import utc_now
from newswire.routing.entitlement import make_reader
from newswire.routing.feed import read_entries
from newswire.routing.router import Router
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Subscription
from newswire.wire.follow import read_after, read_items
from newswire.wire.release import Release

Connection = psycopg.Connection[Any]


def start_of(wire: Connection) -> datetime:
    """A moment after the newest story."""
    return releases(wire)[-1].released_at + timedelta(hours=1)


def releases(wire: Connection) -> list[Release]:
    return read_after(wire, 0)


def route(wire: Connection) -> None:
    router = Router()
    while router.do_route(wire):
        pass


def entries_of(wire: Connection, organisation: str) -> list[Entry]:
    """Everything an organisation's subscription has had."""
    route(wire)
    number = Subscription.objects.get(contract__subscriber__name=organisation).number
    reader = make_reader(number, read_access(wire, number).terms, utc_now())
    found: list[Entry] = []
    while page := read_entries(wire, reader, len(found)):
        found += page
    return found


def items_on(wire: Connection) -> list[Item]:
    return list(read_items(wire, [one.seq for one in releases(wire)]).values())

"""An agency small enough for a test: organisations with a person each, and stories that reach them."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.item.item import Item
from newswire.routing.router import Router
from newswire.subscribers.models import Seat, Subscriber
from newswire.subscribers.service import do_save_product, do_subscribe
from newswire.wire.append import do_append, next_version
from newswire.wire.release import Draft
from tests.stories import make_guid, make_item

Db = Connection[Any]
PASSWORD = "a long enough secret"


class Reader(msgspec.Struct, frozen=True):
    """A person with a seat, and the number of the organisation's subscription."""

    user: User
    number: int


def hire_editor(name: str = "desk") -> User:
    """Somebody at the agency, who has no seat anywhere."""
    return User.objects.create_user(name, password=PASSWORD, role=Role.EDITOR)


def seat_reader(name: str, now: datetime, *, query: str = "", embargo_right: bool = True) -> Reader:
    """An organisation called `name` with one person, and a subscription to what `query` matches."""
    organisation = Subscriber.objects.create(name=f"{name} Post")
    user = User.objects.create_user(name, password=PASSWORD, role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=organisation)
    do_save_product(name, name, query)
    subscription = do_subscribe(
        f"{name} wire",
        subscriber=organisation,
        product_codes=[name],
        starts_at=now - timedelta(days=30),
        embargo_right=embargo_right,
    )
    return Reader(user, subscription.number)


class Desk:
    """Releases stories and routes them at once."""

    def __init__(self, connection: Db, now: datetime) -> None:
        self._connection = connection
        self._router = Router()
        self.now = now

    def release(self, name: str, kind: Any = "new", *, reason: str = "", **changes: Any) -> str:
        """Releases the test story of that name; `changes` replace fields of its item. Returns its guid."""
        guid = make_guid(name)
        item = None if kind in ("hold", "kill") else make_item(name, self.now, **changes)
        return self.send(guid, kind, item, reason)

    def send(self, guid: str, kind: Any, item: Item | None, reason: str = "") -> str:
        """Puts one release on the wire and routes it. Returns the guid."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            version = next_version(cursor, guid)
            do_append(
                cursor,
                Draft(
                    kind=kind,
                    guid=guid,
                    version=version,
                    item=item,
                    released_at=self.now,
                    actor="editor",
                    reason=reason,
                ),
            )
        while self._router.do_route(self._connection):
            pass
        return guid

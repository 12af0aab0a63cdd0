"""A small agency for tests: products, subscriptions with their keys, and releases that are routed at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection

from newswire.item.kinds import Kind
from newswire.routing.router import Router
from newswire.subscribers.models import Subscriber, Subscription
from newswire.subscribers.service import do_create_key, do_save_product, do_subscribe
from newswire.wire.append import do_append, next_version
from newswire.wire.release import Release
from tests.stories import make_draft, make_guid

PEPPER = "only for tests"
START = datetime(2026, 1, 1, tzinfo=UTC)


class Newsroom:
    """Releases stories and routes them; `connection` is an autocommitting psycopg connection to the test's database."""

    def __init__(self, connection: Connection[Any], now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.router = Router()

    def subscribe(self, name: str, query: str = "*", **terms: Any) -> Subscription:
        """A subscription of an organisation of its own to a product of its own."""
        do_save_product(name, name.title(), query)
        subscriber = Subscriber.objects.create(name=name)
        return do_subscribe(name, subscriber=subscriber, product_codes=[name], **({"starts_at": START} | terms))

    def key(self, subscription: Subscription, **terms: Any) -> str:
        """A key of the subscription."""
        return do_create_key(subscription, pepper=PEPPER, now=self.now, **terms)

    def append(self, name: str, kind: Kind = "new", **changes: Any) -> Release:
        """Puts the next version of a story on the wire, not yet routed."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            version = next_version(cursor, make_guid(name))
            return do_append(cursor, make_draft(name, self.now, version=version, kind=kind, **changes))

    def release(self, name: str, kind: Kind = "new", **changes: Any) -> Release:
        """Puts the next version of a story on the wire and routes it."""
        release = self.append(name, kind, **changes)
        self.route()
        return release

    def route(self) -> None:
        """Routes whatever waits."""
        while self.router.do_route(self.connection):
            pass

    def release_all(self, stories: Sequence[tuple[str, Kind, Mapping[str, Any]]]) -> None:
        """Releases in order."""
        for name, kind, changes in stories:
            self.release(name, kind, **changes)

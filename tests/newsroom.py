"""A small agency for tests: products, subscriptions with their keys, and releases that are routed at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection

from newswire.item.forms import Form
from newswire.item.kinds import Kind
from newswire.routing.entitlement import Reader, make_reader
from newswire.routing.router import Router
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Contract, Subscriber, Subscription
from newswire.subscribers.service import do_save_product, do_subscribe
from newswire.subscribers.terms import Terms, read_changes
from newswire.wire.append import do_append, next_version
from newswire.wire.release import Release
from tests.stories import make_draft, make_guid

PEPPER = "only for tests"
START = datetime(2026, 1, 1, tzinfo=UTC)


def read_latest(connection: Connection[Any]) -> dict[int, Terms]:
    """The present terms of every subscription, by number."""
    return {one.number: one.terms for one in read_changes(connection, 0)}


class Newsroom:
    """Releases stories and routes them; `connection` is an autocommitting psycopg connection to the test's database."""

    def __init__(self, connection: Connection[Any], now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.router = Router()

    def subscribe(
        self, name: str, query: str = "*", *, form: Form = "full", country: str = "", outlet: str = "", **terms: Any
    ) -> Subscription:
        """A subscription of an organisation of its own to a product of its own; `terms` are the contract's fields."""
        do_save_product(name, name.title(), query, form=form)
        subscriber = Subscriber.objects.create(name=name, country=country, outlet=outlet)
        contract = Contract(subscriber=subscriber, **({"starts_at": START, "archive_days": 36_500} | terms))
        return do_subscribe(name, contract=contract, product_codes=[name])

    def reader(self, number: int, now: datetime | None = None) -> Reader:
        """The subscription as it reads now, or then."""
        return make_reader(number, read_access(self.connection, number).terms, now or self.now)

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

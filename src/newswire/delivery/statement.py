"""The usage statement: what was sent to an organisation and taken in a month, by product, seat, key and story.

What two products brought counts in both and once in the total; what came only because it follows a story that was had
before, in none. What was delivered is counted from the audiences, once a release however often it was fetched; what was
taken by hand from `subscribers_usage`. Days and months are UTC.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from psycopg import Connection

from newswire.kit.csv_cells import BYTE_ORDER_MARK, write_line
from newswire.kit.errors import InvalidRequestError
from newswire.routing.deliveries import Products, count_deliveries, find_products_of_stories
from newswire.subscribers.usage import BY_HAND, count_takes, month_of

MOST_STORIES = 50
"""Stories that the page names; the file has all."""
COLUMNS = ("day", "subscription", "name", "products", "door", "action", "seat", "key", "story", "file", "count")


class Taken(msgspec.Struct, frozen=True):
    """How often something was taken on a day; `seat` and `key` are names, empty where it was not by one; `products` are
    the codes of those that brought the story."""

    day: date
    number: int
    door: str
    action: str
    seat: str
    key: str
    guid: str
    file: str
    count: int
    products: Products = ()


class ProductUse(msgspec.Struct, frozen=True):
    """What one product brought and what was taken of it; without a name, what no product brought. `downloaded`, here
    and below, is all that people took along: downloaded, copied, packed, mailed."""

    name: str
    delivered: int
    viewed: int
    downloaded: int


class Line(msgspec.Struct, frozen=True):
    """One subscription in the month. `allowed` is the quota of stories and files taken by hand, 0 for no limit;
    `delivered` is by day and by the codes of the products that brought it."""

    number: int
    name: str
    products: tuple[str, ...]
    delivered: dict[tuple[date, Products], int]
    by_product: tuple[ProductUse, ...]
    viewed: int
    downloaded: int
    takes: int
    allowed: int

    @property
    def delivered_in_all(self) -> int:
        """Releases delivered in the month."""
        return sum(self.delivered.values())


class Way(msgspec.Struct, frozen=True):
    """What one seat or key took through one door."""

    number: int
    door: str
    seat: str
    key: str
    viewed: int
    downloaded: int
    sampled: int


class StoryUse(msgspec.Struct, frozen=True):
    """How often a story was opened and its files were downloaded."""

    guid: str
    viewed: int
    downloaded: int


class Statement(msgspec.Struct, frozen=True):
    """An organisation's month."""

    subscriber: str
    month: date
    lines: tuple[Line, ...]
    taken: tuple[Taken, ...]
    names: dict[str, str]

    @property
    def total(self) -> ProductUse:
        """All subscriptions together."""
        return ProductUse(
            "",
            sum(one.delivered_in_all for one in self.lines),
            sum(one.viewed for one in self.lines),
            sum(one.downloaded for one in self.lines),
        )

    @property
    def ways(self) -> list[Way]:
        """By subscription, door, seat and key."""
        keys = sorted({(one.number, one.door, one.seat, one.key) for one in self.taken})
        return [
            Way(*key, _sum(own, "view"), _sum(own, *BY_HAND), _sum(own, "sample"))
            for key in keys
            for own in [self._by(key)]
        ]

    @property
    def stories(self) -> list[StoryUse]:
        """The stories most taken."""
        by_guid: dict[str, list[Taken]] = {}
        for one in self.taken:
            if one.guid:
                by_guid.setdefault(one.guid, []).append(one)
        found = [StoryUse(guid, _sum(many, "view"), _sum(many, *BY_HAND)) for guid, many in by_guid.items()]
        return sorted(found, key=lambda one: (-one.viewed - one.downloaded, one.guid))[:MOST_STORIES]

    def _by(self, key: tuple[int, str, str, str]) -> list[Taken]:
        return [one for one in self.taken if (one.number, one.door, one.seat, one.key) == key]


def read_month(text: str, *, now: datetime) -> date:
    """The first day of a month written `2026-11`; the present month where nothing is written.

    Raises `InvalidRequestError` for anything else.
    """
    if not text:
        return month_of(now.astimezone(UTC).date())[0]
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None:
        raise InvalidRequestError(f"A month is written like 2026-11, not “{text[:20]}”.")
    return date(int(found[1]), int(found[2]), 1)


def read_statement(connection: Connection[Any], subscriber_id: int, name: str, month: date) -> Statement:
    """The statement of an organisation: a handful of queries and eight for each of its subscriptions."""
    rows = connection.execute(
        "SELECT s.number, s.name, c.takes_per_month, array(SELECT p.name FROM subscribers_product p"
        " WHERE p.code = ANY(s.product_codes) ORDER BY p.name) FROM subscribers_subscription s"
        " JOIN subscribers_contract c ON c.id = s.contract_id WHERE c.subscriber_id = %s ORDER BY s.number",
        (subscriber_id,),
    ).fetchall()
    taken = [
        one for number, *_ in rows for one in _add_products(connection, number, _read_taken(connection, number, month))
    ]
    names = dict(connection.execute("SELECT code, name FROM subscribers_product").fetchall())
    lines = tuple(_make_line(connection, row, taken, names, month) for row in rows)
    return Statement(name, month, lines, tuple(taken), names)


def write_csv(statement: Statement) -> Iterator[str]:
    """The statement as lines of CSV: one a day of deliveries and set of products that brought them, one a day and thing
    taken. The counts of all lines add up to the total."""

    def name_products(codes: Products) -> str:
        return ", ".join(statement.names.get(code, code) for code in codes)

    yield BYTE_ORDER_MARK + write_line(COLUMNS)
    for line in statement.lines:
        for (day, codes), count in sorted(line.delivered.items()):
            before = (day.isoformat(), line.number, line.name, name_products(codes))
            yield write_line([*before, "delivery", "delivered", "", "", "", "", count])
        for one in statement.taken:
            if one.number == line.number:
                before = (one.day.isoformat(), line.number, line.name, name_products(one.products))
                yield write_line([*before, one.door, one.action, one.seat, one.key, one.guid, one.file, one.count])


def _make_line(
    connection: Connection[Any], row: Sequence[Any], taken: Sequence[Taken], names: dict[str, str], month: date
) -> Line:
    number, name, allowed, products = row
    own = [one for one in taken if one.number == number]
    delivered = count_deliveries(connection, number, *month_of(month))
    return Line(
        number=number,
        name=name,
        products=tuple(products),
        delivered=delivered,
        by_product=tuple(_split(delivered, own, names)),
        viewed=_sum(own, "view"),
        downloaded=_sum(own, *BY_HAND),
        takes=count_takes(connection, number, month),
        allowed=allowed,
    )


def _split(
    delivered: dict[tuple[date, Products], int], taken: Sequence[Taken], names: dict[str, str]
) -> Iterator[ProductUse]:
    """Product by product, and last what came by none, if anything did."""
    codes = {code for _, products in delivered for code in products} | {code for one in taken for code in one.products}
    for code in sorted(codes, key=lambda one: names.get(one, one)):
        of_it = [one for one in taken if code in one.products]
        brought = sum(count for (_, products), count in delivered.items() if code in products)
        yield ProductUse(names.get(code, code), brought, _sum(of_it, "view"), _sum(of_it, *BY_HAND))
    others = [one for one in taken if not one.products]
    rest = ProductUse(
        "",
        sum(count for (_, products), count in delivered.items() if not products),
        _sum(others, "view"),
        _sum(others, *BY_HAND),
    )
    if rest != ProductUse("", 0, 0, 0):
        yield rest


def _add_products(connection: Connection[Any], number: int, taken: Sequence[Taken]) -> list[Taken]:
    found = find_products_of_stories(connection, number, sorted({one.guid for one in taken if one.guid}))
    return [msgspec.structs.replace(one, products=found.get(one.guid, ())) for one in taken]


def _read_taken(connection: Connection[Any], number: int, month: date) -> list[Taken]:
    """A seat or key that is gone keeps its figures under its number."""
    rows = connection.execute(
        "SELECT u.day, u.number, u.door, u.action,"
        " CASE WHEN u.seat = 0 THEN '' ELSE coalesce(a.username, '#' || u.seat) END,"
        " CASE WHEN u.key = 0 THEN '' ELSE coalesce(nullif(k.label, ''), k.prefix || '…', '#' || u.key) END,"
        " u.guid, u.file, u.count FROM subscribers_usage u"
        " LEFT JOIN subscribers_seat s ON s.id = u.seat LEFT JOIN accounts_user a ON a.id = s.user_id"
        " LEFT JOIN subscribers_key k ON k.id = u.key"
        " WHERE u.number = %s AND u.day >= %s AND u.day < %s ORDER BY u.day, u.id",
        (number, *month_of(month)),
    )
    return [Taken(*row) for row in rows]


def _sum(taken: Sequence[Taken], *actions: str) -> int:
    return sum(one.count for one in taken if one.action in actions)

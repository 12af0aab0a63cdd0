"""Saved views as the alerts' follower reads them: plain SQL, by what has changed."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from psycopg import Connection

_VIEW = "v.id, v.subscriber_id, v.subscription_id, v.query"


class StandingView(msgspec.Struct, frozen=True):
    """A view of which somebody wants to be told. `number` is its subscription, None for all of the organisation's."""

    id: int
    subscriber: int
    number: int | None
    query: str


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How one person wants to be told of a view, and when: by the clock of their zone."""

    view: int
    seat: int
    in_app: bool
    desktop: bool
    mail: str
    urgency: int
    zone: str
    digest_hours: tuple[int, ...]
    quiet_from: int
    quiet_until: int


def read_newest_change(connection: Connection[Any]) -> int:
    """The number of the newest change of any view; 0 before there was one."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM subscribers_viewchange").fetchone()
    assert row is not None
    return int(row[0])


def read_changed(connection: Connection[Any], after: int) -> tuple[int, frozenset[int]]:
    """The newest change, and which views were changed after that number, those that are gone included."""
    rows = connection.execute("SELECT id, view FROM subscribers_viewchange WHERE id > %s ORDER BY id", (after,))
    found = rows.fetchall()
    return (found[-1][0], frozenset(view for _, view in found)) if found else (after, frozenset())


def read_all_standing(connection: Connection[Any]) -> list[StandingView]:
    """Every view of which somebody wants to be told."""
    rows = connection.execute(
        f"SELECT {_VIEW} FROM subscribers_savedview v"
        " WHERE EXISTS (SELECT 1 FROM subscribers_viewalert a WHERE a.view_id = v.id)"
    )
    return [StandingView(*row) for row in rows]


def read_standing(connection: Connection[Any], views: Iterable[int]) -> list[StandingView]:
    """Those of the views that are there and of which somebody wants to be told."""
    rows = connection.execute(
        f"SELECT {_VIEW} FROM subscribers_savedview v WHERE v.id = ANY(%s)"
        " AND EXISTS (SELECT 1 FROM subscribers_viewalert a WHERE a.view_id = v.id)",
        (list(views),),
    )
    return [StandingView(*row) for row in rows]


def read_houses(connection: Connection[Any], numbers: Sequence[int] | None = None) -> dict[int, int]:
    """Whose each subscription is (of these, or of all), by number; the website's own is nobody's."""
    rows = connection.execute(
        "SELECT s.number, c.subscriber_id FROM subscribers_subscription s"
        " JOIN subscribers_contract c ON c.id = s.contract_id WHERE c.subscriber_id IS NOT NULL"
        " AND (%(numbers)s::int[] IS NULL OR s.number = ANY(%(numbers)s))",
        {"numbers": None if numbers is None else list(numbers)},
    ).fetchall()
    return dict(rows)


def read_wishes(connection: Connection[Any], views: Iterable[int]) -> list[Wish]:
    """Who wants to be told of these views, as they stand now: people who may still see them. One query.

    Locked until the caller's transaction ends, so that a view that is deleted meanwhile waits.
    """
    rows = connection.execute(
        "SELECT a.view_id, a.seat_id, a.in_app, a.desktop, a.mail, a.urgency, coalesce(h.zone, 'UTC'),"
        " coalesce(h.digest_hours, '{}'), coalesce(h.quiet_from, 0), coalesce(h.quiet_until, 0)"
        " FROM subscribers_viewalert a JOIN subscribers_savedview v ON v.id = a.view_id"
        " JOIN subscribers_seat s ON s.id = a.seat_id AND s.subscriber_id = v.subscriber_id"
        " JOIN accounts_user u ON u.id = s.user_id AND u.is_active"
        " LEFT JOIN subscribers_alerthabits h ON h.seat_id = a.seat_id"
        " WHERE a.view_id = ANY(%s) AND (v.is_shared OR v.owner_id = a.seat_id) ORDER BY a.view_id, a.seat_id"
        " FOR KEY SHARE OF a, v, s",
        (list(views),),
    ).fetchall()
    return [
        Wish(
            view=row[0], seat=row[1], in_app=row[2], desktop=row[3], mail=row[4], urgency=row[5], zone=row[6],
            digest_hours=tuple(row[7]), quiet_from=row[8], quiet_until=row[9],
        )
        for row in rows
    ]  # fmt: skip

"""Whom an organisation wants to be told of what cannot wait: its contact, and the people who own its seats."""

from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg import Connection

from newswire.subscribers.models import SeatRole


class Contact(msgspec.Struct, frozen=True):
    """An address of an organisation, the language of letters to it, and the subscription it is written about (the one
    with the least number where it is about several)."""

    address: str
    language: str
    number: int
    subscription: str


def read_contacts(connection: Connection[Any], numbers: Iterable[int]) -> list[Contact]:
    """The addresses behind these subscriptions, whether their contracts run or have ended, each once, by number.

    Those of the organisation's contact and of its active owners. One query.
    """
    rows = connection.execute(
        "SELECT DISTINCT ON (lower(a.address)) a.address, o.language, s.number, s.name"
        " FROM subscribers_subscription s JOIN subscribers_contract c ON c.id = s.contract_id"
        " JOIN subscribers_subscriber o ON o.id = c.subscriber_id"
        " CROSS JOIN LATERAL ("
        "  SELECT o.contact_email AS address"
        "  UNION SELECT u.email FROM subscribers_seat t JOIN accounts_user u ON u.id = t.user_id"
        "   WHERE t.subscriber_id = o.id AND t.role = %s AND u.is_active) a"
        " WHERE s.number = ANY(%s) AND a.address <> '' ORDER BY lower(a.address), s.number",
        (SeatRole.OWNER.value, list(numbers)),
    ).fetchall()
    return sorted((Contact(*row) for row in rows), key=lambda one: (one.number, one.address))

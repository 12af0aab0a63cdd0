"""The terms of a subscription as routing needs them: a value that can be stored, replayed and judged."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import Connection

from newswire.item.forms import Form
from newswire.item.rights import Client
from newswire.kit.errors import FormatNotBoughtError
from newswire.query.ast import Node

NOBODY = Client()


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One product as it was sold: its code, its query's tree, how much of a story it carries, and in which formats."""

    product: str
    query: Node
    form: Form = "full"
    formats: tuple[str, ...] = ()

    def carries(self, name: str) -> bool:
        """Whether the product comes in that format; one that names none comes in all."""
        return not self.formats or name in self.formats


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a subscription is entitled to. Times are UTC; `ends_at` is excluded; a quota of 0 sets no limit.

    `suspended` stops everything new, as the end does. `client` is whom restrictions look at.
    """

    claims: tuple[Claim, ...]
    starts_at: datetime
    ends_at: datetime | None = None
    suspended: bool = False
    embargo_right: bool = False
    archive_days: int = 30
    web_display_days: int = 0
    takes_per_month: int = 0
    ai_use: str = "none"
    client: Client = NOBODY

    def run_at(self, moment: datetime) -> bool:
        """Whether the contract runs at that moment."""
        return not self.suspended and self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def has_ended(self, moment: datetime) -> bool:
        """Whether the contract is over at that moment, for good: what is suspended is not."""
        return self.ends_at is not None and self.ends_at <= moment

    def check_format(self, name: str) -> None:
        """Raises `FormatNotBoughtError` where no product comes in that format. Without products there is nothing to
        refuse: what comes follows stories that were had before."""
        if self.claims and not any(one.carries(name) for one in self.claims):
            others = ", ".join(sorted({known for one in self.claims for known in one.formats}))
            raise FormatNotBoughtError(f"No product of this contract comes in “{name}”; what was bought is {others}.")


class TermsChange(msgspec.Struct, frozen=True):
    """From which release on (`after_seq` excluded) a subscription has which terms."""

    id: int
    number: int
    after_seq: int
    terms: Terms


_decode = msgspec.json.Decoder(Terms).decode


def encode_terms(terms: Terms) -> bytes:
    """Terms as they are stored."""
    return msgspec.json.encode(terms)


def decode_terms(content: bytes) -> Terms:
    """Terms from how they are stored."""
    return _decode(content)


def read_website_number(connection: Connection[Any]) -> int | None:
    """The number of the website's own subscription; None before there is one."""
    row = connection.execute("SELECT number FROM subscribers_subscription WHERE is_website").fetchone()
    return None if row is None else int(row[0])


def find_ended(connection: Connection[Any], numbers: Iterable[int], *, now: datetime) -> Sequence[int]:
    """Those of the subscriptions whose contract is over at `now`. One query: 4 ms for 10,000 of them."""
    rows = connection.execute(
        "SELECT s.number FROM subscribers_subscription s JOIN subscribers_contract c ON c.id = s.contract_id"
        " WHERE s.number = ANY(%s) AND c.ends_at <= %s ORDER BY s.number",
        (list(numbers), now),
    ).fetchall()
    return [number for (number,) in rows]


def read_changes(connection: Connection[Any], after_id: int) -> Iterator[TermsChange]:
    """Every change of terms written after the one with `after_id`, in the order in which they took effect."""
    rows = connection.execute(
        "SELECT id, number, after_seq, terms FROM subscribers_terms WHERE id > %s ORDER BY id", (after_id,)
    )
    for row in rows:
        yield TermsChange(row[0], row[1], row[2], _decode(bytes(row[3])))


def read_changes_of(connection: Connection[Any], number: int) -> list[TermsChange]:
    """Every change of one subscription's terms, in the order in which they took effect."""
    rows = connection.execute(
        "SELECT id, number, after_seq, terms FROM subscribers_terms WHERE number = %s ORDER BY id", (number,)
    )
    return [TermsChange(row[0], row[1], row[2], _decode(bytes(row[3]))) for row in rows]


def find_terms_at(changes: Sequence[TermsChange], seq: int) -> Terms | None:
    """The terms that release `seq` was judged by; None before there were any."""
    return next((one.terms for one in reversed(changes) if one.after_seq < seq), None)

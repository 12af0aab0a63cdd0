"""The one row that says what machines may do with the public edition; everything a crawler reads is made from it."""

from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import psycopg
from psycopg.rows import dict_row

from newswire.edition.change import do_count_change
from newswire.kit.errors import NewswireError

AiUse = Literal["none", "display", "grounding", "training"]
"""What AI systems may do, each step with all before it: nothing; index the pages to show and link them; ground answers
on them; train models on them. The same steps as in a contract (`subscribers.models.AiUse`)."""
STEPS: tuple[AiUse, ...] = ("none", "display", "grounding", "training")

_READ = "SELECT search, ai, contact, changed_at FROM edition.policy WHERE id = 1"
_WRITE = """
INSERT INTO edition.policy AS old (id, search, ai, contact, changed_at)
VALUES (1, %(search)s, %(ai)s, %(contact)s, %(moment)s)
ON CONFLICT (id) DO UPDATE SET
  search = excluded.search, ai = excluded.ai, contact = excluded.contact, changed_at = excluded.changed_at
WHERE (old.search, old.ai, old.contact) IS DISTINCT FROM (excluded.search, excluded.ai, excluded.contact)
"""


class PolicyError(NewswireError):
    """The policy names a contact that is no address."""

    code = "policy"
    title = "The policy cannot be used"
    status = 422


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """`search`: whether search engines may index the pages and show links with excerpts. `ai`: see `AiUse`.

    `contact` is the address (`https:` or `mailto:`) for whoever wants more, empty for the contact page. Unless the
    agency says otherwise it is found by search engines and keeps its rights.
    """

    search: bool = True
    ai: AiUse = "none"
    contact: str = ""
    changed_at: datetime | None = None

    def allows(self, use: AiUse) -> bool:
        """Whether AI systems may go as far as `use`."""
        return STEPS.index(self.ai) >= STEPS.index(use)


def check_contact(contact: str) -> None:
    """Raises `PolicyError` where `contact` is neither empty nor an `https:`, `http:` or `mailto:` address."""
    parts = urlsplit(contact)
    if contact and not (
        (parts.scheme in {"http", "https"} and parts.netloc) or (parts.scheme == "mailto" and "@" in parts.path)
    ):
        raise PolicyError(f"“{contact}” is no address: write https://… or mailto:…; the policy is as it was")


def do_set_policy(connection: psycopg.Connection[Any], policy: Policy, moment: datetime) -> bool:
    """Makes `policy` the policy from `moment` (UTC) on; the same again changes nothing. True where it changed.

    Raises `PolicyError` for a contact that is no address.
    """
    check_contact(policy.contact)
    values = {"search": policy.search, "ai": policy.ai, "contact": policy.contact, "moment": moment}
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        changed = cursor.rowcount > 0
        if changed:
            do_count_change(cursor)
    return changed


def read_set_policy(connection: psycopg.Connection[Any]) -> Policy:
    """The policy, for whoever may change it."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return _make(cursor.execute(_READ).fetchone())


async def read_policy(connection: psycopg.AsyncConnection[Any]) -> Policy:
    """The policy, as the public site reads it."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_READ)
        return _make(await cursor.fetchone())


def _make(row: dict[str, Any] | None) -> Policy:
    return msgspec.convert(row, Policy) if row else Policy()

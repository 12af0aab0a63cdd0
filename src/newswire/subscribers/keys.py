"""Keys: made once, shown once, stored as a keyed hash, checked on every call."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import Connection

from newswire.kit.errors import ForbiddenError, UnauthenticatedError
from newswire.subscribers.terms import Terms, decode_terms

PREFIX = "nw_live_"
USE_NOTED = timedelta(minutes=1)
"""A key's last use is written once a minute at the most: a poller must not cost a write a call."""


class Access(msgspec.Struct, frozen=True):
    """Who is calling: the subscription's number and its present terms; the key's id (0: none) and its scopes (all)."""

    number: int
    terms: Terms
    key: int = 0
    scopes: frozenset[str] = frozenset()

    def check_scope(self, scope: str) -> None:
        """Raises `ForbiddenError` for a key that does not open this."""
        if self.scopes and scope not in self.scopes:
            raise ForbiddenError(f"This key does not open “{scope}”; it opens {', '.join(sorted(self.scopes))}.")


def hash_key(secret: str, pepper: str) -> bytes:
    """The stored form of a key: BLAKE2b keyed with the installation's secret, 32 bytes.

    A key carries 256 random bits, so a fast hash is enough; a password hash would cost 0.2 s on every call.
    """
    return hashlib.blake2b(secret.encode(), key=hashlib.sha256(pepper.encode()).digest(), digest_size=32).digest()


def check_key(connection: Connection[Any], authorization: str, *, pepper: str, now: datetime) -> Access:
    """Who sends this `Authorization` header (`Bearer nw_live_…`).

    Raises `UnauthenticatedError` for every reason alike: none, unknown, expired and revoked keys are not told apart.
    """
    scheme, _, secret = authorization.partition(" ")
    row = None
    if scheme.lower() == "bearer" and secret:
        row = connection.execute(
            "SELECT k.subscription_id, t.terms, k.id, k.scopes, k.last_used_at FROM subscribers_key k"
            " CROSS JOIN LATERAL (SELECT terms FROM subscribers_terms WHERE number = k.subscription_id"
            " ORDER BY id DESC LIMIT 1) t"
            " WHERE k.digest = %s AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > %s)",
            (hash_key(secret.strip(), pepper), now),
        ).fetchone()
    if row is None:
        raise UnauthenticatedError("Send your key as “Authorization: Bearer nw_live_…”. This one is not valid.")
    number, terms, key, scopes, used_at = row
    if used_at is None or now - used_at > USE_NOTED:
        connection.execute("UPDATE subscribers_key SET last_used_at = %s WHERE id = %s", (now, key))
    return Access(number, decode_terms(bytes(terms)), key, frozenset(scopes))


def read_access(connection: Connection[Any], number: int) -> Access:
    """The present terms of a subscription, for callers who were identified another way (the portal's session)."""
    row = connection.execute(
        "SELECT terms FROM subscribers_terms WHERE number = %s ORDER BY id DESC LIMIT 1", (number,)
    ).fetchone()
    if row is None:
        raise UnauthenticatedError("There is no such subscription.")
    return Access(number, decode_terms(bytes(row[0])))

"""`/v1/explain`: why a subscription has a story: which product brought it, by which clause, until when."""

from datetime import datetime
from typing import Any

import msgspec
from psycopg import Connection

from newswire.api.http import Request
from newswire.item.forms import Form
from newswire.item.kinds import NOTICES, Kind, Use
from newswire.item.release import LeftOut, Withheld
from newswire.kit.errors import InvalidRequestError, NotFoundError
from newswire.query.write import write_query
from newswire.routing.case import read_own_accounts
from newswire.routing.entitlement import Reader
from newswire.routing.explain import Account, Door, Limit

_LONGEST = 400
"""Characters of a guid."""


class _Product(msgspec.Struct, frozen=True):
    """A product that brought a version: how much of it, in which formats (all where none is named), its query, and the
    clauses of the query that decided."""

    product: str
    form: Form
    formats: tuple[str, ...]
    query: str
    clauses: tuple[str, ...]


class _Version(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the feed and why it is there. `until` is the end of an embargo, `readable_until` the first limit."""

    n: int
    kind: Kind
    version: int
    released_at: datetime
    use: Use
    until: datetime | None
    form: Form
    because: Door
    products: tuple[_Product, ...]
    readable_until: datetime | None
    limits: tuple[Limit, ...]
    withheld: Withheld
    left_out: tuple[LeftOut, ...]


class _Answer(msgspec.Struct, frozen=True):
    """The story and the versions that the subscription had, oldest first."""

    guid: str
    versions: tuple[_Version, ...]


def read_explain_query(request: Request) -> str:
    """The parameter `guid`. Raises `InvalidRequestError`."""
    guid = request.query.get("guid", "")
    if not guid or len(guid) > _LONGEST or "\0" in guid:
        raise InvalidRequestError("“guid” must name a story, as in /v1/explain?guid=urn:newsml:….")
    return guid


def make_explanation(connection: Connection[Any], reader: Reader, guid: str) -> bytes:
    """The answer as JSON. `NotFoundError` alike where the subscription never had the story and where there is none."""
    versions = tuple(_make_version(n, account) for n, account in read_own_accounts(connection, reader, guid))
    if not versions:
        raise NotFoundError("There is nothing at this address.")
    return msgspec.json.encode(_Answer(guid, versions))


def _make_version(n: int, account: Account) -> _Version:
    entry = account.entry
    assert entry is not None, "what is the subscription's own has an entry"
    return _Version(
        n=n,
        kind=entry.kind,
        version=entry.version,
        released_at=entry.released_at,
        use=entry.use,
        until=entry.until,
        form=entry.form,
        because=account.door,
        products=_make_products(account),
        readable_until=account.limits[0].until if account.limits else None,
        limits=account.limits,
        withheld=entry.withheld,
        left_out=entry.left_out,
    )


def _make_products(account: Account) -> tuple[_Product, ...]:
    """The products that brought it; those that did not are not told of, as nothing is told of what it did not get."""
    if account.item is None or account.event.kind in NOTICES:
        return ()
    return tuple(
        _Product(
            product=one.claim.product,
            form=one.claim.form,
            formats=one.claim.formats,
            query=write_query(one.claim.query),
            clauses=one.reason.deciding,
        )
        for one in account.products
        if one.granted
    )

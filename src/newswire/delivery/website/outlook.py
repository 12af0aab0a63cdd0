"""What would become of a story on the website if it were released now, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import msgspec
from psycopg import Connection

from newswire.delivery.website.content import is_public
from newswire.delivery.website.decisions import count_published, read_decisions
from newswire.delivery.website.portion import capped_section
from newswire.item.item import Item
from newswire.item.rights import Client, refusal
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import parse_query
from newswire.subscribers.website import Limits, read_limits, read_query

Fate = Literal["closed", "test", "no", "unfit", "embargo", "restricted", "unmatched", "over", "public", "out"]
"""There is no website; a test; the editor said no; a type or language without a place there; under embargo until its
lift; a restriction; the query; the cap; it goes public; it is public already."""
_WEBSITE = Client(outlet="website")


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What the fate of a story is; how many `minutes` it waits where it goes public; the `clause` that keeps it off;
    the cap of its section (None where there is none) with what of it is used today (UTC)."""

    fate: Fate
    minutes: int = 0
    clause: str = ""
    section: str = ""
    cap: int | None = None
    used: int = 0


def foresee(connection: Connection[Any], item: Item, *, now: datetime) -> Outlook:
    """The fate of the story as a release of `item` at that moment would decide it."""
    query = read_query(connection)
    if query is None:
        return Outlook(fate="closed")
    if kept := _find_refusal(item, now):
        return kept
    limits = read_limits(connection)
    decided = {one.state for one in read_decisions(connection, item.guid)}
    if "public" in decided:
        return Outlook(fate="out", minutes=limits.head_start)
    document = make_document(item, "new", now)
    if item.public == "auto" and not decided and not matches(parse_query(query), document):
        return Outlook(fate="unmatched")
    return _hold_against_cap(connection, item, limits, now)


def _find_refusal(item: Item, now: datetime) -> Outlook | None:
    """What nobody's yes counts against, and the editor's no."""
    if item.is_test:
        return Outlook(fate="test")
    if item.public == "no":
        return Outlook(fate="no")
    if not is_public(item):
        return Outlook(fate="unfit")
    if item.rights is not None and (clause := refusal(item.rights, _WEBSITE)):
        return Outlook(fate="restricted", clause=clause)
    if item.embargo_until is not None and item.embargo_until > now:
        return Outlook(fate="embargo")
    return None


def _hold_against_cap(connection: Connection[Any], item: Item, limits: Limits, now: datetime) -> Outlook:
    section = capped_section(item)
    cap = limits.caps.get(section)
    day = (now + timedelta(minutes=limits.head_start)).astimezone(UTC).date()
    used = count_published(connection, day).get(section, 0) if cap is not None else 0
    is_over = cap is not None and used >= cap and item.public == "auto"
    return Outlook(fate="over" if is_over else "public", minutes=limits.head_start, section=section, cap=cap, used=used)

"""Reading the log of deeds: filtered, newest first, by keyset, so that page 1,000 costs as much as page 1."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet

from newswire.accounts.models import Act

PAGE = 100
_CHUNK = 2000


class DeedFilters(msgspec.Struct, frozen=True, kw_only=True):
    """What the log is narrowed to: who (the start of a name), what (an action), about what (a kind), which (the start
    of its name), from `since` (included) to `until` (excluded)."""

    who: str = ""
    what: str = ""
    about: str = ""
    name: str = ""
    address: str = ""
    since: datetime | None = None
    until: datetime | None = None


class DeedPage(msgspec.Struct, frozen=True):
    """One page of deeds; `before` leads to the next, None at the end."""

    acts: tuple[Act, ...]
    before: int | None


def read_deeds(filters: DeedFilters, *, before: int | None = None, limit: int = PAGE) -> DeedPage:
    """The newest `limit` deeds that match, older than number `before`. One query."""
    rows = _matching(filters)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    acts = tuple(found[:limit])
    return DeedPage(acts, acts[-1].pk if len(found) > limit else None)


def follow_deeds(filters: DeedFilters) -> Iterator[Act]:
    """All deeds that match, newest first, in chunks: the log never stands in memory."""
    before: int | None = None
    while True:
        page = read_deeds(filters, before=before, limit=_CHUNK)
        yield from page.acts
        if page.before is None:
            return
        before = page.before


def read_kinds() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actions and the kinds of things that stand in the log, each once, in order. Two queries."""
    actions = Act.objects.order_by("action").values_list("action", flat=True).distinct()
    about = Act.objects.order_by("about").values_list("about", flat=True).distinct()
    return tuple(actions), tuple(about)


def _matching(filters: DeedFilters) -> QuerySet[Act]:
    wanted = Q()
    if filters.who:
        wanted &= Q(actor__istartswith=filters.who)
    if filters.what:
        wanted &= Q(action=filters.what)
    if filters.about:
        wanted &= Q(about=filters.about)
    if filters.name:
        wanted &= Q(name__startswith=filters.name)
    if filters.address:
        wanted &= Q(address=filters.address)
    if filters.since:
        wanted &= Q(at__gte=filters.since)
    if filters.until:
        wanted &= Q(at__lt=filters.until)
    return Act.objects.filter(wanted)

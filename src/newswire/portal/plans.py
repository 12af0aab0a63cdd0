"""What one subscription is told of the planning, and what became of it: planned, released to it, cancelled."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from django.conf import settings
from django.urls import reverse

from newswire.editing.planning.announced import Plan, is_told, read_plans
from newswire.item.release import Entry
from newswire.portal.reading import plain_connection
from newswire.routing.chains import read_newest_of
from newswire.routing.entitlement import make_reader
from newswire.subscribers.keys import read_access

WATCHED_FOR = timedelta(days=7)
"""How long after it was due a watched coverage still stands on top."""

State = Literal["planned", "released", "cancelled"]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An announced coverage as one subscription sees it. `ref` names it to the outside: numbers in the tables would
    tell how much is planned in all. `href` and `headline` are those of the story once the subscription got it, `until`
    the end of its embargo."""

    plan: Plan
    ref: str
    state: State
    href: str = ""
    headline: str = ""
    language: str = ""
    until: datetime | None = None
    is_watched: bool = False


def read_shown(
    number: int, start: datetime, end: datetime, now: datetime, watched: frozenset[int] = frozenset()
) -> list[Shown]:
    """What subscription `number` is told of what is due from `start` until before `end`, and of what is `watched`, by
    when it is due. As many queries for many as for one."""
    return read_all_shown([number], start, end, now, watched)


def read_all_shown(
    numbers: Sequence[int], start: datetime, end: datetime, now: datetime, watched: frozenset[int] = frozenset()
) -> list[Shown]:
    """The same for several subscriptions of one organisation: each coverage once, for the first that is told of it."""
    plans = read_plans(start, end, now, sorted(watched))
    found: dict[int, Shown] = {}
    with plain_connection() as plain:
        for number in numbers:
            terms = read_access(plain, number).terms
            guids = [plan.guid for plan in plans if plan.guid]
            had = read_newest_of(plain, make_reader(number, terms, now), guids) if guids else {}
            for plan in plans:
                shown = None if plan.key in found else _show(number, plan, had.get(plan.guid))
                if shown and (shown.state == "released" or is_told(plan, terms, now)):
                    found[plan.key] = msgspec.structs.replace(shown, is_watched=plan.key in watched)
    return [found[plan.key] for plan in plans if plan.key in found]


def make_ref(key: int) -> str:
    """The name of a coverage outside: the same at every look, and nobody can tell how many there are."""
    pepper = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hmac.new(pepper, f"coverage {key}".encode(), hashlib.sha256).hexdigest()[:24]


def _show(number: int, plan: Plan, entry: Entry | None) -> Shown | None:
    """The plan as the subscription may know it; None where it may not.

    Whoever got the story is told so. To the others a story that is out, under embargo, held or killed leaves no trace,
    and neither does its plan.
    """
    ref = make_ref(plan.key)
    if entry is not None:
        item = entry.item
        if item is None:  # withdrawn, held, or over: the wire says so, not the planning
            return None
        return Shown(
            plan=plan,
            ref=ref,
            state="released",
            href=reverse("portal:story", args=[number, entry.guid]),
            headline=item.headline,
            language=item.language,
            until=entry.until,
        )
    if plan.guid or not plan.is_open:
        return None
    return Shown(plan=plan, ref=ref, state="cancelled" if plan.is_cancelled else "planned")

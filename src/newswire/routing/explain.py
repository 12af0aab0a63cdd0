"""Why a subscription gets a release or not, product by product: the router's own decision, asked for one subscription.

Nothing is decided here. A book with this one subscription in it goes through `find_audience` and `make_entry` like the
book of all; each product is asked alone in the same way. “What if” is the same question with other terms.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from pyroaring import BitMap

from newswire.item.forms import Form
from newswire.item.item import Item
from newswire.item.kinds import NOTICES, Kind
from newswire.item.release import Entry
from newswire.item.rights import refusal
from newswire.query.document import make_document
from newswire.query.explain import Reason, explain
from newswire.routing.audience import NOBODY, Audience, Event, Holders, find_holders
from newswire.routing.book import Book
from newswire.routing.entitlement import NEWS, Story, make_entry, make_reader
from newswire.routing.router import find_audience
from newswire.subscribers.terms import Claim, Terms, TermsChange, find_terms_at

ONE = 0
"""The number of the subscription in a book of its own."""
_ALONE = BitMap([ONE])

Gets = Literal["", "full", "summary", "headlines", "notice"]
Door = Literal["", "product", "holding"]
Bar = Literal["archived", "no-subscription", "not-started", "ended", "suspended", "embargo", "restriction"]
Limited = Literal["archive", "no-archive", "expires"]


class Obstacle(msgspec.Struct, frozen=True, omit_defaults=True):
    """What keeps a release from a subscription whatever its products say. `until` is when it ends (an embargo), began
    (an ended contract) or will (a contract that has not started); `words` is the restriction in capitals."""

    bar: Bar
    until: datetime | None = None
    words: str = ""


class Limit(msgspec.Struct, frozen=True):
    """Until when a release that was delivered can be read, and because of what: the archive days of the contract, a
    restriction that makes it news for a day, the end of the right to use it."""

    because: Limited
    until: datetime


class ProductReason(msgspec.Struct, frozen=True):
    """One product's answer: whether its query matches and why, and whether it alone brings the release."""

    claim: Claim
    granted: bool
    reason: Reason


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One release of a story for one subscription.

    `gets` is how much of it, empty for nothing; `door` whether by a product or because it had the story before. `entry`
    is what it reads now, its number left at 0; None where it gets nothing. `item` is the release's own snapshot.
    """

    event: Event
    item: Item | None
    gets: Gets
    door: Door
    products: tuple[ProductReason, ...]
    obstacles: tuple[Obstacle, ...]
    entry: Entry | None
    limits: tuple[Limit, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A story and a subscription: the story's releases so far, oldest first, their items by number, which of them were
    only archived, and every change of the subscription's terms."""

    guid: str
    number: int
    events: Sequence[Event]
    items: dict[int, Item]
    archived: frozenset[int]
    changes: Sequence[TermsChange]

    def terms_at(self, seq: int) -> Terms | None:
        """The terms that a release was judged by."""
        return find_terms_at(self.changes, seq)


def explain_story(
    case: Case, now: datetime, change: Callable[[Terms], Terms] | None = None, *, name: str = ""
) -> list[Account]:
    """Every release of the story for this subscription, oldest first, as read now in the format `name` (empty: as a
    page).

    With `change` as it would have been had its terms always been changed so; what it had by another door stays.
    """
    told: list[Event] = []
    accounts: list[Account] = []
    for event in case.events:
        terms = _terms_for(case, event.seq, change)
        item = case.items.get(event.seq)
        if event.seq in case.archived:
            told.append(event)
            accounts.append(_put_away(event))
            continue
        audience = judge(event.kind, item, event.released_at, find_holders(told), terms)
        seen = msgspec.structs.replace(
            event,
            audience=audience,
            embargo_until=item.embargo_until if item and audience.members else event.embargo_until,
            taken=_ALONE if case.number in event.taken else NOBODY,
        )
        told.append(seen)
        accounts.append(_begin(seen, item, terms))
    present = case.changes[-1].terms if case.changes else None
    reading = change(present) if change and present else present
    return [_finish(one, case, told, reading, now, name) for one in accounts]


def judge(kind: Kind, item: Item | None, moment: datetime, holders: Holders, terms: Terms | None) -> Audience:
    """The router's decision on a release for a subscription of these terms, as number `ONE` of a book of its own."""
    book = Book()
    if terms is not None:
        book.put(ONE, terms)
    return find_audience(book, kind, item, moment, holders)


def find_obstacles(terms: Terms | None, item: Item, moment: datetime) -> tuple[Obstacle, ...]:
    """What keeps the item from a subscription of these terms at that moment, whatever its products say."""
    if terms is None:
        return (Obstacle("no-subscription"),)
    found = [] if terms.run_at(moment) else [_name_stop(terms, moment)]
    embargoed = item.embargo_until is not None and item.embargo_until > moment
    if embargoed and not terms.embargo_right:
        found.append(Obstacle("embargo", item.embargo_until))
    if item.rights is not None and (words := refusal(item.rights, terms.client)):
        found.append(Obstacle("restriction", None, words))
    return tuple(found)


def find_limits(event: Event, item: Item, terms: Terms) -> tuple[Limit, ...]:
    """Until when the release can be read by a subscription that got it, soonest first."""
    found = [Limit("archive", event.released_at + timedelta(days=terms.archive_days))]
    if item.rights is not None and item.rights.no_archive:
        found.append(Limit("no-archive", event.released_at + NEWS))
    if item.expires is not None:
        found.append(Limit("expires", item.expires))
    return tuple(sorted(found, key=lambda one: one.until))


def explain_claim(claim: Claim, item: Item, kind: Kind, moment: datetime, terms: Terms) -> ProductReason:
    """What one product says of a release, asked alone."""
    alone = msgspec.structs.replace(terms, claims=(claim,))
    granted = ONE in judge(kind, item, moment, Holders(), alone).members
    return ProductReason(claim, granted, explain(claim.query, make_document(item, released_at=moment)))


def _terms_for(case: Case, seq: int, change: Callable[[Terms], Terms] | None) -> Terms | None:
    terms = case.terms_at(seq)
    if change is None:
        return terms
    if terms is None and case.changes:
        terms = case.changes[0].terms  # what if it had been there already
    return None if terms is None else change(terms)


def _begin(event: Event, item: Item | None, terms: Terms | None) -> Account:
    """The account of a release as it was judged, without what can be read now."""
    obstacles: tuple[Obstacle, ...] = ()
    products: tuple[ProductReason, ...] = ()
    if item is not None and event.kind not in NOTICES:
        obstacles = find_obstacles(terms, item, event.released_at)
        if terms is not None:
            products = tuple(explain_claim(one, item, event.kind, event.released_at, terms) for one in terms.claims)
    gets = _measure(event.audience)
    door: Door = "" if not gets else "product" if any(one.granted for one in products) else "holding"
    return Account(
        event=event, item=item, gets=gets, door=door, products=products, obstacles=obstacles, entry=None, limits=()
    )


def _put_away(event: Event) -> Account:
    """The account of a release that was only put into the archive, which nobody gets."""
    return Account(
        event=event, item=None, gets="", door="", products=(), obstacles=(Obstacle("archived"),), entry=None, limits=()
    )


def _finish(
    account: Account, case: Case, told: Sequence[Event], terms: Terms | None, now: datetime, name: str
) -> Account:
    """The same with what the subscription reads of it now."""
    event, item = account.event, account.item
    if not account.gets or terms is None:
        return account
    reader = msgspec.structs.replace(make_reader(ONE, terms, now), format=name)
    entry = make_entry(Story(case.guid, told), event.seq, reader, 0, item)
    limits = () if item is None or account.gets == "notice" else find_limits(event, item, terms)
    return msgspec.structs.replace(account, entry=entry, limits=limits)


def _measure(audience: Audience) -> Gets:
    if ONE not in audience.members:
        return ""
    if ONE in audience.notices:
        return "notice"
    form: Form = "full"
    if ONE in audience.summary:
        form = "summary"
    elif ONE in audience.headlines:
        form = "headlines"
    return form


def _name_stop(terms: Terms, moment: datetime) -> Obstacle:
    """Why a contract does not run at that moment."""
    if moment < terms.starts_at:
        return Obstacle("not-started", terms.starts_at)
    if terms.ends_at is not None and terms.ends_at <= moment:
        return Obstacle("ended", terms.ends_at)
    return Obstacle("suspended")

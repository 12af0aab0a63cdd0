"""What a subscription was not entitled to lately, and which product would have brought it: what more it might buy.

Bounded: the newest `MOST` stories of the last 30 days. Stories that are killed, held or under embargo now are left out,
and so is every story that the subscription had in any version or by any door.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import Connection

from newswire.item.item import Item
from newswire.query.ast import Node
from newswire.query.document import make_document
from newswire.query.matcher import Matcher
from newswire.routing.audience import Event, current_use
from newswire.routing.audience_rows import read_events, read_members_by_story
from newswire.wire.follow import read_items

SPAN = timedelta(days=30)
MOST = 1_000
EXAMPLES = 3
"""Stories named for each product."""
_BATCH = 100


class Example(msgspec.Struct, frozen=True):
    """A story that did not come."""

    guid: str
    headline: str
    language: str
    released_at: datetime


class Bringer(msgspec.Struct, frozen=True):
    """A product that would have brought so many of the stories, the newest of them as examples.

    `is_held`: the subscription has the product; its contract or a restriction kept these stories from it.
    """

    code: str
    is_held: bool
    count: int
    examples: tuple[Example, ...]


class Missed(msgspec.Struct, frozen=True):
    """How many stories were looked at and how many of them did not come; counts of those, the largest first."""

    looked_at: int
    missed: int
    sections: tuple[tuple[str, int], ...]
    subjects: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    products: tuple[Bringer, ...]


class _Tally:
    """What is counted while the stories go by, newest first."""

    def __init__(self, products: Mapping[str, Node], now: datetime) -> None:
        self.now = now
        self.codes = list(products)
        self.matcher = Matcher()
        for number, query in enumerate(products.values()):
            self.matcher.put(number, query)
        self.sections: Counter[str] = Counter()
        self.subjects: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.products: Counter[str] = Counter()
        self.examples: dict[str, list[Example]] = {}
        self.missed = 0

    def add(self, item: Item, released_at: datetime) -> None:
        """Counts a story that did not come."""
        self.missed += 1
        self.sections.update(item.sections)
        self.subjects.update(one.qcode for one in item.subjects)
        self.languages[item.language] += 1
        for number in self.matcher.match(make_document(item, "new", released_at)):
            code = self.codes[number]
            self.products[code] += 1
            examples = self.examples.setdefault(code, [])
            if len(examples) < EXAMPLES:
                examples.append(Example(item.guid, item.headline, item.language, released_at))


def read_missed(
    connection: Connection[Any], number: int, held: Sequence[str], products: Mapping[str, Node], *, now: datetime
) -> Missed:
    """What subscription `number`, which has the products `held`, missed of the last 30 days.

    `products` are the queries of all products by code. Four queries a hundred stories.
    """
    tally = _Tally(products, now)
    rows = connection.execute(
        "SELECT seq, guid, released_at FROM wire_release WHERE kind = 'new' AND NOT archive"
        " AND released_at > %s AND released_at <= %s ORDER BY seq DESC LIMIT %s",
        (now - SPAN, now, MOST),
    ).fetchall()
    for first in range(0, len(rows), _BATCH):
        _look_at(connection, number, rows[first : first + _BATCH], tally)
    return Missed(
        looked_at=len(rows),
        missed=tally.missed,
        sections=_rank(tally.sections),
        subjects=_rank(tally.subjects),
        languages=_rank(tally.languages),
        products=tuple(
            Bringer(code, code in held, count, tuple(tally.examples[code])) for code, count in _rank(tally.products)
        ),
    )


def _look_at(connection: Connection[Any], number: int, rows: Sequence[tuple[Any, ...]], tally: _Tally) -> None:
    guids = [guid for _, guid, _ in rows]
    had = read_members_by_story(connection, guids)
    events = read_events(connection, guids)
    missed = {
        seq: released_at
        for seq, guid, released_at in rows
        if not any(number in members for _, members in had.get(guid, ()))
    }
    for seq, item in sorted(read_items(connection, list(missed)).items(), reverse=True):
        if _is_out(events[item.guid], seq, item, tally.now):
            tally.add(item, missed[seq])


def _is_out(events: Sequence[Event], seq: int, item: Item, now: datetime) -> bool:
    """Whether the story may be spoken of. Of an embargo that nobody had the right to only the item knows."""
    if item.embargo_until is not None and item.embargo_until > now:
        return False
    return current_use(events, seq)[0] == "publish"


def _rank(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The ten largest; equal ones by name."""
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:10])

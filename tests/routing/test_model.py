"""Histories of a whole agency, routed at random moments, against lists kept by hand: one list per subscription."""

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from psycopg import Connection

from newswire.item.item import Item
from newswire.item.kinds import Kind
from newswire.item.release import Entry
from newswire.routing.feed import read_entries, read_entry_by_guid, read_newest_number
from newswire.routing.router import Router, read_counters, read_cursor, rebuild
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_end_contract, do_save_product
from newswire.wire.append import do_append, next_version
from tests.newsroom import Newsroom
from tests.stories import make_draft, make_guid

QUERIES = ("*", "lang:tr", "urgency:[1 TO 3]", "lang:en AND NOT urgency:5", "section:nowhere")
START_WITH = (0, 1, 2)
AFTER_THE_FIRST: tuple[Kind, ...] = ("update", "correction", "refile", "hold", "lift", "kill", "advisory")


class Publish(msgspec.Struct, frozen=True):
    """The next release of a story; the first one is `new` whatever `kind` says. `embargo` is in hours from then."""

    story: int
    kind: Kind
    language: Literal["en", "tr"]
    urgency: int
    embargo: int | None
    archive: bool


class Subscribe(msgspec.Struct, frozen=True):
    """A new subscription; `days` is how long its contract runs from now."""

    query: int
    days: int | None
    embargo_right: bool


class Sell(msgspec.Struct, frozen=True):
    """The product of the subscription with that number becomes another query."""

    number: int
    query: int


class End(msgspec.Struct, frozen=True):
    """The contract of the subscription with that number ends now."""

    number: int


class Route(msgspec.Struct, frozen=True):
    """The router works: the one that ran so far, a fresh one after a crash, or a rebuild from nothing."""

    how: Literal["goes on", "is new", "rebuilds"]
    limit: int


Action = Publish | Subscribe | Sell | End | Route
publishing: SearchStrategy[Action] = st.builds(
    Publish,
    story=st.integers(0, 4),
    kind=st.sampled_from(AFTER_THE_FIRST),
    language=st.sampled_from(("en", "tr")),
    urgency=st.sampled_from((1, 3, 5)),
    embargo=st.sampled_from((None, None, 1, 30)),
    archive=st.sampled_from((False, False, False, True)),
)
actions: SearchStrategy[Action] = st.one_of(
    publishing,
    publishing,
    publishing,
    st.builds(Subscribe, st.integers(0, 4), st.sampled_from((None, 1)), st.booleans()),
    st.builds(Sell, st.integers(0, 5), st.integers(0, 4)),
    st.builds(End, st.integers(0, 5)),
    st.builds(Route, st.sampled_from(("goes on", "goes on", "is new", "rebuilds")), st.integers(1, 4)),
)


class Expected(msgspec.Struct):
    """One release as the model keeps it: `got` names the subscriptions that receive it."""

    seq: int
    kind: Kind
    guid: str
    released_at: datetime
    item: Item | None
    got: set[int]
    told: set[int]


class Claim(msgspec.Struct):
    """What the model knows of one subscription."""

    row: Subscription
    query: int
    ends_at: datetime | None
    embargo_right: bool


def buys(query: int, item: Item) -> bool:
    """The five queries, said in Python."""
    turkish, urgency = item.language == "tr", item.urgency
    return (True, turkish, urgency <= 3, not turkish and urgency != 5, False)[query]


class Agency:
    """Does everything twice: on the database and in plain lists."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.db: Connection[Any] = newsroom.connection
        self.now = newsroom.now
        self.router = Router()
        self.claims: list[Claim] = []
        self.wire: list[Expected] = []
        empty_tables(self.db)
        for query in START_WITH:
            self.do(Subscribe(query, None, query == 0))

    def do(self, action: Action) -> None:
        self.now += timedelta(hours=7)
        match action:
            case Publish():
                self._publish(action)
            case Subscribe(query, days, right):
                name = f"paper-{len(self.claims)}"
                ends_at = None if days is None else self.now + timedelta(days=days)
                row = self.newsroom.subscribe(
                    name, QUERIES[query], starts_at=self.now, ends_at=ends_at, embargo_right=right
                )
                assert row.number == len(self.claims)
                self.claims.append(Claim(row, query, ends_at, right))
            case Sell(number, query):
                claim = self.claims[number % len(self.claims)]
                do_save_product(claim.row.product_codes[0], "Paper", QUERIES[query])
                claim.query = query
            case End(number):
                claim = self.claims[number % len(self.claims)]
                do_end_contract(claim.row.contract_id, self.now)
                claim.ends_at = self.now
            case Route(how, limit):
                self._route(how, limit)

    def _publish(self, action: Publish) -> None:
        name = f"story-{action.story}"
        history = [one for one in self.wire if one.guid == make_guid(name)]
        kind: Kind = action.kind if history else "new"
        until = None if action.embargo is None else self.now + timedelta(hours=action.embargo)
        with self.db.transaction(), self.db.cursor() as cursor:
            draft = make_draft(
                name,
                self.now,
                version=next_version(cursor, make_guid(name)),
                kind=kind,
                language=action.language,
                urgency=action.urgency,
                embargo_until=until,
            )
            archive = action.archive and not history
            seq = do_append(cursor, msgspec.structs.replace(draft, archive=archive)).seq
        bought = {
            number
            for number, claim in enumerate(self.claims)
            if draft.item is not None
            and buys(claim.query, draft.item)
            and (claim.ends_at is None or self.now < claim.ends_at)
            and (claim.embargo_right or until is None)
        }
        holders = {number for one in history for number in one.got}
        told: set[int] = set()
        if kind in ("hold", "kill"):
            got = holders
        elif kind in ("new", "advisory"):
            got = bought
        else:
            knowing = {number for number in holders if until is None or self.claims[number].embargo_right}
            reading = {number for number in knowing if self._runs(number)}
            told = {
                number
                for number in knowing - reading
                if kind == "correction" or (kind == "lift" and self._waits(number, history))
            }
            got = bought | reading | told
        if archive:
            got = set()
        self.wire.append(Expected(seq, kind, draft.guid, self.now, draft.item, got, told))

    def _runs(self, number: int) -> bool:
        claim = self.claims[number]
        return claim.ends_at is None or self.now < claim.ends_at

    def _waits(self, number: int, history: list[Expected]) -> bool:
        """Whether the subscription had a hold or an embargoed version, and no lift since."""
        waiting = False
        for one in history:
            if number in one.got:
                if one.kind == "hold" or (one.item is not None and one.item.embargo_until is not None):
                    waiting = True
                elif one.kind == "lift":
                    waiting = False
        return waiting

    def _route(self, how: str, limit: int) -> None:
        if how == "rebuilds":
            list(rebuild(self.db))
        if how != "goes on":
            self.router = Router()
        self.router.do_route(self.db, limit)

    def expected(self, number: int) -> list[tuple[Any, ...]]:
        """What the subscription's feed must say now, given how far the router has come."""
        cursor = read_cursor(self.db)
        mine = [one for one in self.wire if number in one.got and one.seq <= cursor]
        told = []
        for n, one in enumerate(mine, 1):
            version = sum(other.guid == one.guid for other in mine[:n])
            kind = "new" if version == 1 and one.kind != "advisory" else one.kind
            before = [other for other in mine[: n - 1] if other.guid == one.guid]
            if version > 1 and kind == "lift" and not self._waits(number, before):
                kind = "update"
            use, until = self._use(one, cursor, number)
            told.append((n, kind, use, until, one.guid, version, one.released_at))
        return told

    def _use(self, release: Expected, cursor: int, number: int) -> tuple[str, datetime | None]:
        """Kills and holds count at once, a lift when it is routed; an embargo ends with a lift that carries none.

        A lift that the subscription was not told of, because its text is still under embargo, ends nothing for it.
        """
        use: tuple[str, datetime | None] = ("publish", None)
        if release.item is not None and release.item.embargo_until:
            use = "hold", release.item.embargo_until
        held = False
        first = min(one.seq for one in self.wire if one.guid == release.guid and number in one.got)
        for one in self.wire:
            if one.guid != release.guid or one.seq < first:
                continue
            if one.kind == "kill":
                return "recall", None
            if one.kind == "hold":
                held = True
            if one.kind == "lift" and one.seq <= cursor and number in one.got:
                held = False
                if one.seq > release.seq and one.item is not None and one.item.embargo_until is None:
                    use = "publish", None
        return ("hold", None) if held else use

    def check(self) -> None:
        """Every subscription's feed, its newest number and its counter are those of the lists."""
        _, counters = read_counters(self.db)
        for number in range(len(self.claims)):
            expected = self.expected(number)
            entries = read_entries(self.db, self.newsroom.reader(number), 0)
            assert [tell(one) for one in entries] == expected
            assert read_newest_number(self.db, number) == len(expected)
            assert (counters[number] if number < len(counters) else 0) == len(expected)
            for entry in entries:
                self._check_content(number, entry)

    def _check_content(self, number: int, entry: Entry) -> None:
        mine = [one for one in self.wire if number in one.got]
        item = mine[entry.n - 1].item
        told = number in mine[entry.n - 1].told
        may_read = item is not None and not told and (entry.use == "publish" or entry.until is not None)
        assert (entry.item is not None) == may_read
        if entry.item is not None and item is not None:
            assert (entry.item.language, entry.item.urgency) == (item.language, item.urgency)

    def check_paging(self) -> None:
        """Any step gives the same entries, and each story's newest entry is found by its guid."""
        for number in range(len(self.claims)):
            whole = read_entries(self.db, self.newsroom.reader(number), 0)
            for step in (1, 2, 3, 7):
                paged: list[Entry] = []
                while page := read_entries(self.db, self.newsroom.reader(number), len(paged), step):
                    assert len(page) <= step
                    paged += page
                assert paged == whole
            newest = {one.guid: one for one in whole}
            for story in range(5):
                guid = make_guid(f"story-{story}")
                assert read_entry_by_guid(self.db, self.newsroom.reader(number), guid) == newest.get(guid)


def tell(entry: Entry) -> tuple[Any, ...]:
    return (entry.n, entry.kind, entry.use, entry.until, entry.guid, entry.version, entry.released_at)


def read_tables(db: Connection[Any]) -> list[Any]:
    """Routing's tables, byte by byte."""
    return [
        db.execute("SELECT seq, guid, embargo_until, members, limits FROM routing_audience ORDER BY seq").fetchall(),
        db.execute("SELECT block, counters, bits FROM routing_block ORDER BY block").fetchall(),
        db.execute("SELECT seq FROM routing_cursor").fetchall(),
    ]


def empty_tables(db: Connection[Any]) -> None:
    """A wire without releases and nobody who reads it: one database serves all examples."""
    with db.transaction():
        db.execute("ALTER TABLE wire_release DISABLE TRIGGER USER")
        for table in ("wire_release", "wire_payload", "routing_audience", "routing_block", "routing_holding"):
            db.execute(f"DELETE FROM {table}".encode())
        for table in ("terms", "key", "subscription", "contract", "seat", "subscriber", "product"):
            db.execute(f"DELETE FROM subscribers_{table}".encode())
        db.execute("UPDATE wire_head SET seq = 0, chain = genesis")
        db.execute("UPDATE routing_cursor SET seq = 0")
        db.execute("ALTER TABLE wire_release ENABLE TRIGGER USER")


in_one_database = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@in_one_database
@given(history=st.lists(actions, min_size=1, max_size=25))
def test_whatever_happens_every_feed_is_what_a_list_kept_by_hand_says(
    newsroom: Newsroom, history: list[Action]
) -> None:
    agency = Agency(newsroom)
    for action in history:
        agency.do(action)
        if isinstance(action, Route):
            agency.check()
    while agency.router.do_route(agency.db, 3):
        pass
    agency.check()
    agency.check_paging()


@in_one_database
@given(history=st.lists(actions, min_size=1, max_size=25), limit=st.integers(1, 9))
def test_a_rebuild_and_any_batch_size_write_the_same_bytes(
    newsroom: Newsroom, history: list[Action], limit: int
) -> None:
    agency = Agency(newsroom)
    for action in history:
        agency.do(action)
    while agency.router.do_route(agency.db, limit):
        pass
    before = read_tables(agency.db)
    assert before[-1] == [(len(agency.wire),)]
    list(rebuild(agency.db))
    assert read_tables(agency.db) == before

"""An explanation says what was decided: against the router with everybody in its book, and against whole histories."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from newswire.item.forms import FORMS
from newswire.item.item import Item, Media
from newswire.item.kinds import NOTICES, Kind
from newswire.item.rights import Client, Restriction
from newswire.query.parse import parse_query
from newswire.routing.audience import NOBODY, Audience, Event, find_holders
from newswire.routing.book import Book
from newswire.routing.case import read_case, read_own_accounts
from newswire.routing.entitlement import NEWS, Story, make_entry, make_reader
from newswire.routing.explain import (
    ONE,
    Account,
    Case,
    explain_claim,
    explain_story,
    find_limits,
    find_obstacles,
    judge,
)
from newswire.routing.feed import read_entries
from newswire.routing.router import find_audience
from newswire.subscribers.service import do_end_contract, do_save_product, do_suspend_contract
from newswire.subscribers.terms import Claim, Terms, TermsChange
from tests.newsroom import Newsroom
from tests.routing.test_book import NOW, clients, restrictions
from tests.routing.test_model import Action, Agency, actions, in_one_database
from tests.stories import make_guid, make_item

QUERIES = ("*", "lang:tr", "urgency:[1 TO 3]", "lang:en AND NOT urgency:5", "service:nowhere", "kind:correction")
HOUR = timedelta(hours=1)
AFTER_THE_FIRST: tuple[Kind, ...] = ("update", "correction", "refile", "hold", "lift", "kill", "advisory")

claims = st.builds(
    Claim,
    st.sampled_from(("a", "b", "c")),
    st.sampled_from(QUERIES).map(parse_query),
    st.sampled_from(FORMS),
    st.sampled_from(((), ("ninjs",))),
)
hours = st.integers(0, 9).map(lambda count: NOW + count * HOUR)
terms = st.builds(
    Terms,
    claims=st.lists(claims, max_size=3).map(tuple),
    starts_at=st.sampled_from((NOW - HOUR, NOW + 2 * HOUR)),
    ends_at=st.none() | hours,
    suspended=st.sampled_from((False, False, True)),
    embargo_right=st.booleans(),
    archive_days=st.integers(0, 2),
    client=clients,
)
rights = st.none() | st.none() | restrictions
media = st.builds(
    Media, id=st.sampled_from(("m1", "m2")), type=st.just("picture"), rights=rights, expires=st.none() | hours
)
contents = st.fixed_dictionaries(
    {
        "language": st.sampled_from(("en", "tr")),
        "urgency": st.sampled_from((1, 5)),
        "embargo_until": st.none() | st.none() | hours,
        "expires": st.none() | hours,
        "rights": rights,
        "media": st.lists(media, max_size=2, unique_by=lambda one: one.id).map(tuple),
    }
)
releases = st.lists(st.tuples(st.sampled_from(AFTER_THE_FIRST), contents), min_size=1, max_size=6)
changes = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6), terms), max_size=8)
holdings = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 6)), max_size=2)


class World(msgspec.Struct):
    """One story routed to three subscriptions by a book that has all of them."""

    events: list[Event]
    items: dict[int, Item]
    changes: list[TermsChange]

    def case(self, number: int) -> Case:
        mine = [one for one in self.changes if one.number == number]
        return Case(
            guid=make_guid("a"),
            number=number,
            events=self.events,
            items=self.items,
            archived=frozenset(),
            changes=mine,
        )


def route(
    written: Sequence[tuple[int, int, Terms]], stories: Sequence[tuple[Kind, dict[str, Any]]], taken: Any = ()
) -> World:
    """What the router does, an hour between two releases."""
    ordered = sorted(written, key=lambda one: one[1])
    all_changes = [TermsChange(at, *one) for at, one in enumerate(ordered, 1)]
    book = Book()
    events: list[Event] = []
    items: dict[int, Item] = {}
    book.add(all_changes)
    for seq, (kind, content) in enumerate(stories, 1):
        kind = kind if events else "new"
        moment = NOW + (seq - 1) * HOUR
        book.advance(seq)
        item = None if kind in NOTICES else make_item("a", NOW, **content)
        if item is not None:
            items[seq] = item
        audience = find_audience(book, kind, item, moment, find_holders(events))
        had = BitMap([number for number, at in taken if at == seq])
        until = item.embargo_until if item is not None and audience.members else None
        events.append(
            Event(
                seq=seq, kind=kind, version=seq, released_at=moment, embargo_until=until, audience=audience, taken=had
            )
        )
    return World(events, items, all_changes)


def gets_of(audience: Audience, number: int) -> str:
    if number not in audience.members:
        return ""
    if number in audience.notices:
        return "notice"
    return "summary" if number in audience.summary else "headlines" if number in audience.headlines else "full"


@settings(deadline=None, max_examples=100)
@given(st.tuples(terms, terms, terms), changes, releases, holdings)
def test_what_is_explained_is_what_was_routed(sold: Any, written: Any, stories: Any, taken: Any) -> None:
    world = route([*((number, 0, one) for number, one in enumerate(sold)), *written], stories, taken)
    now = NOW + 24 * HOUR
    for number in range(3):
        case = world.case(number)
        for account, event in zip(explain_story(case, now), world.events, strict=True):
            assert account.gets == gets_of(event.audience, number)
            assert bool(account.entry) == (number in event.audience.members)
            brought = {one.claim.product for one in account.products if one.granted}
            assert (account.door == "product") == bool(brought)
            if brought:
                assert not account.obstacles
            if account.entry is not None:
                reader = make_reader(number, case.changes[-1].terms, now)
                routed = make_entry(Story(case.guid, world.events), event.seq, reader, 0, world.items.get(event.seq))
                assert account.entry == routed


@settings(deadline=None, max_examples=100)
@given(terms, contents, st.sampled_from(("new", "update", "advisory")), hours)
def test_a_product_for_everything_brings_a_release_exactly_where_there_is_no_obstacle(
    sold: Terms, content: Any, kind: Kind, moment: datetime
) -> None:
    item = make_item("a", NOW, **content)
    everything = msgspec.structs.replace(sold, claims=(Claim("all", parse_query("*")),))
    granted = ONE in judge(kind, item, moment, find_holders([]), everything).members
    assert granted == (not find_obstacles(sold, item, moment))


@settings(deadline=None, max_examples=100)
@given(terms, contents)
def test_a_release_can_be_read_until_the_first_of_its_limits(sold: Terms, content: Any) -> None:
    item = make_item("a", NOW, **(content | {"embargo_until": None}))
    event = Event(seq=1, kind="new", version=1, released_at=NOW, audience=Audience(members=BitMap([ONE])))
    limits = find_limits(event, item, sold)
    step = timedelta(microseconds=1)
    moments = [one.until + shift for one in limits for shift in (-step, timedelta(), step)]
    for now in moments:
        entry = make_entry(Story(item.guid, [event]), 1, make_reader(ONE, sold, now), 1, item)
        passed = [one for one in limits if (now > one.until if one.because == "archive" else now >= one.until)]
        assert (entry.withheld == "") == (not passed)


@settings(deadline=None, max_examples=100)
@given(changes, releases)
def test_what_if_with_the_same_terms_is_what_happened(written: Any, stories: Any) -> None:
    world = route([(number, 0, one) for number, _, one in written], stories)
    for number in range(3):
        case = world.case(number)
        assert explain_story(case, NOW, lambda same: same) == explain_story(case, NOW)


@settings(deadline=None, max_examples=100)
@given(terms, releases, terms)
def test_what_if_is_what_would_have_been_routed_with_those_terms(sold: Terms, stories: Any, other: Terms) -> None:
    changed = explain_story(route([(0, 0, sold)], stories).case(0), NOW + 9 * HOUR, lambda _: other)
    lived = explain_story(route([(0, 0, other)], stories).case(0), NOW + 9 * HOUR)
    assert [(one.gets, one.door, one.products, one.entry) for one in changed] == [
        (one.gets, one.door, one.products, one.entry) for one in lived
    ]


@in_one_database
@given(history=st.lists(actions, min_size=1, max_size=20))
def test_over_whole_histories_granted_is_delivered(newsroom: Newsroom, history: list[Action]) -> None:
    agency = Agency(newsroom)
    for action in history:
        agency.do(action)
    while agency.router.do_route(agency.db):
        pass
    for number in range(len(agency.claims)):
        reader = newsroom.reader(number)
        feed = {(one.guid, one.version): one for one in read_entries(agency.db, reader, 0)}
        explained: dict[tuple[str, int], Any] = {}
        for story in range(5):
            guid = make_guid(f"story-{story}")
            own = {account.event.seq: n for n, account in read_own_accounts(agency.db, reader, guid)}
            for account in explain_story(read_case(agency.db, number, guid), reader.now):
                assert (account.event.seq in own) == bool(account.gets)
                if account.entry is not None:
                    n = own[account.event.seq]
                    explained[guid, account.entry.version] = msgspec.structs.replace(account.entry, n=n)
        assert explained == feed


def explain_once(newsroom: Newsroom, number: int, name: str = "a") -> list[Account]:
    return explain_story(read_case(newsroom.connection, number, make_guid(name)), newsroom.now)


def test_the_product_and_the_clause_that_refuse_are_named(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:tr AND service:economy", form="summary")
    newsroom.release("a")
    (account,) = explain_once(newsroom, paper.number)
    assert (account.gets, account.door, account.entry, account.obstacles) == ("", "", None, ())
    (product,) = account.products
    assert (product.claim.product, product.claim.form, product.granted) == ("paper", "summary", False)
    assert product.reason.deciding == ("lang:tr",)
    assert product.reason.missing == "lang:tr"


@pytest.mark.parametrize(
    ("contract", "content", "bar", "words"),
    [
        ({"starts_at": NOW + HOUR}, {}, "not-started", ""),
        ({"ends_at": NOW - HOUR}, {}, "ended", ""),
        ({}, {"embargo_until": NOW + HOUR}, "embargo", ""),
        ({"country": "JP"}, {"rights": Restriction(countries_out=("JP",))}, "restriction", "JP OUT"),
        ({"outlet": "website"}, {"rights": Restriction(no_web=True)}, "restriction", "NO WEB"),
    ],
)
def test_what_stands_in_the_way_is_named(
    newsroom: Newsroom, contract: dict[str, Any], content: dict[str, Any], bar: str, words: str
) -> None:
    paper = newsroom.subscribe("paper", **contract)
    newsroom.release("a", **content)
    (account,) = explain_once(newsroom, paper.number)
    assert account.gets == ""
    assert account.products[0].reason.matched
    assert not account.products[0].granted
    assert [(one.bar, one.words) for one in account.obstacles] == [(bar, words)]


def test_each_release_is_explained_by_the_terms_it_was_judged_by(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    newsroom.release("a")
    do_save_product("paper", "Paper", "lang:tr")
    newsroom.release("a", "update")
    do_suspend_contract(paper.contract_id, "unpaid", now=newsroom.now)
    newsroom.release("a", "correction")
    do_end_contract(paper.contract_id, newsroom.now)
    newsroom.release("a", "kill")
    accounts = explain_once(newsroom, paper.number)
    assert [(one.gets, one.door) for one in accounts] == [
        ("full", "product"),
        ("full", "holding"),
        ("notice", "holding"),
        ("full", "holding"),
    ]
    assert [[one.bar for one in account.obstacles] for account in accounts] == [[], [], ["suspended"], []]
    assert [[one.reason.matched for one in account.products] for account in accounts] == [[True], [False], [False], []]


def test_a_release_from_before_the_subscription_says_so_and_an_imported_one_too(newsroom: Newsroom) -> None:
    newsroom.release("a")
    paper = newsroom.subscribe("paper")
    (account,) = explain_once(newsroom, paper.number)
    assert [one.bar for one in account.obstacles] == ["no-subscription"]
    assert explain_once(newsroom, paper.number, "nowhere") == []


def test_files_left_out_and_limits_are_told(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", country="JP", archive_days=3)
    picture = Media(id="m1", type="picture", rights=Restriction(countries_out=("JP",)))
    newsroom.release("a", media=(picture,), rights=Restriction(no_archive=True), expires=newsroom.now + 2 * HOUR)
    (account,) = explain_once(newsroom, paper.number)
    assert account.entry is not None
    assert [(one.id, one.reason) for one in account.entry.left_out] == [("m1", "JP OUT")]
    assert [(one.because, one.until) for one in account.limits] == [
        ("expires", newsroom.now + 2 * HOUR),
        ("no-archive", newsroom.now + NEWS),
        ("archive", newsroom.now + timedelta(days=3)),
    ]


def test_what_if_shows_what_an_offer_would_bring(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:tr")
    newsroom.release("a", embargo_until=newsroom.now + HOUR)
    newsroom.release("a", "update", embargo_until=None)
    case = read_case(newsroom.connection, paper.number, make_guid("a"))
    world = Claim("world", parse_query("service:world"), "summary")

    def offer(sold: Terms) -> Terms:
        return msgspec.structs.replace(sold, claims=(*sold.claims, world), embargo_right=True)

    assert [one.gets for one in explain_story(case, newsroom.now)] == ["", ""]
    offered = explain_story(case, newsroom.now, offer)
    assert [(one.gets, one.door) for one in offered] == [("summary", "product"), ("summary", "product")]
    assert offered[1].entry is not None
    assert (offered[1].entry.kind, offered[1].entry.version) == ("update", 2)


@pytest.mark.parametrize("kind", ["new", "update", "correction", "refile", "lift"])
def test_no_clause_shows_the_kind_on_the_wire(kind: Kind) -> None:
    item = make_item("a", NOW, language="en")
    claims = [
        Claim("any", parse_query("lang:en AND (kind:correction OR kind:new)")),
        Claim("late", parse_query("kind:correction")),
    ]
    sold = Terms(tuple(claims), starts_at=NOW)
    told = [explain_claim(one, item, kind, NOW, sold) for one in claims]
    assert [one.granted for one in told] == [True, False]
    assert told[0].reason.deciding == ("lang:en", "kind:new")


def test_nobody_is_ever_a_member_without_terms() -> None:
    assert judge("new", make_item("a", NOW), NOW, find_holders([]), None).members == NOBODY
    assert find_obstacles(None, make_item("a", NOW), NOW)[0].bar == "no-subscription"
    assert Client().id == 0

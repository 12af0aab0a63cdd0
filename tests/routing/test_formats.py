"""A product is read in the formats in which it was sold, and in no other: per release, by form, through every door."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from newswire.delivery.entry import encode_tail
from newswire.delivery.stream.source import read_broadcasts
from newswire.item.forms import FORMS, Form
from newswire.item.kinds import NOTICES, Kind
from newswire.item.release import Entry
from newswire.kit.errors import FormatNotBoughtError
from newswire.query.parse import parse_query
from newswire.routing.audience import Event, find_holders
from newswire.routing.book import Book
from newswire.routing.entitlement import Reader, make_format_reader
from newswire.routing.feed import read_entries
from newswire.routing.holdings import do_note_holding
from newswire.routing.router import find_audience, rebuild
from newswire.routing.sample import do_read_sample
from newswire.subscribers.keys import read_access
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_change_subscription, do_save_product
from newswire.subscribers.terms import Claim, Terms
from tests.newsroom import Newsroom, read_latest
from tests.stories import make_guid, make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NAMES = ("ninjs", "newsml-g2")
claims = st.builds(
    Claim,
    st.just("x"),
    st.sampled_from(["*", "lang:en", "lang:tr", "urgency:[1 TO 3]"]).map(parse_query),
    st.sampled_from(FORMS),
    st.sampled_from([(), ("ninjs",), ("newsml-g2",), NAMES]),
)
many_claims = st.lists(claims, max_size=3).map(tuple)
Release = tuple[Kind, str, int]
stories = st.lists(
    st.tuples(
        st.sampled_from(["update", "correction", "refile", "hold", "lift"]),
        st.sampled_from(["en", "tr"]),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=5,
)


def route(story: Sequence[Release], sold: Sequence[tuple[Claim, ...]]) -> list[Event]:
    """The releases of a story as they went to subscriptions 0, 1, … that have these products."""
    book, events = Book(), list[Event]()
    for number, one in enumerate(sold):
        book.put(number, Terms(one, starts_at=NOW))
    for seq, (kind, language, urgency) in enumerate(story, 1):
        kind = kind if events else "new"
        item = None if kind in NOTICES else make_item("a", NOW, language=language, urgency=urgency)
        audience = find_audience(book, kind, item, NOW, find_holders(events))
        events.append(Event(seq=seq, kind=kind, version=seq, released_at=NOW, audience=audience))
    return events


def read(event: Event, number: int, name: str) -> Form | None:
    """In which form a subscription reads a release in that format."""
    share = event.audience.share(name)
    return next((form for form in FORMS if number in getattr(share, form)), None)


@settings(deadline=None)
@given(stories, st.lists(many_claims, min_size=1, max_size=5), st.sampled_from([*NAMES, "reuters21578"]))
def test_in_a_format_one_reads_what_the_products_in_that_format_alone_would_bring(
    story: list[Release], sold: list[tuple[Claim, ...]], name: str
) -> None:
    real = route(story, sold)
    alone = route(story, [tuple(one for one in some if one.carries(name)) for some in sold])
    for number in range(len(sold)):
        assert [read(one, number, name) for one in real if one.kind not in NOTICES] == [
            read(one, number, "") for one in alone if one.kind not in NOTICES
        ]


@settings(deadline=None)
@given(stories, st.lists(many_claims, min_size=1, max_size=5))
def test_who_is_told_does_not_depend_on_formats(story: list[Release], sold: list[tuple[Claim, ...]]) -> None:
    plain = [tuple(msgspec.structs.replace(one, formats=()) for one in some) for some in sold]
    for real, other in zip(route(story, sold), route(story, plain), strict=True):
        assert real.audience.members == other.audience.members
        assert real.audience.share() == other.audience.share()
        assert not other.audience.formats


@pytest.fixture
def mixed(newsroom: Newsroom) -> Subscription:
    """English in full as NewsML-G2 and as headlines in ninjs, Turkish in full as NewsML-G2 alone."""
    mixed = newsroom.subscribe("mixed", "lang:en")
    do_save_product("mixed", "English", "lang:en", formats=["newsml-g2"])
    do_save_product("short", "English, short", "lang:en", form="headlines", formats=["ninjs"])
    do_save_product("turkish", "Turkish", "lang:tr", formats=["newsml-g2"])
    return do_change_subscription(mixed.number, name="mixed", product_codes=["mixed", "short", "turkish"])


def reader_of(newsroom: Newsroom, number: int, name: str) -> Reader:
    return make_format_reader(number, read_access(newsroom.connection, number).terms, newsroom.now, name)


def seen(newsroom: Newsroom, number: int, name: str) -> list[tuple[int, str, str, str]]:
    def tell(one: Entry) -> tuple[int, str, str, str]:
        return one.n, one.kind, one.withheld, one.form if one.item is not None else ""

    return [tell(one) for one in read_entries(newsroom.connection, reader_of(newsroom, number, name), 0)]


def test_a_story_that_came_by_a_product_in_another_format_keeps_its_number_and_has_no_content(
    newsroom: Newsroom, mixed: Subscription
) -> None:
    newsroom.release("a", language="en")
    newsroom.release("b", language="tr")
    newsroom.release("b", "correction", language="tr")
    newsroom.release("a", "update", language="fr")
    newsroom.release("b", "kill")
    killed = (5, "kill", "recall", "")
    assert seen(newsroom, mixed.number, "ninjs") == [
        (1, "new", "", "headlines"), (2, "new", "recall", ""), (3, "correction", "recall", ""),
        (4, "update", "", "headlines"), killed,
    ]  # fmt: skip
    assert [one[2:] for one in seen(newsroom, mixed.number, "newsml-g2")][::3] == [("", "full"), ("", "full")]


def test_the_refusal_is_the_same_live_and_after_a_rebuild(newsroom: Newsroom, mixed: Subscription) -> None:
    plain = newsroom.subscribe("plain")
    newsroom.release("a", language="en")
    newsroom.release("b", language="tr")
    before = seen(newsroom, mixed.number, "ninjs")
    assert before == [(1, "new", "", "headlines"), (2, "new", "format", "")]
    assert seen(newsroom, plain.number, "ninjs") == [(1, "new", "", "full"), (2, "new", "", "full")]
    entries = read_entries(newsroom.connection, reader_of(newsroom, mixed.number, "ninjs"), 0)
    live = [tail for one in read_broadcasts(newsroom.connection, 0) for who, tail in one.tails if mixed.number in who]
    assert live == [encode_tail(one) for one in entries]
    assert all(len(one.tails) == 2 for one in read_broadcasts(newsroom.connection, 0))
    list(rebuild(newsroom.connection))
    assert seen(newsroom, mixed.number, "ninjs") == before


def test_a_page_for_people_is_in_no_format(newsroom: Newsroom, mixed: Subscription) -> None:
    newsroom.release("b", language="tr")
    (entry,) = read_entries(newsroom.connection, newsroom.reader(mixed.number), 0)
    assert (entry.withheld, entry.form, entry.item is not None) == ("", "full", True)


def test_the_sample_shows_no_more_than_the_feed_would(newsroom: Newsroom, mixed: Subscription) -> None:
    newsroom.release("a", language="en", headline="Not yet sold")
    do_save_product("mixed", "English", "lang:en", formats=["newsml-g2"])
    late = newsroom.subscribe("late")
    do_change_subscription(late.number, name="late", product_codes=["mixed", "short", "turkish"])
    newsroom.release("b", language="tr")
    reader = reader_of(newsroom, late.number, "ninjs")
    found = do_read_sample(newsroom.connection, reader, read_latest(newsroom.connection)[late.number])
    assert [(one.guid, one.form) for one in found] == [(make_guid("a"), "headlines")]
    assert mixed.number != late.number


def test_who_took_a_story_by_another_door_reads_on_in_any_format(newsroom: Newsroom, mixed: Subscription) -> None:
    newsroom.release("c", language="fr")
    do_note_holding(newsroom.connection, mixed.number, make_guid("c"), "search", now=newsroom.now)
    newsroom.release("c", "update", language="fr")
    assert seen(newsroom, mixed.number, "ninjs") == [(1, "update", "", "full")]


def test_a_changed_product_changes_nothing_that_was_delivered(newsroom: Newsroom, mixed: Subscription) -> None:
    newsroom.release("b", language="tr")
    do_save_product("turkish", "Turkish", "lang:tr")
    newsroom.now += timedelta(minutes=1)
    newsroom.release("c", language="tr")
    assert [one[2] for one in seen(newsroom, mixed.number, "ninjs")] == ["format", ""]


def test_a_format_that_no_product_comes_in_is_refused_whole(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    do_save_product("paper", "Paper", "*", formats=["newsml-g2"])
    with pytest.raises(FormatNotBoughtError, match="No product of this contract comes in “ninjs”"):
        reader_of(newsroom, paper.number, "ninjs")
    assert reader_of(newsroom, paper.number, "newsml-g2").format == "newsml-g2"
    bare = do_change_subscription(paper.number, name="paper", product_codes=[])
    assert reader_of(newsroom, bare.number, "ninjs").number == paper.number


def test_nobody_is_closed_out_by_products_that_name_every_format_or_none() -> None:
    (event,) = route([("new", "en", 5)], [(Claim("x", parse_query("*")),), ()])
    assert event.audience.formats == {}
    assert event.audience.share("ninjs").everyone() == BitMap([0])

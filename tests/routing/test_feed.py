"""Who gets what, under which number, as which kind and version: the promises of routing."""

from datetime import timedelta

import msgspec
import numpy as np
import pytest
from pyroaring import BitMap

from newswire.item.item import Correction
from newswire.item.release import Entry
from newswire.routing.feed import MOST, read_entries, read_entry_by_guid, read_newest_number
from newswire.routing.numbering import SIZE, count_bits, read_bits, transpose
from newswire.routing.router import Router, read_counters, read_cursor, rebuild
from newswire.subscribers.service import do_end_contract, do_save_product
from newswire.wire.append import do_append_many
from tests.newsroom import Newsroom
from tests.stories import make_draft, make_guid


def read(newsroom: Newsroom, number: int, after: int = 0, limit: int = MOST) -> list[Entry]:
    return read_entries(newsroom.connection, newsroom.reader(number), after, limit)


def short(entries: list[Entry]) -> list[tuple[int, str, int, str]]:
    return [(one.n, one.kind, one.version, one.use) for one in entries]


def test_each_subscription_has_dense_numbers_of_its_own(newsroom: Newsroom) -> None:
    everything, turkish = newsroom.subscribe("everything"), newsroom.subscribe("turkish", "lang:tr")
    for count in range(9):
        newsroom.release(str(count), language="tr" if count % 3 == 0 else "en")
    assert [one.n for one in read(newsroom, everything.number)] == list(range(1, 10))
    assert [(one.n, one.guid) for one in read(newsroom, turkish.number)] == [
        (1, make_guid("0")),
        (2, make_guid("3")),
        (3, make_guid("6")),
    ]
    assert [one.n for one in read(newsroom, turkish.number, after=1, limit=1)] == [2]
    assert read_newest_number(newsroom.connection, turkish.number) == 3
    assert read(newsroom, turkish.number, after=3) == []


def test_what_was_not_bought_leaves_nothing_behind(newsroom: Newsroom) -> None:
    sports = newsroom.subscribe("sports", "section:sports")
    newsroom.release("a")
    assert read(newsroom, sports.number) == []
    assert read_newest_number(newsroom.connection, sports.number) == 0
    assert read_entry_by_guid(newsroom.connection, newsroom.reader(sports.number), make_guid("a")) is None
    assert read_entry_by_guid(newsroom.connection, newsroom.reader(sports.number), make_guid("never")) is None
    assert read_newest_number(newsroom.connection, 999) == 0


def test_a_correction_of_a_story_it_never_had_arrives_as_new_without_a_trace(newsroom: Newsroom) -> None:
    both = newsroom.subscribe("both")
    late = newsroom.subscribe("late", "headline:reopened")
    correction = Correction(wrong="three days", right="four days", note="An earlier version said three days.")
    newsroom.release("a")
    newsroom.release("a", "correction", headline="Harbour reopened", correction=correction, update_line="adds quote")
    first = read(newsroom, late.number)[0]
    assert short([first]) == [(1, "new", 1, "publish")]
    assert first.item is not None
    assert (first.item.correction, first.item.update_line) == (None, "")
    assert first.item.first_created == first.released_at
    second = read(newsroom, both.number)[1]
    assert short([second]) == [(2, "correction", 2, "publish")]
    assert second.item is not None
    assert second.item.correction == correction


def test_what_follows_a_story_reaches_every_holder_even_when_it_no_longer_matches(newsroom: Newsroom) -> None:
    english = newsroom.subscribe("english", "lang:en")
    newsroom.release("a")
    newsroom.release("a", "update", language="fr")
    newsroom.release("a", "hold")
    newsroom.release("a", "lift", language="fr")
    newsroom.release("a", "kill")
    assert short(read(newsroom, english.number)) == [
        (1, "new", 1, "recall"),
        (2, "update", 2, "recall"),
        (3, "hold", 3, "recall"),
        (4, "lift", 4, "recall"),
        (5, "kill", 5, "recall"),
    ]
    assert {one.item for one in read(newsroom, english.number)} == {None}


def test_a_kill_reaches_nobody_who_did_not_have_the_story(newsroom: Newsroom) -> None:
    turkish, everything = newsroom.subscribe("turkish", "lang:tr"), newsroom.subscribe("everything")
    newsroom.release("a")
    newsroom.release("a", "kill")
    assert read(newsroom, turkish.number) == []
    assert short(read(newsroom, everything.number)) == [(1, "new", 1, "recall"), (2, "kill", 2, "recall")]


def test_a_kill_counts_before_it_is_routed(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("everything")
    newsroom.release("a")
    newsroom.append("a", "kill")
    (entry,) = read(newsroom, everything.number)
    assert (entry.use, entry.item) == ("recall", None)


def test_a_hold_takes_the_content_away_until_the_lift(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("everything")
    newsroom.release("a")
    newsroom.release("a", "hold")
    assert [(one.use, one.until, one.item) for one in read(newsroom, everything.number)] == [("hold", None, None)] * 2
    newsroom.release("a", "lift")
    entries = read(newsroom, everything.number)
    assert [one.use for one in entries] == ["publish"] * 3
    assert entries[0].item is not None


def test_an_embargoed_story_goes_only_to_those_with_the_right_until_it_is_lifted(newsroom: Newsroom) -> None:
    trusted = newsroom.subscribe("trusted", embargo_right=True)
    others = newsroom.subscribe("others")
    until = newsroom.now + timedelta(hours=1)
    newsroom.release("a", embargo_until=until)
    (held,) = read(newsroom, trusted.number)
    assert (held.use, held.until, held.item is not None) == ("hold", until, True)
    assert read(newsroom, others.number) == []
    newsroom.release("a", "lift")
    assert short(read(newsroom, others.number)) == [(1, "new", 1, "publish")]
    assert short(read(newsroom, trusted.number)) == [(1, "new", 1, "publish"), (2, "lift", 2, "publish")]


def test_contract_dates_are_judged_at_the_moment_of_release(newsroom: Newsroom) -> None:
    ended = newsroom.subscribe("ended", ends_at=newsroom.now)
    future = newsroom.subscribe("future", starts_at=newsroom.now + timedelta(seconds=1))
    today = newsroom.subscribe("today", starts_at=newsroom.now, ends_at=newsroom.now + timedelta(seconds=1))
    newsroom.release("a")
    assert [len(read(newsroom, one.number)) for one in (ended, future, today)] == [0, 0, 1]


def test_an_ended_contract_still_gets_kills_of_what_it_had_and_nothing_new(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper")
    newsroom.release("a")
    do_end_contract(subscription.contract_id, newsroom.now)
    newsroom.release("b")
    newsroom.release("a", "kill")
    assert short(read(newsroom, subscription.number)) == [(1, "new", 1, "recall"), (2, "kill", 2, "recall")]


def test_archived_stories_are_never_routed(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("everything")
    draft = make_draft("old", newsroom.now)
    with newsroom.connection.cursor() as cursor:
        do_append_many(cursor, [msgspec.structs.replace(draft, archive=True)])
    newsroom.release("a")
    assert [one.guid for one in read(newsroom, everything.number)] == [make_guid("a")]


def test_a_changed_product_counts_from_the_next_release_and_a_rebuild_sees_it_there(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    newsroom.release("a")
    do_save_product("paper", "Paper", "lang:tr")
    newsroom.release("b")
    newsroom.release("c", language="tr")
    before = read(newsroom, paper.number)
    assert [one.guid for one in before] == [make_guid("a"), make_guid("c")]
    assert sum(1 for _ in rebuild(newsroom.connection)) == 1
    assert read(newsroom, paper.number) == before


@pytest.fixture
def long_wire(newsroom: Newsroom) -> Newsroom:
    """2,300 releases in three languages for three subscriptions, the third of which came in the middle."""
    newsroom.subscribe("everything")
    newsroom.subscribe("turkish", "lang:tr")
    languages = ("en", "tr", "fr", "en", "en")
    with newsroom.connection.cursor() as cursor:
        for start, end in ((0, 1200), (1200, 2300)):
            drafts = [make_draft(str(one), newsroom.now, language=languages[one % 5]) for one in range(start, end)]
            with newsroom.connection.transaction():
                do_append_many(cursor, drafts)
            if start == 0:
                newsroom.subscribe("french", "lang:fr")
    newsroom.route()
    return newsroom


def test_numbers_are_found_across_finished_blocks_and_the_open_one(long_wire: Newsroom) -> None:
    def guids(number: int, after: int, limit: int) -> list[str]:
        return [one.guid for one in read(long_wire, number, after, limit)]

    assert read_newest_number(long_wire.connection, 0) == 2300
    assert guids(0, 995, 10) == [make_guid(str(one)) for one in range(995, 1005)]
    assert guids(0, 2295, 10) == [make_guid(str(one)) for one in range(2295, 2300)]
    turkish = [make_guid(str(one)) for one in range(1, 2300, 5)]
    assert [guid for after in range(0, 460, 50) for guid in guids(1, after, 50)] == turkish
    french = [make_guid(str(one)) for one in range(1202, 2300, 5)]
    assert guids(2, 0, 100) == french[:100]
    assert guids(2, 210, 100) == french[210:]
    entry = read_entry_by_guid(long_wire.connection, long_wire.reader(1), make_guid("1496"))
    assert entry is not None
    assert entry.n == 300
    late = read_entry_by_guid(long_wire.connection, long_wire.reader(1), make_guid("2296"))
    assert late is not None
    assert late.n == 460


def test_counters_and_a_rebuild_agree_with_the_numbers_given(long_wire: Newsroom) -> None:
    cursor, counters = read_counters(long_wire.connection)
    assert (cursor, counters.tolist()) == (2300, [2300, 460, 220])
    tables = "SELECT block, counters, bits FROM routing_block ORDER BY block"
    before = long_wire.connection.execute(tables).fetchall()
    assert len(before) == 2
    list(rebuild(long_wire.connection))
    assert long_wire.connection.execute(tables).fetchall() == before
    assert read_cursor(long_wire.connection) == 2300


def test_two_routers_do_not_route_twice(newsroom: Newsroom) -> None:
    newsroom.subscribe("everything")
    newsroom.append("a")
    assert [Router().do_route(newsroom.connection), Router().do_route(newsroom.connection)] == [1, 0]


def test_a_block_is_transposed_and_read_back() -> None:
    audiences = [(2001, BitMap([0, 2])), (2500, BitMap([2])), (3000, BitMap([0]))]
    bits = transpose(2, audiences, width=3)
    assert len(bits) == 3 * SIZE // 8
    assert [read_bits(2, bits[at : at + 125]) for at in (0, 125, 250)] == [[2001, 3000], [], [2001, 2500]]
    assert read_bits(2, b"") == []
    assert np.array_equal(count_bits(bits), [2, 0, 2])

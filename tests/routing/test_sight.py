"""A release as those see it who got it, and stories as a subscription knows them now: never more than it may read."""

from datetime import timedelta
from typing import Any

from newswire.routing.feed import read_entry_by_guid, read_numbers
from newswire.routing.numbering import SIZE
from newswire.routing.sight import read_known, read_sights
from newswire.wire.append import do_append_many
from tests.newsroom import Newsroom
from tests.stories import make_draft, make_guid


def test_those_who_see_the_same_share_a_sight_and_headlines_are_headlines(newsroom: Newsroom) -> None:
    newsroom.subscribe("first")
    newsroom.subscribe("second")
    newsroom.subscribe("short", form="headlines")
    newsroom.subscribe("turkish", "lang:tr")
    newsroom.release("a")
    full, short = read_sights(newsroom.connection, 0)
    assert (set(full.members), set(short.members)) == ({0, 1}, {2})
    assert full.entry.item is not None
    assert short.entry.item is not None
    assert full.entry.item.body
    assert (short.entry.item.body, short.entry.item.standfirst) == ((), "")
    assert read_sights(newsroom.connection, full.seq) == []


def test_the_kind_is_what_it_is_to_those_who_see_it(newsroom: Newsroom) -> None:
    newsroom.subscribe("all")
    newsroom.subscribe("storms", "headline:storm")
    newsroom.release("a", headline="Wind")
    newsroom.release("a", "correction", headline="Storm")
    sights = read_sights(newsroom.connection, 1)
    assert {next(iter(one.members)): one.entry.kind for one in sights} == {0: "correction", 1: "new"}


def test_what_was_killed_since_has_no_content_at_any_sight(newsroom: Newsroom) -> None:
    newsroom.subscribe("all")
    newsroom.release("a")
    newsroom.append("a", "kill")  # not routed yet
    (sight,) = read_sights(newsroom.connection, 0)
    assert (sight.entry.item, sight.entry.use) == (None, "recall")


def test_known_stories_are_those_the_subscription_got_as_they_stand_now(newsroom: Newsroom) -> None:
    newsroom.subscribe("english", "lang:en")
    newsroom.release("a")
    newsroom.release("b", language="tr")
    newsroom.release("c")
    newsroom.release("a", "update", headline="Newer")
    newsroom.append("c", "kill")
    reader = newsroom.reader(0)
    guids = [make_guid(name) for name in ("a", "b", "c", "never")]
    known = read_known(newsroom.connection, reader, guids)
    assert set(known) == {guids[0], guids[2]}
    assert known[guids[0]].entry == read_entry_by_guid(newsroom.connection, reader, guids[0])
    assert (known[guids[0]].seq, known[guids[0]].entry.n) == (4, 3)
    assert (known[guids[2]].entry.use, known[guids[2]].entry.item) == ("recall", None)
    assert read_known(newsroom.connection, reader, []) == {}


def test_the_archive_days_of_the_contract_hold_here_too(newsroom: Newsroom) -> None:
    newsroom.subscribe("short", archive_days=1)
    newsroom.release("a")
    later = newsroom.reader(0, newsroom.now + timedelta(days=2))
    assert read_known(newsroom.connection, later, [make_guid("a")])[make_guid("a")].entry.withheld == "archive"


def test_ranks_are_right_before_and_after_a_block_is_finished(newsroom: Newsroom) -> None:
    newsroom.subscribe("english", "lang:en")
    drafts = [make_draft(f"s{n}", newsroom.now, language="en" if n % 3 else "tr") for n in range(1, SIZE + 8)]
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    newsroom.route()
    mine = [n for n in range(1, SIZE + 8) if n % 3]
    wanted = [mine[0], mine[400], mine[-1], mine[-3]]
    assert read_numbers(newsroom.connection, 0, wanted) == {seq: mine.index(seq) + 1 for seq in wanted}


def test_many_stories_take_as_many_queries_as_few(newsroom: Newsroom) -> None:
    newsroom.subscribe("all")
    for number in range(12):
        newsroom.release(f"s{number}")
    counts = []
    for many in (3, 12):
        counted = Counted(newsroom.connection)
        found = read_known(counted, newsroom.reader(0), [make_guid(f"s{n}") for n in range(many)])  # type: ignore[arg-type]
        assert len(found) == many
        counts.append(counted.calls)
    assert counts[0] == counts[1]


class Counted:
    """A connection that counts the statements that go through it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.calls = 0

    def execute(self, *given: Any) -> Any:
        """Counts and passes on."""
        self.calls += 1
        return self._connection.execute(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

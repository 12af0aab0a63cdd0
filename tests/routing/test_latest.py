"""Stories rather than events: of each story what stands now, under the number it has, at a few queries."""

from datetime import timedelta
from typing import Any

import pytest
from psycopg import Connection

from newswire.item.release import Entry
from newswire.routing.chains import read_newest_of
from newswire.routing.feed import read_entries, read_newest_number, read_numbers
from newswire.routing.latest import count_before, read_standing
from newswire.routing.numbering import SIZE
from newswire.wire.append import do_append_many
from tests.newsroom import Newsroom
from tests.stories import make_draft, make_guid


def names(entries: list[Entry]) -> list[tuple[int, str, int]]:
    return [(one.n, one.guid.rpartition(":")[2], one.version) for one in entries]


def standing(newsroom: Newsroom, number: int, below: int, limit: int = 100) -> list[Entry]:
    return read_standing(newsroom.connection, newsroom.reader(number), below, limit)


def test_versions_are_folded_into_the_newest(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    for name in ("a", "b", "a", "c", "b", "a"):
        newsroom.release(name, "update")
    assert names(standing(newsroom, number, 7)) == [(6, "a", 3), (5, "b", 2), (4, "c", 1)]
    assert names(standing(newsroom, number, 5)) == [(4, "c", 1)], "what is newer stands on another page"
    assert names(standing(newsroom, number, 7, limit=2)) == [(6, "a", 3), (5, "b", 2)]
    assert standing(newsroom, number, 1) == []


def test_what_stands_for_another_subscription_does_not_count(newsroom: Newsroom) -> None:
    english = newsroom.subscribe("english", "lang:en").number
    newsroom.release("a", language="tr")
    newsroom.release("b")
    newsroom.release("b", "update", language="tr")  # follows the story to who had it
    newsroom.release("c", language="tr")
    assert names(standing(newsroom, english, 9)) == [(2, "b", 2)]
    found = read_newest_of(newsroom.connection, newsroom.reader(english), [make_guid(one) for one in "abcx"])
    assert set(found) == {make_guid("b")}
    assert (found[make_guid("b")].n, found[make_guid("b")].kind) == (2, "update")


def test_a_kill_and_a_hold_take_the_content_at_once_also_before_they_are_routed(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    for name in ("a", "b", "c"):
        newsroom.release(name)
    newsroom.append("a", "kill")
    newsroom.append("b", "hold")
    assert [(one.guid, one.item is None) for one in standing(newsroom, number, 9)] == [
        (make_guid("c"), False), (make_guid("b"), True), (make_guid("a"), True),
    ]  # fmt: skip
    newsroom.route()
    assert [one.use for one in standing(newsroom, number, 9)] == ["hold", "recall", "publish"]
    newsroom.release("b", "lift")
    entries = read_newest_of(newsroom.connection, newsroom.reader(number), [make_guid(one) for one in "abc"])
    assert {guid[-1]: one.item is not None for guid, one in entries.items()} == {"a": False, "b": True, "c": True}


def test_numbers_over_finished_blocks_are_those_of_the_feed(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("third", "lang:tr").number
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        drafts = [
            make_draft(str(count), newsroom.now + timedelta(seconds=count), language="en" if count % 3 else "tr")
            for count in range(2 * SIZE + 100)
        ]
        for first in range(0, len(drafts), 500):
            do_append_many(cursor, drafts[first : first + 500])
    newsroom.route()
    got = list(range(1, 2 * SIZE + 101, 3))
    assert read_numbers(newsroom.connection, number, got[::50]) == {seq: got.index(seq) + 1 for seq in got[::50]}
    assert read_numbers(newsroom.connection, number, []) == {}
    guids = [make_guid(str(count)) for count in (0, 999, 1500, 2097)]
    found = read_newest_of(newsroom.connection, newsroom.reader(number), guids)
    assert [found[guid].n for guid in guids] == [1, 334, 501, 700]
    for seconds in (0, 1, 2, 1000, 1001, 1999, 2000, 2050, 9999):
        moment = newsroom.now + timedelta(seconds=seconds)
        assert count_before(newsroom.connection, number, moment) == sum(seq - 1 < seconds for seq in got), seconds
    below = read_newest_number(newsroom.connection, number) + 1
    assert names(standing(newsroom, number, below)) == names(
        read_entries(newsroom.connection, newsroom.reader(number), below - 101)[::-1]
    )


def test_nothing_was_released_before_the_beginning(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    assert count_before(newsroom.connection, number, newsroom.now) == 0
    newsroom.release("a")
    assert count_before(newsroom.connection, number, newsroom.now) == 0
    assert count_before(newsroom.connection, number, newsroom.now + timedelta(seconds=1)) == 1
    assert count_before(newsroom.connection, 77, newsroom.now + timedelta(seconds=1)) == 0


class Counting:
    """A connection that counts what is asked of it."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection, self.asked = connection, 0

    def execute(self, *args: Any) -> Any:
        self.asked += 1
        return self.connection.execute(*args)

    def transaction(self) -> Any:
        return self.connection.transaction()


@pytest.mark.parametrize("many", [False, True])
def test_three_stories_and_twelve_take_the_same_queries(many: bool, newsroom: Newsroom) -> None:
    number = newsroom.subscribe("all").number
    counted = []
    for count in (3, 12):
        for one in range(count):
            newsroom.release(f"{count}-{one}")
        counting: Any = Counting(newsroom.connection)
        if many:
            guids = [make_guid(f"{count}-{one}") for one in range(count)]
            assert len(read_newest_of(counting, newsroom.reader(number), guids)) == count
        else:
            assert len(read_standing(counting, newsroom.reader(number), 100)) >= count
        counted.append(counting.asked)
    assert counted[0] == counted[1] <= 12

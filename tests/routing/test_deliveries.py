"""What was delivered is counted from the audiences, by day, across finished and unfinished blocks."""

from datetime import date, timedelta

from newswire.routing.deliveries import count_deliveries, find_received
from newswire.routing.numbering import SIZE
from tests.newsroom import Newsroom

SINCE, UNTIL = date(2026, 11, 1), date(2026, 12, 1)


def test_a_day_counts_what_was_routed_to_the_subscription_then(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("everything").number
    turkish = newsroom.subscribe("turkish", "lang:tr").number
    nothing = newsroom.subscribe("nothing", "lang:fr").number
    newsroom.release("a")
    newsroom.release("b", language="tr")
    newsroom.release("a", "update")
    newsroom.now += timedelta(days=1)
    newsroom.release("a", "kill")
    newsroom.now += timedelta(days=30)
    newsroom.release("next month", language="tr")
    first, second = date(2026, 11, 24), date(2026, 11, 25)
    connection = newsroom.connection
    assert count_deliveries(connection, everything, SINCE, UNTIL) == {first: 3, second: 1}
    assert count_deliveries(connection, turkish, SINCE, UNTIL) == {first: 1}
    assert count_deliveries(connection, nothing, SINCE, UNTIL) == {}
    assert count_deliveries(connection, 99, SINCE, UNTIL) == {}
    assert count_deliveries(connection, everything, date(2025, 1, 1), date(2025, 2, 1)) == {}


def test_finished_blocks_and_the_tail_are_counted_once(newsroom: Newsroom) -> None:
    everything = newsroom.subscribe("everything").number
    turkish = newsroom.subscribe("turkish", "lang:tr").number
    for count in range(SIZE + 3):
        newsroom.append(f"s{count}", language="tr" if count in (0, SIZE - 1, SIZE) else "en")
    newsroom.route()
    connection = newsroom.connection
    assert count_deliveries(connection, everything, SINCE, UNTIL) == {date(2026, 11, 24): SIZE + 3}
    assert count_deliveries(connection, turkish, SINCE, UNTIL) == {date(2026, 11, 24): 3}
    assert find_received(connection, turkish, 1, SIZE) == [1, SIZE]
    assert find_received(connection, turkish, SIZE, SIZE + 1) == [SIZE, SIZE + 1]
    assert find_received(connection, everything, 999, 1002) == [999, 1000, 1001, 1002]


def test_what_is_not_routed_yet_is_not_delivered(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("everything").number
    newsroom.release("a")
    newsroom.append("b")
    assert count_deliveries(newsroom.connection, number, SINCE, UNTIL) == {date(2026, 11, 24): 1}

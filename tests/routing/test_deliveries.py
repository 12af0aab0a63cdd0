"""What was delivered is counted from the audiences, by day, across finished and unfinished blocks."""

from datetime import date, timedelta

from newswire.routing.deliveries import count_deliveries, find_products_of_stories, find_received
from newswire.routing.numbering import SIZE
from newswire.routing.router import rebuild
from newswire.subscribers.service import do_change_subscription, do_save_product
from tests.newsroom import Newsroom
from tests.stories import make_guid

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
    assert count_deliveries(connection, everything, SINCE, UNTIL) == {
        (first, ("everything",)): 3,
        (second, ()): 1,
    }
    assert count_deliveries(connection, turkish, SINCE, UNTIL) == {(first, ("turkish",)): 1}
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
    assert count_deliveries(connection, everything, SINCE, UNTIL) == {(date(2026, 11, 24), ("everything",)): SIZE + 3}
    assert count_deliveries(connection, turkish, SINCE, UNTIL) == {(date(2026, 11, 24), ("turkish",)): 3}
    assert find_received(connection, turkish, 1, SIZE) == [1, SIZE]
    assert find_received(connection, turkish, SIZE, SIZE + 1) == [SIZE, SIZE + 1]
    assert find_received(connection, everything, 999, 1002) == [999, 1000, 1001, 1002]


def test_what_is_not_routed_yet_is_not_delivered(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("everything").number
    newsroom.release("a")
    newsroom.append("b")
    assert count_deliveries(newsroom.connection, number, SINCE, UNTIL) == {(date(2026, 11, 24), ("everything",)): 1}


def test_a_release_counts_once_under_all_products_that_held_it_as_they_were_then(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    do_save_product("calm", "Calm", "urgency:[5 TO 9]")
    do_save_product("nobodys", "Nobody's", "*")
    newsroom.release("before", language="en", urgency=6)
    do_change_subscription(paper.number, name="paper", product_codes=["paper", "calm"])
    newsroom.release("both", language="en", urgency=6)
    newsroom.release("calm", language="tr", urgency=6)
    newsroom.release("english", language="en", urgency=2)
    newsroom.release("none", language="tr", urgency=2)
    newsroom.release("both", "update", language="tr", urgency=2)
    do_save_product("calm", "Calm", "urgency:[1 TO 2]")
    newsroom.release("after", language="tr", urgency=2)
    day = date(2026, 11, 24)
    assert count_deliveries(newsroom.connection, paper.number, SINCE, UNTIL) == {
        (day, ("paper",)): 2,
        (day, ("calm", "paper")): 1,
        (day, ("calm",)): 2,
        (day, ()): 1,
    }
    stories = find_products_of_stories(newsroom.connection, paper.number, [make_guid("both"), make_guid("none"), "x"])
    assert stories == {make_guid("both"): ("calm", "paper")}


def test_products_are_the_same_after_a_rebuild(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", "lang:en")
    newsroom.release("a", language="en")
    newsroom.release("a", "update", language="tr")
    before = count_deliveries(newsroom.connection, paper.number, SINCE, UNTIL)
    list(rebuild(newsroom.connection))
    assert count_deliveries(newsroom.connection, paper.number, SINCE, UNTIL) == before
    day = date(2026, 11, 24)
    assert before == {(day, ("paper",)): 1, (day, ()): 1}

"""The number on the desk's button is the number of those who then get the release."""

from newswire.item.item import Item
from newswire.routing.audience_rows import read_events
from newswire.routing.preview import count_audience
from newswire.subscribers.service import do_open_website, do_save_product
from newswire.wire.follow import read_items
from tests.newsroom import Newsroom
from tests.stories import make_guid, make_item


def reached(newsroom: Newsroom, name: str) -> int:
    """How many have the newest release of the story."""
    return len(read_events(newsroom.connection, [make_guid(name)])[make_guid(name)][-1].audience.members)


def test_the_count_is_what_the_release_reaches_also_after_a_product_changed(newsroom: Newsroom) -> None:
    for name, query in (("all", "*"), ("turkish", "lang:tr"), ("english", "lang:en")):
        newsroom.subscribe(name, query)
    for name in ("a", "b", "c"):
        counted = count_audience(make_item(name, newsroom.now))
        newsroom.release(name)
        assert counted == reached(newsroom, name)
        do_save_product("turkish", "Turkish", "*" if name == "a" else "lang:tr")
    assert [reached(newsroom, name) for name in ("a", "b", "c")] == [2, 3, 2]


def test_who_had_the_story_is_counted_and_the_website_is_not(newsroom: Newsroom) -> None:
    newsroom.subscribe("english", "lang:en")
    do_open_website("*", now=newsroom.now)
    newsroom.release("a")
    [item] = read_items(newsroom.connection, [1]).values()
    assert isinstance(item, Item)
    assert count_audience(make_item("a", newsroom.now, language="fr")) == 1
    assert count_audience(make_item("b", newsroom.now, language="fr")) == 0

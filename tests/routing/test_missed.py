"""What a subscription was not entitled to: counted, with examples, and with the product that would have brought it."""

from datetime import timedelta
from typing import Any

from newswire.item.rights import Restriction
from newswire.query.parse import parse_query
from newswire.routing import missed as module
from newswire.routing.holdings import do_note_holding
from newswire.routing.missed import Missed, read_missed
from newswire.subscribers.models import Product
from tests.newsroom import Newsroom
from tests.stories import make_guid

HOUR = timedelta(hours=1)


def look(newsroom: Newsroom, number: int, *held: str) -> Missed:
    products = {one.code: parse_query(one.query) for one in Product.objects.order_by("code")}
    return read_missed(newsroom.connection, number, held, products, now=newsroom.now)


def test_what_did_not_come_is_counted_by_what_it_is_about(newsroom: Newsroom) -> None:
    turkish = newsroom.subscribe("turkish", "lang:tr").number
    newsroom.subscribe("english", "lang:en")
    newsroom.subscribe("sports", "service:sports")
    newsroom.release("a")
    newsroom.release("b", sections=("sports",))
    newsroom.release("mine", language="tr")
    found = look(newsroom, turkish, "turkish")
    assert (found.looked_at, found.missed) == (3, 2)
    assert found.sections == (("economy", 1), ("sports", 1), ("world", 1))
    assert found.subjects == (("medtop:20000337", 2),)
    assert found.languages == (("en", 2),)
    assert [(one.code, one.is_held, one.count) for one in found.products] == [
        ("english", False, 2),
        ("sports", False, 1),
    ]
    assert [one.guid for one in found.products[0].examples] == [make_guid("b"), make_guid("a")]
    assert found.products[1].examples[0].headline == "Northaven harbour opens again (b)"


def test_what_came_later_or_by_another_door_was_not_missed(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("urgent", "urgency:[1 TO 2]").number
    newsroom.release("became urgent")
    newsroom.release("became urgent", "update", urgency=1)
    newsroom.release("opened")
    do_note_holding(newsroom.connection, number, make_guid("opened"), "sample", now=newsroom.now)
    assert look(newsroom, number).missed == 0


def test_killed_held_embargoed_and_old_stories_are_not_spoken_of(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("nothing", "lang:fr").number
    present = newsroom.now
    newsroom.now = present - timedelta(days=31)
    newsroom.release("old")
    newsroom.now = present
    for name, kind in (("killed", "kill"), ("held", "hold")):
        newsroom.release(name)
        newsroom.release(name, kind)  # type: ignore[arg-type]
    newsroom.release("embargoed", embargo_until=present + HOUR)
    assert look(newsroom, number).missed == 0
    newsroom.subscribe("early", "*", embargo_right=True)
    newsroom.release("embargoed too", embargo_until=present + HOUR)
    assert look(newsroom, number).missed == 0


def test_a_product_that_is_held_is_told_apart(newsroom: Newsroom) -> None:
    number = newsroom.subscribe("everything", "*", country="JP").number
    newsroom.release("a", rights=Restriction(countries_out=("JP",)))
    (product,) = look(newsroom, number, "everything").products
    assert (product.code, product.is_held, product.count) == ("everything", True, 1)


def test_examples_and_stories_looked_at_are_bounded(newsroom: Newsroom, monkeypatch: Any) -> None:
    number = newsroom.subscribe("nothing", "lang:fr").number
    newsroom.subscribe("everything")
    for count in range(8):
        newsroom.append(f"s{count}")
    newsroom.route()
    monkeypatch.setattr(module, "MOST", 5)
    monkeypatch.setattr(module, "_BATCH", 2)
    found = look(newsroom, number)
    assert (found.looked_at, found.missed, found.products[0].count) == (5, 5, 5)
    assert [one.guid[-2:] for one in found.products[0].examples] == ["s7", "s6", "s5"]

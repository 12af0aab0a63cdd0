"""The website's small decisions, each by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from newswire.edition.shape import Card, Picture
from newswire.item.vocabulary.languages import EDITIONS
from newswire.public.addresses import share_links, story_path
from newswire.public.answers import matches
from newswire.public.front import LEAD_WINDOW, Line, compose_front
from newswire.public.negotiation import choose_language

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PICTURE = Picture("a.jpg", 3, 2, "b.jpg", "alt")


def _card(name: str, age: int = 0, *, urgency: int = 5, picture: Picture | None = None) -> Card:
    moment = NOW - timedelta(minutes=age)
    return Card(
        public_id=name,
        language="en",
        type="text",
        headline=name,
        slug=name,
        standfirst="",
        sections=("world",),
        picture=picture,
        urgency=urgency,
        published_at=moment,
        updated_at=moment,
    )


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("tr", "tr"),
        ("TR-tr", "tr"),
        ("de, fr;q=0.3, es;q=0.7", "es"),
        ("de;q=1.0, *;q=0.5", "en"),
        ("ru;q=0, ar;q=0.1", "ar"),
        ("fr;q=nonsense, es", "es"),
        ("ar, tr", "ar"),
        ("ku", "kmr"),
        ("ku-IQ, en", "ckb"),
        ("ckb-IR", "ckb"),
        ("fa-AF", "fa"),
        (", ;q=1,,", "en"),
        ("x" * 10000, "en"),
    ],
)
def test_the_readers_best_language_is_chosen(accepted: str, language: str) -> None:
    assert choose_language(accepted, EDITIONS, "en") == language


@pytest.mark.parametrize(
    ("condition", "expected"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_conditions_are_compared_weakly(condition: str, expected: bool) -> None:
    assert matches(condition, '"a"') is expected
    assert not matches(condition, "")


def test_the_lead_is_the_most_urgent_recent_story_with_a_picture() -> None:
    cards = [
        _card("newest"),
        _card("urgent", 5, urgency=2),
        _card("pictured", 10, urgency=4, picture=PICTURE),
        _card("also pictured", 20, urgency=3, picture=PICTURE),
        _card("too old", 60 * 13, urgency=1, picture=PICTURE),
    ]
    front = compose_front(cards, {}, NOW)
    assert front.lead is not None
    assert front.lead.headline == "also pictured"
    assert [card.headline for card in front.seconds] == ["urgent", "pictured", "newest"]
    assert [card.headline for card in front.river] == ["too old"]


def test_without_any_picture_the_most_urgent_leads() -> None:
    front = compose_front([_card("newest"), _card("urgent", 5, urgency=2)], {}, NOW)
    assert front.lead is not None
    assert front.lead.headline == "urgent"


def test_the_window_of_the_lead_follows_the_newest_story_not_the_clock() -> None:
    long_ago = int(LEAD_WINDOW.total_seconds() // 60) * 10
    front = compose_front([_card("old", long_ago, picture=PICTURE)], {}, NOW)
    assert front.lead is not None


def test_no_story_stands_twice_above_and_in_its_section() -> None:
    cards = [_card(f"story {number}", number, picture=PICTURE) for number in range(12)]
    front = compose_front(cards, {"world": cards, "sports": cards[:1]}, NOW)
    above = {front.lead, *front.seconds}
    assert len(above) == 5
    assert not above & set(front.river)
    assert [block.section for block in front.blocks] == ["world"]
    assert front.blocks[0].first == cards[5]
    assert front.blocks[0].others == tuple(cards[6:10])


def test_an_empty_front_has_nothing() -> None:
    front = compose_front([], {}, NOW)
    assert (front.ticker, front.lead, front.seconds, front.river, front.blocks) == ((), None, (), (), ())


def test_a_flash_stands_apart_for_ten_minutes_and_then_where_any_story_stands() -> None:
    cards = [_card("flash", 9, urgency=1), _card("story", 20, picture=PICTURE)]
    front = compose_front(cards, {"world": cards}, NOW)
    assert front.ticker == (Line(cards[0], is_fresh=True),)
    assert front.lead == cards[1]
    assert (front.seconds, front.river, front.blocks) == ((), (), ())
    later = compose_front(cards, {}, NOW + timedelta(minutes=1))
    assert later.ticker == (Line(cards[0], is_fresh=False),)
    assert later.seconds == (cards[0],)


def test_the_ticker_holds_the_newest_four_flashes_of_three_hours() -> None:
    flashes = [_card(f"flash {age}", age, urgency=1) for age in (5, 60, 120, 179, 180)]
    front = compose_front([_card("story", 1), *flashes], {}, NOW)
    assert [line.card for line in front.ticker] == flashes[:4]
    assert [line.is_fresh for line in front.ticker] == [True, False, False, False]
    busy = [_card(f"flash {age}", age, urgency=1) for age in range(9)]
    assert [line.card for line in compose_front(busy, {}, NOW).ticker] == busy[:4]
    assert compose_front([_card("story", 1)], {}, NOW).ticker == ()


def test_flashes_alone_leave_the_rest_of_the_page_empty() -> None:
    front = compose_front([_card("flash", 1, urgency=1)], {}, NOW)
    assert (len(front.ticker), front.lead, front.seconds, front.river) == (1, None, (), ())


def test_share_links_carry_headline_and_address_encoded() -> None:
    links = share_links("https://news.example/en/a?b", "Ships & men: “50 %”")
    assert [link.name for link in links] == ["", "X", "Facebook", "WhatsApp", "Telegram"]
    for link in links:
        assert "https%3A%2F%2Fnews.example%2Fen%2Fa%3Fb" in link.href
        assert " " not in link.href
    assert all("Ships" not in link.href or "%26" in link.href for link in links)


def test_a_story_without_section_still_has_an_address() -> None:
    card = _card("a")
    assert story_path(card) == "/en/world/a/a"
    bare = Card(**{field: getattr(card, field) for field in card.__struct_fields__} | {"sections": ()})
    assert story_path(bare) == "/en/news/a/a"

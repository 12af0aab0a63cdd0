"""The demo's subscribers and desk: queries that parse and select what their products promise."""

from datetime import UTC, datetime
from functools import cache
from itertools import permutations

import pytest

from newswire.item.item import Item
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.item.vocabulary.mediatopics import broaden
from newswire.project.demo.clients import DESK, SUBSCRIBERS, WEBSITE_QUERY
from newswire.project.demo.content import DemoStory, read_demo_stories, to_item
from newswire.project.demo.day import read_script
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import parse_query

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUERIES = {one.key: tuple(product.query for product in one.products) for one in SUBSCRIBERS}


@cache
def everything() -> tuple[Item, ...]:
    stories: list[DemoStory] = list(read_demo_stories())
    stories += [step.content for step in read_script() if step.content]
    guids = {story.key: f"urn:{story.key}" for story in stories}
    return tuple(to_item(story, guid=guids[story.key], now=NOW, media=(), guids=guids) for story in stories)


def selected(*queries: str) -> list[Item]:
    nodes = [parse_query(query) for query in queries]
    return [item for item in everything() if any(matches(node, make_document(item)) for node in nodes)]


def is_about(item: Item, qcode: str) -> bool:
    return any(qcode in broaden(subject.qcode) for subject in item.subjects)


@pytest.mark.parametrize("query", [WEBSITE_QUERY, *(query for queries in QUERIES.values() for query in queries)])
def test_a_product_selects_a_part_of_the_stories(query: str) -> None:
    assert 3 <= len(selected(query)) < len(everything())


def test_the_daily_gets_turkish_and_english_only() -> None:
    assert {item.language for item in selected(*QUERIES["yeni-ufuk"])} == {"tr", "en"}


def test_the_broadcaster_gets_all_arabic_and_the_worlds_politics_in_english() -> None:
    chosen = selected(*QUERIES["alnawras-tv"])
    arabic = [item for item in everything() if item.language == "ar"]
    assert [item for item in chosen if item.language == "ar"] == arabic
    english = [item for item in chosen if item.language != "ar"]
    assert english
    for item in english:
        assert item.language == "en"
        assert is_about(item, "medtop:11000000") or is_about(item, "medtop:16000000") or "world" in item.sections


def test_the_sports_site_gets_sports_in_every_language_and_nothing_else() -> None:
    chosen = selected(*QUERIES["cancha-total"])
    assert [item for item in everything() if "sports" in item.sections] == chosen
    assert {item.language for item in chosen} == set(CLIENT_LANGUAGES)


def test_the_three_subscribers_get_different_stories() -> None:
    portions = [frozenset(item.headline for item in selected(*queries)) for queries in QUERIES.values()]
    assert len(set(portions)) == 3
    assert all(one & two and one - two for one, two in permutations(portions, 2)), "they overlap, none holds another"


def test_the_website_shows_neither_advisories_nor_low_urgency_nor_commodity_prices() -> None:
    chosen = selected(WEBSITE_QUERY)
    assert all(item.type != "advisory" and item.urgency <= 7 for item in chosen)
    assert not [item for item in chosen if is_about(item, "medtop:20000386")]
    assert {item.language for item in chosen} == set(CLIENT_LANGUAGES)
    assert any(item.type == "alert" for item in chosen)
    left = [item for item in everything() if item not in chosen]
    assert any(item.type == "advisory" for item in left)
    assert any(item.urgency > 7 for item in left)


def test_the_three_subscribers_differ_in_everything_that_matters() -> None:
    assert len(SUBSCRIBERS) == 3
    assert len({subscriber.organisation for subscriber in SUBSCRIBERS}) == 3
    assert {subscriber.may_have_embargoed for subscriber in SUBSCRIBERS} == {True, False}
    assert len({subscriber.archive_days for subscriber in SUBSCRIBERS}) == 3


def test_every_person_can_be_told_apart_and_reached() -> None:
    seats = [seat for subscriber in SUBSCRIBERS for seat in subscriber.seats]
    usernames = [seat.username for seat in seats] + [person.username for person in DESK]
    emails = [seat.email for seat in seats] + [person.email for person in DESK]
    languages = {seat.language for seat in seats} | {person.language for person in DESK}
    assert len(set(usernames)) == len(usernames)
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") for email in emails)
    assert languages <= set(CLIENT_LANGUAGES)
    assert all(subscriber.contact == subscriber.seats[0] for subscriber in SUBSCRIBERS)


def test_the_desk_has_every_role_in_every_language() -> None:
    assert {person.role for person in DESK} == {"reporter", "editor", "duty-chief", "sales", "administrator"}
    assert {person.language for person in DESK} == set(CLIENT_LANGUAGES)

"""What goes public: limits that can be kept, the editor's say in the website's claim, nobody else's."""

from typing import Any

import pytest

from newswire.kit.errors import InvalidRequestError
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import QueryError, parse_query
from newswire.subscribers.models import Subscription
from newswire.subscribers.service import do_open_website, do_save_product
from newswire.subscribers.website import (
    LEAST,
    LONGEST_HEAD_START,
    WEBSITE,
    Limits,
    check_limits,
    include_choice,
    read_limits,
    read_query,
)
from tests.newsroom import START, Newsroom, read_latest
from tests.stories import make_item


@pytest.mark.parametrize(
    "limits",
    [
        LEAST,
        Limits(caps={"economy": 0, "news": 5}),
        Limits(head_start=LONGEST_HEAD_START),
        Limits(max_words=10, max_share=5),
    ],
)
def test_limits_that_can_be_kept(limits: Limits) -> None:
    check_limits(limits)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"caps": {"nowhere": 1}}, "nowhere"),
        ({"caps": {"economy": -1}}, "daily cap"),
        ({"head_start": -1}, "head start"),
        ({"head_start": LONGEST_HEAD_START + 1}, "head start"),
        ({"max_words": 121}, "words"),
        ({"max_words": 0}, "words"),
        ({"max_share": 36}, "per cent"),
    ],
)
def test_limits_that_cannot_be_kept_are_named_and_nothing_changes(
    newsroom: Newsroom, fields: dict[str, Any], said: str
) -> None:
    do_open_website("lang:en", now=START, limits=Limits(head_start=7))
    with pytest.raises(InvalidRequestError, match=said):
        do_open_website("lang:tr", now=START, limits=Limits(**fields))
    assert read_limits(newsroom.connection) == Limits(head_start=7)
    assert read_query(newsroom.connection) == "lang:en"


def test_before_it_is_opened_there_is_no_query_and_no_limit(newsroom: Newsroom) -> None:
    assert read_query(newsroom.connection) is None
    assert read_limits(newsroom.connection) == LEAST


def test_limits_stay_where_only_the_query_is_said(newsroom: Newsroom) -> None:
    limits = Limits(caps={"sports": 3}, head_start=5, max_words=80, max_share=20)
    do_open_website("lang:en", now=START, limits=limits)
    do_open_website("lang:tr", now=START)
    assert read_limits(newsroom.connection) == limits


@pytest.mark.parametrize(
    ("query", "language", "choice", "expected"),
    [
        ("lang:tr", "tr", "auto", True),
        ("lang:tr", "tr", "yes", True),
        ("lang:tr", "tr", "no", False),
        ("lang:tr", "en", "auto", False),
        ("lang:tr", "en", "yes", True),
        ("lang:tr", "en", "no", False),
        ("", "en", "auto", True),
        ("", "en", "no", False),
    ],
)
def test_the_editors_say_is_part_of_the_claim(
    newsroom: Newsroom, query: str, language: Any, choice: Any, expected: bool
) -> None:
    document = make_document(make_item("a", newsroom.now, language=language, public=choice))
    assert matches(include_choice(parse_query(query)), document) is expected
    do_open_website(query, now=START)
    newsroom.release("a", language=language, public=choice)
    row = newsroom.connection.execute("SELECT count(*) FROM routing_audience").fetchone()
    assert row == (int(expected),), "the live matcher says the same"


def test_the_claim_is_the_websites_alone(newsroom: Newsroom) -> None:
    do_open_website("lang:en", now=START)
    paper = newsroom.subscribe("paper", "lang:tr")
    terms = read_latest(newsroom.connection)
    website = Subscription.objects.get(is_website=True)
    assert terms[paper.number].claims[0].query == parse_query("lang:tr")
    assert terms[website.number].claims[0].query == include_choice(parse_query("lang:en"))
    newsroom.release("a", language="en", public="yes")
    newsroom.release("b", language="tr", public="no")
    assert newsroom.connection.execute("SELECT count(*) FROM routing_audience").fetchone() == (2,)


def test_a_query_changed_as_a_product_keeps_the_editors_say(newsroom: Newsroom) -> None:
    website = do_open_website("lang:en", now=START)
    do_save_product(WEBSITE, "Public website", "lang:tr")
    assert read_latest(newsroom.connection)[website.number].claims[0].query == include_choice(parse_query("lang:tr"))


def test_nobody_can_ask_for_the_editors_choice(dsn: str) -> None:
    assert dsn
    with pytest.raises(QueryError):
        parse_query("public:yes")

"""An organisation's month: delivered, viewed, downloaded, by whom, held against its quota; nobody else's."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from newswire.accounts.models import Role, User
from newswire.delivery.statement import COLUMNS, ProductUse, StoryUse, Way, read_month, read_statement, write_csv
from newswire.kit.errors import InvalidRequestError
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.models import Contract, Key, Seat, Subscription
from newswire.subscribers.service import do_change_subscription, do_save_product, do_subscribe
from newswire.subscribers.usage import do_count
from tests.newsroom import PEPPER, Newsroom
from tests.stories import make_guid

MONTH = date(2026, 11, 1)


def statement_of(newsroom: Newsroom, subscription: Subscription, month: date = MONTH) -> Any:
    subscriber = subscription.contract.subscriber
    assert subscriber is not None
    return read_statement(newsroom.connection, subscriber.pk, subscriber.name, month)


@pytest.fixture
def paper(newsroom: Newsroom) -> Subscription:
    """A subscription that got two releases, opened one story and downloaded a file of it."""
    paper = newsroom.subscribe("paper", takes_per_month=20)
    other = newsroom.subscribe("other")
    newsroom.release("a")
    newsroom.release("a", "update")
    do_create_key(paper, pepper=PEPPER, now=newsroom.now, label="newsroom server")
    assert paper.contract.subscriber is not None
    user = User.objects.create_user("ida", role=Role.SUBSCRIBER)
    seat = Seat.objects.create(user=user, subscriber=paper.contract.subscriber)
    count: Any = {"guid": "a", "now": newsroom.now}
    do_count(newsroom.connection, paper.number, "api", "view", key=Key.objects.get().pk, **count)
    do_count(newsroom.connection, paper.number, "api", "view", key=999, **count)
    do_count(newsroom.connection, paper.number, "portal", "view", seat=seat.pk, **count)
    do_count(newsroom.connection, paper.number, "portal", "view", seat=seat.pk, **count)
    do_count(newsroom.connection, paper.number, "portal", "download", seat=seat.pk, file="f" * 64, **count)
    do_count(newsroom.connection, paper.number, "portal", "view", seat=seat.pk, guid="b", now=newsroom.now)
    do_count(newsroom.connection, other.number, "portal", "view", seat=1, **count)
    do_count(newsroom.connection, paper.number, "api", "view", guid="b", now=newsroom.now + timedelta(days=30))
    return paper


def test_a_line_sums_up_a_subscription(newsroom: Newsroom, paper: Subscription) -> None:
    statement = statement_of(newsroom, paper)
    (line,) = statement.lines
    assert (statement.subscriber, line.name, line.products) == ("paper", "paper", ("Paper",))
    assert (line.delivered_in_all, line.viewed, line.downloaded) == (2, 5, 1)
    assert (line.takes, line.allowed) == (2, 20)


def test_ways_name_seats_and_keys_and_those_that_are_gone_by_number(newsroom: Newsroom, paper: Subscription) -> None:
    number = paper.number
    assert statement_of(newsroom, paper).ways == [
        Way(number, "api", "", "#999", 1, 0, 0),
        Way(number, "api", "", "newsroom server", 1, 0, 0),
        Way(number, "portal", "ida", "", 3, 1, 0),
    ]


def test_stories_are_named_the_most_taken_first(newsroom: Newsroom, paper: Subscription) -> None:
    assert statement_of(newsroom, paper).stories == [StoryUse("a", 4, 1), StoryUse("b", 1, 0)]


def test_another_month_and_another_organisation_are_not_in_it(newsroom: Newsroom, paper: Subscription) -> None:
    (line,) = statement_of(newsroom, paper, date(2026, 12, 1)).lines
    assert (line.delivered_in_all, line.viewed, line.takes) == (0, 1, 1)
    other = Subscription.objects.get(name="other")
    assert [one.number for one in statement_of(newsroom, other).taken] == [other.number]


def test_the_file_has_a_line_for_every_day_and_thing_and_no_formula(newsroom: Newsroom, paper: Subscription) -> None:
    Subscription.objects.filter(pk=paper.pk).update(name='=HYPERLINK("x")')
    content = "".join(write_csv(statement_of(newsroom, paper)))
    assert content.startswith("\ufeffday,")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + 1 + 5
    assert rows[1] == ["2026-11-24", "0", '\'=HYPERLINK("x")', "Paper", "delivery", "delivered", "", "", "", "", "2"]
    assert rows[2][4:] == ["api", "view", "", "newsroom server", "a", "", "1"]
    assert ["portal", "view", "ida", "", "a", "", "2"] in [row[4:] for row in rows]


def test_a_month_is_read_or_refused(now: datetime) -> None:
    assert read_month("", now=now) == MONTH
    assert read_month("2024-02", now=now) == date(2024, 2, 1)
    assert read_month("", now=datetime.fromisoformat("2026-12-01T01:00:00+03:00")) == MONTH
    for text in ("2026", "2026-13", "2026-1", "1999-01", "2026-11-01", "٢٠٢٦-١١", "'; DROP"):
        with pytest.raises(InvalidRequestError):
            read_month(text, now=now)


@pytest.fixture
def mixed(newsroom: Newsroom) -> Subscription:
    """A subscription to two products, one story of which came by both, one by the second, and an update by neither."""
    mixed = newsroom.subscribe("mixed", "lang:en")
    do_save_product("calm", "Calm news", "urgency:[5 TO 9]")
    do_change_subscription(mixed.number, name="mixed", product_codes=["mixed", "calm"])
    newsroom.release("a", language="en", urgency=6)
    newsroom.release("b", language="tr", urgency=6)
    newsroom.release("b", "update", language="tr", urgency=2)
    count: Any = {"key": 7, "now": newsroom.now}
    do_count(newsroom.connection, mixed.number, "api", "view", guid=make_guid("a"), **count)
    do_count(newsroom.connection, mixed.number, "api", "download", guid=make_guid("b"), file="f" * 64, **count)
    do_count(newsroom.connection, mixed.number, "api", "sample", **count)
    return mixed


def test_a_subscription_is_split_by_product_and_its_total_counts_once(newsroom: Newsroom, mixed: Subscription) -> None:
    statement = statement_of(newsroom, mixed)
    (line,) = statement.lines
    assert line.by_product == (
        ProductUse("Calm news", 2, 1, 1),
        ProductUse("Mixed", 1, 1, 0),
        ProductUse("", 1, 0, 0),
    )
    assert (line.delivered_in_all, line.viewed, line.downloaded) == (3, 1, 1)
    assert statement.total == ProductUse("", 3, 1, 1)


def test_the_counts_of_the_file_add_up_to_the_total_and_name_the_products(
    newsroom: Newsroom, mixed: Subscription
) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(write_csv(statement_of(newsroom, mixed)))[1:], newline="")))
    said = [(row["products"], row["action"], row["count"]) for row in rows]
    assert said == [
        ("", "delivered", "1"),
        ("Calm news", "delivered", "1"),
        ("Calm news, Mixed", "delivered", "1"),
        ("Calm news, Mixed", "view", "1"),
        ("Calm news", "download", "1"),
        ("", "sample", "1"),
    ]
    assert sum(int(count) for _, action, count in said if action == "delivered") == 3


def test_two_subscriptions_of_one_house_have_a_total(newsroom: Newsroom, mixed: Subscription) -> None:
    do_save_product("turkish", "Turkish", "lang:tr")
    contract = Contract(subscriber=mixed.contract.subscriber, starts_at=mixed.contract.starts_at)
    do_subscribe("second", contract=contract, product_codes=["turkish"])
    newsroom.release("c", language="tr", urgency=6)
    statement = statement_of(newsroom, mixed)
    assert [one.delivered_in_all for one in statement.lines] == [4, 1]
    assert [one.by_product for one in statement.lines][1] == (ProductUse("Turkish", 1, 0, 0),)
    assert statement.total == ProductUse("", 5, 1, 1)


def test_a_product_that_was_left_keeps_what_it_brought(newsroom: Newsroom, mixed: Subscription) -> None:
    do_change_subscription(mixed.number, name="mixed", product_codes=["mixed"])
    newsroom.release("d", language="en", urgency=6)
    (line,) = statement_of(newsroom, mixed).lines
    assert line.products == ("Mixed",)
    assert [(one.name, one.delivered) for one in line.by_product] == [("Calm news", 2), ("Mixed", 2), ("", 1)]

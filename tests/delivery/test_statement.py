"""An organisation's month: delivered, viewed, downloaded, by whom, held against its quota; nobody else's."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from newswire.accounts.models import Role, User
from newswire.delivery.statement import COLUMNS, StoryUse, Way, read_month, read_statement, write_csv
from newswire.kit.errors import InvalidRequestError
from newswire.subscribers.key_service import do_create_key
from newswire.subscribers.models import Key, Seat, Subscription
from newswire.subscribers.usage import do_count
from tests.newsroom import PEPPER, Newsroom

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

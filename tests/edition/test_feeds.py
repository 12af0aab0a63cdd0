"""Stories as machines list them: live ones, of the right list, within the right time."""

from datetime import UTC, datetime, timedelta

import psycopg

from newswire.edition.feeds import (
    Month,
    read_month,
    read_months,
    read_news,
    read_stories,
)
from newswire.edition.lists import section_key, topic_key
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from tests.edition.asking import ask
from tests.edition.contents import make_content

Connection = psycopg.Connection[tuple[object, ...]]


def _about(dsn: str, qcode: str) -> list[str]:
    return [story.headline for story in ask(dsn, lambda c: read_stories(c, "en", topic_key(qcode), 10))]


def _of_month(dsn: str, month: int) -> list[str]:
    return [card.headline for card in ask(dsn, lambda c: read_month(c, 2026, month, 10, 0))]


def test_the_newest_live_stories_come_with_their_text(dsn: str, connection: Connection, now: datetime) -> None:
    for number in range(4):
        do_publish(connection, f"guid {number}", make_content(headline=f"Story {number}"), now + timedelta(number))
    do_publish(connection, "tr", make_content(language="tr"), now)
    do_hold(connection, "guid 3")
    do_withdraw(connection, "guid 2", now)
    found = ask(dsn, lambda c: read_stories(c, "en", "", 10))
    assert [story.headline for story in found] == ["Story 1", "Story 0"]
    assert found[0].summary == make_content().summary
    assert len(ask(dsn, lambda c: read_stories(c, "en", "", 1))) == 1


def test_a_section_and_a_topic_have_their_own(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, "a", make_content(headline="A", sections=("world", "sports")), now)
    swimming = ("medtop:20001103", "medtop:15000000")
    do_publish(connection, "b", make_content(headline="B", sections=("world",), topics=swimming), now)
    assert len(ask(dsn, lambda c: read_stories(c, "en", section_key("world"), 10))) == 2
    assert [one.headline for one in ask(dsn, lambda c: read_stories(c, "en", section_key("sports"), 10))] == ["A"]
    assert _about(dsn, "medtop:20001103") == _about(dsn, "medtop:15000000") == ["B"]
    assert _about(dsn, "medtop:01000000") == []


def test_news_are_those_of_a_span_in_all_languages(dsn: str, connection: Connection, now: datetime) -> None:
    for name, age in (("old", 49), ("edge", 48), ("new", 47), ("now", 0)):
        do_publish(connection, name, make_content(headline=name), now - timedelta(hours=age))
    do_publish(connection, "tr", make_content(headline="tr", language="tr"), now - timedelta(hours=1))
    found = ask(dsn, lambda c: read_news(c, now - timedelta(hours=48), now, 10))
    assert [card.headline for card in found] == ["now", "tr", "new"]
    assert len(ask(dsn, lambda c: read_news(c, now - timedelta(hours=48), now, 2))) == 2


def test_months_go_by_first_publication_in_utc(dsn: str, connection: Connection) -> None:
    moments = [
        datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 11, 1, 0, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
    ]
    for number, moment in enumerate(moments):
        do_publish(connection, f"guid {number}", make_content(headline=f"Story {number}"), moment)
    do_publish(connection, "held", make_content(), moments[1])
    do_hold(connection, "held")
    later = datetime(2027, 1, 5, tzinfo=UTC)
    do_publish(connection, "guid 1", make_content(headline="Story 1 again"), later)
    assert ask(dsn, read_months) == (
        Month(datetime(2026, 10, 1, tzinfo=UTC), 1, moments[0]),
        Month(datetime(2026, 11, 1, tzinfo=UTC), 1, later),
        Month(datetime(2026, 12, 1, tzinfo=UTC), 1, moments[2]),
    )
    months = {month: _of_month(dsn, month) for month in (10, 11, 12)}
    assert months == {10: ["Story 0"], 11: ["Story 1 again"], 12: ["Story 2"]}
    assert ask(dsn, lambda c: read_month(c, 2026, 11, 10, 1)) == ()

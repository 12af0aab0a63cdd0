"""Tombstones: who once stood in a feed is named there when withdrawn; nobody else is, and nothing of a hold is told."""

from datetime import datetime, timedelta

import psycopg
import pytest

from newswire.edition.shape import Over, public_id_of
from newswire.edition.shelf import KEPT
from newswire.edition.tombstones import Tombstone, read_tombstones
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from tests.edition.asking import ask
from tests.edition.contents import make_content

Connection = psycopg.Connection[tuple[object, ...]]
GUID = "urn:newsml:test.example:20261124:harbour"


def _named(dsn: str, now: datetime, listed: str = "", language: str = "en") -> tuple[Tombstone, ...]:
    return ask(dsn, lambda connection: read_tombstones(connection, language, listed, now))


@pytest.mark.parametrize("state", ["gone", "ended"])
def test_a_story_that_was_live_leaves_a_tombstone_in_every_list_it_was_in(
    dsn: str, connection: Connection, now: datetime, state: Over
) -> None:
    do_publish(connection, GUID, make_content(), now)
    assert _named(dsn, now) == ()
    later = now + timedelta(minutes=5)
    do_withdraw(connection, GUID, later, state)
    expected = (Tombstone(public_id_of(GUID), "en", state, later),)
    for listed in ("", "section:economy", "section:world", "topic:medtop:20000337"):
        assert _named(dsn, later, listed) == expected
    assert _named(dsn, later, "section:sports") == ()
    assert _named(dsn, later, "", "tr") == ()


def test_broader_topics_of_a_story_name_it_too(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(topics=("medtop:20000822", "medtop:15000000")), now)
    do_withdraw(connection, GUID, now)
    assert len(_named(dsn, now, "topic:medtop:15000000")) == 1


def test_a_story_that_was_moved_is_named_where_it_was_and_where_it_is(
    dsn: str, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(sections=("economy",)), now)
    do_publish(connection, GUID, make_content(sections=("politics",)), now)
    do_withdraw(connection, GUID, now)
    assert len(_named(dsn, now, "section:economy")) == len(_named(dsn, now, "section:politics")) == 1


def test_a_hold_leaves_no_tombstone_and_a_kill_after_it_does(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_hold(connection, GUID)
    assert _named(dsn, now) == ()
    do_withdraw(connection, GUID, now)
    assert len(_named(dsn, now, "section:economy")) == 1


def test_what_was_never_public_is_never_named(dsn: str, connection: Connection, now: datetime) -> None:
    do_withdraw(connection, GUID, now)
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now)
    assert _named(dsn, now) == ()
    assert connection.execute("SELECT count(*) FROM edition.shelf").fetchone() == (0,)


def test_the_edition_made_again_keeps_the_first_date(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now + timedelta(hours=1))
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now + timedelta(hours=2), "ended")
    (tombstone,) = _named(dsn, now + timedelta(days=1))
    assert (tombstone.withdrawn_at, tombstone.state) == (now + timedelta(hours=1), "gone")


def test_a_week_later_it_is_no_longer_named_and_then_forgotten(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now)
    assert len(_named(dsn, now + KEPT - timedelta(seconds=1))) == 1
    assert _named(dsn, now + KEPT) == ()
    do_withdraw(connection, "another", now + KEPT + timedelta(seconds=1))
    assert connection.execute("SELECT count(*) FROM edition.shelf").fetchone() == (0,)


def test_a_withdrawal_rolled_back_names_nobody(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    with connection.transaction(force_rollback=True):
        do_withdraw(connection, GUID, now)
    assert _named(dsn, now) == ()


def test_the_shelf_holds_nothing_of_the_content(connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now)
    dump = str(connection.execute("SELECT s::text FROM edition.shelf s").fetchall())
    assert "section:economy" in dump
    for trace in ("arbour", "ferry", "ships", "Lind", "orthaven", "web.jpg", GUID):
        assert trace not in dump

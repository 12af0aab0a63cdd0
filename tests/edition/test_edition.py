"""The edition: what is written is what is read, and what is taken back is gone from the schema."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import psycopg
import pytest

from newswire.edition import reader
from newswire.edition.change import CHANNEL
from newswire.edition.lists import section_key
from newswire.edition.shape import Changes, Corrected, Over, Story, key_of, public_id_of
from newswire.edition.writer import Shown, do_hold, do_publish, do_withdraw, read_shown
from tests.edition.contents import PICTURE, make_content

Connection = psycopg.Connection[tuple[object, ...]]
T = TypeVar("T")
GUID = "urn:newsml:test.example:20261124:harbour"


def _read(dsn: str, ask: Callable[[psycopg.AsyncConnection[Any]], Awaitable[T]]) -> T:
    async def run() -> T:
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            return await ask(connection)

    return asyncio.run(run())


def _story(dsn: str, guid: str = GUID) -> Story | None:
    return _read(dsn, lambda connection: reader.read_story(connection, public_id_of(guid)))


def _dump(connection: Connection) -> str:
    stories = connection.execute("SELECT s::text FROM edition.story s ORDER BY key").fetchall()
    corrections = connection.execute("SELECT c::text FROM edition.correction c ORDER BY id").fetchall()
    return str((stories, corrections))


def test_what_is_published_is_read_whole(dsn: str, connection: Connection, now: datetime) -> None:
    content = make_content()
    do_publish(connection, GUID, content, now)
    story = _story(dsn)
    assert story is not None
    assert story.state == "live"
    assert (story.published_at, story.updated_at) == (now, now)
    for field in set(content.__struct_fields__) - {"correction", "family"}:
        assert getattr(story, field) == getattr(content, field), field
    assert story.family == story.public_id
    assert story.corrections == (Corrected(now, "Three ships", "Forty ships"),)


def test_an_update_replaces_the_content_and_keeps_the_address_and_first_date(
    dsn: str, connection: Connection, now: datetime
) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_publish(connection, GUID, make_content(headline="Second", picture=None), now + timedelta(minutes=5))
    story = _story(dsn)
    assert story is not None
    assert (story.headline, story.picture) == ("Second", None)
    assert (story.published_at, story.updated_at) == (now, now + timedelta(minutes=5))


def test_publishing_twice_is_publishing_once(connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    before = _dump(connection)
    do_publish(connection, GUID, make_content(), now)
    assert _dump(connection) == before


@pytest.mark.parametrize("take_back", ["hold", "withdraw"])
def test_what_is_taken_back_leaves_nothing_of_its_content_in_the_schema(
    dsn: str, connection: Connection, now: datetime, take_back: str
) -> None:
    do_publish(connection, GUID, make_content(), now)
    assert "ferry" in _dump(connection)
    if take_back == "hold":
        do_hold(connection, GUID)
    else:
        do_withdraw(connection, GUID, now)
    story = _story(dsn)
    assert story is not None
    assert story.state == ("held" if take_back == "hold" else "gone")
    dump = _dump(connection)
    for trace in ("arbour", "ferry", "ships", "Lind", "lind", "orthaven", "economy", "medtop", "web.jpg", "Brandt"):
        assert trace not in dump


def test_a_held_story_comes_back_under_its_address(dsn: str, connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_hold(connection, GUID)
    do_publish(connection, GUID, make_content(), now + timedelta(hours=1))
    story = _story(dsn)
    assert story is not None
    assert (story.state, story.published_at) == ("live", now)


@pytest.mark.parametrize("state", ["gone", "ended"])
def test_a_withdrawn_story_never_comes_back(dsn: str, connection: Connection, now: datetime, state: Over) -> None:
    do_publish(connection, GUID, make_content(), now)
    do_withdraw(connection, GUID, now, state)
    do_publish(connection, GUID, make_content(), now + timedelta(hours=1))
    do_hold(connection, GUID)
    story = _story(dsn)
    assert story is not None
    assert (story.state, story.headline) == (state, "")


def test_a_story_withdrawn_before_it_was_known_is_marked_and_one_held_is_not(
    dsn: str, connection: Connection, now: datetime
) -> None:
    do_hold(connection, "never seen")
    assert _story(dsn, "never seen") is None
    do_withdraw(connection, "never seen", now)
    story = _story(dsn, "never seen")
    assert story is not None
    assert story.state == "gone"


def test_the_guid_is_nowhere_in_the_schema(connection: Connection, now: datetime) -> None:
    do_publish(connection, GUID, make_content(), now)
    dump = _dump(connection)
    assert GUID not in dump
    assert key_of(GUID).hex() in dump


def test_the_writer_sees_state_and_picture(connection: Connection, now: datetime) -> None:
    assert read_shown(connection, GUID) is None
    do_publish(connection, GUID, make_content(), now)
    assert read_shown(connection, GUID) == Shown("live", PICTURE)
    do_hold(connection, GUID)
    assert read_shown(connection, GUID) == Shown("held", None)


def test_every_change_moves_the_counter_and_says_so_after_the_commit(
    dsn: str, connection: Connection, now: datetime
) -> None:
    assert _read(dsn, reader.read_changes) == Changes(0, 0)
    with psycopg.connect(dsn, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with connection.transaction():
            do_publish(connection, GUID, make_content(), now)
            do_hold(connection, GUID)
        do_hold(connection, GUID)  # changes nothing
        do_withdraw(connection, GUID, now)
        heard = [one.payload for one in listener.notifies(timeout=5, stop_after=3)]
    assert heard == ["1", "2", "3"]
    assert _read(dsn, reader.read_changes) == Changes(3, 2)  # the hold and the withdrawal took something back


def test_a_transaction_rolled_back_leaves_the_counter_where_it_was(
    dsn: str, connection: Connection, now: datetime
) -> None:
    with connection.transaction(force_rollback=True):
        do_publish(connection, GUID, make_content(), now)
    assert _read(dsn, reader.read_changes) == Changes(0, 0)
    assert _story(dsn) is None


def test_lists_give_live_stories_of_their_language_newest_first(
    dsn: str, connection: Connection, now: datetime
) -> None:
    for number in range(5):
        content = make_content(headline=f"Story {number}", sections=("world",) if number % 2 else ("sports", "world"))
        do_publish(connection, f"guid {number}", content, now + timedelta(minutes=number))
    do_publish(connection, "held", make_content(headline="Held"), now)
    do_hold(connection, "held")
    do_publish(connection, "french", make_content(language="fr", headline="Le port"), now)
    newest = _read(dsn, lambda connection: reader.read_newest(connection, "en", 3))
    assert [card.headline for card in newest] == ["Story 4", "Story 3", "Story 2"]
    world = _read(dsn, lambda connection: reader.read_list(connection, "en", section_key("world"), 10))
    assert [card.headline for card in world] == [f"Story {number}" for number in (4, 3, 2, 1, 0)]
    assert (
        _read(dsn, lambda connection: reader.read_list(connection, "fr", section_key("world"), 10))[0].headline
        == "Le port"
    )


def test_the_sections_of_the_front_page_hold_what_names_them_first(
    dsn: str, connection: Connection, now: datetime
) -> None:
    for number in range(4):
        content = make_content(headline=f"Story {number}", sections=("world",) if number % 2 else ("sports", "world"))
        do_publish(connection, f"guid {number}", content, now + timedelta(minutes=number))
    found = _read(dsn, lambda c: reader.read_sections(c, "en", ["world", "sports", "life"], 1))
    assert {code: [card.headline for card in cards] for code, cards in found.items()} == {
        "world": ["Story 3"],
        "sports": ["Story 2"],
    }


def test_what_changed_last_comes_first_whatever_its_language_and_first_date(
    dsn: str, connection: Connection, now: datetime
) -> None:
    for minute, (name, language) in enumerate((("old", "en"), ("newer", "tr"), ("newest", "ar"), ("old", "en"))):
        content = make_content(headline=f"{name} {minute}", language=language)
        do_publish(connection, name, content, now + timedelta(minutes=minute))
    latest = _read(dsn, lambda c: reader.read_latest(c, 2))
    assert [card.headline for card in latest] == ["old 3", "newest 2"]


INDEXED = {
    "edition_story_newest": ("language = 'ar'", "published_at"),
    "edition_story_latest": ("true", "updated_at"),
    "edition_story_first": ("language = 'ar' AND sections[1] = 'science'", "published_at"),
}


@pytest.mark.parametrize("index", INDEXED)
def test_lists_come_from_an_index_in_its_order(connection: Connection, now: datetime, index: str) -> None:
    connection.execute(
        """
        INSERT INTO edition.story (key, public_id, state, language, sections, places, published_at, updated_at)
        SELECT sha256(n::text::bytea), n::text, 'live', CASE WHEN n %% 10 = 0 THEN 'ar' ELSE 'en' END,
               CASE WHEN n %% 100 = 0 THEN '{science}' ELSE '{world}' END::text[], '{}',
               %(now)s - n * interval '1 minute', %(now)s - n * interval '1 second'
        FROM generate_series(1, 5000) AS n
        """,
        {"now": now},
    )
    connection.execute("ANALYZE edition.story")
    condition, moment = INDEXED[index]
    plan = connection.execute(
        f"EXPLAIN SELECT public_id FROM edition.story WHERE state = 'live' AND {condition} "
        f"ORDER BY {moment} DESC, public_id DESC LIMIT 12".encode()
    ).fetchall()
    assert index in str(plan)
    assert "Sort" not in str(plan)


def test_public_ids_are_stable_short_and_speakable() -> None:
    ids = {public_id_of(f"guid {number}") for number in range(2000)}
    assert len(ids) == 2000
    assert public_id_of("guid 1") in ids
    assert all(len(one) == 12 and not set(one) & set("01iloILO-_") for one in ids)

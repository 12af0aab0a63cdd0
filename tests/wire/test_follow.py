"""Followers of the wire find every release once, from any cursor, with or without a hint."""

import threading
from datetime import datetime
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import Connection

from newswire.wire.append import HINT, do_append, do_append_many
from newswire.wire.follow import (
    follow,
    listen,
    lock_head,
    read_after,
    read_head,
    read_history,
    read_items,
    read_newest,
    wait_for_hint,
)
from tests.stories import make_draft, make_guid

Db = Connection[tuple[object, ...]]
COUNT = 12


@pytest.fixture
def wire(connection: Db, now: datetime) -> Db:
    """Twelve releases, each of a story of its own."""
    with connection.transaction(), connection.cursor() as cursor:
        do_append_many(cursor, [make_draft(str(one), now) for one in range(1, COUNT + 1)])
    return connection


@pytest.mark.parametrize("after", [0, 1, 7, COUNT - 1])
def test_a_follower_goes_on_from_any_cursor(wire: Db, dsn: str, after: int) -> None:
    assert read_head(wire).seq == COUNT
    stop = threading.Event()
    batches = follow(dsn, after, stop)
    batch = next(batches)
    assert [(one.seq, one.guid) for one in batch] == [(seq, make_guid(str(seq))) for seq in range(after + 1, COUNT + 1)]
    stop.set()
    assert list(batches) == []


def test_a_follower_that_is_told_to_stop_ends_also_when_nothing_comes(wire: Db, dsn: str) -> None:
    stop = threading.Event()
    ended: list[object] = []
    thread = threading.Thread(target=lambda: ended.extend(follow(dsn, COUNT, stop, patience=0.05)))
    thread.start()
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert ended == []
    assert read_head(wire).seq == COUNT


def test_a_release_whose_hint_was_lost_is_found_all_the_same(connection: Db, dsn: str, now: datetime) -> None:
    stop, waiting = threading.Event(), threading.Event()
    found: list[int] = []

    def read() -> None:
        waiting.set()
        for batch in follow(dsn, 0, stop, patience=0.05):
            found.extend(one.seq for one in batch)
            stop.set()

    thread = threading.Thread(target=read)
    thread.start()
    assert waiting.wait(30)
    with connection.transaction():
        cursor = connection.cursor()
        do_append(WithoutHint(cursor), make_draft("a", now))
    thread.join(30)
    assert found == [1]


class WithoutHint:
    """A cursor on which the hint goes to a channel that nobody hears."""

    def __init__(self, cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
        self._cursor = cursor

    def execute(self, query: str, params: Any = None, /) -> object:
        assert f"pg_notify('{HINT}'" in query
        silent = query.replace(f"pg_notify('{HINT}'", "pg_notify('nobody'")
        return self._cursor.execute(silent.encode(), params)

    def executemany(self, query: str, params_seq: object, /) -> object:
        raise AssertionError(query, params_seq)

    def fetchone(self) -> object:
        return self._cursor.fetchone()


def test_the_hint_leaves_with_the_commit_and_not_before(connection: Db, dsn: str, now: datetime) -> None:
    with listen(dsn, HINT) as listener:
        with connection.transaction(), connection.cursor() as cursor:
            do_append(cursor, make_draft("a", now))
            assert list(listener.notifies(timeout=0)) == []
            assert read_after(listener, 0) == []
        (hint,) = listener.notifies(timeout=30, stop_after=1)
        assert (hint.channel, hint.payload) == (HINT, "1")
        assert [one.seq for one in read_after(listener, 0)] == [1]


def test_a_hint_that_came_while_nobody_looked_is_not_lost(connection: Db, dsn: str, now: datetime) -> None:
    with listen(dsn, HINT) as listener, connection.cursor() as cursor:
        do_append(cursor, make_draft("a", now))
        wait_for_hint(listener, 600)
        assert [one.seq for one in read_after(listener, 0)] == [1]


def test_paging_back_from_the_newest_meets_every_release_once(wire: Db) -> None:
    for step in (1, 5, COUNT, 50):
        met: list[int] = []
        before = None
        while page := read_newest(wire, step, before):
            met += [one.seq for one in page]
            before = met[-1]
        assert met == list(range(COUNT, 0, -1))
    assert [one.seq for one in read_after(wire, 3, 4)] == [4, 5, 6, 7]
    assert read_newest(wire, 5, 1) == read_after(wire, COUNT) == []


def test_the_history_of_a_story_is_its_versions_in_order_and_nothing_else(wire: Db, now: datetime) -> None:
    with wire.cursor() as cursor:
        do_append(cursor, make_draft("3", now, version=2, kind="update"))
        do_append(cursor, make_draft("4", now, version=2, kind="hold"))
        do_append(cursor, make_draft("3", now, version=3, kind="kill"))
    told = [(one.seq, one.version, one.kind) for one in read_history(wire, make_guid("3"))]
    assert told == [(3, 1, "new"), (COUNT + 1, 2, "update"), (COUNT + 3, 3, "kill")]
    assert read_history(wire, make_guid("never")) == []


def test_an_erased_content_is_gone_and_its_release_stays(wire: Db) -> None:
    wire.execute("DELETE FROM wire_payload WHERE seq = 4")
    assert sorted(read_items(wire, [3, 4, 5, 999])) == [3, 5]
    assert [one.seq for one in read_history(wire, make_guid("4"))] == [4]
    assert read_items(wire, []) == {}


def test_while_the_head_is_held_nobody_releases(wire: Db, dsn: str, now: datetime) -> None:
    draft = make_draft("late", now)
    with psycopg.connect(dsn, autocommit=True) as other, other.cursor() as cursor:
        other.execute("SET lock_timeout = '50ms'")
        with wire.transaction(), wire.cursor() as mine:
            assert lock_head(mine) == COUNT
            with pytest.raises(psycopg.errors.LockNotAvailable):
                do_append(cursor, draft)
            assert do_append(mine, msgspec.structs.replace(draft, actor="who holds it")).seq == COUNT + 1
        with pytest.raises(psycopg.errors.UniqueViolation):
            do_append(cursor, draft)
    assert [one.actor for one in read_after(wire, COUNT)] == ["who holds it"]

"""The wire gives out numbers in commit order without gaps, and every release can be proved."""

import threading
from datetime import datetime

import psycopg
import pytest
from psycopg import Connection

from newswire.kit.errors import RuleError
from newswire.wire.append import do_append, do_append_many, find_known, next_version
from newswire.wire.follow import follow, read_after, read_head, read_history, read_items, read_newest
from newswire.wire.release import Draft
from newswire.wire.verify import Report, verify
from tests.stories import make_draft, make_item

Db = Connection[tuple[object, ...]]


def last_report(connection: Db) -> Report:
    return list(verify(connection))[-1]


def test_numbers_follow_one_another_and_the_content_comes_back(connection: Db, now: datetime) -> None:
    first, second = make_draft("a", now), make_draft("b", now)
    with connection.transaction(), connection.cursor() as cursor:
        assert do_append(cursor, first).seq == 1
        assert do_append(cursor, second).seq == 2
    assert [one.seq for one in read_after(connection, 0)] == [1, 2]
    assert [one.seq for one in read_newest(connection)] == [2, 1]
    assert [one.seq for one in read_newest(connection, before=2)] == [1]
    assert read_items(connection, [2])[2] == second.item
    assert read_head(connection).seq == 2


def test_a_rolled_back_release_gives_its_number_back(connection: Db, now: datetime) -> None:
    def fail() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            do_append(cursor, make_draft("lost", now))
            raise RuntimeError("the desk changed its mind")

    with pytest.raises(RuntimeError):
        fail()
    with connection.cursor() as cursor:
        assert do_append(cursor, make_draft("kept", now)).seq == 1
    assert last_report(connection).faults == ()


def test_writers_at_once_leave_no_gap_and_readers_see_numbers_in_commit_order(dsn: str, now: datetime) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        for batch in follow(dsn, 0, stop, patience=0.1):
            seen.extend(one.seq for one in batch)
            if len(seen) >= 80:
                stop.set()

    def write(name: str) -> None:
        with psycopg.connect(dsn) as mine:
            for count in range(20):
                with mine.transaction(), mine.cursor() as cursor:
                    do_append(cursor, make_draft(f"{name}-{count}", now))

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(f"writer{number}",)) for number in range(4)]
    for thread in (reader, *writers):
        thread.start()
    for thread in (reader, *writers):
        thread.join(timeout=60)
    assert seen == list(range(1, 81))
    with psycopg.connect(dsn, autocommit=True) as connection:
        assert last_report(connection).faults == ()


def test_many_at_once_are_chained_like_one_by_one(connection: Db, now: datetime) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        assert do_append_many(cursor, [make_draft(str(one), now) for one in range(250)]) == 250
        assert do_append_many(cursor, []) == 0
    report = last_report(connection)
    assert (report.releases, report.faults) == (250, ())


def test_a_version_of_a_story_is_released_once(connection: Db, now: datetime) -> None:
    draft = make_draft("a", now)
    with connection.cursor() as cursor:
        do_append(cursor, draft)
        assert next_version(cursor, draft.guid) == 2
        assert next_version(cursor, "urn:other") == 1
        with pytest.raises(psycopg.errors.UniqueViolation):
            do_append(cursor, draft)
        assert find_known(cursor, [draft.guid, "urn:other"]) == {draft.guid}
    assert read_head(connection).seq == 1
    assert [one.version for one in read_history(connection, draft.guid)] == [1]


def test_a_release_without_content_is_a_hold_or_a_kill(connection: Db, now: datetime) -> None:
    empty = Draft(kind="kill", guid="urn:a", version=2, item=None, released_at=now, actor="chief", reason="wrong man")
    with connection.cursor() as cursor:
        release = do_append(cursor, empty)
        assert (release.kind, release.reason) == ("kill", "wrong man")
        with pytest.raises(RuleError, match="needs content"):
            do_append(cursor, Draft(kind="new", guid="urn:a", version=1, item=None, released_at=now, actor="x"))
        with pytest.raises(RuleError, match="belongs to"):
            do_append(
                cursor,
                Draft(kind="new", guid="urn:b", version=1, item=make_item("a", now), released_at=now, actor="x"),
            )
    assert read_items(connection, [release.seq]) == {}
    assert last_report(connection).faults == ()


@pytest.mark.parametrize("statement", ["UPDATE wire_release SET reason = 'x'", "DELETE FROM wire_release"])
def test_the_database_itself_refuses_to_change_a_release(connection: Db, now: datetime, statement: str) -> None:
    with connection.cursor() as cursor:
        do_append(cursor, make_draft("a", now))
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
        connection.execute(statement.encode())
    with pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("TRUNCATE wire_release")

"""The indexer's loop: it follows the wire, stops when told, and survives `kill -9` at any moment."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event

from newswire.kit.errors import UnavailableError
from newswire.query.ast import Everything
from newswire.search.follow import run_indexer
from newswire.search.index import Archive
from newswire.search.query import find, to_query
from newswire.wire.append import do_append_many
from tests.newsroom import Newsroom
from tests.search.conftest import Library
from tests.stories import make_draft
from tests.waiting import wait_until

CHILD = """
import sys
from pathlib import Path
from threading import Event
from psycopg import Connection
from newswire.search import index as module
from newswire.search.index import claim, do_catch_up, open_index

write = module._write_mark
def write_and_say(writer, mark):
    print("before", mark.reached, flush=True)
    write(writer, mark)
    print("after", mark.reached, flush=True)
module._write_mark = write_and_say

with claim(Path(sys.argv[2]), Event()), open_index(Path(sys.argv[2])) as index:
    with Connection.connect(sys.argv[1], autocommit=True) as connection:
        while do_catch_up(connection, index, 40):
            pass
"""


@contextmanager
def running(dsn: str, home: Path) -> Iterator[Event]:
    """The indexer in a thread of its own, ended with the block."""
    stop = Event()
    thread = threading.Thread(target=run_indexer, args=(dsn, home, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_for(library: Library, names: list[str]) -> None:
    """Returns when the archive holds exactly these stories, newest first."""

    def holds() -> bool:
        try:
            return library.find() == names
        except UnavailableError:  # the indexer has only begun
            return False

    wait_until(holds, f"the archive holds {names}")


def test_the_loop_takes_in_what_comes(dsn: str, newsroom: Newsroom, library: Library) -> None:
    newsroom.append("a")
    with running(dsn, library.home):
        wait_for(library, ["a"])
        newsroom.append("b")
        wait_for(library, ["b", "a"])
        newsroom.append("a", "kill")
        wait_for(library, ["b"])
        wait_until(lambda: library.archive.read().mark.reached == 3, "the index has the kill too")


def test_a_second_indexer_waits_until_the_first_has_ended(dsn: str, newsroom: Newsroom, library: Library) -> None:
    newsroom.append("a")
    with running(dsn, library.home) as first:
        wait_for(library, ["a"])
        with running(dsn, library.home):
            newsroom.append("b")
            wait_for(library, ["b", "a"])
            first.set()
            newsroom.append("c")
            wait_for(library, ["c", "b", "a"])


def test_one_that_waits_for_its_turn_can_be_stopped(dsn: str, newsroom: Newsroom, library: Library) -> None:
    newsroom.append("a")
    with running(dsn, library.home):
        wait_for(library, ["a"])
        with running(dsn, library.home):
            pass
        assert library.find() == ["a"]


def put_stories(newsroom: Newsroom) -> list[str]:
    """1,000 releases of 700 stories, the updates far from their first versions; their names by number."""
    names = [f"s{number}" for number in range(700)] + [f"s{number * 2}" for number in range(300)]
    drafts = [
        make_draft(name, newsroom.now, version=1 if at < 700 else 2, kind="new" if at < 700 else "update")
        for at, name in enumerate(names)
    ]
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        do_append_many(cursor, drafts)
    return names


def test_kill_9_at_any_moment_loses_and_doubles_nothing(dsn: str, newsroom: Newsroom, library: Library) -> None:
    names = put_stories(newsroom)
    random = Random(9)
    seen = kills = 0
    while seen < len(names):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, dsn, str(library.home)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        moment, chosen = random.choice(("before", "after")), random.randrange(1, 5)
        for line in child.stdout:
            word, number = line.split()
            if word == "after":
                seen = max(seen, int(number))  # acknowledged: it must never be lost
            chosen -= word == moment
            if chosen == 0 and int(number) < len(names):
                child.kill()
                kills += 1
                break
        child.communicate(timeout=60)
        snapshot = Archive(library.home).read()
        assert snapshot.mark.reached >= seen
        held = find(snapshot, to_query(snapshot, Everything(), 0), 1000, None)
        guids = [hit.guid.rpartition(":")[2] for hit in held.hits]
        assert sorted(guids) == sorted(set(names[: snapshot.mark.reached]))
    assert kills > 3
    assert sorted(library.find()) == sorted(set(names))
    assert library.catch_up() == 0

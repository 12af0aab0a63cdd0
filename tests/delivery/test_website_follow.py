"""The website follows its own numbers: each entry once, also after a crash; a rebuild shows what may be shown."""

import threading
from pathlib import Path

import pytest

from newswire.delivery.website import follow
from newswire.delivery.website.follow import do_advance, do_rewind, read_cursor, run_website
from newswire.subscribers.service import do_open_website
from tests.newsroom import START, Newsroom


def headlines(newsroom: Newsroom) -> list[object]:
    rows = newsroom.connection.execute("SELECT headline FROM edition.story WHERE state = 'live' ORDER BY headline")
    return [row[0] for row in rows]


def test_without_a_website_nothing_is_projected(newsroom: Newsroom, home: Path) -> None:
    newsroom.release("a")
    assert do_advance(newsroom.connection, home, now=newsroom.now) == 0


def test_entries_are_applied_once_and_the_cursor_moves_with_them(newsroom: Newsroom, home: Path) -> None:
    do_open_website("lang:en", now=START)
    newsroom.release("a")
    newsroom.release("b", language="tr")
    newsroom.release("c")
    assert do_advance(newsroom.connection, home, now=newsroom.now) == 2
    assert do_advance(newsroom.connection, home, now=newsroom.now) == 0
    assert read_cursor(newsroom.connection) == 2
    assert len(headlines(newsroom)) == 2


def test_a_failure_keeps_the_cursor_so_that_the_entry_comes_again(
    newsroom: Newsroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do_open_website("*", now=START)
    newsroom.release("a")

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(follow, "do_project", fail)
        with pytest.raises(RuntimeError):
            do_advance(newsroom.connection, home, now=newsroom.now)
    assert read_cursor(newsroom.connection) == 0
    assert do_advance(newsroom.connection, home, now=newsroom.now) == 1
    assert len(headlines(newsroom)) == 1


def test_a_rebuild_shows_what_may_be_shown_now(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    for name in ("a", "b", "c"):
        newsroom.release(name)
    do_advance(newsroom.connection, home, now=newsroom.now)
    newsroom.append("a", "kill")
    newsroom.append("b", "hold")
    newsroom.connection.execute("DELETE FROM edition.story")
    do_rewind(newsroom.connection)
    assert do_advance(newsroom.connection, home, now=newsroom.now) == 3
    assert headlines(newsroom) == ["Northaven harbour opens again (c)"]


def test_the_loop_wakes_for_what_is_routed_and_ends_when_told(newsroom: Newsroom, home: Path, dsn: str) -> None:
    do_open_website("*", now=START)
    stop = threading.Event()
    loop = threading.Thread(target=run_website, args=(dsn, home, stop))
    newsroom.connection.execute("LISTEN edition")
    loop.start()
    newsroom.release("a")
    assert next(newsroom.connection.notifies(timeout=30)).channel == "edition"
    stop.set()
    loop.join(30)
    assert not loop.is_alive()
    assert len(headlines(newsroom)) == 1

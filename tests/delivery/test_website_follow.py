"""The website follows its own numbers: each entry once, also after a crash; a rebuild shows what may be shown."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newswire.delivery.website import follow
from newswire.delivery.website.follow import do_advance, do_rewind, read_cursor, run_website
from newswire.item.item import Media
from newswire.item.rights import Restriction
from newswire.item.rights_end import rights_ended_wording
from newswire.media.public import folder_of
from newswire.media.renditions import do_make_renditions
from newswire.subscribers.service import do_open_website
from newswire.wire.append import do_append
from tests.media.pictures import draw, encode
from tests.newsroom import START, Newsroom
from tests.stories import make_draft


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
        broken.setattr(follow, "do_take_in", fail)
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


def add_picture(home: Path, **changes: Any) -> Media:
    files = do_make_renditions(home, encode(draw(640, 400)))
    return Media("p1", "picture", "The quay", alt={"en": "Ships"}, renditions=files, **changes)


def public_files(home: Path) -> list[str]:
    folder = folder_of(home)
    return sorted(path.name for path in folder.glob("*.jpg")) if folder.exists() else []


def test_what_may_not_be_on_the_web_never_gets_to_the_website(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    newsroom.release("a", rights=Restriction(no_web=True))
    newsroom.release("b", rights=Restriction(outlets_out=("website",)))
    newsroom.release("c", rights=Restriction(countries_only=("TR",)))
    newsroom.release("d", rights=Restriction(countries_out=("JP",)))
    do_advance(newsroom.connection, home, now=newsroom.now)
    assert headlines(newsroom) == ["Northaven harbour opens again (d)"]


def test_a_picture_that_may_not_be_on_the_web_is_left_out_and_the_story_goes(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    newsroom.release("a", media=(add_picture(home, rights=Restriction(no_web=True)),))
    do_advance(newsroom.connection, home, now=newsroom.now)
    assert len(headlines(newsroom)) == 1
    assert newsroom.connection.execute("SELECT picture FROM edition.story").fetchall() == [(None,)]
    assert public_files(home) == []


def test_a_story_that_is_newly_kept_from_the_web_leaves_it(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    newsroom.release("a", media=(add_picture(home),))
    do_advance(newsroom.connection, home, now=newsroom.now)
    assert len(public_files(home)) == 2
    newsroom.release("a", "update", media=(add_picture(home),), rights=Restriction(no_web=True))
    do_advance(newsroom.connection, home, now=newsroom.now)
    assert headlines(newsroom) == []
    assert public_files(home) == []


def test_the_public_copies_of_a_picture_go_when_its_right_has_ended(newsroom: Newsroom, home: Path) -> None:
    do_open_website("*", now=START)
    later = newsroom.now + timedelta(hours=1)
    picture = add_picture(home, expires=later)
    newsroom.release("a", media=(picture,))
    do_advance(newsroom.connection, home, now=newsroom.now)
    assert len(public_files(home)) == 2
    newsroom.release("a", "refile")
    do_advance(newsroom.connection, home, now=later)
    assert public_files(home) == []
    assert len(headlines(newsroom)) == 1


def test_a_story_whose_right_has_ended_is_not_called_withdrawn_also_after_a_rebuild(
    newsroom: Newsroom, home: Path
) -> None:
    do_open_website("*", now=START)
    newsroom.release("a", expires=newsroom.now)
    newsroom.release("b")
    do_advance(newsroom.connection, home, now=newsroom.now)
    with newsroom.connection.transaction(), newsroom.connection.cursor() as cursor:
        words = rights_ended_wording("en", "Northaven harbour opens again (b)")
        draft = make_draft("b", newsroom.now, version=2, kind="kill")
        do_append(cursor, msgspec.structs.replace(draft, reason=words))
    newsroom.route()
    for _again in range(2):
        do_advance(newsroom.connection, home, now=newsroom.now)
        states = newsroom.connection.execute("SELECT state FROM edition.story").fetchall()
        assert states == [("ended",)], "an expired story is not shown before the clock has said so"
        do_rewind(newsroom.connection)
        newsroom.connection.execute("DELETE FROM edition.story")

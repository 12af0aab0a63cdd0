"""The index is a projection of the wire: one document a story, as it stands now; thrown away, it comes back."""

import logging
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import tantivy

from newswire.kit.errors import UnavailableError
from newswire.search import index as index_module
from newswire.search.index import do_catch_up, open_index
from tests.newsroom import Newsroom
from tests.search.conftest import Library


def current(home: Path) -> Path:
    return home / "search" / (home / "search" / "current").read_text()


def test_a_story_is_found_in_its_newest_version_only(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a", headline="Ferry late")
    assert library.catch_up() == 1
    newsroom.append("a", "update", headline="Ferry arrives")
    assert library.headlines() == ["Ferry late"]
    assert library.catch_up() == 1
    assert library.headlines() == ["Ferry arrives"]
    assert library.headlines("late") == []
    assert library.catch_up() == 0


def test_versions_of_one_batch_make_one_document(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a", headline="One")
    newsroom.append("a", "update", headline="Two")
    newsroom.append("a", "correction", headline="Three")
    library.catch_up()
    assert library.headlines() == ["Three"]


def test_a_kill_takes_the_story_out_for_ever(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a")
    newsroom.append("b")
    library.catch_up()
    newsroom.append("a", "kill")
    library.catch_up()
    assert library.find() == ["b"]
    newsroom.append("a", "update")
    library.catch_up()
    assert library.find() == ["b"]


def test_a_hold_takes_the_story_out_and_its_lift_brings_it_back(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a", headline="Before")
    newsroom.append("a", "hold")
    library.catch_up()
    assert library.find() == []
    newsroom.append("a", "lift", headline="After")
    library.catch_up()
    assert library.headlines() == ["After"]


@pytest.mark.parametrize("kind", ["kill", "hold"])
def test_a_story_is_not_found_from_the_moment_of_its_kill_or_hold_though_the_index_is_behind(
    library: Library, newsroom: Newsroom, kind: str
) -> None:
    newsroom.append("a")
    newsroom.append("b")
    library.catch_up()
    assert library.find("harbour") == ["b", "a"]
    newsroom.append("a", kind)  # type: ignore[arg-type]
    assert library.find("harbour") == ["b"]
    assert library.search("headline:opens").total == 1


def test_kills_overtake_an_index_that_is_far_behind(library: Library, newsroom: Newsroom, home: Path) -> None:
    newsroom.append("a")
    newsroom.append("b")
    library.catch_up()
    for number in range(10):
        newsroom.append(f"s{number}")
    newsroom.append("a", "kill")
    newsroom.append("s9", "hold")
    with open_index(home) as index:
        assert do_catch_up(newsroom.connection, index, limit=3) == 3
        assert (index.mark.reached, index.mark.judged) == (5, 14)
    assert library.find() == ["s2", "s1", "s0", "b"]
    assert library.catch_up() == 9
    assert library.find() == [f"s{number}" for number in range(8, -1, -1)] + ["b"]


def test_a_rebuild_shows_what_may_be_shown_now(library: Library, newsroom: Newsroom, home: Path) -> None:
    for name in ("a", "b", "c", "d"):
        newsroom.append(name, headline=f"First of {name}")
    newsroom.append("a", "kill")
    newsroom.append("b", "hold")
    newsroom.append("c", "update", headline="Second of c")
    library.catch_up()
    before = library.search("*").hits
    shutil.rmtree(home / "search")
    with pytest.raises(UnavailableError):
        library.search("*")
    assert library.catch_up(limit=1) == 7
    assert library.search("*").hits == before
    assert [hit.headline for hit in before] == ["Second of c", "First of d"]


def test_what_is_under_embargo_is_found_after_its_lift_and_the_version_before_it_until_then(
    library: Library, newsroom: Newsroom
) -> None:
    until = newsroom.now + timedelta(hours=2)
    newsroom.append("a", headline="Secret figures", embargo_until=until)
    newsroom.append("b", headline="Known figures")
    newsroom.append("b", "update", headline="New figures", embargo_until=until)
    library.catch_up()
    assert library.headlines() == ["Known figures"]
    newsroom.append("a", "lift", headline="Secret figures")
    newsroom.append("b", "lift", headline="New figures")
    library.catch_up()
    assert library.headlines() == ["New figures", "Secret figures"]


def test_an_advisory_replaces_no_story_and_is_found_where_it_stands_alone(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a", headline="Ferry late")
    newsroom.append("a", "advisory", headline="Pictures follow")
    newsroom.append("b", "advisory", headline="Press call at nine")
    library.catch_up()
    assert library.headlines() == ["Press call at nine", "Ferry late"]


def test_a_story_whose_content_was_erased_is_not_indexed_again(library: Library, newsroom: Newsroom) -> None:
    newsroom.append("a")
    newsroom.append("b")
    newsroom.connection.execute("DELETE FROM wire_payload WHERE seq = 1")
    library.catch_up()
    assert library.find() == ["b"]


def test_the_number_reached_is_part_of_the_commit(
    library: Library, newsroom: Newsroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.append("a")
    library.catch_up()
    newsroom.append("b")
    with monkeypatch.context() as broken, open_index(home) as index:
        broken.setattr(index_module, "_write_mark", fail)
        with pytest.raises(OSError, match="full"):
            do_catch_up(newsroom.connection, index)
    assert library.archive.read().mark.reached == 1
    assert library.find() == ["a"]
    assert library.catch_up() == 1
    assert library.find() == ["b", "a"]


def fail(*_: object) -> None:
    raise OSError("the disk is full")


@pytest.mark.parametrize("suffix", ["meta.json", ".term", ".store", ".idx"])
def test_a_damaged_index_is_made_again_and_the_log_says_so(
    library: Library, newsroom: Newsroom, home: Path, caplog: pytest.LogCaptureFixture, suffix: str
) -> None:
    newsroom.append("a")
    library.catch_up()
    for file in current(home).iterdir():
        if file.name.endswith(suffix):
            file.write_bytes(file.read_bytes()[:20])
    damaged = current(home)
    assert library.catch_up() == 1
    assert library.find() == ["a"]
    assert "cannot be read and is made again" in caplog.text
    assert not damaged.exists()


def test_an_index_of_another_format_is_made_again_and_the_log_says_so(
    library: Library, newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.append("a")
    with monkeypatch.context() as older:
        older.setattr(index_module, "FORMAT", 0)
        library.catch_up()
    assert library.catch_up() == 1
    assert library.find() == ["a"]
    assert "of format 0 and is made again" in caplog.text


def test_a_folder_without_its_mark_is_made_again(library: Library, newsroom: Newsroom, home: Path) -> None:
    root = home / "search"
    (root / "half").mkdir(parents=True)
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("role", tokenizer_name="raw").build(), str(root / "half"))
    (root / "current").write_text("half")
    newsroom.append("a")
    with pytest.raises(UnavailableError):
        library.search("*")
    assert library.catch_up() == 1
    assert library.find() == ["a"]


def test_after_a_restore_the_index_is_made_again_and_until_then_finds_nothing(
    library: Library, newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.append("a")
    newsroom.append("b")
    library.catch_up()
    newsroom.connection.execute("UPDATE wire_head SET epoch = gen_random_uuid()")
    with pytest.raises(UnavailableError):
        library.search("*")
    assert library.catch_up() == 2
    assert library.find() == ["b", "a"]
    assert "earlier epoch" in caplog.text


def test_a_new_index_is_no_warning(library: Library, newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    newsroom.append("a")
    library.catch_up()
    library.catch_up()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_many_batches_leave_one_document_a_story(library: Library, newsroom: Newsroom) -> None:
    for _round in range(3):
        for number in range(20):
            newsroom.append(f"s{number}", "new" if _round == 0 else "update", headline=f"Round {_round}")
    assert library.catch_up(limit=7) == 60
    assert library.search("*").total == 20
    assert library.search("headline:2").total == 20
    assert library.search("headline:1").total == 0
